// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/table.h"

#include <QHash>
#include <vector>

namespace tailboard::cluster {

/// A second index over a Table: slots by the hash of some property that several rows may share (an address, a job).
/// Rows of one hash are chained through two arrays, so that insert and remove take the same time however many rows
/// share it, and an entry costs about 26 bytes. Two properties may have one hash: who visits compares the row.
class SlotLists
{
public:
    static constexpr Slot none = ~Slot(0);

    void insert(size_t key, Slot slot);
    /// `slot` must stand under `key`.
    void remove(size_t key, Slot slot);

    /// Calls visit(slot) for every slot of a hash, in no promised order; nothing may be inserted or removed meanwhile.
    template<typename Visit>
    void visit(size_t key, Visit&& visit) const
    {
        const auto found = m_heads.constFind(key);
        if (found == m_heads.constEnd()) return;
        for (Slot slot = *found; slot != none; slot = m_next[slot])
            visit(slot);
    }

private:
    QHash<size_t, Slot> m_heads;
    std::vector<Slot> m_next, m_previous; ///< by slot
};

} // namespace tailboard::cluster
