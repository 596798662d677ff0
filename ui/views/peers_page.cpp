// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/peers_page.h"

#include "ui/models/peer_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/facts.h"
#include "ui/views/object_rows.h"
#include "ui/views/route_text.h"

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using cluster::Slot;
using models::PeerModel;

PeersPage::PeersPage(const Look& look, const ClusterView& view)
    : KeyedPage(look, view, Section::Peers, cluster::TableId::Peers,
                std::make_unique<PeerModel>(view.tables(), view.clock), tr("Filter: text, peer:, tag:, status:!ok"),
                tr("Choose a peer to see what it serves."))
{
    addPathTab();
    m_routes = makeRows(tr("Routes"), routeColumns(true));
    m_routes->setNothing(tr("No route depends on it."));
    m_routesTab = details().addTab(tr("Routes"), m_routes);
    m_facts = makeFacts();
    details().addTab(tr("Facts"), m_facts);
    addRawTab();
    setColumns(
        {QString(), tr("Name"), tr("Address"), tr("Path"), tr("Last seen"), tr("Key"), tr("ACL tags"), tr("System")},
        {36, 250, 130, 130, 110, 120, 170, 100});
}

void PeersPage::apply(const std::vector<cluster::Delta>& deltas)
{
    using cluster::TableId;
    m_recount.take(deltas, {TableId::Peers, TableId::Nodes, TableId::Allocations, TableId::Routes});
    KeyedPage::apply(deltas);
}

void PeersPage::findingsChanged()
{
    m_recount.touch();
    KeyedPage::findingsChanged();
}

std::vector<NamedSource> PeersPage::sources() const
{
    return {tailscaleSource()};
}

QString PeersPage::emptySentence() const
{
    return tr("No peers. The tailnet has no machine but this one, or tailscaled is not running here.");
}

QList<int> PeersPage::timeColumns() const
{
    return {PeerModel::Path, PeerModel::LastSeen, PeerModel::KeyExpiry};
}

Cell PeersPage::cell(Slot slot, int column) const
{
    const tailscale::Peer& peer = tables().peers.at(slot);
    const QDateTime now = view().now();
    const bool isOld = isStale(tables().tailscaleSource);
    const auto text = [&](const QString& value, Tone tone = Tone::Normal) {
        return Cell{TextCell{.text = value, .tone = tone}, isOld, {}};
    };
    switch (column) {
    case PeerModel::State:
        return {.content =
                    StateCell{.shape = shownState(slot), .text = {}, .sentence = onlineText(peer, tables(), now)},
                .tip = word(shownState(slot)) + u" · "_s + onlineText(peer, tables(), now)};
    case PeerModel::Name: {
        const QString name = peer.shortName();
        const QString rest = peer.dnsName.startsWith(name) ? peer.dnsName.mid(name.size()) : QString();
        return {NameCell{name, rest, true}, isOld, {}};
    }
    case PeerModel::Addresses:
        return {TextCell{peer.addresses.value(0)}, isOld, peer.addresses.join(u'\n')};
    case PeerModel::Path:
        return text(pathText(peer, tables(), now));
    case PeerModel::LastSeen:
        return text(peer.isSelf || peer.isOnline ? tr("now") : agoText(peer.lastSeen, now), Tone::Quiet);
    case PeerModel::KeyExpiry: {
        TextCell cell{.text = keyText(peer, now), .tone = Tone::Quiet};
        const auto left = cluster::keyTimeLeft(peer, now);
        if (peer.isExpired || (left && *left <= std::chrono::hours(72)))
            cell.state = State::Critical;
        else if (left && *left <= std::chrono::hours(14 * 24))
            cell.state = State::Warning;
        return {cell, isOld, peer.keyExpiry ? dateText(*peer.keyExpiry) : QString()};
    }
    case PeerModel::AclTags:
        return text(peer.aclTags.join(", "_L1), Tone::Quiet);
    default:
        return text(peer.os, Tone::Quiet);
    }
}

std::optional<cluster::Subject> PeersPage::rawSubject(Slot slot) const
{
    return cluster::PeerSubject{tables().peers.at(slot).id};
}

void PeersPage::showDetails(Slot slot)
{
    const tailscale::Peer& peer = tables().peers.at(slot);
    details().showObject(shownState(slot), peer.shortName(), peer.isSelf ? tr("this machine") : peer.dnsName);
    if (m_recount.isDue(peer.id, view().clock.monotonic())) gather(peer);

    std::vector<Fact> facts = peerFacts(view(), peer);
    facts.push_back({.name = tr("In the cluster"), .isHeading = true});
    if (m_node)
        facts.push_back({.name = tr("Node"), .value = m_nodeName, .place = m_node});
    else
        facts.push_back({.name = tr("Node"), .value = tr("no Nomad client runs there"), .shape = Mark::NotApplicable});
    if (m_allocationsPlace)
        facts.push_back({.name = tr("Allocations"),
                         .value = countText(m_allocations, tr("1 allocation"), tr("%1 allocations")),
                         .place = m_allocationsPlace});
    m_facts->setFacts(std::move(facts));
}

/// What costs a pass over other tables.
void PeersPage::gather(const tailscale::Peer& peer)
{
    const nomad::Node* node = nodeOfPeer(view(), peer.id);
    std::vector<const nomad::Node*> nodes;
    std::vector<const nomad::Allocation*> allocations;
    QStringList filter;
    if (node) {
        nodes.push_back(node);
        filter << wholeTerm(u"node"_s, node->name);
        tables().allocations.forEach([&](Slot, const nomad::Allocation& row) {
            if (row.nodeId == node->id && row.desiredStatus == nomad::DesiredStatus::Run) allocations.push_back(&row);
        });
    }
    std::vector<Slot> owned, served;
    for (const Slot at : view().join.routesOfPeer(peer.id)) {
        const cluster::Route& route = tables().routes.at(at);
        if (route.ownerPeer == peer.id) owned.push_back(at);
        if (route.peers.contains(peer.id)) served.push_back(at);
    }
    std::vector<Stop> stops{routesStop(view(), served, {wholeTerm(u"peer"_s, peer.shortName())})};
    if (!owned.empty()) {
        Stop names = routesStop(view(), owned, {wholeTerm(u"host"_s, peer.dnsName)});
        names.station.icon = Icon::Globe;
        names.station.kind = tr("Owns the name of");
        stops.insert(stops.begin(), std::move(names));
    }
    stops.push_back(allocationsStop(view(), allocations, filter));
    stops.push_back(nodesStop(view(), nodes));
    stops.push_back(peersStop(view(), {&peer}));
    stops.back().place.reset();
    stops.back().station.isOpenable = false;
    showPath(std::move(stops), worstCause([&](const cluster::Finding& finding) {
                 return finding.table == cluster::TableId::Peers && finding.subject == peer.shortName();
             }));

    m_node.reset();
    m_allocationsPlace.reset();
    m_allocations = qsizetype(allocations.size());
    if (node) {
        m_node = Place{Section::Nodes, node->id.toString()};
        m_nodeName = node->name;
        if (m_allocations > 0) m_allocationsPlace = Place{Section::Allocations, filterObject(filter)};
    }
    const std::vector<Slot> dependent = view().join.routesOfPeer(peer.id);
    m_routes->setRows(routeRows(view(), dependent, peer.id));
    details().setTabCount(m_routesTab, int(dependent.size()));
}

} // namespace tailboard::views
