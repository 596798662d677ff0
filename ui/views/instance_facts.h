// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/instance_differences.h"
#include "app/traefik/arguments.h"
#include "ui/views/cluster_view.h"
#include "ui/views/fact_list.h"
#include "ui/views/row_list.h"

#include <QUrl>

namespace tailboard::views {

// What the details say about one Traefik, as names and values or as rows. `arguments` are those of the instance, read.

/// The names of its resolvers and where each is known from; counted over the routes that it shows.
struct ResolverUse
{
    QString name;
    bool isConfigured = false; ///< its arguments have it
    int routers = 0;           ///< routes of it that ask for it

    friend bool operator==(const ResolverUse&, const ResolverUse&) = default;
};
/// Sorted by name. One pass over the routes.
std::vector<ResolverUse> resolversOf(const cluster::TraefikInstance& instance, const cluster::Tables& tables,
                                     const traefik::Arguments& arguments);

/// Address, version, where it runs, providers with what the arguments say of them.
std::vector<Fact> instanceFacts(const ClusterView& view, const cluster::TraefikInstance& instance,
                                const traefik::Arguments& arguments);

// Each list of rows with its columns; at most 1,000 rows, the last one then counts the rest.

std::vector<RowColumn> entryPointColumns();
std::vector<Row> entryPointRows(const cluster::TraefikInstance& instance, const traefik::Arguments& arguments);
std::vector<RowColumn> middlewareColumns();
std::vector<Row> middlewareRows(const cluster::TraefikInstance& instance);
std::vector<RowColumn> resolverColumns();
std::vector<Row> resolverRows(const std::vector<ResolverUse>& resolvers, const cluster::TraefikInstance& instance,
                              const traefik::Arguments& arguments);
std::vector<RowColumn> differenceColumns();
std::vector<Row> differenceRows(const cluster::InstanceDifferences& differences);
/// What stands in the place of no difference: there is none, or nothing could be compared.
QString noDifferenceText(const cluster::InstanceDifferences& differences, const cluster::TraefikInstance& instance);
std::vector<RowColumn> heldCertificateColumns();
/// `now` in UTC.
std::vector<Row> heldCertificateRows(const cluster::TraefikInstance& instance, const QDateTime& now);

std::vector<Fact> argumentFacts(const cluster::TraefikInstance& instance);

/// The address of its dashboard; nullopt while its API is closed or does not answer.
std::optional<QUrl> dashboardOf(const cluster::TraefikInstance& instance, const traefik::Arguments& arguments,
                                const QDateTime& now);

} // namespace tailboard::views
