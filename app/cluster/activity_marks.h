// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/activity_entry.h"
#include "app/cluster/states.h"

#include <optional>

namespace tailboard::cluster {

// What the activity remembers of each row, to tell what changed: the few facts that make a happening, 8 bytes for an
// allocation. take() compares a row with its mark, brings the mark up to date and says what happened, if anything;
// for a mark that was not known yet it says that the row appeared. gone() is for a removed row. Pure functions but for
// the mark; times are the server's where the row has one, else 0.

struct AllocationMark
{
    base::Symbol status;
    quint16 restarts = 0;
    unsigned char desired : 3 = 0;
    unsigned char health : 3 = 0;
    bool isKnown : 1 = false;
};
static_assert(sizeof(AllocationMark) == 8);

struct JobMark
{
    quint64 jobModifyIndex = 0;
    base::Symbol status;
    bool isStopped = false;
    bool isKnown = false;
};

/// Of a deployment or evaluation.
struct StatusMark
{
    base::Symbol status;
    bool hasFailedGroups = false;
    bool isKnown = false;
};

struct NodeMark
{
    base::Symbol status;
    bool isDraining = false;
    bool isEligible = true;
    bool isKnown = false;
};

struct RegistrationMark
{
    QStringList tags; ///< shared with the row
    bool isKnown = false;
};

struct PeerMark
{
    base::Symbol relay;
    PeerPath path = PeerPath::Unknown; ///< Direct or Relay once there was traffic
    bool isOnline = false;
    bool isExpired = false;
    bool isKnown = false;
};

std::optional<ActivityEntry> take(AllocationMark& mark, const nomad::Allocation& row, const Tables& tables);
std::optional<ActivityEntry> take(JobMark& mark, const nomad::Job& row, const Tables& tables);
std::optional<ActivityEntry> take(StatusMark& mark, const nomad::Deployment& row, const Tables& tables);
std::optional<ActivityEntry> take(StatusMark& mark, const nomad::Evaluation& row, const Tables& tables);
std::optional<ActivityEntry> take(NodeMark& mark, const nomad::Node& row, const Tables& tables);
std::optional<ActivityEntry> take(RegistrationMark& mark, const nomad::ServiceRegistration& row, const Tables& tables);
std::optional<ActivityEntry> take(PeerMark& mark, const tailscale::Peer& row, const Tables& tables);

std::optional<ActivityEntry> gone(const nomad::Allocation& row, const Tables& tables);
std::optional<ActivityEntry> gone(const nomad::Job& row, const Tables& tables);
std::optional<ActivityEntry> gone(const nomad::Deployment& row, const Tables& tables);
std::optional<ActivityEntry> gone(const nomad::Evaluation& row, const Tables& tables);
std::optional<ActivityEntry> gone(const nomad::Node& row, const Tables& tables);
std::optional<ActivityEntry> gone(const nomad::ServiceRegistration& row, const Tables& tables);
std::optional<ActivityEntry> gone(const tailscale::Peer& row, const Tables& tables);

/// Which Traefiks show a router's line and which of those refuse it: one bit for each, by bitOf().
struct RouteMark
{
    quint64 shown = 0;
    quint64 refused = 0;
    bool isKnown = false;
};

/// The bit of an instance, by its slot in Tables::instances. The 65th Traefik shares the first one's.
constexpr quint64 instanceBit(Slot slot)
{
    return quint64(1) << (slot % 64);
}

/// `known`: bits of the instances whose routers had been read before; what the others show is no news.
std::optional<ActivityEntry> take(RouteMark& mark, const Route& row, const Tables& tables, quint64 known);
std::optional<ActivityEntry> gone(const RouteMark& mark, const Route& row, const Tables& tables, quint64 known);

} // namespace tailboard::cluster
