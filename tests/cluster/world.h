// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/join.h"

#include <QHash>
#include <map>

namespace tailboard::cluster_test {

/// A small cluster as its sources would tell it, to feed a Join with: at once, or change by change.
struct World
{
    std::map<QString, tailscale::Peer> peers; ///< by id
    tailscale::BackendState backend = tailscale::BackendState::Running;
    QStringList certDomains{QStringLiteral("laptop.tail1a2b3.ts.net")}; ///< empty: HTTPS is off
    bool isMagicDnsEnabled = true;
    std::map<base::Uuid, nomad::Node> nodes;
    std::map<base::Uuid, nomad::Allocation> allocations;
    std::map<QString, nomad::ServiceRegistration> registrations;
    struct Traefik
    {
        cluster::TraefikInstance instance;
        traefik::Configuration configuration;
    };
    std::map<QString, Traefik> traefiks;

    /// Node n has the address 100.64.0.n and a peer "firefly-sub0n" with the id "peer-n".
    void addNode(int n);
    /// Allocation `id` of job and group `job` on node n, running.
    nomad::Allocation& addAllocation(int id, const QString& job, int n);
    /// Service `name` on `port` of an allocation's node, with the service tags.
    nomad::ServiceRegistration& addRegistration(int allocation, const QString& name, quint16 port,
                                                const QStringList& tags = {});
    /// A live Traefik on node n that shows nothing yet.
    Traefik& addTraefik(int n);
    /// Every Traefik shows router `name` (without provider) with its rule, and the service `service` with the servers.
    void show(const QString& name, const QString& rule, const QString& service, const QStringList& servers);

    tailscale::Status status() const;
    /// Tells everything as first lists would.
    void feed(cluster::Join& join) const;
    void feedTailnet(cluster::Join& join) const;
    void feedTraefik(cluster::Join& join, const QString& key) const;
};

base::Uuid uuid(int n);
QString traefikKey(int n);
traefik::Router router(const QString& name, const QString& rule, const QString& service);
traefik::Service service(const QString& name, const QStringList& servers);
base::SourceState liveSource();

/// The article's web job: two allocations on two nodes, tagged for firefly-sub01, both Traefiks show it.
World webWorld();

/// Differences between the routes and services of two joins, one line each; empty when they are the same.
QStringList differences(const cluster::Tables& left, const cluster::Tables& right);

/// Rule of one host.
QString hostRule(const QString& host);

/// The only route with this host; fails loudly by returning nullptr.
const cluster::Route* routeOf(const cluster::Tables& tables, const QString& host, const QString& router = {});

} // namespace tailboard::cluster_test
