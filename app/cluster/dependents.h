// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <vector>

namespace tailboard::cluster {

/// Who must be looked at again when something changes. A dependency is the hash of any key (see dependency.h), a
/// dependent a small number. Most keys have one dependent, which stands in the index itself.
class Dependents
{
public:
    /// Replaces what `dependent` depends on: `current` is what it was (sorted), and becomes `wanted` (any order, may
    /// hold one key twice). Only differences cost.
    void set(quint32 dependent, std::vector<size_t>& current, std::vector<size_t> wanted);

    /// Calls visit(dependent) for each one of a key; the index may not change meanwhile.
    template<typename Visit>
    void visit(size_t key, Visit&& visit) const
    {
        const auto found = m_entries.constFind(key);
        if (found == m_entries.constEnd()) return;
        visit(found->first);
        if (found->more != none)
            for (const quint32 dependent : m_more[found->more])
                visit(dependent);
    }

private:
    static constexpr quint32 none = ~quint32(0);
    struct Entry
    {
        quint32 first = none;
        quint32 more = none; ///< place in m_more
    };

    void add(size_t key, quint32 dependent);
    void remove(size_t key, quint32 dependent);

    QHash<size_t, Entry> m_entries;
    std::vector<std::vector<quint32>> m_more;
    std::vector<quint32> m_free; ///< unused places in m_more
};

} // namespace tailboard::cluster
