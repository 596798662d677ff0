// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/instance_differences.h"
#include "app/traefik/arguments.h"
#include "ui/views/cluster_view.h"
#include "ui/views/fact_list.h"

#include <QUrl>

namespace tailboard::views {

// What the details say about one Traefik, as names and values. `arguments` are those of the instance, read.

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
std::vector<Fact> entryPointFacts(const cluster::TraefikInstance& instance, const traefik::Arguments& arguments);
/// At most 500.
std::vector<Fact> middlewareFacts(const cluster::TraefikInstance& instance);
std::vector<Fact> resolverFacts(const std::vector<ResolverUse>& resolvers, const cluster::TraefikInstance& instance,
                                const traefik::Arguments& arguments);
std::vector<Fact> differenceFacts(const cluster::InstanceDifferences& differences,
                                  const cluster::TraefikInstance& instance);
/// At most 500. `now` in UTC.
std::vector<Fact> heldCertificateFacts(const cluster::TraefikInstance& instance, const QDateTime& now);
std::vector<Fact> argumentFacts(const cluster::TraefikInstance& instance);

/// The address of its dashboard; nullopt while its API is closed or does not answer.
std::optional<QUrl> dashboardOf(const cluster::TraefikInstance& instance, const traefik::Arguments& arguments,
                                const QDateTime& now);

} // namespace tailboard::views
