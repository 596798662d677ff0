// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/cluster/join.h"
#include "app/findings/findings.h"

namespace tailboard::views {

/// What pages read: everything known now, what needs attention, and the time. All outlive the pages.
struct Known
{
    const cluster::Join& join;
    const findings::FindingTable& findings;
    const base::Clock& clock;

    const cluster::Tables& tables() const { return join.tables(); }
};

} // namespace tailboard::views
