// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/join.h"

#include "app/cluster/dependency.h"
#include "app/cluster/join_private.h"

#include <algorithm>

namespace tailboard::cluster {

namespace {

constexpr size_t everything = std::numeric_limits<size_t>::max();
/// Rows taken in that cost as much as one router's join (about 16 µs).
constexpr size_t rowsPerJoin = 3;

template<typename Rows, typename Remove>
void endListOf(Rows& rows, Remove&& remove)
{
    if (!rows.marks.end()) return;
    for (Slot slot = 0; slot < rows.table.slotCount(); ++slot)
        if (rows.table.isAlive(slot) && !rows.marks.isNamed(slot)) remove(slot);
}

/// Puts a row that no route depends on.
template<typename Rows, typename Row>
void putPlain(Rows& rows, Row&& row)
{
    const auto key = rows.table.get(row.id);
    if (key && row.modifyIndex < key->modifyIndex) {
        rows.marks.seen(*rows.table.find(row.id));
        return;
    }
    const auto [slot, put] = rows.table.put(std::forward<Row>(row));
    rows.marks.seen(slot);
    rows.changes.note(slot, put);
}

template<typename Rows>
void removePlain(Rows& rows, Slot slot)
{
    rows.changes.removed(slot);
    rows.table.remove(slot);
}

} // namespace

Join::Join(const base::Clock& clock)
    : d(std::make_unique<Private>(clock))
{}

Join::~Join() = default;

const Tables& Join::tables() const
{
    return d->tables;
}

void Join::setTailnet(const tailscale::Status& status)
{
    const bool isRunning = status.backend == tailscale::BackendState::Running;
    const bool wasRunning = d->tables.tailnet.backend == tailscale::BackendState::Running;
    Tailnet& tailnet = d->tables.tailnet;
    // A daemon that is stopped or logged out forgets names that are still right.
    if (isRunning || !status.magicDnsSuffix.isEmpty()) tailnet.magicDnsSuffix = status.magicDnsSuffix;
    tailnet.backend = status.backend;
    tailnet.isMagicDnsEnabled = status.isMagicDnsEnabled;
    tailnet.certDomains = status.certDomains;
    tailnet.health = status.health;
    if (isRunning != wasRunning) d->touchAllRouters();

    size_t all = everything;
    d->takePeers(all); // of an earlier status, if any
    // Only a running daemon knows who is in the tailnet: others keep the peers that were known.
    d->tailnetWork = {status.peers, 0, isRunning};
    if (isRunning) d->peers.marks.begin();
}

void Join::Private::takePeers(size_t& rows)
{
    if (!tailnetWork) return;
    for (; tailnetWork->next < tailnetWork->peers.size() && rows > 0; --rows)
        putPeer(std::as_const(tailnetWork->peers)[tailnetWork->next++]);
    if (tailnetWork->next < tailnetWork->peers.size()) return;
    if (tailnetWork->isWhole) endListOf(peers, [this](Slot slot) { removePeer(slot); });
    tailnetWork.reset();
}

void Join::Private::takeIn(size_t& rows)
{
    takePeers(rows);
    for (InstanceId id = 0; id < instanceEntries.size(); ++id)
        takeConfiguration(id, rows);
}

bool Join::Private::isTakingIn() const
{
    return tailnetWork || std::any_of(instanceEntries.begin(), instanceEntries.end(),
                                      [](const InstanceEntry& entry) { return entry.work != nullptr; });
}

void Join::setTailscaleSource(const base::SourceState& state)
{
    d->tables.tailscaleSource = state;
}

void Join::setNomadSource(const base::SourceState& state)
{
    d->tables.nomadSource = state;
}

void Join::beginList(nomad::List list)
{
    switch (list) {
    case nomad::List::Nodes:
        return d->nodes.marks.begin();
    case nomad::List::Jobs:
        return d->jobs.marks.begin();
    case nomad::List::Allocations:
        return d->allocations.marks.begin();
    case nomad::List::Deployments:
        return d->deployments.marks.begin();
    case nomad::List::Evaluations:
        return d->evaluations.marks.begin();
    case nomad::List::Services:
        return d->registrations.marks.begin();
    }
}

void Join::endList(nomad::List list)
{
    switch (list) {
    case nomad::List::Nodes:
        return endListOf(d->nodes, [this](Slot slot) { d->removeNode(slot); });
    case nomad::List::Jobs:
        return endListOf(d->jobs, [this](Slot slot) { d->removeJob(slot); });
    case nomad::List::Allocations:
        return endListOf(d->allocations, [this](Slot slot) { d->removeAllocation(slot); });
    case nomad::List::Deployments:
        return endListOf(d->deployments, [this](Slot slot) { removePlain(d->deployments, slot); });
    case nomad::List::Evaluations:
        return endListOf(d->evaluations, [this](Slot slot) { removePlain(d->evaluations, slot); });
    case nomad::List::Services:
        endListOf(d->registrations, [this](Slot slot) { d->removeRegistration(slot); });
        d->applyDirtyTags();
        d->haveServicesCome = true;
        return;
    }
}

void Join::nodesArrived(std::span<const nomad::Node> rows)
{
    for (const nomad::Node& row : rows)
        d->putNode(row);
}

void Join::jobsArrived(std::span<const nomad::Job> rows)
{
    for (const nomad::Job& row : rows)
        d->putJob(row);
}

void Join::allocationsArrived(std::span<const nomad::Allocation> rows)
{
    for (const nomad::Allocation& row : rows)
        d->putAllocation(row);
}

void Join::deploymentsArrived(std::span<const nomad::Deployment> rows)
{
    for (nomad::Deployment row : rows) {
        d->texts.share(row.job.nameSpace);
        d->texts.share(row.job.id);
        d->texts.share(row.status);
        d->texts.share(row.statusDescription);
        putPlain(d->deployments, std::move(row));
    }
}

void Join::evaluationsArrived(std::span<const nomad::Evaluation> rows)
{
    for (nomad::Evaluation row : rows) {
        d->texts.share(row.job.nameSpace);
        d->texts.share(row.job.id);
        d->texts.share(row.status);
        d->texts.share(row.statusDescription);
        d->texts.share(row.triggeredBy);
        d->texts.share(row.failedGroups);
        for (nomad::PlacementFailure& failure : row.failures)
            d->texts.share(failure.group);
        putPlain(d->evaluations, std::move(row));
    }
}

void Join::registrationsArrived(std::span<const nomad::ServiceRegistration> rows)
{
    for (const nomad::ServiceRegistration& row : rows)
        d->putRegistration(row);
}

void Join::nodeRemoved(const base::Uuid& id)
{
    if (const auto slot = d->tables.nodes.find(id)) d->removeNode(*slot);
}

void Join::jobRemoved(const nomad::JobKey& key)
{
    if (const auto slot = d->tables.jobs.find(key)) d->removeJob(*slot);
}

void Join::registrationRemoved(const QString& id)
{
    if (const auto slot = d->tables.registrations.find(id)) d->removeRegistration(*slot);
}

void Join::consulServicesFound(const nomad::JobKey& job, const QList<nomad::DeclaredService>& services)
{
    d->setConsulServices(job, services);
}

void Join::jobNeedsFound(const nomad::JobNeeds& needs)
{
    nomad::JobNeeds& known = d->tables.needs[needs.job];
    if (known == needs) return;
    known = needs;
    if (const auto slot = d->tables.jobs.find(needs.job)) d->jobs.changes.changed(*slot);
}

void Join::unreadJobsCounted(int count)
{
    d->tables.unreadJobs = count;
}

// Instances come by putInstance(), from whoever runs their sources.
void Join::traefikAllocationsChanged(const QList<nomad::TraefikAllocation>&) {}

void Join::batchEnded() {}

bool Join::isDirty() const
{
    if (!d->dirtyRouters.empty() || !d->dirtyServices.empty() || d->isTakingIn() || d->tagsToRead) return true;
    const auto any = [](const auto&... rows) { return (!rows.changes.isEmpty() || ...); };
    return any(d->peers, d->nodes, d->jobs, d->allocations, d->deployments, d->evaluations, d->registrations,
               d->services, d->instances, d->routes);
}

std::vector<Delta> Join::flush(size_t mostJoins)
{
    size_t mostRows = mostJoins < everything / rowsPerJoin ? mostJoins * rowsPerJoin : everything;
    d->takeIn(mostRows);
    d->applyDirtyTags();
    d->readTagsOn(mostRows);
    // Nothing is joined with half a configuration, or with tags of which some are read as before.
    const size_t count =
        d->isTakingIn() || d->tagsToRead ? 0 : std::min({mostJoins, mostRows / rowsPerJoin, d->dirtyRouters.size()});
    // Newest first costs nothing to take; which are joined first does not matter.
    for (size_t i = 0; i < count; ++i) {
        const RouterId router = d->dirtyRouters.back();
        d->dirtyRouters.pop_back();
        d->joinRouter(router);
    }
    if (d->dirtyRouters.empty() && d->dirtyRouters.capacity() > 1024) d->dirtyRouters.shrink_to_fit();
    for (const ServiceId service : std::exchange(d->dirtyServices, {}))
        d->joinService(service);

    std::vector<Delta> deltas;
    const auto take = [&deltas](auto&... rows) { (rows.flushInto(deltas), ...); };
    take(d->peers, d->nodes, d->jobs, d->allocations, d->deployments, d->evaluations, d->registrations, d->services,
         d->instances, d->routes);
    return deltas;
}

void Join::recycle()
{
    const auto recycle = [](auto&... rows) { (rows.recycle(), ...); };
    recycle(d->peers, d->nodes, d->jobs, d->allocations, d->deployments, d->evaluations, d->registrations, d->services,
            d->instances, d->routes);
}

std::optional<std::chrono::milliseconds> Join::nextDue() const
{
    if (d->dueRouters.empty()) return std::nullopt;
    return d->dueRouters.begin()->first;
}

void Join::touchDue()
{
    const auto now = d->clock.monotonic();
    while (!d->dueRouters.empty() && d->dueRouters.begin()->first <= now) {
        const RouterId router = d->dueRouters.begin()->second;
        d->dueRouters.erase(d->dueRouters.begin());
        d->routerEntries[router].due.reset();
        d->markDirty(router);
    }
}

std::optional<Slot> Join::peerOfNode(const nomad::Node& node) const
{
    const tailscale::Peer* peer = d->peerByAddress(node.address);
    return peer ? d->tables.peers.find(peer->id) : std::nullopt;
}

std::vector<Slot> Join::routesOfAllocation(const base::Uuid& allocation) const
{
    std::vector<Slot> found;
    const auto look = [&](RouterId router) {
        for (const Slot slot : d->routerEntries[router].routes)
            if (d->tables.routes.at(slot).allocations.contains(allocation)) found.push_back(slot);
    };
    d->registrationsByAllocation.visit(dependency::allocation(allocation), [&](Slot slot) {
        const nomad::ServiceRegistration& registration = d->tables.registrations.at(slot);
        d->dependents.visit(dependency::endpoint(registration.address, registration.port), look);
        d->dependents.visit(dependency::nomadService(registration.nameSpace, registration.serviceName), look);
    });
    if (const nomad::Allocation* row = d->tables.allocations.get(allocation))
        d->dependents.visit(dependency::group(row->nameSpace, row->jobId, row->taskGroup), look);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::vector<Slot> Join::routesOfPeer(const QString& peer) const
{
    std::vector<Slot> found;
    const tailscale::Peer* row = d->tables.peers.get(peer);
    if (!row) return found;
    const auto look = [&](RouterId router) {
        for (const Slot slot : d->routerEntries[router].routes) {
            const Route& route = d->tables.routes.at(slot);
            if (route.ownerPeer == peer || route.peers.contains(peer)) found.push_back(slot);
        }
    };
    d->dependents.visit(dependency::tailnetName(row->dnsName.toLower()), look);
    for (const QString& address : row->addresses)
        d->dependents.visit(dependency::tailnetName(address), look);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

quint64 Join::joinCount() const
{
    return d->joins;
}

} // namespace tailboard::cluster
