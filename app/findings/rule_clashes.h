// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/slot_lists.h"
#include "app/findings/check.h"

namespace tailboard::findings {

/// Finds routes that ask for the same: host, path, entry points, TLS and priority, from two routers. Traefik takes both
/// without a word and one of them answers (3.7.15), so that only this check tells.
class RuleClashes
{
public:
    /// Notes a route as it is now; gives the slots that share its place, before or now, and must be checked again.
    std::vector<cluster::Slot> update(cluster::Slot slot, const cluster::Route& route);
    /// A route is gone; gives those it shared its place with.
    std::vector<cluster::Slot> remove(cluster::Slot slot);

    /// "same-rule": the routers that share this route's place.
    void check(const World& world, const cluster::Route& route, Found& found) const;

private:
    cluster::SlotLists m_routes;
    std::vector<size_t> m_keys; ///< by slot; 0: not noted
};

} // namespace tailboard::findings
