// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/known.h"
#include "ui/views/place.h"
#include "ui/widgets/path_chain.h"

#include <optional>
#include <vector>

namespace tailboard::views {

/// A station of the chain and where it leads.
struct RouteStation
{
    widgets::Station station;
    std::optional<Place> place;
};

/// The seven stations of a route: URL, router, service, allocation, node, peer, certificate. Facts only: what was not
/// looked at is "not checked".
std::vector<RouteStation> routeStations(const cluster::Route& route, const Known& known);

} // namespace tailboard::views
