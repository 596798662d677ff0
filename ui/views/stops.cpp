// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/stops.h"

#include "ui/models/route_model.h"
#include "ui/models/service_model.h"
#include "ui/views/cluster_text.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using base::State;
using widgets::Icon;
using widgets::Mark;
using widgets::Station;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Stops", text);
}

Stop nothing(Icon icon, const QString& kind, const QString& why)
{
    return {Station{.icon = icon,
                    .kind = kind,
                    .name = tr("none"),
                    .fact = {},
                    .shape = Mark::NotApplicable,
                    .word = why,
                    .isOpenable = false},
            {}};
}

/// "3 of 4 running", with the worst of the states.
struct Tally
{
    int well = 0;
    int all = 0;
    State worst = State::Ok;

    void add(State state)
    {
        ++all;
        well += state == State::Ok;
        worst = base::worse(worst, state);
    }
};

QString kindOf(qsizetype count, const QString& one, const QString& many)
{
    return count == 1 ? one : many;
}

} // namespace

QString filterObject(const QStringList& terms)
{
    return u'?' + terms.join(u' ');
}

std::optional<QString> filterOf(const QString& object)
{
    if (!object.startsWith(u'?')) return std::nullopt;
    return object.mid(1);
}

QString wholeTerm(const QString& key, const QString& value)
{
    const bool isPlain = std::none_of(value.begin(), value.end(), [](QChar c) { return c.isSpace(); });
    const QString term = key + ":="_L1 + value;
    return isPlain ? term : u'"' + term + u'"';
}

Stop routesStop(const ClusterView& view, const std::vector<cluster::Slot>& routes, const QStringList& filter)
{
    const QString kind = kindOf(qsizetype(routes.size()), tr("Route"), tr("Routes"));
    if (routes.empty()) return nothing(Icon::Routes, kind, tr("no route leads here"));
    const cluster::Tables& tables = view.tables();
    Tally tally;
    for (const cluster::Slot slot : routes)
        tally.add(cluster::routeState(tables.routes.at(slot), tables, view.now()));
    const cluster::Route& first = tables.routes.at(routes.front());
    if (routes.size() == 1)
        return {Station{.icon = Icon::Routes,
                        .kind = kind,
                        .name = first.key.router.section(u'@', 0, 0),
                        .fact = first.url(),
                        .shape = tally.worst,
                        .word = widgets::word(tally.worst)},
                Place{Section::Routes, models::RouteModel::keyText(first.key)}};
    return {Station{.icon = Icon::Routes,
                    .kind = kind,
                    .name = tr("%1 routes").arg(routes.size()),
                    .fact = first.key.host,
                    .shape = tally.worst,
                    .word = tr("%1 of %2 ok").arg(tally.well).arg(tally.all)},
            Place{Section::Routes, filterObject(filter)}};
}

Stop allocationsStop(const ClusterView& view, const std::vector<const nomad::Allocation*>& allocations,
                     const QStringList& filter)
{
    const QString kind = kindOf(qsizetype(allocations.size()), tr("Allocation"), tr("Allocations"));
    if (allocations.empty()) return nothing(Icon::Allocations, kind, tr("none is known"));
    Tally tally;
    int running = 0;
    for (const nomad::Allocation* each : allocations) {
        tally.add(cluster::allocationState(*each, view.tables(), view.now()));
        running += each->clientStatus == nomad::ClientStatus::Running;
    }
    const nomad::Allocation& first = *allocations.front();
    const QString job = first.jobId.text();
    const QString group = first.taskGroup.text();
    const QString what = job == group ? job : job + u" · "_s + group;
    if (allocations.size() == 1) {
        QString word = nomad::clientStatusText(first);
        if (first.clientStatus == nomad::ClientStatus::Running && first.createTime > 0)
            word += u' ' + spanText(std::chrono::seconds(nomadTime(first.createTime).secsTo(view.now())));
        return {Station{.icon = Icon::Allocations,
                        .kind = kind,
                        .name = first.id.shortText(),
                        .fact = what,
                        .shape = tally.worst,
                        .word = word},
                Place{Section::Allocations, first.id.toString()}};
    }
    return {Station{.icon = Icon::Allocations,
                    .kind = kind,
                    .name = tr("%1 allocations").arg(allocations.size()),
                    .fact = filter.size() > 1 || filter.value(0).startsWith("job"_L1) ? what : QString(),
                    .shape = tally.worst,
                    .word = tr("%1 of %2 running").arg(running).arg(tally.all)},
            Place{Section::Allocations, filterObject(filter)}};
}

Stop serviceStop(const ClusterView& view, const cluster::Service& service)
{
    const State state = cluster::serviceState(service, view.tables(), view.now());
    const qsizetype count = service.registrations.size();
    QString word = countText(count, tr("1 instance"), tr("%1 instances"));
    if (service.isConsul) word = tr("of Consul, not read");
    return {Station{.icon = Icon::Services,
                    .kind = tr("Service"),
                    .name = service.key.name,
                    .fact = service.addresses.value(0),
                    .shape = state,
                    .word = word},
            Place{Section::Services, models::ServiceModel::keyOf(service.key)}};
}

Stop servicesStop(const ClusterView& view, const std::vector<const cluster::Service*>& services,
                  const QStringList& filter)
{
    if (services.empty()) return nothing(Icon::Services, tr("Services"), tr("none is registered"));
    if (services.size() == 1) return serviceStop(view, *services.front());
    Tally tally;
    QStringList names;
    for (const cluster::Service* service : services) {
        tally.add(cluster::serviceState(*service, view.tables(), view.now()));
        if (names.size() < 4) names << service->key.name;
    }
    return {Station{.icon = Icon::Services,
                    .kind = tr("Services"),
                    .name = tr("%1 services").arg(services.size()),
                    .fact = names.join(", "_L1),
                    .shape = tally.worst,
                    .word = tr("%1 of %2 ok").arg(tally.well).arg(tally.all)},
            Place{Section::Services, filterObject(filter)}};
}

Stop nodesStop(const ClusterView& view, const std::vector<const nomad::Node*>& nodes)
{
    const QString kind = kindOf(qsizetype(nodes.size()), tr("Node"), tr("Nodes"));
    if (nodes.empty()) return nothing(Icon::Nodes, kind, tr("no Nomad client"));
    Tally tally;
    QStringList names;
    for (const nomad::Node* node : nodes) {
        tally.add(cluster::nodeState(*node, view.tables(), view.now()));
        names << node->name;
    }
    if (nodes.size() == 1) {
        const nomad::Node& node = *nodes.front();
        QString word = node.statusText;
        if (node.isDraining)
            word = tr("draining");
        else if (!node.isEligible)
            word = tr("not eligible");
        return {Station{.icon = Icon::Nodes,
                        .kind = kind,
                        .name = node.name,
                        .fact = node.version.isEmpty() ? node.address : tr("Nomad %1").arg(node.version),
                        .shape = tally.worst,
                        .word = word},
                Place{Section::Nodes, node.id.toString()}};
    }
    return {Station{.icon = Icon::Nodes,
                    .kind = kind,
                    .name = tr("%1 nodes").arg(nodes.size()),
                    .fact = nodesText(names, -1),
                    .shape = tally.worst,
                    .word = tr("%1 of %2 ready").arg(tally.well).arg(tally.all)},
            Place{Section::Nodes, nodes.front()->id.toString()}};
}

Stop peersStop(const ClusterView& view, const std::vector<const tailscale::Peer*>& peers)
{
    const QString kind = kindOf(qsizetype(peers.size()), tr("Peer"), tr("Peers"));
    if (peers.empty()) return nothing(Icon::Peers, kind, tr("not in the tailnet"));
    Tally tally;
    int online = 0;
    QStringList names;
    for (const tailscale::Peer* peer : peers) {
        tally.add(cluster::peerState(*peer, view.tables(), view.now()));
        online += peer->isOnline || peer->isSelf;
        names << peer->shortName();
    }
    if (peers.size() == 1) {
        const tailscale::Peer& peer = *peers.front();
        return {Station{.icon = Icon::Peers,
                        .kind = kind,
                        .name = peer.addresses.value(0, peer.shortName()),
                        .fact = pathText(peer, view.tables(), view.now()),
                        .shape = tally.worst,
                        .word = onlineText(peer, view.tables(), view.now())},
                Place{Section::Peers, peer.id}};
    }
    return {Station{.icon = Icon::Peers,
                    .kind = kind,
                    .name = tr("%1 peers").arg(peers.size()),
                    .fact = nodesText(names, -1),
                    .shape = tally.worst,
                    .word = tr("%1 of %2 online").arg(online).arg(tally.all)},
            Place{Section::Peers, peers.front()->id}};
}

const nomad::Node* nodeOfPeer(const ClusterView& view, const QString& peer)
{
    const nomad::Node* found = nullptr;
    view.tables().nodes.forEach([&](cluster::Slot, const nomad::Node& node) {
        const tailscale::Peer* own = found ? nullptr : peerOf(view, node);
        if (own && own->id == peer) found = &node;
    });
    return found;
}

const tailscale::Peer* peerOf(const ClusterView& view, const nomad::Node& node)
{
    const auto slot = view.join.peerOfNode(node);
    return slot ? &view.tables().peers.at(*slot) : nullptr;
}

} // namespace tailboard::views
