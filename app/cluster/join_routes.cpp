// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/dependency.h"
#include "app/cluster/join_private.h"
#include "app/cluster/server_address.h"

#include <algorithm>

namespace tailboard::cluster {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

/// A Traefik that started this long ago may not have read Nomad yet; seen: 0.4 s.
constexpr milliseconds startLimit = 5s;
/// A hostile rule makes 200 routes, and there may be many of them: beyond this many rows a router makes one.
constexpr size_t mostRoutes = 200'000;

base::State stateOf(RouteCause cause)
{
    switch (cause) {
    case RouteCause::None:
        return base::State::Ok;
    case RouteCause::NotInTraefik:
    case RouteCause::RouterDisabled:
    case RouteCause::NoServer:
    case RouteCause::AllocationsFailed:
    case RouteCause::PeerOffline:
        return base::State::Critical;
    case RouteCause::RouterWarning:
    case RouteCause::MissingOnInstances:
    case RouteCause::SomeAllocationsDown:
    case RouteCause::SomePeersOffline:
        return base::State::Warning;
    case RouteCause::ServersUnknown:
    case RouteCause::NoInstance:
        return base::State::Unknown;
    case RouteCause::AllocationsPending:
    case RouteCause::AwaitingTraefik:
        return base::State::Pending;
    }
    return base::State::Unknown;
}

/// A service's name as Traefik's Nomad provider writes it: runs of anything but letters and digits become '-'.
QString normalized(const QString& name)
{
    QString result;
    bool isGap = false;
    for (const QChar c : name) {
        if (!c.isLetterOrNumber()) {
            isGap = true;
            continue;
        }
        if (isGap && !result.isEmpty()) result += u'-';
        isGap = false;
        result += c;
    }
    return result;
}

/// One route to be: a target of the router's rules with who shows it and who asks for it.
struct Target
{
    const traefik::RuleTarget* rule = nullptr;
    std::vector<const RouterView*> views;
    std::vector<const RouterWish*> wishes;
};

std::vector<Target> targetsOf(const RouterEntry& entry)
{
    std::vector<Target> targets;
    const auto find = [&targets](const traefik::RuleTarget& rule) -> Target& {
        for (Target& target : targets)
            if (target.rule->host == rule.host && target.rule->path == rule.path) return target;
        targets.push_back({&rule, {}, {}});
        return targets.back();
    };
    const RouterDefinition* first = nullptr;
    for (const RouterView& view : entry.views) {
        const QList<traefik::RuleTarget>& rules = view.definition->targets;
        if (!first || first == view.definition.get()) {
            // Instances mostly agree, and a rule names nothing twice: no search.
            first = view.definition.get();
            if (targets.empty())
                for (const traefik::RuleTarget& rule : rules)
                    targets.push_back({&rule, {}, {}});
            for (qsizetype i = 0; i < rules.size(); ++i)
                targets[size_t(i)].views.push_back(&view);
            continue;
        }
        for (const traefik::RuleTarget& rule : rules)
            find(rule).views.push_back(&view);
    }
    // A wish without a rule leaves it to the provider's default, which only Traefik knows.
    const size_t shown = targets.size();
    for (const RouterWish& wish : entry.wishes)
        if (wish.definition->rule.isEmpty() && shown > 0)
            for (size_t i = 0; i < shown; ++i)
                targets[i].wishes.push_back(&wish);
    for (const RouterWish& wish : entry.wishes)
        if (!wish.definition->rule.isEmpty() || shown == 0)
            for (const traefik::RuleTarget& rule : wish.definition->targets)
                find(rule).wishes.push_back(&wish);
    return targets;
}

} // namespace

/// Builds the routes of one router name and notes what they depend on.
class RouteBuilder
{
public:
    RouteBuilder(Join::Private& join, RouterEntry& joined)
        : d(join)
        , entry(joined)
        , now(join.clock.monotonic())
    {}

    Route build(const Target& target);

    std::vector<size_t> dependencies;
    std::vector<ServiceId> services;
    std::optional<milliseconds> due;
    bool isIncomplete = false;

private:
    struct Serving
    {
        base::Uuid id;
        base::Uuid node;
        const nomad::Allocation* row = nullptr;
        Slot registration = SlotLists::none;
    };

    void addDefinition(const Target& target);
    void addServers(const Target& target);
    void addRegistration(Slot slot);
    void addIllAllocations();
    void addAllocations();
    void addNodesAndPeers();
    void judgeTraefik(const Target& target);
    void shareWhatIsAlike();
    /// Until when a target that some instance lacks raises no alarm.
    milliseconds quietUntil(const Target& target) const;
    void blame(RouteCause cause)
    {
        // The causes stand in order of weight, None first.
        if (route.cause == RouteCause::None || cause < route.cause) route.cause = cause;
    }

    Join::Private& d;
    RouterEntry& entry;
    milliseconds now;
    Route route;
    std::vector<Serving> serving;
    std::vector<base::Uuid> servingNodes; ///< of allocations that run or will
    bool hasNoServer = false;
};

Route RouteBuilder::build(const Target& target)
{
    route = {};
    serving.clear();
    servingNodes.clear();
    hasNoServer = false;
    route.key = {entry.name.name, target.rule->host, target.rule->path, entry.name.protocol};
    route.isRegexp = target.rule->isRegexp;
    route.isFromTagsOnly = target.views.empty();
    addDefinition(target);
    addServers(target);
    addIllAllocations();
    addAllocations();
    addNodesAndPeers();
    judgeTraefik(target);
    route.state = stateOf(route.cause);
    shareWhatIsAlike();
    return std::move(route);
}

/// Ten thousand routes stand on the same three instances and few nodes: their lists are one in memory.
void RouteBuilder::shareWhatIsAlike()
{
    if (route.instances == d.lastInstances)
        route.instances = d.lastInstances;
    else
        d.lastInstances = route.instances;
    d.texts.share(route.nodes);
    d.texts.share(route.peers);
    route.allocations.squeeze();
}

void RouteBuilder::addDefinition(const Target& target)
{
    const RouterDefinition* definition = nullptr;
    for (const RouterView* view : target.views) {
        const TraefikInstance& instance = d.tables.instances.at(d.instanceEntries[view->instance].slot);
        route.instances.append({instance.key, instance.node, view->status, view->errors});
    }
    std::sort(route.instances.begin(), route.instances.end(), [](const RouteInstance& a, const RouteInstance& b) {
        return std::tie(a.node, a.instance) < std::tie(b.node, b.instance);
    });
    // Where instances differ, the first one's word is shown.
    const InstanceEntry* spokesman = nullptr;
    for (const RouterView* view : target.views)
        if (d.instanceEntries[view->instance].key == route.instances.first().instance) {
            definition = view->definition.get();
            spokesman = &d.instanceEntries[view->instance];
        }
    if (!definition) {
        // Whoever comes first by name speaks; any order will do that does not depend on what was heard first.
        const auto first = std::min_element(
            target.wishes.begin(), target.wishes.end(), [this](const RouterWish* a, const RouterWish* b) {
                const ServiceKey& left = d.serviceEntries[a->service].key;
                const ServiceKey& right = d.serviceEntries[b->service].key;
                const RouterDefinition& x = *a->definition;
                const RouterDefinition& y = *b->definition;
                return std::tie(left.nameSpace, left.name, x.rule, x.service, x.certResolver, x.hasTls, x.entryPoints,
                                x.middlewares) < std::tie(right.nameSpace, right.name, y.rule, y.service,
                                                          y.certResolver, y.hasTls, y.entryPoints, y.middlewares);
            });
        definition = (*first)->definition.get();
        route.service = definition->service;
        if (route.service.isEmpty())
            route.service = normalized(d.serviceEntries[(*first)->service].key.name) + QLatin1String("@nomad");
    } else {
        route.service = definition->service;
    }
    route.provider = definition->provider;
    route.rule = definition->rule;
    route.entryPoints = definition->entryPoints.isEmpty() ? definition->usedEntryPoints : definition->entryPoints;
    route.middlewares = definition->middlewares;
    route.certResolver = definition->certResolver;
    route.priority = definition->priority;
    route.hasTls = definition->hasTls;

    if (!spokesman) return;
    const quint16 own = route.hasTls ? 443 : 80;
    quint16 other = 0;
    for (const traefik::EntryPoint& point : d.tables.instances.at(spokesman->slot).entryPoints) {
        if (!route.entryPoints.contains(point.name)) continue;
        const quint16 port = entryPointPort(point.address);
        if (port == own) return;
        if (other == 0) other = port;
    }
    route.port = other;
}

void RouteBuilder::addServers(const Target& target)
{
    if (route.provider == QLatin1String("internal")) return;
    QString type;
    bool isKnown = false;
    dependencies.push_back(dependency::traefikService(entry.name.protocol, route.service));
    for (const RouterView* view : target.views) {
        const QString& name = view->definition->service;
        if (name != route.service) dependencies.push_back(dependency::traefikService(entry.name.protocol, name));
        const auto found = d.traefikServiceIds.constFind(ObjectName{entry.name.protocol, name});
        if (found == d.traefikServiceIds.constEnd()) continue;
        for (const auto& service : d.traefikServices[*found].views) {
            if (service.instance != view->instance) continue;
            isKnown = true;
            type = service.definition->type;
            if (route.servers.isEmpty())
                route.servers = service.definition->servers;
            else if (route.servers != service.definition->servers)
                for (const QString& url : service.definition->servers)
                    if (!route.servers.contains(url)) route.servers.append(url);
        }
    }
    if (!std::is_sorted(route.servers.begin(), route.servers.end())) route.servers.sort();
    // A weighted or mirroring service has no servers by its nature.
    hasNoServer = isKnown && route.servers.isEmpty() && type == QLatin1String("loadbalancer");

    // The registrations of the services whose tags ask for it; used where servers do not lead to one.
    std::vector<Slot> tagged;
    for (const RouterWish* wish : target.wishes) {
        const ServiceKey& key = d.serviceEntries[wish->service].key;
        services.push_back(wish->service);
        dependencies.push_back(dependency::nomadService(key.nameSpace, key.name));
    }
    const auto taggedRegistrations = [&]() -> const std::vector<Slot>& {
        if (tagged.empty())
            for (const RouterWish* wish : target.wishes)
                for (const Slot slot : d.registrationsOf(d.serviceEntries[wish->service].key)) {
                    const auto& asked = d.tagSets[slot]->routers;
                    const bool asks = std::any_of(asked.begin(), asked.end(), [wish](const TagSet::Router& router) {
                        return router.definition == wish->definition;
                    });
                    if (asks) tagged.push_back(slot);
                }
        std::sort(tagged.begin(), tagged.end(),
                  [this](Slot a, Slot b) { return d.tables.registrations.at(a).id < d.tables.registrations.at(b).id; });
        return tagged;
    };

    const QString wantedName = route.service.section(u'@', 0, 0);
    for (const QString& url : route.servers) {
        const auto address = serverAddress(url);
        if (!address) continue;
        dependencies.push_back(dependency::endpoint(address->host, address->port));
        std::optional<Slot> best;
        const auto isBetter = [&](Slot slot) {
            if (!best) return true;
            const nomad::ServiceRegistration& a = d.tables.registrations.at(slot);
            const nomad::ServiceRegistration& b = d.tables.registrations.at(*best);
            const bool isNamed = normalized(a.serviceName) == wantedName;
            if (isNamed != (normalized(b.serviceName) == wantedName)) return isNamed;
            return a.id < b.id;
        };
        for (const Slot slot : d.registrationsAt(address->host, address->port))
            if (isBetter(slot)) best = slot;
        if (!best)
            // A tag may name a port of its own (…loadbalancer.server.port), which no registration has.
            for (const Slot slot : taggedRegistrations())
                if (d.tables.registrations.at(slot).address == address->host && isBetter(slot)) best = slot;
        if (best) addRegistration(*best);
    }
    if (route.isFromTagsOnly)
        for (const Slot slot : taggedRegistrations())
            addRegistration(slot);
}

void RouteBuilder::addRegistration(Slot slot)
{
    const nomad::ServiceRegistration& registration = d.tables.registrations.at(slot);
    if (const auto found = d.serviceIds.constFind(ServiceKey{registration.nameSpace, registration.serviceName});
        found != d.serviceIds.constEnd())
        services.push_back(*found);
    const bool isKnown = std::any_of(serving.begin(), serving.end(),
                                     [&](const Serving& s) { return s.id == registration.allocationId; });
    if (isKnown) return;
    serving.push_back(
        {registration.allocationId, registration.nodeId, d.tables.allocations.get(registration.allocationId), slot});
}

void RouteBuilder::addIllAllocations()
{
    std::vector<size_t> groups;
    const size_t registered = serving.size();
    for (size_t i = 0; i < registered; ++i) {
        const nomad::Allocation* row = serving[i].row;
        if (!row) continue;
        const size_t group = dependency::group(row->nameSpace, row->jobId, row->taskGroup);
        if (std::find(groups.begin(), groups.end(), group) != groups.end()) continue;
        groups.push_back(group);
        dependencies.push_back(group);
        d.illAllocationsByGroup.visit(group, [&](Slot slot) {
            const nomad::Allocation& ill = d.tables.allocations.at(slot);
            if (ill.nameSpace != row->nameSpace || ill.jobId != row->jobId || ill.taskGroup != row->taskGroup) return;
            const auto end = serving.begin() + qptrdiff(registered);
            if (std::any_of(serving.begin(), end, [&ill](const Serving& s) { return s.id == ill.id; })) return;
            serving.push_back({ill.id, ill.nodeId, &ill, SlotLists::none});
        });
    }
}

void RouteBuilder::addAllocations()
{
    // What Nomad stops on purpose serves no more, whatever Traefik has not yet read.
    std::erase_if(serving, [](const Serving& s) { return s.row && s.row->desiredStatus != nomad::DesiredStatus::Run; });
    std::sort(serving.begin(), serving.end(), [](const Serving& a, const Serving& b) {
        if (!a.row || !b.row || a.row->taskGroup == b.row->taskGroup) {
            if (!a.row != !b.row) return a.row != nullptr;
            return a.id < b.id;
        }
        return std::pair(a.row->taskGroup.text(), a.id) < std::pair(b.row->taskGroup.text(), b.id);
    });
    const nomad::ServiceRegistration* named = nullptr;
    for (const Serving& s : serving) {
        route.allocations.append(s.id);
        if (!named && s.registration != SlotLists::none) named = &d.tables.registrations.at(s.registration);
        if (!s.row) continue;
        using enum nomad::ClientStatus;
        switch (s.row->clientStatus) {
        case Running:
            ++route.running;
            break;
        case Pending:
            ++route.pending;
            break;
        case Failed:
        case Lost:
        case Complete:
        case Unknown:
            ++route.failed;
            break;
        case Other:
            break;
        }
        if (s.row->clientStatus == Running || s.row->clientStatus == Pending) servingNodes.push_back(s.node);
    }
    if (named) {
        route.serviceName = named->serviceName;
        route.nameSpace = named->nameSpace;
        route.job = {named->nameSpace, named->jobId};
        route.task = named->taskName();
        d.texts.share(route.task);
        if (const nomad::Allocation* row = d.tables.allocations.get(named->allocationId))
            route.taskGroup = row->taskGroup.text();
    }
    if (route.provider == QLatin1String("internal")) return;
    if (hasNoServer)
        blame(RouteCause::NoServer);
    else if (route.running + route.pending + route.failed == 0)
        blame(RouteCause::ServersUnknown);
    if (route.failed > 0) blame(route.running > 0 ? RouteCause::SomeAllocationsDown : RouteCause::AllocationsFailed);
    if (route.pending > 0) blame(RouteCause::AllocationsPending);
}

void RouteBuilder::addNodesAndPeers()
{
    const bool isRunning = d.tables.tailnet.backend == tailscale::BackendState::Running;
    struct Place
    {
        QString name;
        QString peer;
        base::Uuid id;
        bool isServing = false;
        std::optional<bool> isOnline;
    };
    std::vector<Place> places;
    for (const Serving& s : serving) {
        if (std::any_of(places.begin(), places.end(), [&s](const Place& p) { return p.id == s.node; })) continue;
        Place place;
        place.id = s.node;
        place.isServing = std::find(servingNodes.begin(), servingNodes.end(), s.node) != servingNodes.end();
        dependencies.push_back(dependency::node(s.node));
        if (const nomad::Node* node = d.tables.nodes.get(s.node)) {
            place.name = node->name;
            if (!node->address.isEmpty()) dependencies.push_back(dependency::tailnetName(node->address));
            if (const tailscale::Peer* peer = d.peerByAddress(node->address)) {
                place.peer = peer->id;
                place.isOnline = peer->isOnline || peer->isSelf;
            }
        } else if (s.row) {
            place.name = s.row->nodeName.text();
        }
        if (!place.name.isEmpty()) places.push_back(std::move(place));
    }
    std::sort(places.begin(), places.end(),
              [](const Place& a, const Place& b) { return std::tie(a.name, a.id) < std::tie(b.name, b.id); });
    int online = 0, offline = 0;
    for (const Place& place : places) {
        route.nodes.append(place.name);
        route.peers.append(place.peer);
        if (!place.isServing || !place.isOnline) continue;
        ++(*place.isOnline ? online : offline);
    }
    dependencies.push_back(dependency::tailnetName(route.key.host));
    const tailscale::Peer* owner = d.peerByName(route.key.host);
    if (owner) route.ownerPeer = owner->id;

    // Only a running daemon knows who is online.
    if (!isRunning) return;
    if (owner && !owner->isOnline && !owner->isSelf) blame(RouteCause::PeerOffline);
    if (offline > 0) blame(online > 0 ? RouteCause::SomePeersOffline : RouteCause::PeerOffline);
}

milliseconds RouteBuilder::quietUntil(const Target& target) const
{
    milliseconds quiet = entry.quietUntil;
    for (const RouterWish* wish : target.wishes) {
        milliseconds until = wish->firstSeen + d.pollLimit;
        if (wish->wasThere) {
            // It came with the first list. A tag is not younger than the last change of the allocations that carry it,
            // and what is known to be old need not be waited for.
            qint64 youngest = 0;
            for (const Serving& s : serving)
                if (s.row) youngest = std::max(youngest, s.row->modifyTime);
            if (youngest > 0)
                until = std::min(until, now + milliseconds(youngest / 1'000'000 - d.clock.now().toMSecsSinceEpoch()) +
                                            d.pollLimit);
        }
        quiet = std::max(quiet, until);
    }
    return quiet;
}

void RouteBuilder::judgeTraefik(const Target& target)
{
    if (route.provider == QLatin1String("internal")) {
        const bool isAnywhereGood = std::any_of(target.views.begin(), target.views.end(), [](const RouterView* view) {
            return view->status == traefik::ObjectStatus::Enabled;
        });
        if (!isAnywhereGood) blame(RouteCause::RouterWarning);
        return;
    }
    size_t disabled = 0, warned = 0;
    for (const RouterView* view : target.views) {
        disabled += view->status == traefik::ObjectStatus::Disabled;
        warned += view->status != traefik::ObjectStatus::Disabled && view->status != traefik::ObjectStatus::Enabled;
    }
    if (disabled > 0 && disabled == target.views.size())
        blame(RouteCause::RouterDisabled);
    else if (disabled + warned > 0)
        blame(RouteCause::RouterWarning);

    // Which of those that can be asked and read the same provider do not show it?
    size_t asked = 0, lacking = 0;
    std::optional<milliseconds> startedUntil;
    for (const InstanceEntry& instance : d.instanceEntries) {
        if (!instance.isUsed) continue;
        const bool isShown = std::any_of(target.views.begin(), target.views.end(), [&](const RouterView* view) {
            return &d.instanceEntries[view->instance] == &instance;
        });
        isIncomplete |= !isShown;
        if (!d.isAnswering(instance)) continue;
        const TraefikInstance& row = d.tables.instances.at(instance.slot);
        if (!row.providers.isEmpty() && !row.providers.contains(route.provider, Qt::CaseInsensitive)) continue;
        ++asked;
        if (isShown) continue;
        ++lacking;
        if (instance.startedAt) {
            const milliseconds until = now + startLimit + milliseconds(d.clock.now().msecsTo(*instance.startedAt));
            startedUntil = std::max(startedUntil.value_or(until), until);
        }
    }
    isIncomplete |= route.isFromTagsOnly;
    if (asked == 0) {
        if (route.isFromTagsOnly) blame(RouteCause::NoInstance);
        return;
    }
    // Files differ from node to node by the admin's will; what comes from Nomad is the same for all.
    if (lacking == 0 || route.provider != QLatin1String("nomad")) return;
    milliseconds quiet = quietUntil(target);
    if (startedUntil) quiet = std::max(quiet, std::min(*startedUntil, now + startLimit));
    if (now < quiet) {
        due = std::min(due.value_or(quiet), quiet);
        blame(RouteCause::AwaitingTraefik);
    } else {
        blame(route.isFromTagsOnly ? RouteCause::NotInTraefik : RouteCause::MissingOnInstances);
    }
}

void Join::Private::joinRouter(RouterId id)
{
    RouterEntry& entry = routerEntries[id];
    entry.isDirty = false;
    ++joins;
    RouteBuilder builder(*this, entry);
    std::vector<Target> targets = targetsOf(entry);
    if (tables.routes.size() > mostRoutes && targets.size() > 1) targets.resize(1);
    std::vector<Slot> rows;
    rows.reserve(targets.size());
    for (const Target& target : targets) {
        const auto [slot, put] = tables.routes.put(builder.build(target));
        rows.push_back(slot);
        routes.changes.note(slot, put);
    }
    std::sort(rows.begin(), rows.end());
    for (const Slot slot : entry.routes) {
        if (std::binary_search(rows.begin(), rows.end(), slot)) continue;
        routes.changes.removed(slot);
        tables.routes.remove(slot);
    }
    entry.routes = std::move(rows);
    entry.isIncomplete = builder.isIncomplete;
    dependents.set(id, entry.dependencies, std::move(builder.dependencies));

    std::vector<ServiceId>& leadsTo = builder.services;
    std::sort(leadsTo.begin(), leadsTo.end());
    leadsTo.erase(std::unique(leadsTo.begin(), leadsTo.end()), leadsTo.end());
    const bool isByDefault = entry.name.name.endsWith(QLatin1String("@nomad")) &&
                             std::none_of(entry.wishes.begin(), entry.wishes.end(),
                                          [](const RouterWish& wish) { return !wish.definition->rule.isEmpty(); });
    if (std::exchange(entry.isByDefaultRule, isByDefault) != isByDefault)
        for (const ServiceId service : entry.services)
            markServiceDirty(service);
    for (const ServiceId service : entry.services)
        if (!std::binary_search(leadsTo.begin(), leadsTo.end(), service)) {
            std::erase(serviceEntries[service].routers, id);
            markServiceDirty(service);
        }
    for (const ServiceId service : leadsTo)
        if (!std::binary_search(entry.services.begin(), entry.services.end(), service)) {
            std::vector<RouterId>& routers = serviceEntries[service].routers;
            routers.insert(std::lower_bound(routers.begin(), routers.end(), id), id);
            markServiceDirty(service);
        }
    entry.services = std::move(leadsTo);

    if (entry.due != builder.due) {
        if (entry.due) dueRouters.erase({*entry.due, id});
        entry.due = builder.due;
        if (entry.due) dueRouters.insert({*entry.due, id});
    }
    freeIfEmpty(id);
}

} // namespace tailboard::cluster
