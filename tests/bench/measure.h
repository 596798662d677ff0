// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/monitor.h"
#include "tests/bench/demo_process.h"

#include <QJsonObject>

namespace tailboard::bench {

// Each runs once in a process of its own and gives its figures: times in milliseconds ("…_ms") or microseconds
// ("…_us"), memory in megabytes of 1,048,576 bytes ("…_mb").

/// A window without any source: how long it takes to come, what it weighs, how it idles, and how noisy the machine is.
QJsonObject measureEmpty(int argc, char** argv);
/// A window on a demo cluster in a second process: load, events, filter, idle, storm. With `isLoadOnly` it ends after
/// the load without giving anything back, for a heap or CPU profile.
QJsonObject measureLoad(int argc, char** argv, const Load& load, bool isLoadOnly);

/// The real window with all its pages on a demo cluster in a second process: what opening, scrolling, a key in the
/// filter, a sort and one event cost the GUI thread, and how it idles, shown and hidden.
QJsonObject measurePages(int argc, char** argv, const Load& load);

/// How to reach what a serving process' first line names.
cluster::Connections connectionsOf(const QJsonObject& ready);

} // namespace tailboard::bench
