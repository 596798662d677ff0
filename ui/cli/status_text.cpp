// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/status_text.h"

#include "app/cluster/states.h"
#include "ui/cli/call.h"

#include <QCoreApplication>
#include <algorithm>
#include <tuple>

namespace tailboard::cli {

using namespace Qt::StringLiterals;
using base::State;
using cluster::Slot;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli", text);
}

/// Text of a server as it may go to a terminal: no control or direction characters, at most 300 of the others.
QString clean(const QString& text)
{
    QString result;
    for (const QChar c : text.left(300))
        result += c.isPrint() && c.category() != QChar::Other_Format ? c : QChar(u' ');
    return result.simplified();
}

QString padded(const QString& text, int width)
{
    return text.leftJustified(width, u' ');
}

QString sourceLine(const QString& name, const base::SourceState& source, const QDateTime& now)
{
    const State health = base::sourceHealth(source, now);
    QString line = padded(base::stateName(health), 10) + padded(name, 24);
    if (source.error)
        line += clean(source.error->sentence());
    else
        line += clean(source.address + (source.version.isEmpty() ? QString() : u"  "_s + source.version));
    if (!source.error && !source.notice.isEmpty()) line += u"  "_s + clean(source.notice);
    return line + u'\n';
}

} // namespace

QString statusText(const cluster::Join& join, const findings::Findings& findings, const QDateTime& now)
{
    const cluster::Tables& tables = join.tables();
    QString text =
        sourceLine(u"Tailscale"_s, tables.tailscaleSource, now) + sourceLine(u"Nomad"_s, tables.nomadSource, now);
    std::vector<const cluster::TraefikInstance*> instances;
    tables.instances.forEach([&](Slot, const cluster::TraefikInstance& row) { instances.push_back(&row); });
    std::sort(instances.begin(), instances.end(),
              [](const auto* a, const auto* b) { return std::tie(a->node, a->key) < std::tie(b->node, b->key); });
    if (instances.empty())
        text += padded(base::stateName(State::Unknown), 10) + padded(u"Traefik"_s, 24) +
                tr("No Traefik is known. It is found through Nomad, or named with --traefik.") + u'\n';
    for (const cluster::TraefikInstance* instance : instances)
        text += sourceLine(u"Traefik "_s + clean(instance->node.isEmpty() ? instance->key : instance->node),
                           instance->source, now);

    std::vector<const cluster::Route*> routes;
    tables.routes.forEach([&](Slot, const cluster::Route& row) { routes.push_back(&row); });
    std::sort(routes.begin(), routes.end(), [&](const auto* a, const auto* b) {
        const State left = cluster::routeState(*a, tables, now);
        const State right = cluster::routeState(*b, tables, now);
        return std::tie(left, a->key.host, a->key.path, a->key.router) <
               std::tie(right, b->key.host, b->key.path, b->key.router);
    });
    if (!routes.empty()) text += u'\n';
    int urlWidth = 20;
    for (const cluster::Route* route : routes)
        urlWidth = std::min<int>(60, std::max<int>(urlWidth, int(route->url().size()) + 2));
    for (const cluster::Route* route : routes) {
        const QString counts =
            route->allocations.isEmpty()
                ? QString()
                : u"%1/%2"_s.arg(route->running).arg(route->running + route->pending + route->failed);
        text += padded(base::stateName(cluster::routeState(*route, tables, now)), 10) +
                padded(clean(route->url()), urlWidth) + padded(clean(route->key.router), 26) + padded(counts, 6) +
                clean(route->nodes.join(u", "_s)) + u'\n';
    }

    std::vector<const cluster::Finding*> rows;
    findings.table().forEach([&](Slot, const cluster::Finding& row) { rows.push_back(&row); });
    std::sort(rows.begin(), rows.end(),
              [](const auto* a, const auto* b) { return std::tie(a->severity, a->id) < std::tie(b->severity, b->id); });
    if (!rows.empty()) text += u'\n';
    for (const cluster::Finding* finding : rows) {
        text += padded(base::stateName(finding->severity), 10) + clean(finding->subject) + u": "_s +
                clean(finding->text) + u'\n';
        if (!finding->remedy.isEmpty()) text += padded({}, 10) + clean(finding->remedy) + u'\n';
    }
    return text;
}

int statusExitCode(const cluster::Tables& tables, const findings::FindingTable& findings, State failOn,
                   const QDateTime& now)
{
    bool isLost = base::sourceHealth(tables.tailscaleSource, now) != State::Ok ||
                  base::sourceHealth(tables.nomadSource, now) != State::Ok;
    tables.instances.forEach([&](Slot, const cluster::TraefikInstance& instance) {
        isLost = isLost || base::sourceHealth(instance.source, now) != State::Ok;
    });
    if (isLost) return ExitSourceLost;
    bool hasFindings = false;
    findings.forEach([&](Slot, const cluster::Finding& row) { hasFindings = hasFindings || row.severity <= failOn; });
    return hasFindings ? ExitFindings : ExitWell;
}

} // namespace tailboard::cli
