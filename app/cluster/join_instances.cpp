// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/dependency.h"
#include "app/cluster/join_private.h"
#include "app/traefik/arguments.h"

#include <algorithm>
#include <limits>

namespace tailboard::cluster {

using namespace std::chrono_literals;

namespace {

/// Between an instance's poll and our reading of it.
constexpr std::chrono::milliseconds pollMargin = 5s;

constexpr size_t everything = std::numeric_limits<size_t>::max();

bool isIn(const std::vector<quint32>& sorted, quint32 value)
{
    return std::binary_search(sorted.begin(), sorted.end(), value);
}

} // namespace

bool RouterDefinition::isSame(const RouterDefinition& other) const
{
    return provider == other.provider && rule == other.rule && service == other.service &&
           entryPoints == other.entryPoints && usedEntryPoints == other.usedEntryPoints &&
           middlewares == other.middlewares && certResolver == other.certResolver && priority == other.priority &&
           hasTls == other.hasTls;
}

void Join::putInstance(const TraefikInstance& instance)
{
    const InstanceId id = d->instance(instance.key);
    InstanceEntry& entry = d->instanceEntries[id];
    TraefikInstance row = instance;
    bool wasAnswering = false;
    bool isRenamed = false;
    if (const TraefikInstance* old = d->tables.instances.get(instance.key)) {
        wasAnswering = d->isAnswering(entry);
        isRenamed = old->node != row.node;
        // These come with its configuration.
        row.providers = old->providers;
        row.entryPoints = old->entryPoints;
        row.middlewares = old->middlewares;
        row.certificates = old->certificates;
        row.routerCount = old->routerCount;
        if (row.source.version.isEmpty()) row.source.version = old->source.version;
    }
    const auto [slot, put] = d->tables.instances.put(std::move(row));
    entry.slot = slot;
    d->instances.changes.note(slot, put);
    d->updateArguments();
    if (isRenamed)
        for (const RouterId router : entry.routers)
            d->markDirty(router);
    if (d->isAnswering(entry) == wasAnswering) return;
    // Only routers that some instance lacks look different when one more or less can be asked.
    for (RouterId router = 0; router < d->routerEntries.size(); ++router)
        if (const RouterEntry& known = d->routerEntries[router]; known.isUsed && known.isIncomplete)
            d->markDirty(router);
}

void Join::setConfiguration(const QString& instance, traefik::Configuration configuration)
{
    const auto found = d->instanceIds.constFind(instance);
    if (found == d->instanceIds.constEnd()) return;
    size_t all = everything;
    d->takeConfiguration(*found, all); // what an earlier one left
    d->setConfigurationFacts(*found, configuration);
    d->instanceEntries[*found].work = std::make_unique<ConfigurationWork>();
    d->instanceEntries[*found].work->configuration = std::move(configuration);
}

void Join::Private::takeConfiguration(InstanceId id, size_t& rows)
{
    if (!instanceEntries[id].work) return;
    ConfigurationWork& work = *instanceEntries[id].work;
    // Each row is let go as soon as it is taken in, so that a large configuration does not stand there twice.
    QList<traefik::Service>& said = work.configuration.services;
    for (; work.nextService < said.size(); --rows) {
        if (rows == 0) return;
        putService(id, std::exchange(said[work.nextService++], {}), work.shownServices);
    }
    if (!std::exchange(work.areServicesDone, true)) showServices(id, std::move(work.shownServices));
    QList<traefik::Router>& routers = work.configuration.routers;
    for (; work.nextRouter < routers.size(); --rows) {
        if (rows == 0) return;
        putRouter(id, std::exchange(routers[work.nextRouter++], {}), work.shownRouters);
    }
    showRouters(id, std::move(work.shownRouters));
    InstanceEntry& entry = instanceEntries[id];
    entry.work.reset();
    const bool wasAnswering = isAnswering(entry);
    entry.hasConfiguration = true;
    // One more that can be asked: what it does not show is missing there.
    if (!wasAnswering && isAnswering(entry)) touchAllRouters();
}

void Join::removeInstance(const QString& instance)
{
    const auto found = d->instanceIds.find(instance);
    if (found == d->instanceIds.end()) return;
    const InstanceId id = *found;
    size_t all = everything;
    d->takeConfiguration(id, all);
    d->instanceIds.erase(found);
    InstanceEntry entry = std::exchange(d->instanceEntries[id], {});
    for (const RouterId router : entry.routers)
        d->dropView(router, id);
    for (const quint32 service : entry.services)
        d->dropServiceView(service, id);
    for (RouterId router = 0; router < d->routerEntries.size(); ++router)
        if (const RouterEntry& known = d->routerEntries[router]; known.isUsed && known.isIncomplete)
            d->markDirty(router);
    if (const auto slot = d->tables.instances.find(instance)) {
        d->instances.changes.removed(*slot);
        d->tables.instances.remove(*slot);
        d->updateArguments();
    }
}

InstanceId Join::Private::instance(const QString& key)
{
    if (const auto found = instanceIds.constFind(key); found != instanceIds.constEnd()) return *found;
    // Few ever exist, so a free place is looked for instead of kept.
    const auto place = std::find_if(instanceEntries.begin(), instanceEntries.end(),
                                    [](const InstanceEntry& entry) { return !entry.isUsed; });
    const auto id = static_cast<InstanceId>(place - instanceEntries.begin());
    if (place == instanceEntries.end()) instanceEntries.emplace_back();
    instanceEntries[id].key = key;
    instanceEntries[id].isUsed = true;
    instanceIds.insert(key, id);
    return id;
}

void Join::Private::updateArguments()
{
    pollLimit = defaultPollLimit;
    QList<TagReading> readings;
    const auto add = [&readings](const TagReading& reading) {
        if (!readings.contains(reading)) readings.append(reading);
    };
    tables.instances.forEach([&](Slot, const TraefikInstance& instance) {
        // What is not known is taken as Traefik has it.
        if (instance.arguments.isEmpty()) return add({});
        const traefik::Arguments arguments = traefik::traefikArguments(instance.arguments);
        if (!arguments.isWatching) pollLimit = std::max(pollLimit, arguments.refreshInterval + pollMargin);
        const bool isTold = arguments.hasNomadProvider && arguments.configFile.isEmpty();
        add(isTold ? TagReading{arguments.prefix, arguments.isExposedByDefault} : TagReading{});
    });
    if (readings.isEmpty()) return; // between two Traefiks: the next one probably reads as the last one did
    const auto rank = [](const TagReading& a, const TagReading& b) {
        return std::tie(a.prefix, a.isExposedByDefault) < std::tie(b.prefix, b.isExposedByDefault);
    };
    std::sort(readings.begin(), readings.end(), rank);
    if (readings == tables.tagReadings) return;
    tables.tagReadings = readings;
    readTagsAgain();
}

bool Join::Private::isAnswering(const InstanceEntry& instance) const
{
    if (!instance.isUsed || !instance.hasConfiguration) return false;
    const TraefikInstance& row = tables.instances.at(instance.slot);
    return row.source.phase == base::SourcePhase::Live && !row.isApiClosed;
}

void Join::Private::setConfigurationFacts(InstanceId instance, const traefik::Configuration& configuration)
{
    InstanceEntry& entry = instanceEntries[instance];
    entry.startedAt = configuration.startedAt;
    bool arePortsChanged = false;
    const bool isChanged = tables.instances.update(entry.slot, [&](TraefikInstance& row) {
        const TraefikInstance old = row;
        arePortsChanged = row.entryPoints != configuration.entryPoints || row.providers != configuration.providers;
        row.providers = configuration.providers;
        row.entryPoints = configuration.entryPoints;
        row.middlewares = configuration.middlewares;
        row.certificates = configuration.certificates;
        row.routerCount = int(configuration.routers.size());
        if (!configuration.version.isEmpty()) row.source.version = configuration.version;
        return row != old;
    });
    if (isChanged) instances.changes.changed(entry.slot);
    if (arePortsChanged)
        for (const RouterId router : entry.routers)
            markDirty(router);
}

void Join::Private::putRouter(InstanceId instance, const traefik::Router& said, std::vector<RouterId>& shown)
{
    const auto now = clock.monotonic();
    const bool isFirst = !instanceEntries[instance].hasConfiguration;
    const RouterId id = router(ObjectName{said.protocol, said.name});
    RouterEntry& entry = routerEntries[id];
    shown.push_back(id);
    auto view = std::find_if(entry.views.begin(), entry.views.end(),
                             [instance](const RouterView& v) { return v.instance == instance; });
    auto definition = std::make_shared<RouterDefinition>();
    definition->provider = said.provider;
    definition->rule = said.rule;
    definition->service = said.serviceKey();
    definition->entryPoints = said.entryPoints;
    definition->usedEntryPoints = said.usedEntryPoints;
    definition->middlewares = said.middlewares;
    definition->certResolver = said.certResolver;
    definition->priority = said.priority;
    definition->hasTls = said.hasTls;
    const bool isNew = view == entry.views.end();
    const bool isSame = !isNew && view->definition->isSame(*definition);
    if (isSame && view->status == said.status && view->errors == said.errors) return;
    if (isNew) {
        entry.views.push_back({});
        view = std::prev(entry.views.end());
        view->instance = instance;
    }
    view->status = said.status;
    view->errors = said.errors;
    if (!isSame) {
        // An edit is under way: the other instances follow within their own polls.
        if (!isFirst) entry.quietUntil = std::max(entry.quietUntil, now + pollLimit);
        const auto twin = std::find_if(entry.views.begin(), entry.views.end(), [&](const RouterView& v) {
            return v.definition && v.definition->isSame(*definition);
        });
        if (twin != entry.views.end()) {
            view->definition = twin->definition;
        } else {
            texts.share(definition->provider);
            texts.share(definition->certResolver);
            texts.share(definition->priority);
            texts.share(definition->entryPoints);
            texts.share(definition->usedEntryPoints);
            if (definition->usedEntryPoints == definition->entryPoints)
                definition->usedEntryPoints = definition->entryPoints;
            texts.share(definition->middlewares);
            // Mostly a service tag has asked for just this.
            const auto asked = std::find_if(entry.wishes.begin(), entry.wishes.end(), [&](const RouterWish& wish) {
                return wish.definition->rule == definition->rule;
            });
            if (asked != entry.wishes.end()) {
                definition->rule = asked->definition->rule;
                definition->targets = asked->definition->targets;
            } else {
                definition->targets = traefik::ruleTargets(definition->rule);
            }
            texts.share(definition->service);
            view->definition = std::move(definition);
        }
    }
    markDirty(id);
}

void Join::Private::showRouters(InstanceId instance, std::vector<RouterId> shown)
{
    const auto now = clock.monotonic();
    std::sort(shown.begin(), shown.end());
    shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
    const std::vector<RouterId> before = std::exchange(instanceEntries[instance].routers, std::move(shown));
    for (const RouterId id : before) {
        if (isIn(instanceEntries[instance].routers, id)) continue;
        RouterEntry& entry = routerEntries[id];
        // Gone although its tags still ask for it: a provider that reads in the middle of an edit misses it for up to
        // 2.5 s (seen with watch, 3.7.15). Gone because its tags are gone: the others follow within their polls.
        entry.quietUntil = std::max(entry.quietUntil, now + (entry.wishes.empty() ? pollLimit : 2'500ms));
        dropView(id, instance);
    }
}

void Join::Private::putService(InstanceId instance, const traefik::Service& said, std::vector<quint32>& shown)
{
    const ObjectName name{said.protocol, said.name};
    quint32 id = traefikServiceIds.value(name, quint32(traefikServices.size()));
    if (id == traefikServices.size()) {
        if (freeTraefikServices.empty()) {
            traefikServices.emplace_back();
        } else {
            id = freeTraefikServices.back();
            freeTraefikServices.pop_back();
        }
        traefikServices[id].name = name;
        traefikServiceIds.insert(name, id);
    }
    TraefikServiceEntry& entry = traefikServices[id];
    shown.push_back(id);
    auto definition = std::make_shared<ServiceDefinition>();
    definition->type = said.type;
    for (const traefik::Server& server : said.servers)
        definition->servers.append(server.url);
    definition->servers.sort();
    definition->servers.removeDuplicates();
    auto view = std::find_if(entry.views.begin(), entry.views.end(),
                             [instance](const auto& v) { return v.instance == instance; });
    if (view != entry.views.end() && *view->definition == *definition) return;
    if (view == entry.views.end()) {
        entry.views.push_back({});
        view = std::prev(entry.views.end());
        view->instance = instance;
    }
    const auto twin = std::find_if(entry.views.begin(), entry.views.end(),
                                   [&](const auto& v) { return v.definition && *v.definition == *definition; });
    if (twin != entry.views.end()) {
        view->definition = twin->definition;
    } else {
        texts.share(definition->type);
        view->definition = std::move(definition);
    }
    touch(dependency::traefikService(name.protocol, name.name));
}

void Join::Private::showServices(InstanceId instance, std::vector<quint32> shown)
{
    std::sort(shown.begin(), shown.end());
    shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
    const std::vector<quint32> before = std::exchange(instanceEntries[instance].services, std::move(shown));
    for (const quint32 id : before)
        if (!isIn(instanceEntries[instance].services, id)) dropServiceView(id, instance);
}

void Join::Private::dropView(RouterId router, InstanceId instance)
{
    RouterEntry& entry = routerEntries[router];
    std::erase_if(entry.views, [instance](const RouterView& view) { return view.instance == instance; });
    markDirty(router);
}

void Join::Private::dropServiceView(quint32 service, InstanceId instance)
{
    TraefikServiceEntry& entry = traefikServices[service];
    touch(dependency::traefikService(entry.name.protocol, entry.name.name));
    std::erase_if(entry.views, [instance](const auto& view) { return view.instance == instance; });
    if (!entry.views.empty()) return;
    traefikServiceIds.remove(entry.name);
    entry = {};
    freeTraefikServices.push_back(service);
}

RouterId Join::Private::router(const ObjectName& name)
{
    if (const auto found = routerIds.constFind(name); found != routerIds.constEnd()) return *found;
    RouterId id = 0;
    if (freeRouters.empty()) {
        id = static_cast<RouterId>(routerEntries.size());
        routerEntries.emplace_back();
    } else {
        id = freeRouters.back();
        freeRouters.pop_back();
    }
    routerEntries[id].name = name;
    routerEntries[id].isUsed = true;
    routerIds.insert(name, id);
    return id;
}

void Join::Private::freeIfEmpty(RouterId router)
{
    RouterEntry& entry = routerEntries[router];
    if (!entry.views.empty() || !entry.wishes.empty() || !entry.routes.empty()) return;
    dependents.set(router, entry.dependencies, {});
    if (entry.due) dueRouters.erase({*entry.due, router});
    routerIds.remove(entry.name);
    entry = {};
    freeRouters.push_back(router);
}

} // namespace tailboard::cluster
