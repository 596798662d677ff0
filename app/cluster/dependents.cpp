// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/dependents.h"

#include <algorithm>

namespace tailboard::cluster {

void Dependents::set(quint32 dependent, std::vector<size_t>& current, std::vector<size_t> wanted)
{
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    if (wanted == current) return;
    auto was = current.cbegin();
    auto is = wanted.cbegin();
    while (was != current.cend() || is != wanted.cend()) {
        if (is == wanted.cend() || (was != current.cend() && *was < *is))
            remove(*was++, dependent);
        else if (was == current.cend() || *is < *was)
            add(*is++, dependent);
        else
            ++was, ++is;
    }
    wanted.shrink_to_fit();
    current = std::move(wanted);
}

void Dependents::add(size_t key, quint32 dependent)
{
    Entry& entry = m_entries[key];
    if (entry.first == none) {
        entry.first = dependent;
        return;
    }
    if (entry.more == none) {
        if (m_free.empty()) {
            entry.more = static_cast<quint32>(m_more.size());
            m_more.emplace_back();
        } else {
            entry.more = m_free.back();
            m_free.pop_back();
        }
    }
    m_more[entry.more].push_back(dependent);
}

void Dependents::remove(size_t key, quint32 dependent)
{
    const auto found = m_entries.find(key);
    if (found == m_entries.end()) return;
    if (found->more == none) {
        m_entries.erase(found);
        return;
    }
    std::vector<quint32>& more = m_more[found->more];
    if (found->first == dependent)
        found->first = more.back();
    else if (const auto place = std::find(more.begin(), more.end(), dependent); place != more.end())
        *place = more.back();
    else
        return;
    more.pop_back();
    if (more.empty()) {
        m_free.push_back(found->more);
        found->more = none;
    }
}

} // namespace tailboard::cluster
