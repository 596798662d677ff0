// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/changes.h"

#include <vector>

namespace tailboard::cluster {

/// Which rows of a table the list under way has named. A list that is cut off and begun again starts over.
class ListMarks
{
public:
    void begin()
    {
        m_isOpen = true;
        // 0 means "never named", so it is passed over when the count wraps.
        if (++m_generation == 0) ++m_generation;
    }
    void seen(Slot slot)
    {
        if (slot >= m_seen.size()) m_seen.resize(slot + 1, 0);
        m_seen[slot] = m_generation;
    }
    /// Ends the list; false when none was open.
    bool end() { return std::exchange(m_isOpen, false); }
    bool isNamed(Slot slot) const { return slot < m_seen.size() && m_seen[slot] == m_generation; }

private:
    std::vector<quint16> m_seen; ///< by slot: generation of the last list that named it
    quint16 m_generation = 0;
    bool m_isOpen = false;
};

/// A table with what happened to it since the last flush.
template<typename TableType>
struct KeptRows
{
    TableType& table;
    TableId id;
    Changes changes;
    ListMarks marks;

    void flushInto(std::vector<Delta>& deltas)
    {
        if (changes.isEmpty()) return;
        Delta delta = changes.take(id);
        if (!delta.isEmpty()) deltas.push_back(std::move(delta));
    }
    void recycle()
    {
        if (!changes.hasGone()) table.recycle();
    }
};

} // namespace tailboard::cluster
