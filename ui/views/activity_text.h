// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/activity_entry.h"
#include "ui/views/cluster_view.h"
#include "ui/views/place.h"
#include "ui/widgets/icons.h"

#include <optional>

namespace tailboard::views {

/// One sentence: "Allocation 7f3a1c22 of web on firefly-sub02: running → failed (Failed tasks)".
QString activityText(const cluster::ActivityEntry& entry);
/// "Allocation", "Job", …; the kind of object as it stands in a table.
QString activityKindText(cluster::ActivityKind kind);
/// What the line is about, short: "7f3a1c22", "web", "24 allocations of web", "firefly-sub03".
QString activityObjectText(const cluster::ActivityEntry& entry);
/// Where the object is shown; of several, a filter for them. nullopt when it is gone or has no page.
std::optional<Place> activityPlace(const cluster::ActivityEntry& entry, const ClusterView& view);

/// A time of day of the user's place, "14:31:07"; with the date when it was on another day than `now`.
QString activityTimeText(qint64 milliseconds, const QDateTime& now);

} // namespace tailboard::views
