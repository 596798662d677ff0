// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/service.h"
#include "app/cluster/table.h"
#include "app/nomad/traefik_job.h"
#include "app/traefik/configuration.h"
#include "app/traefik/rule.h"

#include <chrono>
#include <memory>
#include <vector>

namespace tailboard::cluster {

// What the Join keeps between its tables: small, and shared between instances that say the same.

/// Places of entries in the Join's own arrays.
using RouterId = quint32;
using InstanceId = quint32;
using ServiceId = quint32;

/// A router or service by its name with provider; the same name may exist once per protocol.
struct ObjectName
{
    traefik::Protocol protocol = traefik::Protocol::Http;
    QString name;

    friend bool operator==(const ObjectName&, const ObjectName&) = default;
};

inline size_t qHash(const ObjectName& key, size_t seed = 0)
{
    return qHashMulti(seed, int(key.protocol), key.name);
}

/// What a router is told to do, without what an instance thinks of it. One for all instances that agree.
struct RouterDefinition
{
    QString provider;
    QString rule;
    QString service; ///< with provider; empty only when made from tags that name none
    QStringList entryPoints;
    QStringList usedEntryPoints;
    QStringList middlewares;
    QString certResolver;
    QString priority;
    bool hasTls = false;
    QList<traefik::RuleTarget> targets; ///< of `rule`, read once

    /// Everything but the targets, which follow from the rule.
    bool isSame(const RouterDefinition& other) const;
};

/// A Traefik service's servers; one for all instances that agree.
struct ServiceDefinition
{
    QString type;
    QStringList servers; ///< URLs, sorted

    friend bool operator==(const ServiceDefinition&, const ServiceDefinition&) = default;
};

/// One instance's view of a router.
struct RouterView
{
    InstanceId instance = 0;
    traefik::ObjectStatus status = traefik::ObjectStatus::Other;
    std::shared_ptr<const RouterDefinition> definition;
    QStringList errors;
};

/// One Nomad service's wish for a router, by its tags.
struct RouterWish
{
    ServiceId service = 0;
    std::shared_ptr<const RouterDefinition> definition;
    std::chrono::milliseconds firstSeen{0}; ///< monotonic
    bool wasThere = false;                  ///< it came with the first list, so that its age is not known
};

/// Everything that makes up the routes of one router name.
struct RouterEntry
{
    ObjectName name;
    std::vector<RouterView> views;
    std::vector<RouterWish> wishes;
    std::vector<Slot> routes;                                                ///< its rows, ascending
    std::vector<size_t> dependencies;                                        ///< see Dependents::set()
    std::vector<ServiceId> services;                                         ///< Nomad services it leads to, ascending
    std::chrono::milliseconds quietUntil = std::chrono::milliseconds::min(); ///< absence raises no alarm before
    std::optional<std::chrono::milliseconds> due;                            ///< when it is to be joined again
    bool isDirty = false;
    bool isIncomplete = false;    ///< some route of it lacks an instance
    bool isByDefaultRule = false; ///< of the Nomad provider: no tag has a rule for it
    bool isUsed = false;
};

/// A Traefik service by name over all instances.
struct TraefikServiceEntry
{
    ObjectName name;
    struct View
    {
        InstanceId instance = 0;
        std::shared_ptr<const ServiceDefinition> definition;
    };
    std::vector<View> views;
};

/// The routers a list of service tags asks for, read once however many registrations carry it.
struct TagSet
{
    QStringList tags;
    bool hasTraefikTags = false;
    struct Router
    {
        QString name; ///< with provider
        std::shared_ptr<const RouterDefinition> definition;
    };
    std::vector<Router> routers;
};

/// What is known of one Nomad (or Consul) service beside its registrations.
struct ServiceEntry
{
    ServiceKey key;
    quint32 registrations = 0;
    struct Wish
    {
        RouterId router = 0;
        std::shared_ptr<const RouterDefinition> definition;
    };
    std::vector<Wish> wishes;
    std::vector<RouterId> routers;                             ///< that lead to it, ascending
    std::vector<std::pair<nomad::JobKey, QStringList>> consul; ///< jobs that declare it for Consul, with its tags
    std::optional<Slot> row;
    bool isDirty = false;
    bool areTagsDirty = false;
    bool isUsed = false;
};

/// A configuration that is being taken in: services first, then routers, each forgotten when it is done.
struct ConfigurationWork
{
    traefik::Configuration configuration;
    qsizetype nextService = 0;
    qsizetype nextRouter = 0;
    bool areServicesDone = false;
    std::vector<quint32> shownServices; ///< that were in it so far
    std::vector<RouterId> shownRouters;
};

/// One Traefik.
struct InstanceEntry
{
    QString key;
    Slot slot = 0;
    bool isUsed = false;
    bool hasConfiguration = false;
    std::optional<QDateTime> startedAt; ///< of its process, UTC
    std::vector<RouterId> routers;      ///< that it shows, ascending
    std::vector<quint32> services;      ///< Traefik services that it shows, ascending
    std::unique_ptr<ConfigurationWork> work;
};

} // namespace tailboard::cluster
