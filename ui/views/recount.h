// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/delta.h"

#include <QString>
#include <chrono>
#include <initializer_list>
#include <vector>

namespace tailboard::views {

/// When details that cost a pass over a whole table are made anew: for another object at once, for the same one when a
/// table they come from changed, and then at most once a second, so that a storm of events costs no more. Every ten
/// seconds in any case, since what is true may change by time alone.
class Recount
{
public:
    /// Notes a change of one of these tables.
    void take(const std::vector<cluster::Delta>& deltas, std::initializer_list<cluster::TableId> from);
    /// Something else it comes from changed.
    void touch() { m_isChanged = true; }
    /// Whether it is to be done now; then it counts as done. `now`: monotonic.
    bool isDue(const QString& object, std::chrono::milliseconds now);

private:
    QString m_object;
    std::chrono::milliseconds m_doneAt{0};
    bool m_isChanged = true;
};

} // namespace tailboard::views
