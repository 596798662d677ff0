// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/dependents.h"
#include "app/cluster/join.h"
#include "app/cluster/kept_rows.h"
#include "app/cluster/router_entry.h"
#include "app/cluster/shared_texts.h"
#include "app/cluster/slot_lists.h"

#include <QHash>
#include <array>
#include <set>

namespace tailboard::cluster {

/// The Join's memory. Rows are in the Tables; here are the indexes that lead from a changed row to the routers and
/// services that must be joined again, and what the instances and the service tags say of routers.
class Join::Private
{
public:
    /// The provider polls every 15 s when nothing else is said, each instance in its own phase.
    static constexpr std::chrono::milliseconds defaultPollLimit{20'000};

    explicit Private(const base::Clock& time)
        : clock(time)
    {}

    const base::Clock& clock;
    Tables tables;
    SharedTexts texts;
    QList<RouteInstance> lastInstances; ///< of the route joined last, for the next one to share

    KeptRows<decltype(Tables::peers)> peers{tables.peers, TableId::Peers, {}, {}};
    KeptRows<decltype(Tables::nodes)> nodes{tables.nodes, TableId::Nodes, {}, {}};
    KeptRows<decltype(Tables::jobs)> jobs{tables.jobs, TableId::Jobs, {}, {}};
    KeptRows<decltype(Tables::allocations)> allocations{tables.allocations, TableId::Allocations, {}, {}};
    KeptRows<decltype(Tables::deployments)> deployments{tables.deployments, TableId::Deployments, {}, {}};
    KeptRows<decltype(Tables::evaluations)> evaluations{tables.evaluations, TableId::Evaluations, {}, {}};
    KeptRows<decltype(Tables::registrations)> registrations{tables.registrations, TableId::Registrations, {}, {}};
    KeptRows<decltype(Tables::services)> services{tables.services, TableId::Services, {}, {}};
    KeptRows<decltype(Tables::instances)> instances{tables.instances, TableId::Instances, {}, {}};
    KeptRows<decltype(Tables::routes)> routes{tables.routes, TableId::Routes, {}, {}};

    // Second indexes over the tables, by the hashes of dependency.h.
    SlotLists peersByName;
    std::array<SlotLists, 2> peersByAddress; ///< first and second address of a peer (it has one IPv4 and one IPv6)
    SlotLists registrationsByEndpoint;
    SlotLists registrationsByAllocation;
    SlotLists registrationsByService;
    SlotLists registrationsByNode;
    SlotLists illAllocationsByGroup; ///< pending or failed ones that are to run and have no replacement

    Dependents dependents; ///< of hashes in dependency.h; dependents are RouterIds

    std::vector<RouterEntry> routerEntries;
    std::vector<RouterId> freeRouters;
    QHash<ObjectName, RouterId> routerIds;
    std::vector<RouterId> dirtyRouters;
    std::set<std::pair<std::chrono::milliseconds, RouterId>> dueRouters;

    std::vector<TraefikServiceEntry> traefikServices;
    std::vector<quint32> freeTraefikServices;
    QHash<ObjectName, quint32> traefikServiceIds;

    std::vector<ServiceEntry> serviceEntries;
    std::vector<ServiceId> freeServices;
    QHash<ServiceKey, ServiceId> serviceIds;
    std::vector<ServiceId> dirtyServices;
    QHash<nomad::JobKey, QList<nomad::DeclaredService>> consulServices;

    std::vector<std::shared_ptr<const TagSet>> tagSets; ///< by registration slot
    QHash<QStringList, std::weak_ptr<const TagSet>> knownTagSets;

    std::vector<InstanceEntry> instanceEntries;
    QHash<QString, InstanceId> instanceIds;

    /// How long after an edit Traefik may lack it without alarm: the longest poll of any instance and a margin.
    std::chrono::milliseconds pollLimit = defaultPollLimit;
    std::optional<Slot> tagsToRead; ///< the next registration whose tags are read anew; nullopt: none
    bool haveServicesCome = false;  ///< the first list of registrations is complete
    quint64 joins = 0;

    /// Peers that are being taken in.
    struct TailnetWork
    {
        QList<tailscale::Peer> peers;
        qsizetype next = 0;
        bool isWhole = false; ///< who is not in it is gone
    };
    std::optional<TailnetWork> tailnetWork;

    // what is told whole (join.cpp)
    void takePeers(size_t& rows);
    /// Takes in so many rows at most, and lowers `rows` by what it did.
    void takeIn(size_t& rows);
    bool isTakingIn() const;

    // rows (join_rows.cpp)
    void putPeer(tailscale::Peer peer);
    void removePeer(Slot slot);
    void putNode(nomad::Node node);
    void removeNode(Slot slot);
    void putAllocation(nomad::Allocation allocation);
    void removeAllocation(Slot slot);
    void putRegistration(nomad::ServiceRegistration registration);
    void removeRegistration(Slot slot);
    void putJob(nomad::Job job);
    void removeJob(Slot slot);
    void setConsulServices(const nomad::JobKey& job, const QList<nomad::DeclaredService>& declared);

    // what depends on what (join_rows.cpp)
    void touch(size_t dependency);
    void touchPeer(const tailscale::Peer& peer);
    void touchNode(const base::Uuid& node);
    void touchAllocation(const nomad::Allocation& allocation);
    void touchRegistration(const nomad::ServiceRegistration& registration);
    void touchAllRouters();
    void markDirty(RouterId router);
    ServiceEntry& markServiceDirty(const ServiceKey& key);
    void markServiceDirty(ServiceId service);

    // finding rows
    const tailscale::Peer* peerByName(const QString& dnsName) const;
    const tailscale::Peer* peerByAddress(const QString& address) const;
    std::vector<Slot> registrationsAt(const QString& address, quint16 port) const;
    std::vector<Slot> registrationsOf(const ServiceKey& key) const;

    // instances (join_instances.cpp)
    InstanceId instance(const QString& key);
    bool isAnswering(const InstanceEntry& instance) const;
    void updateArguments();
    void takeConfiguration(InstanceId instance, size_t& rows);
    void putRouter(InstanceId instance, const traefik::Router& said, std::vector<RouterId>& shown);
    void putService(InstanceId instance, const traefik::Service& said, std::vector<quint32>& shown);
    void showRouters(InstanceId instance, std::vector<RouterId> shown);
    void showServices(InstanceId instance, std::vector<quint32> shown);
    void dropView(RouterId router, InstanceId instance);
    void dropServiceView(quint32 service, InstanceId instance);
    RouterId router(const ObjectName& name);
    void freeIfEmpty(RouterId router);
    void setConfigurationFacts(InstanceId instance, const traefik::Configuration& configuration);

    // services and their tags (join_services.cpp)
    std::shared_ptr<const TagSet> tagSet(const QStringList& tags);
    ServiceId service(const ServiceKey& key);
    /// The Traefiks read tags in another way than before: every flush() reads some anew.
    void readTagsAgain();
    /// Reads the tags of so many registrations at most, and lowers `rows` by what it did.
    void readTagsOn(size_t& rows);
    void applyTags(ServiceId service);
    void applyDirtyTags();
    void joinService(ServiceId service);

    // routes (join_routes.cpp)
    void joinRouter(RouterId router);
};

} // namespace tailboard::cluster
