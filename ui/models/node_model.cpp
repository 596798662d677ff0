// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/node_model.h"

#include "app/cluster/states.h"

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

std::weak_ordering NodeModel::compare(Slot a, Slot b, int column) const
{
    const auto& left = m_tables.nodes.at(a);
    const auto& right = m_tables.nodes.at(b);
    switch (column) {
    case State:
        if (const auto order = knownState(a) <=> knownState(b); order != 0) return order;
        return compareText(left.name, right.name);
    case Status:
        return compareText(left.statusText, right.statusText);
    case Address:
    case Peer:
        return compareText(left.address, right.address);
    case Datacenter:
        return compareText(left.datacenter, right.datacenter);
    case Version:
        return compareText(left.version, right.version);
    default:
        return compareText(left.name, right.name);
    }
}

bool NodeModel::matches(Slot slot, const FilterTerm& term) const
{
    const auto& row = m_tables.nodes.at(slot);
    if (term.key == u"node" || term.key == u"host") return term.isIn(row.name);
    if (term.key == u"status" || term.key == u"state")
        return term.isIn(row.statusText) || term.isIn(base::stateName(knownState(slot)));
    return term.isIn(row.name) || term.isIn(row.address) || term.isIn(row.datacenter) || term.isIn(row.statusText) ||
           term.isIn(row.version);
}

} // namespace tailboard::models
