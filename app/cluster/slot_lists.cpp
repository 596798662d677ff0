// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/slot_lists.h"

namespace tailboard::cluster {

void SlotLists::insert(size_t key, Slot slot)
{
    if (slot >= m_next.size()) {
        m_next.resize(slot + 1, none);
        m_previous.resize(slot + 1, none);
    }
    const auto found = m_heads.find(key);
    const Slot head = found == m_heads.end() ? none : *found;
    m_next[slot] = head;
    m_previous[slot] = none;
    if (head != none) m_previous[head] = slot;
    if (found == m_heads.end())
        m_heads.insert(key, slot);
    else
        *found = slot;
}

void SlotLists::remove(size_t key, Slot slot)
{
    const Slot next = m_next[slot];
    const Slot previous = m_previous[slot];
    if (next != none) m_previous[next] = previous;
    if (previous != none)
        m_next[previous] = next;
    else if (next != none)
        m_heads.insert(key, next);
    else
        m_heads.remove(key);
    m_next[slot] = m_previous[slot] = none;
}

} // namespace tailboard::cluster
