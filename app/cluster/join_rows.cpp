// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/dependency.h"
#include "app/cluster/join_private.h"

namespace tailboard::cluster {

namespace {

/// Not serving, but meant to: shown with its route although nothing registers it.
bool isIll(const nomad::Allocation& row)
{
    using enum nomad::ClientStatus;
    return row.desiredStatus == nomad::DesiredStatus::Run && !row.hasReplacement &&
           (row.clientStatus == Pending || row.clientStatus == Failed || row.clientStatus == Lost);
}

size_t groupOf(const nomad::Allocation& row)
{
    return dependency::group(row.nameSpace, row.jobId, row.taskGroup);
}

/// Lists and events each leave something out; what the other one said is kept where it cannot have changed.
void complete(nomad::Allocation& row, const nomad::Allocation& old, const Tables& tables)
{
    row.restarts = std::max(row.restarts, old.restarts); // of one allocation they only grow
    if (row.taskOutcome.isEmpty()) row.taskOutcome = old.taskOutcome;
    if (row.jobVersion < 0) {
        const nomad::Deployment* deployment =
            row.deploymentId.isNull() ? nullptr : tables.deployments.get(row.deploymentId);
        row.jobVersion = deployment ? static_cast<qint32>(deployment->jobVersion) : old.jobVersion;
    }
    if (row.deploymentId.isNull() && row.jobVersion == old.jobVersion) row.deploymentId = old.deploymentId;
}

/// Whether a route or service may look different after the change.
bool mattersToRoutes(const nomad::Allocation& row, const nomad::Allocation& old)
{
    return row.clientStatus != old.clientStatus || row.desiredStatus != old.desiredStatus ||
           row.hasReplacement != old.hasReplacement || row.nodeId != old.nodeId || row.nodeName != old.nodeName ||
           groupOf(row) != groupOf(old);
}

size_t nameKey(const tailscale::Peer& peer)
{
    return dependency::tailnetName(peer.dnsName.toLower());
}

} // namespace

void Join::Private::putPeer(tailscale::Peer peer)
{
    texts.share(peer.os);
    texts.share(peer.relay);
    texts.share(peer.aclTags);
    const auto found = tables.peers.find(peer.id);
    if (!found) {
        const Slot slot = tables.peers.put(std::move(peer)).first;
        const tailscale::Peer& row = tables.peers.at(slot);
        peers.marks.seen(slot);
        peers.changes.inserted(slot);
        peersByName.insert(nameKey(row), slot);
        for (size_t i = 0; i < peersByAddress.size(); ++i)
            peersByAddress[i].insert(dependency::tailnetName(row.addresses.value(qsizetype(i))), slot);
        touchPeer(row);
        return;
    }
    const Slot slot = *found;
    peers.marks.seen(slot);
    const tailscale::Peer& row = tables.peers.at(slot);
    if (row == peer) return;
    peers.changes.changed(slot);
    const bool isMoved = row.dnsName != peer.dnsName || row.addresses != peer.addresses;
    const bool matters = isMoved || row.isOnline != peer.isOnline;
    if (isMoved) {
        touchPeer(row);
        peersByName.remove(nameKey(row), slot);
        for (size_t i = 0; i < peersByAddress.size(); ++i)
            peersByAddress[i].remove(dependency::tailnetName(row.addresses.value(qsizetype(i))), slot);
    }
    tables.peers.update(slot, [&](tailscale::Peer& kept) {
        kept = std::move(peer);
        return true;
    });
    if (isMoved) {
        peersByName.insert(nameKey(row), slot);
        for (size_t i = 0; i < peersByAddress.size(); ++i)
            peersByAddress[i].insert(dependency::tailnetName(row.addresses.value(qsizetype(i))), slot);
    }
    if (matters) touchPeer(row);
}

void Join::Private::removePeer(Slot slot)
{
    const tailscale::Peer& row = tables.peers.at(slot);
    touchPeer(row);
    peersByName.remove(nameKey(row), slot);
    for (size_t i = 0; i < peersByAddress.size(); ++i)
        peersByAddress[i].remove(dependency::tailnetName(row.addresses.value(qsizetype(i))), slot);
    peers.changes.removed(slot);
    tables.peers.remove(slot);
}

void Join::Private::putNode(nomad::Node node)
{
    texts.share(node.datacenter);
    texts.share(node.nodePool);
    texts.share(node.nodeClass);
    texts.share(node.version);
    texts.share(node.statusText);
    texts.share(node.healthyDrivers);
    texts.share(node.hostVolumes);
    texts.share(node.networkDevice);
    const base::Uuid id = node.id;
    bool matters = true;
    if (const nomad::Node* old = tables.nodes.get(id)) {
        if (node.modifyIndex < old->modifyIndex) {
            nodes.marks.seen(*tables.nodes.find(id));
            return;
        }
        matters = old->name != node.name || old->address != node.address;
    }
    const auto [slot, put] = tables.nodes.put(std::move(node));
    nodes.marks.seen(slot);
    nodes.changes.note(slot, put);
    if (matters) touchNode(id);
}

void Join::Private::removeNode(Slot slot)
{
    touchNode(tables.nodes.at(slot).id);
    nodes.changes.removed(slot);
    tables.nodes.remove(slot);
}

void Join::Private::putAllocation(nomad::Allocation row)
{
    const auto found = tables.allocations.find(row.id);
    if (!found) {
        const Slot slot = tables.allocations.put(row).first;
        allocations.marks.seen(slot);
        allocations.changes.inserted(slot);
        if (isIll(row)) {
            illAllocationsByGroup.insert(groupOf(row), slot);
            touch(groupOf(row));
        }
        touchAllocation(row);
        return;
    }
    const Slot slot = *found;
    allocations.marks.seen(slot);
    const nomad::Allocation& old = tables.allocations.at(slot);
    if (row.modifyIndex < old.modifyIndex) return;
    complete(row, old, tables);
    if (row == old) return;
    allocations.changes.changed(slot);
    if (mattersToRoutes(row, old)) {
        if (isIll(old)) {
            illAllocationsByGroup.remove(groupOf(old), slot);
            touch(groupOf(old));
        }
        if (isIll(row)) {
            illAllocationsByGroup.insert(groupOf(row), slot);
            touch(groupOf(row));
        }
        touchAllocation(row);
    }
    tables.allocations.update(slot, [&row](nomad::Allocation& kept) {
        kept = row;
        return true;
    });
}

void Join::Private::removeAllocation(Slot slot)
{
    const nomad::Allocation& row = tables.allocations.at(slot);
    if (isIll(row)) {
        illAllocationsByGroup.remove(groupOf(row), slot);
        touch(groupOf(row));
    }
    touchAllocation(row);
    allocations.changes.removed(slot);
    tables.allocations.remove(slot);
}

void Join::Private::putRegistration(nomad::ServiceRegistration row)
{
    std::shared_ptr<const TagSet> tags = tagSet(row.tags);
    row.tags = tags->tags;
    texts.share(row.serviceName);
    texts.share(row.nameSpace);
    texts.share(row.jobId);
    texts.share(row.address);
    if (const auto found = tables.registrations.find(row.id)) {
        const nomad::ServiceRegistration& old = tables.registrations.at(*found);
        registrations.marks.seen(*found);
        if (row.modifyIndex < old.modifyIndex || row == old) return;
        const bool isMoved = row.address != old.address || row.port != old.port || row.nameSpace != old.nameSpace ||
                             row.serviceName != old.serviceName || row.allocationId != old.allocationId ||
                             row.nodeId != old.nodeId;
        if (!isMoved) {
            // The usual edit of tags: its place in every index stays.
            if (row.tags != old.tags) markServiceDirty(ServiceKey{row.nameSpace, row.serviceName}).areTagsDirty = true;
            tagSets[*found] = std::move(tags);
            tables.registrations.update(*found, [&row](nomad::ServiceRegistration& kept) {
                kept = std::move(row);
                return true;
            });
            registrations.changes.changed(*found);
            touchRegistration(tables.registrations.at(*found));
            return;
        }
        // Nomad never moves one (its id names allocation, service and port), so a plain way is good enough.
        removeRegistration(*found);
    }
    const Slot slot = tables.registrations.put(std::move(row)).first;
    const nomad::ServiceRegistration& kept = tables.registrations.at(slot);
    if (slot >= tagSets.size()) tagSets.resize(slot + 1);
    tagSets[slot] = std::move(tags);
    registrations.marks.seen(slot);
    registrations.changes.inserted(slot);
    registrationsByEndpoint.insert(dependency::endpoint(kept.address, kept.port), slot);
    registrationsByAllocation.insert(dependency::allocation(kept.allocationId), slot);
    registrationsByService.insert(dependency::nomadService(kept.nameSpace, kept.serviceName), slot);
    registrationsByNode.insert(dependency::node(kept.nodeId), slot);
    ServiceEntry& service = markServiceDirty(ServiceKey{kept.nameSpace, kept.serviceName});
    ++service.registrations;
    service.areTagsDirty = true;
    touchRegistration(kept);
}

void Join::Private::removeRegistration(Slot slot)
{
    const nomad::ServiceRegistration& row = tables.registrations.at(slot);
    touchRegistration(row);
    ServiceEntry& service = markServiceDirty(ServiceKey{row.nameSpace, row.serviceName});
    --service.registrations;
    service.areTagsDirty = true;
    registrationsByEndpoint.remove(dependency::endpoint(row.address, row.port), slot);
    registrationsByAllocation.remove(dependency::allocation(row.allocationId), slot);
    registrationsByService.remove(dependency::nomadService(row.nameSpace, row.serviceName), slot);
    registrationsByNode.remove(dependency::node(row.nodeId), slot);
    tagSets[slot].reset();
    registrations.changes.removed(slot);
    tables.registrations.remove(slot);
}

void Join::Private::putJob(nomad::Job job)
{
    texts.share(job.type);
    texts.share(job.status);
    texts.share(job.statusDescription);
    texts.share(job.nodePool);
    texts.share(job.datacenters);
    if (const nomad::Job* old = tables.jobs.get(job.key)) {
        if (job.modifyIndex < old->modifyIndex) {
            jobs.marks.seen(*tables.jobs.find(job.key));
            return;
        }
        // An event brings no counts; those of the list hold until the next one.
        if (job.groups.isEmpty()) job.groups = old->groups;
        // A list has no version; that of the event holds as long as it is the same job.
        if (job.version < 0 && job.jobModifyIndex == old->jobModifyIndex) job.version = old->version;
    }
    const auto [slot, put] = tables.jobs.put(std::move(job));
    jobs.marks.seen(slot);
    jobs.changes.note(slot, put);
}

void Join::Private::removeJob(Slot slot)
{
    setConsulServices(tables.jobs.at(slot).key, {});
    tables.needs.remove(tables.jobs.at(slot).key);
    jobs.changes.removed(slot);
    tables.jobs.remove(slot);
}

void Join::Private::touch(size_t dependency)
{
    dependents.visit(dependency, [this](RouterId router) { markDirty(router); });
}

void Join::Private::touchPeer(const tailscale::Peer& peer)
{
    touch(nameKey(peer));
    for (const QString& address : peer.addresses)
        touch(dependency::tailnetName(address));
}

void Join::Private::touchNode(const base::Uuid& node)
{
    touch(dependency::node(node));
    registrationsByNode.visit(dependency::node(node), [&](Slot slot) {
        const nomad::ServiceRegistration& registration = tables.registrations.at(slot);
        markServiceDirty(ServiceKey{registration.nameSpace, registration.serviceName});
    });
}

void Join::Private::touchAllocation(const nomad::Allocation& allocation)
{
    registrationsByAllocation.visit(dependency::allocation(allocation.id), [&](Slot slot) {
        const nomad::ServiceRegistration& registration = tables.registrations.at(slot);
        if (registration.allocationId == allocation.id) touchRegistration(registration);
    });
}

void Join::Private::touchRegistration(const nomad::ServiceRegistration& registration)
{
    touch(dependency::endpoint(registration.address, registration.port));
    touch(dependency::nomadService(registration.nameSpace, registration.serviceName));
    markServiceDirty(ServiceKey{registration.nameSpace, registration.serviceName});
}

void Join::Private::touchAllRouters()
{
    for (RouterId router = 0; router < routerEntries.size(); ++router)
        if (routerEntries[router].isUsed) markDirty(router);
}

void Join::Private::markDirty(RouterId router)
{
    RouterEntry& entry = routerEntries[router];
    if (std::exchange(entry.isDirty, true)) return;
    dirtyRouters.push_back(router);
}

ServiceEntry& Join::Private::markServiceDirty(const ServiceKey& key)
{
    const ServiceId id = service(key);
    markServiceDirty(id);
    return serviceEntries[id];
}

void Join::Private::markServiceDirty(ServiceId service)
{
    if (std::exchange(serviceEntries[service].isDirty, true)) return;
    dirtyServices.push_back(service);
}

const tailscale::Peer* Join::Private::peerByName(const QString& dnsName) const
{
    if (dnsName.isEmpty()) return nullptr;
    const tailscale::Peer* best = nullptr;
    peersByName.visit(dependency::tailnetName(dnsName), [&](Slot slot) {
        const tailscale::Peer& peer = tables.peers.at(slot);
        if (peer.dnsName.compare(dnsName, Qt::CaseInsensitive) == 0 && (!best || peer.id < best->id)) best = &peer;
    });
    return best;
}

const tailscale::Peer* Join::Private::peerByAddress(const QString& address) const
{
    if (address.isEmpty()) return nullptr;
    const tailscale::Peer* best = nullptr;
    for (size_t i = 0; i < peersByAddress.size(); ++i)
        peersByAddress[i].visit(dependency::tailnetName(address), [&](Slot slot) {
            const tailscale::Peer& peer = tables.peers.at(slot);
            if (peer.addresses.value(qsizetype(i)) == address && (!best || peer.id < best->id)) best = &peer;
        });
    return best;
}

std::vector<Slot> Join::Private::registrationsAt(const QString& address, quint16 port) const
{
    std::vector<Slot> found;
    registrationsByEndpoint.visit(dependency::endpoint(address, port), [&](Slot slot) {
        const nomad::ServiceRegistration& row = tables.registrations.at(slot);
        if (row.port == port && row.address == address) found.push_back(slot);
    });
    return found;
}

std::vector<Slot> Join::Private::registrationsOf(const ServiceKey& key) const
{
    std::vector<Slot> found;
    registrationsByService.visit(dependency::nomadService(key.nameSpace, key.name), [&](Slot slot) {
        const nomad::ServiceRegistration& row = tables.registrations.at(slot);
        if (row.serviceName == key.name && row.nameSpace == key.nameSpace) found.push_back(slot);
    });
    return found;
}

} // namespace tailboard::cluster
