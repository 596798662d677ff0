// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/tables.h"

#include <vector>

namespace tailboard::cluster {

/// What one Traefik shows otherwise than the others.
struct InstanceDifference
{
    enum class Thing : unsigned char { Version, Provider, EntryPoint, Resolver, Middleware, Router };
    enum class Kind : unsigned char {
        Missing, ///< another one has it, this one does not
        Extra,   ///< only this one has it
        Differs, ///< some other one has it otherwise
    };

    Thing thing = Thing::Router;
    Kind kind = Kind::Missing;
    QString subject;    ///< name, with provider where it has one; empty for the version
    QString here;       ///< value on this one: version, address, type, or the status in Traefik's own word
    QStringList others; ///< values on the others, each once, sorted; empty where there is none to compare
    QStringList where;  ///< names of the others that have it (Missing) or have it otherwise (Differs), sorted
    /// Warning; Pending while a provider may not have polled yet; Ok where it is the admin's will (files differ from
    /// node to node).
    base::State severity = base::State::Warning;
    std::optional<RouteKey> route; ///< of a router: one of its routes

    friend bool operator==(const InstanceDifference&, const InstanceDifference&) = default;
};

struct InstanceDifferences
{
    std::vector<InstanceDifference> list; ///< by severity, thing, subject; at most `mostListed`
    int count = 0;                        ///< all of them
    int compared = 0;                     ///< other instances that answer now; with 0 nothing can be said

    static constexpr int mostListed = 400;
    friend bool operator==(const InstanceDifferences&, const InstanceDifferences&) = default;
};

/// Compares an instance with every other one that answers and whose API is open. Resolvers are compared where the
/// arguments of both are known and no configuration file may hold more. One pass over the routes. `now` in UTC.
InstanceDifferences differencesOf(const TraefikInstance& instance, const Tables& tables, const QDateTime& now);

/// How the instance is called: its node, or its address when that is not known.
QString instanceName(const TraefikInstance& instance);

} // namespace tailboard::cluster
