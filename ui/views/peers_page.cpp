// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/peers_page.h"

#include "app/cluster/states.h"
#include "ui/models/peer_model.h"
#include "ui/views/fact_list.h"
#include "ui/views/route_text.h"
#include "ui/views/time_text.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using models::PeerModel;

PeersPage::PeersPage(const Look& look, const Known& known, QWidget* parent)
    : KeyedPage(look, known,
                {.section = Section::Peers,
                 .table = cluster::TableId::Peers,
                 .origin = Origin::Tailscale,
                 .titles = {QString(), tr("Peer"), tr("Addresses"), tr("Path"), tr("Last seen"), tr("Key ends"),
                            tr("ACL tags"), tr("System")},
                 .widths = {36, 200, 200, 120, 120, 140, 160, 100},
                 .filterHint = tr("Filter: text, host:, tag:, status:"),
                 .nothing = tr("Choose a peer to see its facts."),
                 .empty = tr("The tailnet has no peers.")},
                std::make_unique<PeerModel>(known.tables(), known.clock), parent)
    , m_facts(new FactList(look))
{
    details().addTab(tr("Facts"), m_facts);
    m_first = details().addButton(Icon::Nodes, tr("Open node"));
    m_second = details().addButton(Icon::Routes, tr("Open route"));
    connect(m_first, &QPushButton::clicked, this, [this] { emit placeWanted({Section::Nodes, m_firstObject}); });
    connect(m_second, &QPushButton::clicked, this, [this] { emit placeWanted({Section::Routes, m_secondObject}); });
}

QString PeersPage::nameOf(cluster::Slot slot) const
{
    return tables().peers.at(slot).shortName();
}

Cell PeersPage::cell(cluster::Slot slot, int column) const
{
    const tailscale::Peer& peer = tables().peers.at(slot);
    const QDateTime now = known().clock.now();
    switch (column) {
    case PeerModel::State:
        return stateCell(slot);
    case PeerModel::Name:
        return {.content = NameCell{.name = peer.shortName(),
                                    .quietSuffix = peer.isSelf ? tr("  this machine") : QString(),
                                    .isStrong = true},
                .tip = peer.dnsName};
    case PeerModel::Addresses:
        return {.content = TextCell{.text = peer.addresses.value(0)}, .tip = peer.addresses.join(u", "_s)};
    case PeerModel::Path:
        return {.content = TextCell{.text = pathText(peer, tables(), now)}, .isStale = isOriginStale()};
    case PeerModel::LastSeen:
        return {.content = TextCell{.text = peer.isOnline ? tr("online")
                                                          : (peer.lastSeen ? agoText(*peer.lastSeen, now) : QString()),
                                    .tone = Tone::Quiet},
                .isStale = isOriginStale()};
    case PeerModel::KeyExpiry: {
        const auto left = cluster::keyTimeLeft(peer, now);
        if (!left) return {.content = TextCell{.text = tr("never"), .tone = Tone::Faint}};
        const bool isEnded = left->count() <= 0;
        TextCell text{.text = isEnded ? tr("has ended") : tr("in %1").arg(durationText(*left)), .tone = Tone::Quiet};
        if (isEnded)
            text.state = State::Critical;
        else if (*left < std::chrono::hours(14 * 24))
            text.state = State::Warning;
        return {.content = text, .tip = dateText(*peer.keyExpiry)};
    }
    case PeerModel::AclTags:
        return {.content = TextCell{.text = peer.aclTags.join(u", "_s), .tone = Tone::Quiet}};
    case PeerModel::Os:
        return {.content = TextCell{.text = peer.os, .tone = Tone::Quiet}};
    default:
        return {};
    }
}

void PeersPage::showDetails(cluster::Slot slot)
{
    const tailscale::Peer& peer = tables().peers.at(slot);
    const QDateTime now = known().clock.now();
    details().showObject(stateOf(slot), peer.shortName(), peer.dnsName);
    const nomad::Node* node = nullptr;
    tables().nodes.forEach([&](cluster::Slot, const nomad::Node& row) {
        if (peer.addresses.contains(row.address)) node = &row;
    });
    std::vector<Fact> facts{
        {.name = tr("Online"), .value = peer.isOnline ? tr("yes") : tr("no"), .shape = stateOf(slot)},
        {.name = tr("Path"), .value = pathText(peer, tables(), now)},
        {.name = tr("Direct address"), .value = peer.currentAddress},
        {.name = tr("Relay region"), .value = peer.relay},
        {.name = tr("Addresses"), .value = peer.addresses.join(u", "_s)},
        {.name = tr("Last seen"), .value = peer.lastSeen ? dateText(*peer.lastSeen) : QString()},
        {.name = tr("Key ends"), .value = peer.keyExpiry ? dateText(*peer.keyExpiry) : tr("never")},
        {.name = tr("ACL tags"), .value = peer.aclTags.join(u", "_s)},
        {.name = tr("Subnets served"), .value = peer.routes.join(u", "_s)},
        {.name = tr("Nomad node"), .value = node ? node->name : tr("none")},
    };
    const std::vector<cluster::Slot> routes = known().join.routesOfPeer(peer.id);
    for (const cluster::Slot route : routes)
        facts.push_back({.name = tr("Route"),
                         .value = tables().routes.at(route).url(),
                         .shape = cluster::routeState(tables().routes.at(route), tables(), now)});
    m_facts->setFacts(std::move(facts));
    m_firstObject = node ? node->id.toString() : QString();
    m_first->setEnabled(node != nullptr);
    m_secondObject = routes.empty() ? QString() : routeKey(routes.front());
    m_second->setEnabled(!routes.empty());
}

} // namespace tailboard::views
