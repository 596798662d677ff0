// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/activity_entry.h"
#include "app/cluster/changes.h"

#include <chrono>
#include <deque>
#include <unordered_map>
#include <unordered_set>

namespace tailboard::cluster {

/// How much is kept, and when several happenings become one line.
struct ActivityLimits
{
    size_t lines = 10'000;                  ///< the oldest ones are dropped, some at a time
    std::chrono::milliseconds rest{3'000};  ///< a line takes another happening so long after its last one …
    std::chrono::milliseconds life{15'000}; ///< … and after its first one; 0: one line for each happening
    size_t singles = 20;                    ///< lines of nodes, jobs or peers in that time before they, too, share one
    size_t flood = 100;                     ///< lines begun in five seconds from which on the lines of all jobs are one
};

/// The lines, bounded in number. Happenings of one job (service, router) that say the same share a line while they come
/// fast: "24 allocations of web: pending → running". A line takes no happening of an object of which a later line tells
/// something newer, so that the newest line of an object is always the last that is known of it.
class ActivityRing
{
public:
    explicit ActivityRing(const ActivityLimits& limits);

    const ActivityTable& lines() const { return m_lines; }
    /// The highest number given so far; 0 before the first.
    quint64 lastNumber() const { return m_lastNumber; }

    /// Adds a happening: a new line, or more in an older one; `now` is monotonic. Gives the number of its line.
    quint64 add(ActivityEntry entry, std::chrono::milliseconds now);
    /// Sets the end of a line's time, in milliseconds since 1970; nothing when it was dropped.
    void setUntil(quint64 number, qint64 until);
    /// What changed since the last call; the removed lines stay readable until recycle().
    Delta take();
    void recycle();

private:
    /// A line that may still take happenings.
    struct OpenLine
    {
        Slot slot = 0;
        quint64 number = 0;
        std::chrono::milliseconds begun{0};
        std::chrono::milliseconds last{0};
        std::unordered_set<size_t> objects; ///< hashes
    };
    using OpenLines = std::vector<OpenLine>; ///< of one group, oldest first

    size_t groupOf(const ActivityEntry& entry) const;
    OpenLine* lineFor(OpenLines& lines, const ActivityEntry& entry, size_t object, std::chrono::milliseconds now);
    void extend(OpenLine& line, const ActivityEntry& entry, size_t object, std::chrono::milliseconds now);
    bool isOpen(const OpenLine& line, std::chrono::milliseconds now) const;
    void countRate(std::chrono::milliseconds now);
    void sweep(std::chrono::milliseconds now);
    void dropOldest();

    const ActivityLimits m_limits;
    ActivityTable m_lines;
    Changes m_changes;
    std::deque<Slot> m_order; ///< oldest first
    std::unordered_map<size_t, OpenLines> m_open;
    quint64 m_lastNumber = 0;
    std::chrono::milliseconds m_rateBegun{0};
    size_t m_begunLines = 0; ///< in the running five seconds
    size_t m_happenings = 0; ///< in them
    bool m_isFlood = false;
};

} // namespace tailboard::cluster
