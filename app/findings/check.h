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

// source_checks.cpp
/// "source-lost", "source-limited" of Nomad and the tailnet.
void checkNomad(const World& world, Found& found);
void checkTailscale(const World& world, Found& found);
/// The same of one Traefik.
void checkInstance(const World& world, const cluster::TraefikInstance& instance, Found& found);

// route_checks.cpp
/// "router-error", "router-without-server", "tag-not-in-traefik", "router-missing".
void checkRoute(const World& world, const cluster::Route& route, Found& found);

// peer_checks.cpp
/// "peer-key-ending", "route-peer-offline".
void checkPeer(const World& world, const tailscale::Peer& peer, Found& found);

// service_checks.cpp
/// "consul-not-read".
void checkService(const World& world, const cluster::Service& service, Found& found);

// allocation_checks.cpp
enum class Trouble : unsigned char { None, Failing, Restarting };
/// What is wrong with one allocation; `again` is moved to the time when that may end by itself.
Trouble troubleOf(const nomad::Allocation& allocation, const QDateTime& now, Found& found);
/// "allocation-failing" of one task group: how many of its allocations are in trouble, one of them as the example.
void checkGroup(const World& world, const nomad::Allocation& example, int failing, int restarting, Found& found);

} // namespace tailboard::findings
