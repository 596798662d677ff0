// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/allocation_model.h"

#include "app/cluster/states.h"
#include "ui/models/symbol_order.h"

#include <algorithm>

using namespace Qt::StringLiterals;

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

QStringList AllocationModel::filterKeys() const
{
    return {u"job"_s, u"group"_s, u"node"_s, u"status"_s, u"namespace"_s, u"id"_s};
}

QStringList AllocationModel::columnIds() const
{
    return {u"state"_s,  u"id"_s,      u"job"_s,     u"group"_s,    u"node"_s,
            u"status"_s, u"desired"_s, u"version"_s, u"restarts"_s, u"changed"_s};
}

std::weak_ordering AllocationModel::compare(Slot a, Slot b, int column) const
{
    const auto& left = m_tables.allocations.at(a);
    const auto& right = m_tables.allocations.at(b);
    switch (column) {
    case State:
        return knownState(a) <=> knownState(b);
    case Id:
        return left.id <=> right.id;
    case Group:
        if (const auto group = compareSymbols(left.taskGroup, right.taskGroup); group != 0) return group;
        return left.index <=> right.index;
    case Node:
        return compareSymbols(left.nodeName, right.nodeName);
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
        return compareSymbols(left.jobId, right.jobId);
    }
}

std::weak_ordering AllocationModel::compareTies(Slot a, Slot b) const
{
    const auto& left = m_tables.allocations.at(a);
    const auto& right = m_tables.allocations.at(b);
    if (const auto job = compareSymbols(left.jobId, right.jobId); job != 0) return job;
    if (const auto group = compareSymbols(left.taskGroup, right.taskGroup); group != 0) return group;
    if (const auto order = left.index <=> right.index; order != 0) return order;
    if (const auto order = right.modifyTime <=> left.modifyTime; order != 0) return order;
    return left.id <=> right.id; // as text, but without making any
}

bool AllocationModel::matches(Slot slot, const FilterTerm& term) const
{
    const auto& row = m_tables.allocations.at(slot);
    // Only what can be the beginning of an id is compared with 100,000 of them.
    const auto isId = [&] {
        if (term.pattern) return term.isIn(row.id.toString());
        const bool mayBeId = term.text.size() >= 2 && std::all_of(term.text.cbegin(), term.text.cend(), [](QChar c) {
                                 return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || c == u'-';
                             });
        return mayBeId && row.id.toString().startsWith(term.text);
    };
    if (term.key == u"job") return term.isIn(row.jobId);
    if (term.key == u"group") return term.isIn(row.taskGroup);
    if (term.key == u"node") return term.isIn(row.nodeName);
    if (term.key == u"namespace") return term.isIn(row.nameSpace);
    if (term.key == u"id") return isId();
    if (term.key == u"status") return term.isIn(row.statusText) || term.isIn(base::stateName(knownState(slot)));
    return term.isIn(row.jobId) || term.isIn(row.taskGroup) || term.isIn(row.nodeName) || term.isIn(row.statusText) ||
           isId();
}

} // namespace tailboard::models
