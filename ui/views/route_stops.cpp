// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/stops.h"

#include "ui/models/service_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/route_text.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using base::State;
using cluster::Route;
using cluster::RouteCause;
using widgets::Icon;
using widgets::Mark;
using widgets::Shape;
using widgets::Station;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Stops", text);
}

/// Whether the instances that show the route are all old.
bool isSeenLongAgo(const ClusterView& view, const Route& route)
{
    const auto isOld = [&](const cluster::RouteInstance& seen) {
        const auto* instance = view.tables().instances.get(seen.instance);
        return !instance || base::sourceHealth(instance->source, view.now()) != State::Ok;
    };
    return !route.instances.isEmpty() && std::all_of(route.instances.begin(), route.instances.end(), isOld);
}

Stop urlStop(const ClusterView& view, const Route& route)
{
    Station station{.icon = route.hasTls ? Icon::Lock : Icon::Globe, .kind = tr("URL")};
    const QString suffix = u'.' + view.tables().tailnet.magicDnsSuffix;
    const bool isTailnetName = suffix.size() > 1 && route.key.host.endsWith(suffix, Qt::CaseInsensitive);
    station.name = isTailnetName ? route.key.host.chopped(suffix.size()) : route.key.host;
    station.fact = route.key.path.isEmpty() ? route.url() : route.key.path;
    const tailscale::Peer* owner = view.tables().peers.get(route.ownerPeer);
    if (!owner) {
        station.shape = isTailnetName ? Shape(State::Unknown) : Shape(Mark::NotApplicable);
        station.word = isTailnetName ? tr("no peer has the name") : tr("no tailnet name");
        station.isOpenable = false;
        return {station, {}};
    }
    State state = cluster::peerState(*owner, view.tables(), view.now());
    // For the peer a warning; the name that leads to it is dead.
    if (cluster::peerPath(*owner, view.tables().tailnet) == cluster::PeerPath::Offline) state = State::Critical;
    station.shape = state;
    station.word = tr("owner %1").arg(onlineText(*owner, view.tables(), view.now()));
    return {station, Place{Section::Peers, owner->id}};
}

Stop routerStop(const ClusterView& view, const Route& route)
{
    Station station{.icon = Icon::Routes, .kind = tr("Router"), .name = route.key.router.section(u'@', 0, 0)};
    const QString rule = route.rule.isEmpty() ? tr("default rule") : route.rule.section(u'(', 0, 0) + u"(…)"_s;
    station.fact = route.entryPoints.isEmpty() ? rule : rule + u" · "_s + route.entryPoints.join(", "_L1);
    station.isDerived = route.isFromTagsOnly;
    station.isOpenable = false;

    qsizetype enabled = 0, refused = 0;
    for (const cluster::RouteInstance& seen : route.instances) {
        enabled += seen.status == traefik::ObjectStatus::Enabled;
        refused += seen.status == traefik::ObjectStatus::Disabled;
    }
    const qsizetype all = qsizetype(view.tables().instances.size());
    station.word = tr("%1 of %2 Traefik").arg(enabled).arg(all);
    station.shape = State::Ok;
    if (route.cause == RouteCause::AwaitingTraefik) {
        station.shape = State::Pending;
        station.word = tr("not read yet");
    } else if (route.cause == RouteCause::NoInstance) {
        station.shape = State::Unknown;
        station.word = tr("not asked");
    } else if (route.isFromTagsOnly) {
        station.shape = State::Critical;
        station.word = tr("not in Traefik");
    } else if (refused == route.instances.size()) {
        station.shape = State::Critical;
        station.word = tr("refused");
    } else if (isSeenLongAgo(view, route)) {
        station.shape = State::Stale;
    } else if (enabled < route.instances.size() || route.cause == RouteCause::MissingOnInstances) {
        station.shape = State::Warning;
    }
    return {station, {}};
}

/// "http://100.64.0.2:28583" -> "28583".
QString portOf(const QString& server)
{
    const QUrl url(server.contains("://"_L1) ? server : "tcp://"_L1 + server);
    return url.port() > 0 ? QString::number(url.port()) : QString();
}

Stop routeServiceStop(const ClusterView& view, const Route& route)
{
    const cluster::Service* service = view.tables().services.get({route.nameSpace, route.serviceName});
    Station station{.icon = Icon::Services,
                    .kind = tr("Service"),
                    .name = route.serviceName.isEmpty() ? route.service : route.serviceName,
                    .isDerived = route.isFromTagsOnly};
    const qsizetype count = route.servers.size();
    const QString port = count == 1 ? portOf(route.servers.first()) : QString();
    if (!port.isEmpty())
        station.fact = tr("host port %1").arg(port);
    else if (route.provider == "internal"_L1 || route.service.endsWith("@internal"_L1))
        station.fact = tr("inside Traefik");
    else
        station.fact = countText(count, route.servers.value(0), tr("%1 servers"));
    const bool isInternal = count == 0 && route.service.endsWith("@internal"_L1);
    station.word = countText(count, tr("1 server"), tr("%1 servers"));
    station.shape = service ? cluster::serviceState(*service, view.tables(), view.now()) : State::Ok;
    if (isInternal) {
        station.word = tr("no server needed");
        station.shape = Mark::NotApplicable;
    } else if (route.cause == RouteCause::NoServer) {
        station.word = tr("no server");
        station.shape = State::Critical;
    } else if (count == 0 || !service) {
        station.word = count == 0 ? tr("servers not known") : tr("not in Nomad");
        station.shape = State::Unknown;
    }
    station.isOpenable = service != nullptr;
    if (!service) return {station, {}};
    return {station, Place{Section::Services, models::ServiceModel::keyOf(service->key)}};
}

/// Certificates are not looked at: what is known is who is to get one.
Stop certificateStop(const ClusterView& view, const Route& route)
{
    Station station{.icon = Icon::Certificates, .kind = tr("Certificate"), .isDerived = route.isFromTagsOnly};
    station.isOpenable = false;
    if (!route.hasTls) {
        station.name = tr("none");
        station.fact = isRedirectedToHttps(route, view.tables()) ? tr("redirects to https") : tr("plain HTTP");
        station.shape = Mark::NotApplicable;
        station.word = tr("not needed");
        return {station, {}};
    }
    station.name = route.certResolver.isEmpty() ? tr("no resolver") : route.certResolver;
    station.fact = route.certResolver.isEmpty() ? tr("a given or the default one") : tr("certificate resolver");
    station.shape = State::Unknown;
    station.word = tr("not checked");
    return {station, {}};
}

} // namespace

Server serverOf(const ClusterView& view, const Route& route)
{
    Server server{route.allocations, route.nodes, route.peers};
    if (!server.allocations.isEmpty() || !route.service.endsWith("@internal"_L1)) return server;
    for (const cluster::RouteInstance& seen : route.instances) {
        const auto* instance = view.tables().instances.get(seen.instance);
        if (!instance || !view.tables().allocations.get(instance->allocationId)) continue;
        server.allocations << instance->allocationId;
        const nomad::Node* node = view.tables().nodes.get(instance->nodeId);
        if (!node) continue;
        server.nodes << node->name;
        const tailscale::Peer* peer = peerOf(view, *node);
        server.peers << (peer ? peer->id : QString());
    }
    return server;
}

std::vector<Stop> routeStops(const ClusterView& view, const Route& route)
{
    const cluster::Tables& tables = view.tables();
    const Server server = serverOf(view, route);
    std::vector<const nomad::Allocation*> allocations;
    for (const base::Uuid& id : server.allocations)
        if (const auto* row = tables.allocations.get(id)) allocations.push_back(row);
    std::vector<const nomad::Node*> nodes;
    std::vector<const tailscale::Peer*> peers;
    for (const nomad::Allocation* allocation : allocations) {
        const nomad::Node* node = tables.nodes.get(allocation->nodeId);
        if (node && std::find(nodes.begin(), nodes.end(), node) == nodes.end()) nodes.push_back(node);
    }
    for (const QString& id : server.peers) {
        const tailscale::Peer* peer = tables.peers.get(id);
        if (peer && std::find(peers.begin(), peers.end(), peer) == peers.end()) peers.push_back(peer);
    }
    QStringList ofAllocations;
    if (!allocations.empty())
        ofAllocations = {wholeTerm(u"job"_s, allocations.front()->jobId.text()),
                         wholeTerm(u"group"_s, allocations.front()->taskGroup.text())};
    std::vector<Stop> stops{urlStop(view, route),          routerStop(view, route),
                            routeServiceStop(view, route), allocationsStop(view, allocations, ofAllocations),
                            nodesStop(view, nodes),        peersStop(view, peers),
                            certificateStop(view, route)};
    for (size_t i = 3; i < 6; ++i)
        stops[i].station.isDerived = route.isFromTagsOnly;
    return stops;
}

} // namespace tailboard::views
