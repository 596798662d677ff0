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
constexpr qsizetype mostRows = 1000;

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

Row plainRow(const widgets::Shape& shape, const QString& text, RowCell::Ink ink = RowCell::Ink::Quiet)
{
    return {text, {{.text = {}, .shape = shape}, {.text = text, .ink = ink}}};
}

void addRest(std::vector<Row>& rows, qsizetype all)
{
    if (all > mostRows) rows.push_back(plainRow(Mark::NotApplicable, tr("and %1 more").arg(all - mostRows)));
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
    if (difference.kind == InstanceDifference::Kind::Missing) return tr("not here");
    if (difference.kind == InstanceDifference::Kind::Extra) return tr("only here");
    return difference.here.isEmpty() ? tr("has another rule") : tr("differs");
}

QString remarkOn(const InstanceDifference& difference)
{
    if (difference.severity == State::Ok) return tr("files may differ from node to node");
    if (difference.severity == State::Pending) return tr("new: it may not have been read yet");
    return {};
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
        const QString job = allocation->jobId.text();
        facts.push_back(
            {.name = tr("Job"), .value = job, .place = Place{Section::Jobs, filterObject({wholeTerm(u"job"_s, job)})}});
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

std::vector<RowColumn> entryPointColumns()
{
    return {{tr("Name"), 150},           {tr("Address"), 140},     {tr("Redirects to"), 130},
            {tr("TLS by default"), 200}, {tr("Middlewares"), 200}, {tr("Remark"), 200}};
}

std::vector<Row> entryPointRows(const TraefikInstance& instance, const traefik::Arguments& arguments)
{
    std::vector<Row> rows;
    const bool areTold = !instance.entryPoints.isEmpty();
    const QString unknown = instance.arguments.isEmpty() ? tr("not known") : QString();
    // A closed API tells none; the arguments do, with their ports as written.
    for (const traefik::EntryPoint& point : areTold ? instance.entryPoints : arguments.entryPoints) {
        const traefik::EntryPointDefaults defaults = arguments.defaultsOf(point.name);
        QString tls = defaults.certResolver.isEmpty() ? tr("on") : tr("resolver %1").arg(defaults.certResolver);
        if (!defaults.hasTls) tls = unknown;
        QStringList remarks;
        if (!areTold) remarks << tr("from its arguments");
        if (defaults.isDefault) remarks << tr("for routers that name none");
        rows.push_back({point.name,
                        {{.text = point.name, .ink = RowCell::Ink::Strong},
                         {.text = point.address, .isCode = true},
                         {.text = defaults.redirectTo.isEmpty() ? unknown : defaults.redirectTo,
                          .ink = defaults.redirectTo.isEmpty() ? RowCell::Ink::Faint : RowCell::Ink::Normal},
                         {.text = tls, .ink = defaults.hasTls ? RowCell::Ink::Normal : RowCell::Ink::Faint},
                         {.text = defaults.middlewares.join(", "_L1)},
                         {.text = remarks.join(", "_L1), .ink = RowCell::Ink::Quiet}}});
    }
    return rows;
}

std::vector<RowColumn> middlewareColumns()
{
    return {{QString(), 36}, {tr("Name"), 260}, {tr("Type"), 150}, {tr("Status"), 110}, {tr("Used by"), 300}};
}

std::vector<Row> middlewareRows(const TraefikInstance& instance)
{
    std::vector<Row> rows;
    for (const traefik::Middleware& each : instance.middlewares) {
        if (qsizetype(rows.size()) == mostRows) break;
        const QString errors = each.errors.join(u'\n');
        const QString use =
            each.usedBy.size() > 3 ? tr("%1 routers").arg(each.usedBy.size()) : each.usedBy.join(", "_L1);
        std::optional<Place> place;
        if (each.usedBy.size() == 1)
            place = Place{Section::Routes, filterObject({wholeTerm(u"router"_s, each.usedBy.first())})};
        rows.push_back({QString::number(int(each.protocol)) + each.name,
                        {{.text = {}, .shape = stateOf(each.status), .tip = errors},
                         {.text = each.name, .ink = RowCell::Ink::Strong},
                         {.text = each.type},
                         {.text = errors.isEmpty() ? statusText(each.status) : errors, .tip = errors},
                         {.text = each.usedBy.isEmpty() ? tr("no router") : use,
                          .ink = each.usedBy.isEmpty() ? RowCell::Ink::Faint : RowCell::Ink::Quiet,
                          .place = place,
                          .tip = each.usedBy.mid(0, 40).join(u'\n')}}});
    }
    addRest(rows, instance.middlewares.size());
    return rows;
}

std::vector<RowColumn> resolverColumns()
{
    return {{QString(), 36}, {tr("Name"), 200}, {tr("Known from"), 220}, {tr("Routes"), 150}, {tr("Remark"), 300}};
}

std::vector<Row> resolverRows(const std::vector<ResolverUse>& resolvers, const TraefikInstance& instance,
                              const traefik::Arguments& arguments)
{
    const bool areArgumentsWhole = !instance.arguments.isEmpty() && arguments.configFile.isEmpty();
    std::vector<Row> rows;
    for (const ResolverUse& each : resolvers) {
        State state = State::Ok;
        QString from = each.routers > 0 ? tr("arguments and routers") : tr("arguments");
        QString remark;
        if (!each.isConfigured) {
            from = tr("routers only");
            state = areArgumentsWhole ? State::Warning : State::Unknown;
            remark = areArgumentsWhole ? tr("not in its arguments: these routers get no certificate")
                                       : tr("not checked: its arguments are not known whole");
        }
        rows.push_back({each.name,
                        {{.text = {}, .shape = state},
                         {.text = each.name, .ink = RowCell::Ink::Strong},
                         {.text = from},
                         {.text = each.routers == 0 ? tr("none asks for it") : QString::number(each.routers),
                          .ink = RowCell::Ink::Quiet},
                         {.text = remark, .ink = RowCell::Ink::Quiet}}});
    }
    return rows;
}

std::vector<RowColumn> differenceColumns()
{
    return {{QString(), 36},   {tr("What"), 200},  {tr("Kind"), 100},   {tr("Difference"), 130},
            {tr("Here"), 110}, {tr("There"), 110}, {tr("Others"), 220}, {tr("Remark"), 180}};
}

QString noDifferenceText(const cluster::InstanceDifferences& differences, const TraefikInstance& instance)
{
    if (instance.isApiClosed) return tr("Not compared: its API is closed, so that it shows nothing.");
    if (differences.compared == 0) return tr("Not compared: no other Traefik answers now.");
    const QString with = countText(differences.compared, tr("1 other Traefik"), tr("%1 other Traefiks"));
    return tr("It shows the same as %1.").arg(with);
}

std::vector<Row> differenceRows(const cluster::InstanceDifferences& differences)
{
    std::vector<Row> rows;
    for (const InstanceDifference& each : differences.list) {
        RowCell subject{.text = each.subject.isEmpty() ? thingText(each.thing) : each.subject,
                        .ink = RowCell::Ink::Strong};
        if (each.route) subject.place = Place{Section::Routes, models::RouteModel::keyText(*each.route)};
        rows.push_back({QString::number(int(each.thing)) + each.subject,
                        {{.text = {}, .shape = shapeOf(each)},
                         subject,
                         {.text = thingText(each.thing), .ink = RowCell::Ink::Quiet},
                         {.text = differenceText(each)},
                         {.text = each.here},
                         {.text = each.others.join(", "_L1)},
                         {.text = each.where.join(", "_L1), .ink = RowCell::Ink::Quiet},
                         {.text = remarkOn(each), .ink = RowCell::Ink::Quiet}}});
    }
    const auto more = differences.count - int(differences.list.size());
    if (more > 0) rows.push_back(plainRow(Mark::NotApplicable, tr("and %1 more").arg(more)));
    return rows;
}

std::vector<RowColumn> heldCertificateColumns()
{
    return {{QString(), 36},   {tr("Names"), 300},  {tr("Ends"), 120},
            {tr("Date"), 150}, {tr("Issuer"), 200}, {tr("Traefik says"), 120}};
}

std::vector<Row> heldCertificateRows(const TraefikInstance& instance, const QDateTime& now)
{
    std::vector<Row> rows;
    if (!instance.certificates) return rows;
    for (const traefik::HeldCertificate& each : *instance.certificates) {
        if (qsizetype(rows.size()) == mostRows) break;
        State state = State::Unknown;
        QString ends;
        if (each.notAfter) {
            const auto left = std::chrono::seconds(now.secsTo(*each.notAfter));
            const qint64 whole = each.notBefore ? each.notBefore->secsTo(*each.notAfter) : 0;
            state = each.status == "warning"_L1 ? State::Warning : State::Ok;
            if (left.count() <= 0 || left.count() * 12 < whole) state = State::Critical;
            ends = left.count() <= 0 ? tr("%1 ago").arg(spanText(-left)) : tr("in %1").arg(spanText(left));
        }
        const Place routes{Section::Routes, filterObject({wholeTerm(u"host"_s, each.names.value(0))})};
        rows.push_back({each.serial + each.names.join(u' '),
                        {{.text = {}, .shape = aged(state, instance, now)},
                         {.text = each.names.join(", "_L1), .ink = RowCell::Ink::Strong, .place = routes},
                         {.text = ends},
                         {.text = each.notAfter ? dateText(*each.notAfter) : QString(), .ink = RowCell::Ink::Quiet},
                         {.text = each.issuer, .ink = RowCell::Ink::Quiet},
                         {.text = each.status, .ink = RowCell::Ink::Quiet}}});
    }
    addRest(rows, instance.certificates->size());
    return rows;
}

std::vector<Fact> argumentFacts(const TraefikInstance& instance)
{
    std::vector<Fact> facts;
    for (qsizetype i = 0; i < std::min(instance.arguments.size(), mostRows); ++i)
        facts.push_back({.name = QString::number(i + 1), .value = instance.arguments[i], .shape = {}, .isCode = true});
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
