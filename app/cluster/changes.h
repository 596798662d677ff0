// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/delta.h"

#include <vector>

namespace tailboard::cluster {

/// Collects what happens to the slots of one table until it is taken as a Delta. A row that came and went in between
/// is in no list; one that came and changed is only inserted. GUI thread.
class Changes
{
public:
    void inserted(Slot slot) { mark(slot) = Inserted; }
    void changed(Slot slot)
    {
        if (unsigned char& known = mark(slot); known == Nothing) known = Changed;
    }
    void removed(Slot slot)
    {
        unsigned char& known = mark(slot);
        known = known == Inserted ? Nothing : Removed;
        m_hasGone = true;
    }
    /// Notes what Table::put() did.
    void note(Slot slot, Put put)
    {
        if (put == Put::Inserted) inserted(slot);
        if (put == Put::Changed) changed(slot);
    }

    bool isEmpty() const { return m_touched.empty(); }
    /// Some row was removed since the last take(), so that its slot must not be given out again yet.
    bool hasGone() const { return m_hasGone; }

    /// Everything since the last call, slots ascending.
    Delta take(TableId table);

private:
    enum Mark : unsigned char { Untouched, Nothing, Inserted, Changed, Removed };

    unsigned char& mark(Slot slot)
    {
        if (slot >= m_marks.size()) m_marks.resize(slot + 1, Untouched);
        if (m_marks[slot] == Untouched) {
            m_touched.push_back(slot);
            m_marks[slot] = Nothing;
        }
        return m_marks[slot];
    }

    std::vector<unsigned char> m_marks; ///< by slot
    std::vector<Slot> m_touched;
    bool m_hasGone = false;
};

} // namespace tailboard::cluster
