// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/table.h"

#include <QMetaType>
#include <vector>

namespace tailboard::cluster {

enum class TableId : unsigned char {
    Peers,
    Nodes,
    Jobs,
    Allocations,
    Deployments,
    Evaluations,
    Registrations,
    Services,
    Instances,
    Routes,
    Findings,
    Activity,
};

/// What changed in one table since the last Delta of it. A slot stands in one list only; removed slots can still be
/// read until the Delta has been delivered to everybody.
struct Delta
{
    TableId table = TableId::Routes;
    std::vector<Slot> inserted;
    std::vector<Slot> changed;
    std::vector<Slot> removed;

    bool isEmpty() const { return inserted.empty() && changed.empty() && removed.empty(); }
};

} // namespace tailboard::cluster
