// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/node_detail.h"
#include "ui/views/cluster_view.h"
#include "ui/views/fact_list.h"
#include "ui/views/row_list.h"

namespace tailboard::views {

// What the page of the nodes says of one, as rows of its tabs. `now` in UTC.

/// Whether an address is one that Tailscale gives: in 100.64.0.0/10 or fd7a:115c:a1e0::/48.
bool isTailnetAddress(const QString& address);

std::vector<RowColumn> nodeAllocationColumns();
/// The worst first, then by job, group and index; at most `most`, and then a line that leads to all.
std::vector<Row> nodeAllocationRows(const ClusterView& view, const nomad::Node& node,
                                    std::vector<const nomad::Allocation*> allocations, size_t most = 1000);

std::vector<RowColumn> volumeColumns();
std::vector<Row> volumeRows(const nomad::NodeDetail& detail);
std::vector<RowColumn> driverColumns();
/// Those that are there first.
std::vector<Row> driverRows(const nomad::NodeDetail& detail, const QDateTime& now);
std::vector<RowColumn> networkColumns();
/// The address by which others know the node, with its peer, then its networks.
std::vector<Row> networkRows(const ClusterView& view, const nomad::Node& node, const nomad::NodeDetail& detail);
/// What is wrong with the node's address, in sentences; empty when it is the tailnet's.
QString addressProblem(const ClusterView& view, const nomad::Node& node);
std::vector<RowColumn> attributeColumns();
/// Attributes and metadata whose name or value has `filter` in it, without regard to case.
std::vector<Row> attributeRows(const nomad::NodeDetail& detail, const QString& filter);
std::vector<RowColumn> nodeEventColumns();
std::vector<Row> nodeEventRows(const nomad::NodeDetail& detail, const QDateTime& now);
/// What the node has and keeps back, and its last drain.
std::vector<Fact> nodeDetailFacts(const nomad::NodeDetail& detail);

} // namespace tailboard::views
