// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/peer_model.h"

#include "app/cluster/states.h"

#include <limits>

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

std::weak_ordering PeerModel::compare(Slot a, Slot b, int column) const
{
    const auto& left = m_tables.peers.at(a);
    const auto& right = m_tables.peers.at(b);
    switch (column) {
    case State:
        if (const auto order = knownState(a) <=> knownState(b); order != 0) return order;
        return compareText(left.shortName(), right.shortName());
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
        return compareText(left.shortName(), right.shortName());
    }
}

bool PeerModel::matches(Slot slot, const FilterTerm& term) const
{
    const auto& row = m_tables.peers.at(slot);
    if (term.key == u"host" || term.key == u"peer") return term.isIn(row.dnsName) || term.isIn(row.hostName);
    if (term.key == u"tag") return term.isIn(row.aclTags.join(u' '));
    if (term.key == u"status" || term.key == u"state") return term.isIn(base::stateName(knownState(slot)));
    return term.isIn(row.dnsName) || term.isIn(row.hostName) || term.isIn(row.addresses.join(u' ')) ||
           term.isIn(row.aclTags.join(u' ')) || term.isIn(row.os);
}

} // namespace tailboard::models
