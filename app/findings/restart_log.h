// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/table.h"
#include "app/nomad/allocation.h"

#include <QDateTime>
#include <QHash>
#include <optional>
#include <set>
#include <vector>

namespace tailboard::findings {

/// Remembers when allocations were seen to restart or fail, so that a task that keeps ending is told from one that
/// restarted long ago: Nomad's lists give no times, and its events only a count.
class RestartLog
{
public:
    /// A start-up that waits for others restarts up to three times (seen with HashiCups in 1.11.3); Nomad's own
    /// default gives up after two in half an hour and places the allocation anew.
    static constexpr int loopAt = 5;
    static constexpr std::chrono::seconds window{30 * 60};

    /// Notes an allocation as it is now. Gives the group's key when its count may have changed.
    std::optional<size_t> update(cluster::Slot slot, const nomad::Allocation& row, size_t group, const QDateTime& now);
    std::optional<size_t> remove(cluster::Slot slot);

    struct Count
    {
        int events = 0;                 ///< inside the window, over all allocations of the group
        cluster::Slot example = 0;      ///< the allocation with the newest of them
        std::optional<QDateTime> again; ///< when the count falls below loopAt; UTC
    };
    Count count(size_t group, const QDateTime& now) const;

private:
    struct Seen
    {
        quint16 restarts = 0;
        bool isFailed = false;
        size_t group = 0;
        std::vector<QDateTime> times; ///< ascending, at most 16
    };
    static void note(Seen& seen, const QDateTime& time);

    QHash<cluster::Slot, Seen> m_seen; ///< only allocations that restarted or failed
    QHash<size_t, std::set<cluster::Slot>> m_groups;
};

} // namespace tailboard::findings
