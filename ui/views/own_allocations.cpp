// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/own_allocations.h"

namespace tailboard::views {

using cluster::Slot;

bool OwnAllocations::choose(const QString& owner, IsOwn isOwn)
{
    if (m_isOwn && owner == m_owner) return false;
    m_owner = owner;
    m_isOwn = std::move(isOwn);
    m_ids.clear();
    m_tables.allocations.forEach([this](Slot slot, const nomad::Allocation& row) {
        if (m_isOwn(row)) m_ids.insert(m_ids.end(), slot);
    });
    return true;
}

bool OwnAllocations::apply(const std::vector<cluster::Delta>& deltas)
{
    if (!m_isOwn) return false;
    bool isTouched = false;
    for (const cluster::Delta& delta : deltas) {
        if (delta.table != cluster::TableId::Allocations) continue;
        for (const Slot slot : delta.removed)
            isTouched |= m_ids.erase(slot) > 0;
        for (const Slot slot : delta.inserted)
            if (m_isOwn(m_tables.allocations.at(slot))) {
                m_ids.insert(slot);
                isTouched = true;
            }
        for (const Slot slot : delta.changed)
            isTouched |= m_ids.contains(slot);
    }
    return isTouched;
}

std::vector<const nomad::Allocation*> OwnAllocations::rows() const
{
    std::vector<const nomad::Allocation*> rows;
    rows.reserve(m_ids.size());
    for (const Slot slot : m_ids)
        rows.push_back(&m_tables.allocations.at(slot));
    return rows;
}

} // namespace tailboard::views
