// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/cluster_view.h"
#include "ui/views/fact_list.h"

namespace tailboard::views {

// What the details say about an object, as names and values.

/// Also how each Traefik sees the router, with its own words.
std::vector<Fact> routeFacts(const ClusterView& view, const cluster::Route& route);
std::vector<Fact> allocationFacts(const ClusterView& view, const nomad::Allocation& allocation);
std::vector<Fact> nodeFacts(const ClusterView& view, const nomad::Node& node);
std::vector<Fact> peerFacts(const ClusterView& view, const tailscale::Peer& peer);
std::vector<Fact> serviceFacts(const ClusterView& view, const cluster::Service& service);

/// Whether a browser can be sent to the route's address: HTTP, one host that is no pattern, a valid URL.
bool isOpenable(const cluster::Route& route);

} // namespace tailboard::views
