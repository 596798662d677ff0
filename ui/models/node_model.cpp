// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/node_model.h"

#include "app/cluster/states.h"

using namespace Qt::StringLiterals;

namespace tailboard::models {

using cluster::Slot;

NodeModel::NodeModel(const cluster::Tables& tables, const base::Clock& clock, QObject* parent)
    : KeyedModel(parent)
    , m_tables(tables)
    , m_clock(clock)
{
    load();
}

int NodeModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Slot NodeModel::slotCount() const
{
    return m_tables.nodes.slotCount();
}

bool NodeModel::isAlive(Slot slot) const
{
    return m_tables.nodes.isAlive(slot);
}

QString NodeModel::keyText(Slot slot) const
{
    return m_tables.nodes.at(slot).id.toString();
}

base::State NodeModel::stateOf(Slot slot) const
{
    return cluster::nodeState(m_tables.nodes.at(slot), m_tables, m_clock.now());
}

QStringList NodeModel::filterKeys() const
{
    return {u"node"_s, u"host"_s, u"status"_s, u"datacenter"_s, u"driver"_s, u"volume"_s, u"peer"_s};
}

QStringList NodeModel::columnIds() const
{
    return {u"state"_s,      u"name"_s,    u"status"_s,  u"address"_s, u"peer"_s,
            u"datacenter"_s, u"version"_s, u"drivers"_s, u"volumes"_s};
}

std::weak_ordering NodeModel::compare(Slot a, Slot b, int column) const
{
    const auto& left = m_tables.nodes.at(a);
    const auto& right = m_tables.nodes.at(b);
    switch (column) {
    case State:
        return knownState(a) <=> knownState(b);
    case Status:
        return compareText(left.statusText, right.statusText);
    case Address:
    case Peer:
        return compareText(left.address, right.address);
    case Datacenter:
        return compareText(left.datacenter, right.datacenter);
    case Version:
        return compareText(left.version, right.version);
    case Drivers:
        return compareText(left.healthyDrivers.join(u' '), right.healthyDrivers.join(u' '));
    case Volumes:
        return compareText(left.hostVolumes.join(u' '), right.hostVolumes.join(u' '));
    default:
        return compareText(left.name, right.name);
    }
}

std::weak_ordering NodeModel::compareTies(Slot a, Slot b) const
{
    return compareText(m_tables.nodes.at(a).name, m_tables.nodes.at(b).name);
}

bool NodeModel::matches(Slot slot, const FilterTerm& term) const
{
    const auto& row = m_tables.nodes.at(slot);
    if (term.key == u"node" || term.key == u"host") return term.isIn(row.name);
    if (term.key == u"datacenter") return term.isIn(row.datacenter);
    if (term.key == u"driver") return term.isIn(row.healthyDrivers.join(u'\n'));
    if (term.key == u"volume") return term.isIn(row.hostVolumes.join(u'\n'));
    if (term.key == u"peer") {
        // The machine beside a node is the one that has its address.
        bool isFound = false;
        m_tables.peers.forEach([&](Slot, const tailscale::Peer& peer) {
            if (!isFound && peer.addresses.contains(row.address)) isFound = term.isIn(peer.shortName());
        });
        return isFound;
    }
    if (term.key == u"status") return term.isIn(row.statusText) || term.isIn(base::stateName(knownState(slot)));
    return term.isIn(row.name) || term.isIn(row.address) || term.isIn(row.datacenter) || term.isIn(row.statusText) ||
           term.isIn(row.version) || term.isIn(row.healthyDrivers.join(u'\n')) ||
           term.isIn(row.hostVolumes.join(u'\n'));
}

} // namespace tailboard::models
