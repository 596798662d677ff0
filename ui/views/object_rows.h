// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/cluster_view.h"
#include "ui/views/fact_list.h"
#include "ui/views/row_list.h"

namespace tailboard::views {

// Objects that belong to another one, as rows for the tabs of its details. Lists of more than 1,000 rows end with a row
// that counts the rest.

/// Service tags in their order, each taken apart and said in words; what Traefik does not take is marked.
std::vector<RowColumn> tagColumns();
std::vector<Row> tagRows(const QStringList& tags);

/// The registrations of a service: address, task, allocation, node, peer.
std::vector<RowColumn> registrationColumns();
std::vector<Row> registrationRows(const ClusterView& view, const cluster::Service& service);

/// Routes by their slots, by state and address. With a peer's id it is said what the route has of the peer.
std::vector<RowColumn> routeColumns(bool hasPeer);
std::vector<Row> routeRows(const ClusterView& view, std::vector<cluster::Slot> routes, const QString& peer = {});

/// The routes whose allocations are those of the service; through the Join's index, not by a pass over all routes.
std::vector<cluster::Slot> routesOfService(const ClusterView& view, const cluster::Service& service);

/// Whether the Traefiks look at a service, and why: its enable tag, what they expose by default, their default rule.
std::vector<Fact> exposureFacts(const ClusterView& view, const cluster::Service& service);

} // namespace tailboard::views
