// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/cluster/join.h"
#include "app/cluster/object_reader.h"
#include "app/findings/findings.h"

#include <QUrl>
#include <functional>

namespace tailboard::views {

/// What pages look at: everything known, what is wrong with it, and the time. All referred to outlives the pages.
struct ClusterView
{
    const cluster::Join& join;
    const findings::FindingTable& findings;
    const base::Clock& clock;
    std::function<nomad::ListAccess(nomad::List)> access;    ///< what the token may not read
    std::function<bool()> isSettled;                         ///< every source answered or failed at least once
    std::function<void(const QUrl&)> openUrl = [](auto&) {}; ///< shows an address in the browser
    cluster::ObjectReader* reader = nullptr;                 ///< for details; null: they are not read

    const cluster::Tables& tables() const { return join.tables(); }
    QDateTime now() const { return clock.now(); }
};

} // namespace tailboard::views
