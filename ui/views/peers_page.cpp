// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/peers_page.h"

#include "ui/models/peer_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/facts.h"
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
    m_facts = makeFacts();
    details().addTab(tr("Facts"), m_facts);
    addRawTab();
    setColumns(
        {QString(), tr("Name"), tr("Address"), tr("Path"), tr("Last seen"), tr("Key"), tr("ACL tags"), tr("System")},
        {36, 250, 130, 130, 110, 120, 170, 100});
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
    m_facts->setFacts(peerFacts(view(), peer));
}

} // namespace tailboard::views
