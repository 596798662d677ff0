// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <optional>

namespace tailboard::nomad {

/// What something uses at one moment. A value that its driver does not measure is nullopt, not zero.
struct ResourceUsage
{
    std::optional<double> cpuPercent;   ///< of one core: 150 is one and a half cores
    std::optional<double> cpuMegahertz; ///< "TotalTicks"
    std::optional<qint64> memory;       ///< bytes that count: RSS where it is measured, else usage
    std::optional<qint64> memoryUsage;  ///< bytes with the page cache
    std::optional<qint64> memoryMost;   ///< bytes, the most so far

    friend bool operator==(const ResourceUsage&, const ResourceUsage&) = default;
};

struct TaskUsage
{
    QString task;
    ResourceUsage usage;
    QDateTime time; ///< UTC

    friend bool operator==(const TaskUsage&, const TaskUsage&) = default;
};

/// What an allocation uses now, as /v1/client/allocation/ID/stats tells it (nomad/api, type AllocResourceUsage). The
/// node measures about once a second. A task that ended keeps what it used last, with that time; when all have, `whole`
/// is empty and `time` invalid (seen in 1.11.3).
struct AllocationUsage
{
    ResourceUsage whole;
    QList<TaskUsage> tasks; ///< by name
    QDateTime time;         ///< of the measurement, UTC, on the node's clock; invalid: nothing runs

    friend bool operator==(const AllocationUsage&, const AllocationUsage&) = default;
};

} // namespace tailboard::nomad
