// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/object_rows.h"

#include "app/cluster/instance_differences.h"
#include "app/traefik/arguments.h"
#include "app/traefik/service_tags.h"
#include "app/traefik/tag_meaning.h"
#include "ui/models/route_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/route_text.h"
#include "ui/views/stops.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using base::State;
using cluster::Slot;
using traefik::TagMeaning;
using widgets::Mark;
using Ink = RowCell::Ink;

namespace {

constexpr size_t mostRows = 1000;

QString tr(const char* text)
{
    return QCoreApplication::translate("ObjectRows", text);
}

QString protocolText(traefik::Protocol protocol)
{
    switch (protocol) {
    case traefik::Protocol::Tcp:
        return u"TCP "_s;
    case traefik::Protocol::Udp:
        return u"UDP "_s;
    case traefik::Protocol::Http:
        break;
    }
    return {};
}

/// "Router web".
QString partText(const TagMeaning& tag)
{
    switch (tag.part) {
    case TagMeaning::Part::Foreign:
        return tr("not for Traefik");
    case TagMeaning::Part::Enable:
    case TagMeaning::Part::Other:
        return tr("the service");
    case TagMeaning::Part::Router:
        return tr("%1router %2").arg(protocolText(tag.protocol), tag.name);
    case TagMeaning::Part::Service:
        return tr("%1service %2").arg(protocolText(tag.protocol), tag.name);
    case TagMeaning::Part::Middleware:
        return tr("%1middleware %2").arg(protocolText(tag.protocol), tag.name);
    case TagMeaning::Part::Transport:
        return tr("%1transport %2").arg(protocolText(tag.protocol), tag.name);
    case TagMeaning::Part::Unknown:
        break;
    }
    return tr("not known");
}

QString routerWords(const TagMeaning& tag)
{
    const QString& option = tag.option;
    if (option == "rule"_L1) return tr("which requests it takes");
    if (option.startsWith("entrypoints"_L1)) return tr("the entry points it listens on");
    if (option.startsWith("middlewares"_L1)) return tr("what is done to a request on its way");
    if (option == "service"_L1) return tr("where it sends requests");
    if (option == "priority"_L1) return tr("its place among rules that fit as well");
    if (option == "rulesyntax"_L1) return tr("the grammar of its rule");
    if (option == "tls"_L1)
        return tag.value.compare("false"_L1, Qt::CaseInsensitive) == 0 ? tr("no TLS") : tr("takes TLS only");
    if (option == "tls.certresolver"_L1) return tr("who gets its certificate; takes TLS only");
    if (option == "tls.options"_L1) return tr("TLS options by name");
    if (option == "tls.passthrough"_L1) return tr("TLS ends at the service, not in Traefik");
    if (option.startsWith("tls.domains"_L1)) return tr("names that the certificate shall have");
    if (option.startsWith("observability"_L1)) return tr("what is logged and measured of it");
    return {};
}

QString serviceWords(const TagMeaning& tag)
{
    const QString option = tag.option.mid(QLatin1StringView("loadbalancer.").size());
    if (option == "server.port"_L1) return tr("the port that is used instead of the registered one");
    if (option == "server.scheme"_L1) return tr("how its servers are spoken to");
    if (option == "server.url"_L1) return tr("the address that is used instead of the registered one");
    if (option == "server.weight"_L1) return tr("its share of the requests");
    if (option.startsWith("healthcheck"_L1)) return tr("Traefik itself checks its servers");
    if (option.startsWith("sticky"_L1)) return tr("a visitor stays with one server");
    if (option == "passhostheader"_L1) return tr("whether the servers see the asked host");
    if (option.startsWith("serverstransport"_L1)) return tr("how connections to its servers are made");
    if (option == "strategy"_L1) return tr("how a server is chosen");
    return {};
}

QString middlewareWords(const TagMeaning& tag)
{
    const QString type = tag.option.section(u'.', 0, 0);
    if (type == "redirectscheme"_L1 || type == "redirectregex"_L1) return tr("sends visitors to another address");
    if (type == "basicauth"_L1 || type == "digestauth"_L1) return tr("asks for a password");
    if (type == "forwardauth"_L1) return tr("asks another service who may enter");
    if (type == "ipallowlist"_L1 || type == "ipwhitelist"_L1) return tr("lets only some addresses in");
    if (type.startsWith("stripprefix"_L1)) return tr("takes the beginning of the path away");
    if (type == "addprefix"_L1) return tr("puts something before the path");
    if (type.startsWith("replacepath"_L1)) return tr("replaces the path");
    if (type == "headers"_L1) return tr("sets or removes headers");
    if (type == "ratelimit"_L1 || type == "inflightreq"_L1 || type == "inflightconn"_L1)
        return tr("limits how many requests go through");
    if (type == "compress"_L1) return tr("compresses answers");
    if (type == "chain"_L1) return tr("several middlewares in a row");
    if (type == "retry"_L1) return tr("tries again when a server fails");
    if (type == "errors"_L1) return tr("shows own pages for errors");
    if (type == "plugin"_L1) return tr("a plugin");
    return {};
}

QString wordsOf(const TagMeaning& tag)
{
    switch (tag.fault) {
    case TagMeaning::Fault::NoValue:
        return tr("has no value: Traefik passes over it");
    case TagMeaning::Fault::WrongPrefix:
        return tr("does not begin with “traefik.” exactly: Traefik passes over it");
    case TagMeaning::Fault::UnknownOption:
        return tr("no option of Traefik 3: it then takes nothing of this service");
    case TagMeaning::Fault::None:
        break;
    }
    switch (tag.part) {
    case TagMeaning::Part::Enable:
        return tag.value.compare("true"_L1, Qt::CaseInsensitive) == 0 ? tr("Traefik shall look at it")
                                                                      : tr("Traefik shall not look at it");
    case TagMeaning::Part::Router:
        return routerWords(tag);
    case TagMeaning::Part::Service:
        return serviceWords(tag);
    case TagMeaning::Part::Middleware:
        return middlewareWords(tag);
    default:
        return {};
    }
}

void addRest(std::vector<Row>& rows, size_t all)
{
    if (all > mostRows)
        rows.push_back({u"rest"_s, {{}, {.text = tr("and %1 more").arg(all - mostRows), .ink = Ink::Faint}}});
}

/// Why an instance looks at the service or not.
struct Exposure
{
    bool isExposed = false;
    QString why;
};

Exposure exposureBy(const traefik::Arguments& arguments, const QStringList& tags)
{
    const auto enable =
        std::find_if(tags.begin(), tags.end(), [](const QString& tag) { return tag.startsWith("traefik.enable="_L1); });
    Exposure exposure{traefik::isExposedByTags(tags, arguments.isExposedByDefault), {}};
    if (enable != tags.end())
        exposure.why = tr("the tag %1").arg(*enable);
    else
        exposure.why = arguments.isExposedByDefault ? tr("no tag traefik.enable, and it takes every service by default")
                                                    : tr("no tag traefik.enable, and it takes none by default");
    return exposure;
}

} // namespace

std::vector<RowColumn> tagColumns()
{
    return {{QString(), 36}, {tr("Of"), 170}, {tr("Option"), 200}, {tr("Value"), 320}, {tr("Meaning"), 330}};
}

std::vector<Row> tagRows(const QStringList& tags)
{
    std::vector<Row> rows;
    for (qsizetype i = 0; i < tags.size() && rows.size() < mostRows; ++i) {
        const TagMeaning tag = traefik::tagMeaning(tags[i]);
        const bool isForeign = tag.part == TagMeaning::Part::Foreign;
        widgets::Shape shape = State::Ok;
        if (tag.fault != TagMeaning::Fault::None)
            shape = tag.fault == TagMeaning::Fault::UnknownOption ? State::Critical : State::Warning;
        if (isForeign) shape = Mark::NotApplicable;
        const QString words = wordsOf(tag);
        rows.push_back({QString::number(i) + tags[i],
                        {{.text = {}, .shape = shape, .tip = words},
                         {.text = partText(tag), .ink = isForeign ? Ink::Faint : Ink::Strong, .tip = tags[i]},
                         {.text = isForeign ? QString() : tag.option, .isCode = true},
                         {.text = isForeign ? tags[i] : tag.value, .isCode = true},
                         {.text = words, .ink = Ink::Quiet}}});
    }
    addRest(rows, size_t(tags.size()));
    return rows;
}

std::vector<RowColumn> registrationColumns()
{
    return {{QString(), 36},   {tr("Address"), 190},      {tr("Allocation"), 110}, {tr("Task"), 130},
            {tr("Node"), 160}, {tr("Tailnet peer"), 140}, {tr("Tags"), 60}};
}

std::vector<Row> registrationRows(const ClusterView& view, const cluster::Service& service)
{
    const cluster::Tables& tables = view.tables();
    std::vector<Row> rows;
    for (const QString& id : service.registrations) {
        if (rows.size() == mostRows) break;
        const auto* registration = tables.registrations.get(id);
        if (!registration) continue;
        const auto* allocation = tables.allocations.get(registration->allocationId);
        const auto* node = tables.nodes.get(registration->nodeId);
        const auto* peer = node ? peerOf(view, *node) : nullptr;
        RowCell ofAllocation{.text = registration->allocationId.shortText(), .isCode = true};
        widgets::Shape shape = State::Unknown;
        if (allocation) {
            ofAllocation.place = Place{Section::Allocations, allocation->id.toString()};
            shape = cluster::allocationState(*allocation, tables, view.now());
        }
        RowCell ofNode{.text = node ? node->name : tr("not known"), .ink = node ? Ink::Normal : Ink::Faint};
        if (node) ofNode.place = Place{Section::Nodes, node->id.toString()};
        RowCell ofPeer{.text = peer ? pathText(*peer, tables, view.now()) : tr("none"),
                       .ink = peer ? Ink::Normal : Ink::Faint};
        if (peer) ofPeer.place = Place{Section::Peers, peer->id};
        const QString task = registration->taskName();
        rows.push_back({id,
                        {{.text = {}, .shape = shape},
                         {.text = u"%1:%2"_s.arg(registration->address).arg(registration->port), .isCode = true},
                         ofAllocation,
                         {.text = task.isEmpty() ? tr("of the group") : task, .ink = Ink::Quiet},
                         ofNode,
                         ofPeer,
                         {.text = QString::number(registration->tags.size()), .ink = Ink::Quiet}},
                        ofAllocation.place});
    }
    addRest(rows, size_t(service.registrations.size()));
    return rows;
}

std::vector<RowColumn> routeColumns(bool hasPeer)
{
    std::vector<RowColumn> columns{{QString(), 36}, {tr("URL"), 340}, {tr("Router"), 180}};
    if (hasPeer) columns.push_back({tr("This peer"), 200});
    columns.push_back({tr("Cause"), 300});
    return columns;
}

std::vector<Row> routeRows(const ClusterView& view, std::vector<Slot> routes, const QString& peer)
{
    const cluster::Tables& tables = view.tables();
    const QDateTime now = view.now();
    const size_t all = routes.size();
    struct Entry
    {
        State state;
        const cluster::Route* route;
    };
    std::vector<Entry> sorted;
    for (const Slot slot : routes)
        sorted.push_back({cluster::routeState(tables.routes.at(slot), tables, now), &tables.routes.at(slot)});
    std::sort(sorted.begin(), sorted.end(), [](const Entry& a, const Entry& b) {
        return std::tie(a.state, a.route->key.host, a.route->key.path, a.route->key.router) <
               std::tie(b.state, b.route->key.host, b.route->key.path, b.route->key.router);
    });
    if (sorted.size() > mostRows) sorted.resize(mostRows);
    std::vector<Row> rows;
    for (const auto& [state, route] : sorted) {
        const Place place{Section::Routes, models::RouteModel::keyText(route->key)};
        // The findings are not asked: each would be a pass over all of them.
        QString cause = causeSentence(*route);
        if (cause.isEmpty() && state != State::Ok) cause = staleSentence(tables, now);
        Row row{place.object,
                {{.text = {}, .shape = state, .tip = cause},
                 {.text = route->url(), .ink = Ink::Strong, .place = place},
                 {.text = route->key.router, .ink = Ink::Quiet}},
                place};
        if (!peer.isEmpty()) {
            QStringList parts;
            if (route->ownerPeer == peer) parts << tr("owns the name");
            if (route->peers.contains(peer)) parts << tr("runs its allocations");
            row.cells.push_back({.text = parts.join(", "_L1)});
        }
        row.cells.push_back({.text = cause, .ink = Ink::Quiet});
        rows.push_back(std::move(row));
    }
    addRest(rows, all);
    return rows;
}

std::vector<Slot> routesOfService(const ClusterView& view, const cluster::Service& service)
{
    const cluster::Tables& tables = view.tables();
    std::vector<Slot> routes;
    for (const QString& id : service.registrations) {
        const auto* registration = tables.registrations.get(id);
        if (!registration) continue;
        for (const Slot slot : view.join.routesOfAllocation(registration->allocationId)) {
            const cluster::Route& route = tables.routes.at(slot);
            if (route.serviceName == service.key.name && route.nameSpace == service.key.nameSpace)
                routes.push_back(slot);
        }
    }
    std::sort(routes.begin(), routes.end());
    routes.erase(std::unique(routes.begin(), routes.end()), routes.end());
    return routes;
}

std::vector<Fact> exposureFacts(const ClusterView& view, const cluster::Service& service)
{
    std::vector<Fact> facts;
    if (service.isConsul) {
        facts.push_back({.name = tr("Exposed"),
                         .value = tr("not checked: services of Consul are not read"),
                         .shape = State::Unknown});
        return facts;
    }
    std::vector<const cluster::TraefikInstance*> instances;
    view.tables().instances.forEach([&](Slot, const cluster::TraefikInstance& each) { instances.push_back(&each); });
    std::sort(instances.begin(), instances.end(),
              [](const auto* a, const auto* b) { return std::tie(a->node, a->key) < std::tie(b->node, b->key); });
    const bool hasRouters = !traefik::taggedRouters(service.tags).isEmpty();
    const bool hasDefault = traefik::hasDefaultRouter(service.tags);
    const bool isSpoilt = std::any_of(service.tags.begin(), service.tags.end(), [](const QString& tag) {
        return traefik::tagMeaning(tag).fault == TagMeaning::Fault::UnknownOption;
    });
    for (const cluster::TraefikInstance* instance : instances) {
        const Place place{Section::Traefik, instance->key};
        const QString name = tr("Traefik %1").arg(cluster::instanceName(*instance));
        const traefik::Arguments arguments = traefik::traefikArguments(instance->arguments);
        const bool isKnown = !instance->arguments.isEmpty() && arguments.configFile.isEmpty();
        const bool isSaid = std::any_of(service.tags.begin(), service.tags.end(),
                                        [](const QString& tag) { return tag.startsWith("traefik.enable="_L1); });
        if (!isKnown && !isSaid) {
            facts.push_back({.name = name,
                             .value = tr("not checked: its arguments are not known, and no tag traefik.enable says it"),
                             .shape = State::Unknown,
                             .place = place});
            continue;
        }
        if (isKnown && !arguments.hasNomadProvider) {
            facts.push_back({.name = name,
                             .value = tr("not exposed: it does not read Nomad"),
                             .shape = Mark::NotApplicable,
                             .place = place});
            continue;
        }
        const Exposure exposure = exposureBy(arguments, service.tags);
        QString value =
            exposure.isExposed ? tr("exposed: %1").arg(exposure.why) : tr("not exposed: %1").arg(exposure.why);
        widgets::Shape shape = exposure.isExposed ? widgets::Shape(State::Ok) : widgets::Shape(Mark::NotApplicable);
        if (exposure.isExposed && isSpoilt) {
            value += u"\n"_s + tr("But it takes nothing of the service: a tag is none that it knows (see Tags).");
            shape = State::Critical;
        } else if (exposure.isExposed && !hasRouters && hasDefault) {
            const QString rule =
                arguments.defaultRule.isEmpty() ? u"Host(`%1`)"_s.arg(service.key.name) : arguments.defaultRule;
            value += u"\n"_s + tr("No tag names a router: its default rule %1 makes one.").arg(rule);
        }
        facts.push_back({.name = name, .value = value, .shape = shape, .place = place});
    }
    if (instances.empty())
        facts.push_back(
            {.name = tr("Exposed"), .value = tr("not checked: no Traefik is known"), .shape = State::Unknown});
    return facts;
}

} // namespace tailboard::views
