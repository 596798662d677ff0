// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/allocation_model.h"

#include "app/cluster/states.h"

#include <algorithm>

namespace tailboard::models {

using cluster::Slot;

AllocationModel::AllocationModel(const cluster::Tables& tables, const base::Clock& clock, QObject* parent)
    : KeyedModel(parent)
    , m_tables(tables)
    , m_clock(clock)
{
    load();
}

int AllocationModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Slot AllocationModel::slotCount() const
{
    return m_tables.allocations.slotCount();
}

bool AllocationModel::isAlive(Slot slot) const
{
    return m_tables.allocations.isAlive(slot);
}

QString AllocationModel::keyText(Slot slot) const
{
    return m_tables.allocations.at(slot).id.toString();
}

base::State AllocationModel::stateOf(Slot slot) const
{
    return cluster::allocationState(m_tables.allocations.at(slot), m_tables, m_clock.now());
}

std::weak_ordering AllocationModel::compare(Slot a, Slot b, int column) const
{
    const auto& left = m_tables.allocations.at(a);
    const auto& right = m_tables.allocations.at(b);
    const auto bySymbol = [](base::Symbol x, base::Symbol y) {
        return x == y ? std::weak_ordering::equivalent : compareText(x.text(), y.text());
    };
    const auto byName = [&]() -> std::weak_ordering {
        if (const auto job = bySymbol(left.jobId, right.jobId); job != 0) return job;
        if (const auto group = bySymbol(left.taskGroup, right.taskGroup); group != 0) return group;
        if (const auto order = left.index <=> right.index; order != 0) return order;
        return right.modifyTime <=> left.modifyTime;
    };
    switch (column) {
    case State:
        if (const auto order = knownState(a) <=> knownState(b); order != 0) return order;
        return byName();
    case Id:
        return left.id <=> right.id;
    case Group:
        if (const auto group = bySymbol(left.taskGroup, right.taskGroup); group != 0) return group;
        return byName();
    case Node:
        if (const auto node = bySymbol(left.nodeName, right.nodeName); node != 0) return node;
        return byName();
    case Status:
        return left.clientStatus <=> right.clientStatus;
    case Desired:
        return left.desiredStatus <=> right.desiredStatus;
    case Version:
        return left.jobVersion <=> right.jobVersion;
    case Restarts:
        return left.restarts <=> right.restarts;
    case Changed:
        return left.modifyTime <=> right.modifyTime;
    default:
        return byName();
    }
}

bool AllocationModel::matches(Slot slot, const FilterTerm& term) const
{
    const auto& row = m_tables.allocations.at(slot);
    if (term.key == u"job") return term.isIn(row.jobId);
    if (term.key == u"group") return term.isIn(row.taskGroup);
    if (term.key == u"node") return term.isIn(row.nodeName);
    if (term.key == u"status" || term.key == u"state")
        return term.isIn(row.statusText) || term.isIn(base::stateName(knownState(slot)));
    if (term.isIn(row.jobId) || term.isIn(row.taskGroup) || term.isIn(row.nodeName) || term.isIn(row.statusText))
        return true;
    // Only what can be the beginning of an id is compared with 100,000 of them.
    const bool mayBeId = term.text.size() >= 2 && std::all_of(term.text.cbegin(), term.text.cend(), [](QChar c) {
                             return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || c == u'-';
                         });
    return mayBeId && row.id.toString().startsWith(term.text);
}

} // namespace tailboard::models
