// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/state.h"
#include "app/base/uuid.h"
#include "app/nomad/job.h"
#include "app/traefik/router.h"

#include <QHashFunctions>
#include <QList>
#include <QString>
#include <QStringList>

namespace tailboard::cluster {

/// Which joined line: one per host and path of a router's rule. A rule without host has the host "*".
struct RouteKey
{
    QString router; ///< with provider: "web@nomad"
    QString host;
    QString path;
    traefik::Protocol protocol = traefik::Protocol::Http;

    friend bool operator==(const RouteKey&, const RouteKey&) = default;
};

inline size_t qHash(const RouteKey& key, size_t seed = 0)
{
    return qHashMulti(seed, key.router, key.host, key.path, int(key.protocol));
}

/// How one Traefik instance sees the router.
struct RouteInstance
{
    QString instance; ///< key of the TraefikInstance
    QString node;     ///< name of the Nomad node it runs on; empty when not found through Nomad
    traefik::ObjectStatus status = traefik::ObjectStatus::Other;
    QStringList errors; ///< Traefik's own words

    friend bool operator==(const RouteInstance&, const RouteInstance&) = default;
};

/// Why a route's state is what it is: the worst thing that is known. Wording belongs to findings and views.
enum class RouteCause : unsigned char {
    None,
    NotInTraefik,       ///< a service tag asks for it, every Traefik that answers lacks it
    RouterDisabled,     ///< Traefik refuses the router on every instance
    NoServer,           ///< its Traefik service has no server
    AllocationsFailed,  ///< none of its allocations runs
    PeerOffline,        ///< every peer that would serve it is offline
    RouterWarning,      ///< Traefik warns of it, or refuses it on some instances
    MissingOnInstances, ///< some instances do not show it
    SomeAllocationsDown,
    SomePeersOffline,
    ServersUnknown, ///< its servers are not registered in Nomad
    NoInstance,     ///< no Traefik could be asked
    AllocationsPending,
    AwaitingTraefik, ///< the tag is young: the provider has not polled yet
};

/// One public name, joined end to end: router -> Traefik service -> registrations -> allocations -> nodes -> peers, and
/// host -> owning peer.
struct Route
{
    RouteKey key;
    QString provider; ///< "nomad", "internal", "file"
    QString rule;
    QString service;     ///< Traefik service with provider, "nginx@nomad"
    QString serviceName; ///< Nomad's service behind it, "nginx"; empty when there is none
    QString nameSpace;   ///< of that service
    QStringList entryPoints;
    QStringList middlewares;
    QString certResolver;
    QString priority;
    quint16 port = 0; ///< of the entry point when it is not the scheme's own (80, 443), else 0
    bool hasTls = false;
    bool isRegexp = false;          ///< host or path is a pattern, so that it has no URL to open
    bool isFromTagsOnly = false;    ///< no instance shows it
    QList<RouteInstance> instances; ///< by node, then instance
    QStringList servers;            ///< URLs of the Traefik service, merged over instances
    QList<base::Uuid> allocations;  ///< by group, then id
    QStringList nodes;              ///< names of the nodes that run those allocations, sorted
    QStringList peers;              ///< ids of the peers of those nodes, one for each of `nodes`; empty text: none
    QString ownerPeer;              ///< id of the peer whose DNS name is the host; empty when no peer owns it
    nomad::JobKey job;              ///< of the first allocation
    QString taskGroup;
    QString task;                             ///< of the registration; empty for a service of the group
    int running = 0, pending = 0, failed = 0; ///< allocations by state
    base::State state = base::State::Unknown;
    RouteCause cause = RouteCause::None;

    /// "https://host[:port]/path"; a regexp is shown as written.
    QString url() const;

    friend bool operator==(const Route&, const Route&) = default;
};

} // namespace tailboard::cluster
