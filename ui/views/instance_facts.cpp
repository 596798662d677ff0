// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/instance_facts.h"

#include "ui/models/route_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/source_text.h"
#include "ui/views/stops.h"

#include <QCoreApplication>
#include <QHash>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using base::State;
using cluster::InstanceDifference;
using cluster::Slot;
using cluster::TraefikInstance;
using widgets::Mark;

namespace {

/// More lines than anybody reads; the rest is counted.
constexpr qsizetype mostLines = 500;

QString tr(const char* text)
{
    return QCoreApplication::translate("InstanceFacts", text);
}

QString yesNo(bool isYes)
{
    return isYes ? tr("yes") : tr("no");
}

Fact nothing(const QString& name, const QString& why)
{
    return {.name = name, .value = why, .shape = Mark::NotApplicable};
}

void addRest(std::vector<Fact>& facts, qsizetype all)
{
    if (all > mostLines) facts.push_back({.name = {}, .value = tr("and %1 more").arg(all - mostLines)});
}

State stateOf(traefik::ObjectStatus status)
{
    switch (status) {
    case traefik::ObjectStatus::Enabled:
        return State::Ok;
    case traefik::ObjectStatus::Warning:
        return State::Warning;
    case traefik::ObjectStatus::Disabled:
        return State::Critical;
    case traefik::ObjectStatus::Other:
        break;
    }
    return State::Unknown;
}

/// As Traefik words it.
QString statusText(traefik::ObjectStatus status)
{
    switch (status) {
    case traefik::ObjectStatus::Enabled:
        return tr("enabled");
    case traefik::ObjectStatus::Warning:
        return tr("warning");
    case traefik::ObjectStatus::Disabled:
        return tr("disabled");
    case traefik::ObjectStatus::Other:
        break;
    }
    return tr("not known");
}

/// An old answer is no more than that, whatever it says.
State aged(State state, const TraefikInstance& instance, const QDateTime& now)
{
    return base::sourceHealth(instance.source, now) == State::Ok ? state : State::Stale;
}

QString thingText(InstanceDifference::Thing thing)
{
    switch (thing) {
    case InstanceDifference::Thing::Version:
        return tr("Version");
    case InstanceDifference::Thing::Provider:
        return tr("Provider");
    case InstanceDifference::Thing::EntryPoint:
        return tr("Entry point");
    case InstanceDifference::Thing::Resolver:
        return tr("Resolver");
    case InstanceDifference::Thing::Middleware:
        return tr("Middleware");
    case InstanceDifference::Thing::Router:
        break;
    }
    return tr("Router");
}

QString differenceText(const InstanceDifference& difference)
{
    const QString where = difference.where.join(", "_L1);
    const QString others = difference.others.join(", "_L1);
    const QString subject = difference.subject.isEmpty() ? QString() : difference.subject + ": "_L1;
    switch (difference.kind) {
    case InstanceDifference::Kind::Missing:
        return subject + (others.isEmpty() ? tr("not here, but on %1").arg(where)
                                           : tr("not here, but on %1 (%2)").arg(where, others));
    case InstanceDifference::Kind::Extra:
        return subject + (difference.here.isEmpty() ? tr("only here") : tr("only here (%1)").arg(difference.here));
    case InstanceDifference::Kind::Differs:
        break;
    }
    if (difference.here.isEmpty()) return subject + tr("another rule than on %1").arg(where);
    return subject + tr("%1 here, %2 on %3").arg(difference.here, others, where);
}

/// How a difference is to be taken.
widgets::Shape shapeOf(const InstanceDifference& difference)
{
    if (difference.severity == State::Ok) return Mark::NotApplicable;
    return difference.severity;
}

} // namespace

std::vector<ResolverUse> resolversOf(const TraefikInstance& instance, const cluster::Tables& tables,
                                     const traefik::Arguments& arguments)
{
    QHash<QString, ResolverUse> uses;
    for (const QString& name : arguments.certificateResolvers)
        uses[name] = {name, true, 0};
    tables.routes.forEach([&](Slot, const cluster::Route& route) {
        if (route.certResolver.isEmpty()) return;
        const bool isHere = std::any_of(route.instances.begin(), route.instances.end(),
                                        [&](const auto& each) { return each.instance == instance.key; });
        if (!isHere) return;
        ResolverUse& use = uses[route.certResolver];
        use.name = route.certResolver;
        ++use.routers;
    });
    std::vector<ResolverUse> sorted(uses.cbegin(), uses.cend());
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return sorted;
}

std::vector<Fact> instanceFacts(const ClusterView& view, const TraefikInstance& instance,
                                const traefik::Arguments& arguments)
{
    const QDateTime now = view.now();
    const cluster::Tables& tables = view.tables();
    std::vector<Fact> facts;
    const State state = cluster::instanceState(instance, now);
    QString api = tr("answers");
    if (instance.isApiClosed)
        api = tr("closed: its routers are told from service tags");
    else if (state != State::Ok && state != State::Warning)
        api = instance.source.error ? instance.source.error->sentence() : widgets::word(state);
    facts.push_back(stateFact(tr("API"), api, state));
    facts.push_back({.name = tr("Answered"), .value = ageText(instance.source, now)});
    facts.push_back({.name = tr("Address"), .value = instance.key, .isCode = true});
    if (!instance.source.version.isEmpty()) facts.push_back({.name = tr("Version"), .value = instance.source.version});
    if (!instance.source.notice.isEmpty()) facts.push_back({.name = tr("Notice"), .value = instance.source.notice});

    if (const auto* node = tables.nodes.get(instance.nodeId))
        facts.push_back({.name = tr("Node"), .value = node->name, .place = Place{Section::Nodes, node->id.toString()}});
    else
        facts.push_back(nothing(tr("Node"), tr("not known: it was named by its address")));
    if (const auto* allocation = tables.allocations.get(instance.allocationId)) {
        facts.push_back({.name = tr("Allocation"),
                         .value = allocation->id.shortText(),
                         .isCode = true,
                         .place = Place{Section::Allocations, allocation->id.toString()}});
        facts.push_back({.name = tr("Job"), .value = allocation->jobId.text()});
    }

    facts.push_back({.name = tr("Providers"), .isHeading = true});
    for (const QString& provider : instance.providers)
        facts.push_back({.name = provider, .value = tr("running")});
    if (instance.providers.isEmpty()) facts.push_back(nothing(tr("Providers"), tr("not told")));
    if (instance.arguments.isEmpty()) {
        facts.push_back(nothing(tr("Arguments"), tr("not known: it was not found through Nomad")));
        return facts;
    }
    if (arguments.hasNomadProvider) {
        facts.push_back({.name = tr("Reads Nomad"),
                         .value = arguments.isWatching
                                      ? tr("by events")
                                      : tr("every %1")
                                            .arg(spanText(std::chrono::duration_cast<std::chrono::seconds>(
                                                arguments.refreshInterval)))});
        facts.push_back({.name = tr("Exposed by default"), .value = yesNo(arguments.isExposedByDefault)});
        facts.push_back({.name = tr("Default rule"),
                         .value = arguments.defaultRule.isEmpty() ? u"Host(`<service>`)"_s : arguments.defaultRule,
                         .isCode = true});
        if (!arguments.namespaces.isEmpty())
            facts.push_back({.name = tr("Namespaces"), .value = arguments.namespaces.join(", "_L1)});
        if (arguments.prefix != "traefik"_L1)
            facts.push_back({.name = tr("Tag prefix"), .value = arguments.prefix, .isCode = true});
    } else if (arguments.configFile.isEmpty()) {
        facts.push_back(stateFact(tr("Nomad"), tr("not among its providers"), State::Warning));
    }
    if (arguments.isApiInsecure)
        facts.push_back(stateFact(tr("API security"), tr("open without a password (api.insecure)"), State::Warning));
    if (!arguments.configFile.isEmpty())
        facts.push_back(
            {.name = tr("Configuration file"), .value = tr("%1 (not read here)").arg(arguments.configFile)});
    return facts;
}

std::vector<Fact> entryPointFacts(const TraefikInstance& instance, const traefik::Arguments& arguments)
{
    std::vector<Fact> facts;
    for (const traefik::EntryPoint& point : instance.entryPoints) {
        const traefik::EntryPointDefaults defaults = arguments.defaultsOf(point.name);
        QStringList said{point.address};
        if (!defaults.redirectTo.isEmpty()) said << tr("redirects to %1").arg(defaults.redirectTo);
        if (defaults.hasTls)
            said << (defaults.certResolver.isEmpty() ? tr("TLS by default")
                                                     : tr("TLS by default, resolver %1").arg(defaults.certResolver));
        if (!defaults.middlewares.isEmpty()) said << tr("middlewares %1").arg(defaults.middlewares.join(", "_L1));
        if (defaults.isDefault) said << tr("used by routers that name none");
        facts.push_back({.name = point.name, .value = said.join(u" · "_s)});
    }
    if (!facts.empty()) {
        if (instance.arguments.isEmpty())
            facts.push_back(nothing(tr("Redirects and TLS"), tr("not known: its arguments are not")));
        return facts;
    }
    // A closed API tells none; the arguments do, with their ports as written.
    for (const traefik::EntryPoint& point : arguments.entryPoints)
        facts.push_back({.name = point.name,
                         .value = point.address.isEmpty() ? tr("from its arguments")
                                                          : tr("%1 · from its arguments").arg(point.address)});
    if (facts.empty()) facts.push_back(nothing(tr("Entry points"), tr("not told")));
    return facts;
}

std::vector<Fact> middlewareFacts(const TraefikInstance& instance)
{
    std::vector<Fact> facts;
    for (const traefik::Middleware& each : instance.middlewares) {
        if (qsizetype(facts.size()) == mostLines) break;
        const QString type = each.type.isEmpty() ? tr("type not told") : each.type;
        const QString use =
            each.usedBy.isEmpty()
                ? tr("used by no router")
                : countText(each.usedBy.size(), tr("used by %1").arg(each.usedBy.value(0)), tr("used by %1 routers"));
        QString value = u"%1 · %2 · %3"_s.arg(type, statusText(each.status), use);
        if (!each.errors.isEmpty()) value += u'\n' + each.errors.join(u'\n');
        facts.push_back({.name = each.name, .value = value, .shape = stateOf(each.status)});
    }
    addRest(facts, instance.middlewares.size());
    if (facts.empty()) facts.push_back(nothing(tr("Middlewares"), instance.isApiClosed ? tr("not told") : tr("none")));
    return facts;
}

std::vector<Fact> resolverFacts(const std::vector<ResolverUse>& resolvers, const TraefikInstance& instance,
                                const traefik::Arguments& arguments)
{
    const bool areArgumentsWhole = !instance.arguments.isEmpty() && arguments.configFile.isEmpty();
    std::vector<Fact> facts;
    for (const ResolverUse& each : resolvers) {
        const QString use = each.routers == 0
                                ? tr("no router asks for it")
                                : countText(each.routers, tr("1 route asks for it"), tr("%1 routes ask for it"));
        Fact fact{.name = each.name, .value = {}};
        if (each.isConfigured) {
            fact.shape = State::Ok;
            fact.value = tr("in its arguments · %1").arg(use);
        } else if (areArgumentsWhole) {
            fact.shape = State::Warning;
            fact.value =
                tr("known from routers only, its arguments have no such resolver: they get no certificate · %1")
                    .arg(use);
        } else {
            fact.shape = State::Unknown;
            fact.value = tr("known from routers only; not checked: its arguments are not known whole · %1").arg(use);
        }
        facts.push_back(std::move(fact));
    }
    if (facts.empty())
        facts.push_back(nothing(tr("Resolvers"), areArgumentsWhole ? tr("none")
                                                                   : tr("none known; its arguments are not "
                                                                        "known whole")));
    return facts;
}

std::vector<Fact> differenceFacts(const cluster::InstanceDifferences& differences, const TraefikInstance& instance)
{
    std::vector<Fact> facts;
    if (instance.isApiClosed) {
        facts.push_back(nothing(tr("Not compared"), tr("Its API is closed, so that it shows nothing to compare.")));
        return facts;
    }
    if (differences.compared == 0) {
        facts.push_back(nothing(tr("Not compared"), tr("No other Traefik answers now.")));
        return facts;
    }
    const QString with = countText(differences.compared, tr("1 other Traefik"), tr("%1 other Traefiks"));
    if (differences.count == 0) {
        facts.push_back(stateFact(tr("Compared"), tr("Shows the same as %1.").arg(with), State::Ok));
        return facts;
    }
    for (const InstanceDifference& each : differences.list) {
        Fact fact{.name = thingText(each.thing), .value = differenceText(each), .shape = shapeOf(each)};
        if (each.severity == State::Ok) fact.value += u" · "_s + tr("files may differ from node to node");
        if (each.severity == State::Pending) fact.value += u" · "_s + tr("new, it may not have read it yet");
        if (each.route) fact.place = Place{Section::Routes, models::RouteModel::keyText(*each.route)};
        facts.push_back(std::move(fact));
    }
    const auto more = differences.count - int(differences.list.size());
    if (more > 0) facts.push_back({.name = {}, .value = tr("and %1 more").arg(more)});
    return facts;
}

std::vector<Fact> heldCertificateFacts(const TraefikInstance& instance, const QDateTime& now)
{
    std::vector<Fact> facts;
    if (!instance.certificates) {
        facts.push_back(nothing(tr("Certificates"), instance.isApiClosed
                                                        ? tr("not told: its API is closed")
                                                        : tr("not told: only Traefik 3.7 and later tell them")));
        return facts;
    }
    for (const traefik::HeldCertificate& each : *instance.certificates) {
        if (qsizetype(facts.size()) == mostLines) break;
        QStringList said;
        State state = State::Unknown;
        if (each.notAfter) {
            const auto left = std::chrono::seconds(now.secsTo(*each.notAfter));
            const qint64 whole = each.notBefore ? each.notBefore->secsTo(*each.notAfter) : 0;
            state = State::Ok;
            if (each.status == "warning"_L1) state = State::Warning;
            if (left.count() <= 0 || left.count() * 12 < whole) state = State::Critical;
            said << (left.count() <= 0 ? tr("ended %1 ago").arg(spanText(-left)) : tr("ends in %1").arg(spanText(left)))
                 << dateText(*each.notAfter);
        }
        if (!each.issuer.isEmpty()) said << each.issuer;
        if (!each.status.isEmpty()) said << tr("Traefik says %1").arg(each.status);
        facts.push_back({.name = each.names.join(", "_L1),
                         .value = said.join(u" · "_s),
                         .shape = aged(state, instance, now),
                         .place = Place{Section::Routes, filterObject({wholeTerm(u"host"_s, each.names.value(0))})}});
    }
    addRest(facts, instance.certificates->size());
    if (facts.empty()) facts.push_back(nothing(tr("Certificates"), tr("none but its own default one")));
    return facts;
}

std::vector<Fact> argumentFacts(const TraefikInstance& instance)
{
    std::vector<Fact> facts;
    for (qsizetype i = 0; i < std::min(instance.arguments.size(), mostLines); ++i)
        facts.push_back({.name = QString::number(i + 1), .value = instance.arguments[i], .shape = {}, .isCode = true});
    addRest(facts, instance.arguments.size());
    if (facts.empty())
        facts.push_back(nothing(tr("Arguments"), instance.allocationId.isNull()
                                                     ? tr("not known: it was not found through Nomad")
                                                     : tr("none")));
    return facts;
}

std::optional<QUrl> dashboardOf(const TraefikInstance& instance, const traefik::Arguments& arguments,
                                const QDateTime& now)
{
    const State health = base::sourceHealth(instance.source, now);
    if (instance.isApiClosed || (health != State::Ok && health != State::Stale)) return std::nullopt;
    QUrl url(instance.key, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.scheme().startsWith("http"_L1)) return std::nullopt;
    QString base = url.path();
    if (base.isEmpty()) base = arguments.apiBasePath;
    while (base.endsWith(u'/'))
        base.chop(1);
    url.setPath(base + "/dashboard/"_L1);
    return url;
}

} // namespace tailboard::views
