// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/finding.h"
#include "app/cluster/join.h"

#include <QDateTime>
#include <optional>
#include <vector>

namespace tailboard::findings {

/// What a check may look at. Checks are pure: the same world and time give the same findings.
struct World
{
    const cluster::Join& join;
    const cluster::Tables& tables;
    QDateTime now; ///< UTC
};

/// What the checks of one subject found. `since` is left for the list to fill in. Several subjects may find the same
/// thing (two hosts of one refused router): it is one finding by its id.
struct Found
{
    std::vector<cluster::Finding> findings;
    std::optional<QDateTime> again; ///< look again then, although nothing may have changed; UTC

    cluster::Finding& add(const QString& check, const QString& subject, cluster::TableId table, base::State severity);
    void lookAgain(const QDateTime& time);
};

/// A text of this module in the user's language.
QString words(const char* text);

/// What a check calls a job or a group of it: "web", or "hashicups.nginx" where the names differ.
QString groupName(const QString& job, const QString& group);

// source_checks.cpp
/// "source-lost", "source-limited" of Nomad and the tailnet; "jobs-not-checked".
void checkNomad(const World& world, Found& found);
void checkTailscale(const World& world, Found& found);
/// The same of one Traefik.
void checkInstance(const World& world, const cluster::TraefikInstance& instance, Found& found);

// route_checks.cpp
/// "router-error", "router-without-server", "tag-not-in-traefik", "router-missing", and "api-insecure" of a Traefik
/// whose arguments are not known.
void checkRoute(const World& world, const cluster::Route& route, Found& found);

// peer_checks.cpp
/// "peer-key-ending", "route-peer-offline".
void checkPeer(const World& world, const tailscale::Peer& peer, Found& found);

// service_checks.cpp
/// "consul-not-read", "service-not-enabled", "default-rule-only".
void checkService(const World& world, const cluster::Service& service, Found& found);

// tailnet_checks.cpp
/// "https-off", "magicdns-off": only where some route needs them.
void checkTailnet(const World& world, Found& found);

// node_checks.cpp
/// Whether the node offers its allocations an address of the tailnet, or does not tell.
bool isOnTailnet(const nomad::Node& node);
/// "node-off-tailnet". `peer` is the one with the node's name, nullptr: none.
void checkNode(const World& world, const nomad::Node& node, const tailscale::Peer* peer, Found& found);

// traefik_job_checks.cpp
/// "api-insecure", "socket-file-mount" of a job that is a Traefik.
void checkTraefikJob(const nomad::JobNeeds& needs, Found& found);

// placement_checks.cpp
/// "host-volume-missing" as the nodes stand, whether or not the scheduler has tried.
void checkHostVolumes(const World& world, const nomad::Job& job, const nomad::JobNeeds& needs, Found& found);
/// "host-volume-missing", "port-collision" or "placement-blocked" of a group that the scheduler cannot place.
void checkPlacement(const World& world, const nomad::Job& job, const nomad::PlacementFailure& failure, Found& found);

// allocation_checks.cpp
enum class Trouble : unsigned char { None, Failing, Restarting };
/// What is wrong with one allocation; `again` is moved to the time when that may end by itself.
Trouble troubleOf(const nomad::Allocation& allocation, const QDateTime& now, Found& found);
/// "restart-loop" of one task group: so many restarts and failures lately.
void checkRestarts(const nomad::Allocation& example, int count, Found& found);
/// "allocation-failing" of one task group: how many of its allocations are in trouble, one of them as the example.
void checkGroup(const World& world, const nomad::Allocation& example, int failing, int restarting, Found& found);

} // namespace tailboard::findings
