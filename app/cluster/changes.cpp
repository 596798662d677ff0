// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/changes.h"

#include <algorithm>

namespace tailboard::cluster {

Delta Changes::take(TableId table)
{
    Delta delta;
    delta.table = table;
    std::sort(m_touched.begin(), m_touched.end());
    for (const Slot slot : m_touched) {
        if (m_marks[slot] == Inserted) delta.inserted.push_back(slot);
        if (m_marks[slot] == Changed) delta.changed.push_back(slot);
        if (m_marks[slot] == Removed) delta.removed.push_back(slot);
        m_marks[slot] = Untouched;
    }
    m_touched.clear();
    if (m_touched.capacity() > 1024) m_touched.shrink_to_fit();
    m_hasGone = false;
    return delta;
}

} // namespace tailboard::cluster
