// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/peer_model.h"

#include "app/cluster/states.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace tailboard::models {

using cluster::Slot;

namespace {

/// A time that never comes sorts last.
qint64 timeOf(const std::optional<QDateTime>& time)
{
    return time ? time->toMSecsSinceEpoch() : std::numeric_limits<qint64>::max();
}

} // namespace

PeerModel::PeerModel(const cluster::Tables& tables, const base::Clock& clock, QObject* parent)
    : KeyedModel(parent)
    , m_tables(tables)
    , m_clock(clock)
{
    load();
}

int PeerModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Slot PeerModel::slotCount() const
{
    return m_tables.peers.slotCount();
}

bool PeerModel::isAlive(Slot slot) const
{
    return m_tables.peers.isAlive(slot);
}

QString PeerModel::keyText(Slot slot) const
{
    return m_tables.peers.at(slot).id;
}

base::State PeerModel::stateOf(Slot slot) const
{
    return cluster::peerState(m_tables.peers.at(slot), m_tables, m_clock.now());
}

QStringList PeerModel::filterKeys() const
{
    return {u"peer"_s, u"host"_s, u"node"_s, u"tag"_s, u"status"_s, u"os"_s};
}

QStringList PeerModel::columnIds() const
{
    return {u"state"_s, u"name"_s, u"addresses"_s, u"path"_s, u"seen"_s, u"key"_s, u"tags"_s, u"os"_s};
}

std::weak_ordering PeerModel::compare(Slot a, Slot b, int column) const
{
    const auto& left = m_tables.peers.at(a);
    const auto& right = m_tables.peers.at(b);
    switch (column) {
    case State:
        return knownState(a) <=> knownState(b);
    case Addresses:
        return compareText(left.addresses.value(0), right.addresses.value(0));
    case Path:
        return cluster::peerPath(left, m_tables.tailnet) <=> cluster::peerPath(right, m_tables.tailnet);
    case LastSeen:
        return timeOf(left.lastSeen) <=> timeOf(right.lastSeen);
    case KeyExpiry:
        return timeOf(left.keyExpiry) <=> timeOf(right.keyExpiry);
    case AclTags:
        return compareText(left.aclTags.join(u' '), right.aclTags.join(u' '));
    case Os:
        return compareText(left.os, right.os);
    default:
        return compareTies(a, b);
    }
}

std::weak_ordering PeerModel::compareTies(Slot a, Slot b) const
{
    return compareText(m_tables.peers.at(a).shortName(), m_tables.peers.at(b).shortName());
}

bool PeerModel::matches(Slot slot, const FilterTerm& term) const
{
    const auto& row = m_tables.peers.at(slot);
    if (term.key == u"host" || term.key == u"peer") return term.isIn(row.dnsName) || term.isIn(row.hostName);
    if (term.key == u"node") {
        bool isFound = false;
        m_tables.nodes.forEach([&](Slot, const nomad::Node& node) {
            isFound = isFound || (row.addresses.contains(node.address) && term.isIn(node.name));
        });
        return isFound;
    }
    if (term.key == u"tag") return term.isIn(row.aclTags.join(u'\n'));
    if (term.key == u"os") return term.isIn(row.os);
    if (term.key == u"status") return term.isIn(base::stateName(knownState(slot)));
    return term.isIn(row.dnsName) || term.isIn(row.hostName) || term.isIn(row.addresses.join(u'\n')) ||
           term.isIn(row.aclTags.join(u'\n')) || term.isIn(row.os);
}

} // namespace tailboard::models
