// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/allocation_detail.h"
#include "app/nomad/allocation_usage.h"
#include "ui/views/row_list.h"

#include <QDateTime>

namespace tailboard::views {

// What the page of the allocations says of one, as rows of its tabs. `now` in UTC.

std::vector<RowColumn> taskColumns();
std::vector<Row> taskRows(const nomad::AllocationDetail& detail, const QDateTime& now);
std::vector<RowColumn> taskEventColumns();
/// Of all tasks, newest first.
std::vector<Row> taskEventRows(const nomad::AllocationDetail& detail, const QDateTime& now);
std::vector<RowColumn> addressColumns();
/// Ports by label, then networks.
std::vector<Row> addressRows(const nomad::AllocationDetail& detail);
std::vector<RowColumn> usageColumns();
/// The whole allocation, then its tasks: what each uses now of what it reserved. Memory over what is reserved is a
/// warning; over nine tenths of what it may use at most, critical.
std::vector<Row> usageRows(const nomad::AllocationDetail& detail, const nomad::AllocationUsage& usage);

/// "512 MiB", "1.5 GiB"; `bytes` at least 0.
QString bytesText(double bytes);

} // namespace tailboard::views
