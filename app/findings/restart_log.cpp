// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/restart_log.h"

#include <algorithm>

namespace tailboard::findings {

using cluster::Slot;

namespace {

constexpr size_t mostTimes = 16;

QDateTime timeOf(qint64 nanoseconds, const QDateTime& now)
{
    // A server whose clock is ahead must not make it last.
    return std::min(QDateTime::fromMSecsSinceEpoch(nanoseconds / 1'000'000, Qt::UTC), now);
}

} // namespace

void RestartLog::note(Seen& seen, const QDateTime& time)
{
    seen.times.insert(std::upper_bound(seen.times.begin(), seen.times.end(), time), time);
    if (seen.times.size() > mostTimes) seen.times.erase(seen.times.begin());
}

std::optional<size_t> RestartLog::update(Slot slot, const nomad::Allocation& row, size_t group, const QDateTime& now)
{
    const bool isFailed = row.clientStatus == nomad::ClientStatus::Failed;
    auto known = m_seen.find(slot);
    if (known == m_seen.end()) {
        if (row.restarts == 0 && !isFailed) return std::nullopt;
        Seen seen{.restarts = row.restarts, .isFailed = isFailed, .group = group, .times = {}};
        const QDateTime changed = timeOf(row.modifyTime, now);
        // All restarts of a young allocation are young; of an old one only those count that are seen to happen.
        if (timeOf(row.createTime, now) > now.addSecs(-window.count()))
            for (size_t i = 0; i < std::min<size_t>(row.restarts, mostTimes); ++i)
                note(seen, changed);
        if (isFailed) note(seen, changed);
        m_seen.insert(slot, std::move(seen));
        m_groups[group].insert(slot);
        return group;
    }
    Seen& seen = *known;
    const QDateTime changed = timeOf(row.modifyTime, now);
    const bool isNews = row.restarts > seen.restarts || (isFailed && !seen.isFailed);
    for (size_t i = seen.restarts; i < row.restarts && i < seen.restarts + mostTimes; ++i)
        note(seen, changed);
    if (isFailed && !seen.isFailed) note(seen, changed);
    seen.restarts = std::max(seen.restarts, row.restarts);
    seen.isFailed = isFailed;
    return isNews ? std::optional(seen.group) : std::nullopt;
}

std::optional<size_t> RestartLog::remove(Slot slot)
{
    const auto known = m_seen.find(slot);
    if (known == m_seen.end()) return std::nullopt;
    const size_t group = known->group;
    m_seen.erase(known);
    const auto members = m_groups.find(group);
    members->erase(slot);
    if (members->empty()) m_groups.erase(members);
    return group;
}

RestartLog::Count RestartLog::count(size_t group, const QDateTime& now) const
{
    Count count;
    const auto members = m_groups.constFind(group);
    if (members == m_groups.cend()) return count;
    const QDateTime begin = now.addSecs(-window.count());
    std::vector<QDateTime> times;
    QDateTime newest;
    for (const Slot slot : *members) {
        const Seen& seen = *m_seen.constFind(slot);
        const auto first = std::upper_bound(seen.times.begin(), seen.times.end(), begin);
        times.insert(times.end(), first, seen.times.end());
        if (first == seen.times.end() || (newest.isValid() && seen.times.back() <= newest)) continue;
        newest = seen.times.back();
        count.example = slot;
    }
    count.events = int(times.size());
    if (count.events < loopAt) return count;
    // The last one whose end leaves too few.
    std::sort(times.begin(), times.end());
    count.again = times[times.size() - loopAt].addSecs(window.count());
    return count;
}

} // namespace tailboard::findings
