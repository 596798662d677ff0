// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/route_stations.h"

#include "app/cluster/states.h"
#include "ui/views/route_text.h"
#include "ui/views/time_text.h"

#include <QCoreApplication>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using base::State;
using cluster::Route;
using widgets::Icon;
using widgets::Mark;
using widgets::Station;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("route", text);
}

RouteStation urlStation(const Route& route, const Known& known)
{
    const auto [host, suffix] = hostParts(route.key.host, known.tables().tailnet.magicDnsSuffix);
    Station station{.icon = route.hasTls ? Icon::Lock : Icon::Globe, .kind = tr("URL"), .name = host};
    station.fact = route.key.path;
    station.isOpenable = false;
    // Nobody has asked the page: that is the doctor's work.
    station.shape = Mark::NotApplicable;
    station.word = route.hasTls ? u"https"_s : tr("plain http");
    return {station, {}};
}

RouteStation routerStation(const Route& route)
{
    Station station{.icon = Icon::Routes, .kind = tr("Router"), .name = route.key.router.section(u'@', 0, -2)};
    station.fact = route.entryPoints.isEmpty() ? route.rule : tr("on %1").arg(route.entryPoints.join(u", "_s));
    station.isOpenable = false;
    int enabled = 0;
    for (const cluster::RouteInstance& instance : route.instances)
        enabled += instance.status == traefik::ObjectStatus::Enabled;
    if (route.isFromTagsOnly) {
        station.isDerived = true;
        const bool isAwaited = route.cause == cluster::RouteCause::AwaitingTraefik;
        station.shape = route.cause == cluster::RouteCause::NoInstance ? State::Unknown
                                                                       : (isAwaited ? State::Pending : State::Critical);
        station.word = isAwaited ? tr("awaits Traefik") : tr("in no Traefik");
        return {station, {}};
    }
    station.shape = enabled == route.instances.size() ? State::Ok : (enabled > 0 ? State::Warning : State::Critical);
    station.word = tr("%1 of %2 Traefik").arg(enabled).arg(route.instances.size());
    return {station, {}};
}

RouteStation serviceStation(const Route& route, const Known& known)
{
    const QString name = route.serviceName.isEmpty() ? route.service.section(u'@', 0, 0) : route.serviceName;
    Station station{.icon = Icon::Services, .kind = tr("Service"), .name = name};
    station.isDerived = route.isFromTagsOnly;
    if (route.provider == u"internal") {
        station.fact = tr("inside Traefik");
        station.shape = Mark::NotApplicable;
        station.word = tr("not in Nomad");
        station.isOpenable = false;
        return {station, {}};
    }
    station.fact = route.servers.isEmpty() ? tr("no server") : QUrl(route.servers.first()).authority();
    if (route.servers.size() > 1) station.fact = tr("%1 servers").arg(route.servers.size());
    const bool isKnown = known.tables().services.get({route.nameSpace, route.serviceName}) != nullptr;
    station.isOpenable = isKnown;
    if (route.servers.isEmpty() && !route.isFromTagsOnly) {
        station.shape = State::Critical;
        station.word = tr("no server");
    } else if (!isKnown) {
        station.shape = State::Unknown;
        station.word = tr("not in Nomad");
    } else {
        station.shape = State::Ok;
        station.word = tr("registered");
    }
    return {station, Place{Section::Services, route.nameSpace + u'/' + route.serviceName}};
}

RouteStation allocationStation(const Route& route, const Known& known)
{
    Station station{.icon = Icon::Allocations, .kind = tr("Allocation")};
    const int wanted = route.running + route.pending + route.failed;
    if (route.allocations.isEmpty()) {
        station.name = tr("none");
        station.isOpenable = false;
        station.shape =
            route.provider == u"internal" ? widgets::Shape(Mark::NotApplicable) : widgets::Shape(State::Unknown);
        station.word = route.provider == u"internal" ? tr("not needed") : tr("none is known");
        return {station, {}};
    }
    const nomad::Allocation* first = known.tables().allocations.get(route.allocations.first());
    station.name = route.allocations.size() == 1 ? route.allocations.first().shortText()
                                                 : tr("%1 allocations").arg(route.allocations.size());
    station.fact = route.job.id + u" · "_s + route.taskGroup;
    station.shape = route.running == wanted
                        ? State::Ok
                        : (route.failed > 0 ? (route.running > 0 ? State::Warning : State::Critical) : State::Pending);
    station.word = wanted > 1 ? tr("%1 of %2 running").arg(route.running).arg(wanted)
                              : (first ? nomad::clientStatusText(*first) : QString());
    return {station, Place{Section::Allocations, route.allocations.first().toString()}};
}

RouteStation nodeStation(const Route& route, const Known& known)
{
    Station station{.icon = Icon::Nodes, .kind = tr("Node"), .name = shortNodes(route.nodes)};
    const nomad::Allocation* allocation =
        route.allocations.isEmpty() ? nullptr : known.tables().allocations.get(route.allocations.first());
    const nomad::Node* node = allocation ? known.tables().nodes.get(allocation->nodeId) : nullptr;
    if (!node) {
        station.name = tr("none");
        station.shape = Mark::NotApplicable;
        station.word = tr("not needed");
        station.isOpenable = false;
        return {station, {}};
    }
    station.fact = u"Nomad "_s + node->version;
    station.shape = cluster::nodeState(*node, known.tables(), known.clock.now());
    station.word = node->statusText;
    return {station, Place{Section::Nodes, node->id.toString()}};
}

RouteStation peerStation(const Route& route, const Known& known)
{
    Station station{.icon = Icon::Peers, .kind = tr("Peer")};
    // The machine that answers for the name; without one, the one that runs it.
    const QString id = route.ownerPeer.isEmpty() ? route.peers.value(0) : route.ownerPeer;
    const tailscale::Peer* peer = known.tables().peers.get(id);
    if (!peer) {
        station.name = tr("none");
        station.fact = tr("no machine owns the name");
        station.shape =
            route.provider == u"internal" ? widgets::Shape(Mark::NotApplicable) : widgets::Shape(State::Unknown);
        station.word = tr("not in the tailnet");
        station.isOpenable = false;
        return {station, {}};
    }
    station.name = peer->addresses.value(0);
    station.fact = pathText(*peer, known.tables(), known.clock.now());
    station.shape = cluster::peerState(*peer, known.tables(), known.clock.now());
    station.word = peer->isOnline ? tr("online") : tr("offline");
    return {station, Place{Section::Peers, peer->id}};
}

RouteStation certificateStation(const Route& route)
{
    Station station{.icon = Icon::Certificates, .kind = tr("Certificate")};
    station.isOpenable = false;
    if (!route.hasTls) {
        station.name = tr("none");
        station.fact = tr("plain http");
        station.shape = Mark::NotApplicable;
        station.word = tr("not needed");
        return {station, {}};
    }
    station.name = route.certResolver.isEmpty() ? tr("no resolver") : route.certResolver;
    station.fact = tr("resolver");
    station.shape = State::Unknown;
    station.word = tr("not checked");
    return {station, {}};
}

} // namespace

std::vector<RouteStation> routeStations(const Route& route, const Known& known)
{
    return {urlStation(route, known),        routerStation(route),      serviceStation(route, known),
            allocationStation(route, known), nodeStation(route, known), peerStation(route, known),
            certificateStation(route)};
}

} // namespace tailboard::views
