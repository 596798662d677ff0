// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/join_private.h"
#include "app/traefik/service_tags.h"

#include <QSet>
#include <algorithm>

namespace tailboard::cluster {

namespace {

/// Service state by its allocations; those that Nomad stops on purpose do not count.
base::State stateOf(int running, int pending, int failed, int unknown)
{
    if (failed > 0) return running > 0 ? base::State::Warning : base::State::Critical;
    if (unknown > 0) return base::State::Unknown;
    if (pending > 0) return base::State::Pending;
    return running > 0 ? base::State::Ok : base::State::Unknown;
}

} // namespace

std::shared_ptr<const TagSet> Join::Private::tagSet(const QStringList& tags)
{
    if (auto known = knownTagSets.value(tags).lock()) return known;
    auto set = std::make_shared<TagSet>();
    set->tags = tags;
    set->tags.squeeze();
    set->hasTraefikTags = traefik::hasTraefikTags(tags) ||
                          std::any_of(tables.tagReadings.cbegin(), tables.tagReadings.cend(), [&tags](const auto& r) {
                              const QString start = r.prefix + u'.';
                              return std::any_of(tags.cbegin(), tags.cend(),
                                                 [&start](const QString& tag) { return tag.startsWith(start); });
                          });
    for (const TagReading& reading : std::as_const(tables.tagReadings)) {
        if (!traefik::isExposedByTags(tags, reading.isExposedByDefault, reading.prefix)) continue;
        for (traefik::TaggedRouter& tagged : traefik::taggedRouters(tags, reading.prefix)) {
            auto definition = std::make_shared<RouterDefinition>();
            definition->provider = QStringLiteral("nomad");
            definition->rule = tagged.rule;
            definition->service = tagged.service;
            if (!definition->service.isEmpty() && !definition->service.contains(u'@'))
                definition->service += QLatin1String("@nomad");
            definition->entryPoints = tagged.entryPoints;
            definition->middlewares = tagged.middlewares;
            definition->certResolver = tagged.certResolver;
            definition->hasTls = tagged.hasTls;
            texts.share(definition->provider);
            texts.share(definition->entryPoints);
            texts.share(definition->middlewares);
            texts.share(definition->certResolver);
            definition->targets = traefik::ruleTargets(tagged.rule);
            const QString name = tagged.name + QLatin1String("@nomad");
            const bool isKnown = std::any_of(set->routers.begin(), set->routers.end(), [&](const auto& other) {
                return other.name == name && other.definition->isSame(*definition);
            });
            if (!isKnown) set->routers.push_back({name, std::move(definition)});
        }
    }
    // Sets nobody carries any more are forgotten when the index has doubled.
    if ((knownTagSets.size() & (knownTagSets.size() - 1)) == 0)
        knownTagSets.removeIf(
            [](QHash<QStringList, std::weak_ptr<const TagSet>>::iterator entry) { return entry.value().expired(); });
    knownTagSets.insert(set->tags, set);
    return set;
}

void Join::Private::readTagsAgain()
{
    knownTagSets.clear();
    tagsToRead = 0;
}

void Join::Private::readTagsOn(size_t& rows)
{
    if (!tagsToRead) return;
    for (; *tagsToRead < tables.registrations.slotCount() && rows > 0; ++*tagsToRead) {
        const Slot slot = *tagsToRead;
        if (!tables.registrations.isAlive(slot)) continue;
        const nomad::ServiceRegistration& row = tables.registrations.at(slot);
        tagSets[slot] = tagSet(row.tags);
        markServiceDirty(ServiceKey{row.nameSpace, row.serviceName}).areTagsDirty = true;
        --rows;
    }
    if (*tagsToRead >= tables.registrations.slotCount()) tagsToRead.reset();
    // The tags are as old as before, whoever reads them now.
    const bool haveCome = std::exchange(haveServicesCome, false);
    applyDirtyTags();
    haveServicesCome = haveCome;
}

ServiceId Join::Private::service(const ServiceKey& key)
{
    if (const auto found = serviceIds.constFind(key); found != serviceIds.constEnd()) return *found;
    ServiceId id = 0;
    if (freeServices.empty()) {
        id = static_cast<ServiceId>(serviceEntries.size());
        serviceEntries.emplace_back();
    } else {
        id = freeServices.back();
        freeServices.pop_back();
    }
    serviceEntries[id].key = key;
    serviceEntries[id].isUsed = true;
    serviceIds.insert(key, id);
    return id;
}

void Join::Private::setConsulServices(const nomad::JobKey& job, const QList<nomad::DeclaredService>& declared)
{
    const QList<nomad::DeclaredService> old = consulServices.value(job);
    if (old == declared) return;
    for (const nomad::DeclaredService& gone : old) {
        ServiceEntry& entry = markServiceDirty(ServiceKey{job.nameSpace, gone.name});
        std::erase_if(entry.consul, [&job](const auto& known) { return known.first == job; });
    }
    for (const nomad::DeclaredService& service : declared)
        markServiceDirty(ServiceKey{job.nameSpace, service.name}).consul.emplace_back(job, service.tags);
    if (declared.isEmpty())
        consulServices.remove(job);
    else
        consulServices.insert(job, declared);
}

void Join::Private::applyDirtyTags()
{
    for (const ServiceId service : dirtyServices)
        if (std::exchange(serviceEntries[service].areTagsDirty, false)) applyTags(service);
}

void Join::Private::applyTags(ServiceId service)
{
    ServiceEntry& entry = serviceEntries[service];
    QSet<const TagSet*> sets;
    std::vector<ServiceEntry::Wish> wishes;
    for (const Slot slot : registrationsOf(entry.key)) {
        const TagSet* set = tagSets[slot].get();
        if (set->routers.empty() || sets.contains(set)) continue;
        sets.insert(set);
        for (const TagSet::Router& asked : set->routers)
            wishes.push_back({router(ObjectName{traefik::Protocol::Http, asked.name}), asked.definition});
    }
    const std::vector<ServiceEntry::Wish> old = std::exchange(entry.wishes, wishes);
    const auto holds = [](const std::vector<ServiceEntry::Wish>& list, const ServiceEntry::Wish& wish) {
        return std::any_of(list.begin(), list.end(), [&wish](const ServiceEntry::Wish& other) {
            return other.router == wish.router && other.definition == wish.definition;
        });
    };
    std::vector<std::pair<RouterId, RouterWish>> gone;
    for (const ServiceEntry::Wish& wish : old) {
        if (holds(wishes, wish)) continue;
        std::vector<RouterWish>& kept = routerEntries[wish.router].wishes;
        const auto place = std::find_if(kept.begin(), kept.end(), [&](const RouterWish& candidate) {
            return candidate.service == service && candidate.definition == wish.definition;
        });
        if (place == kept.end()) continue;
        gone.emplace_back(wish.router, *place);
        kept.erase(place);
        markDirty(wish.router);
    }
    for (const ServiceEntry::Wish& wish : wishes) {
        if (holds(old, wish)) continue;
        RouterWish added{service, wish.definition, clock.monotonic(), !haveServicesCome};
        // Another tag was edited: this router's rule is as old as before.
        for (const auto& [router, before] : gone)
            if (router == wish.router && before.definition->rule == wish.definition->rule) {
                added.firstSeen = before.firstSeen;
                added.wasThere = before.wasThere;
            }
        routerEntries[wish.router].wishes.push_back(std::move(added));
        markDirty(wish.router);
    }
}

void Join::Private::joinService(ServiceId id)
{
    ServiceEntry& entry = serviceEntries[id];
    entry.isDirty = false;
    ++joins;
    if (entry.registrations == 0 && entry.consul.empty()) {
        if (entry.row) {
            services.changes.removed(*entry.row);
            tables.services.remove(*entry.row);
            entry.row.reset();
        }
        if (entry.routers.empty() && entry.wishes.empty()) {
            serviceIds.remove(entry.key);
            entry = {};
            freeServices.push_back(id);
        }
        return;
    }
    Service row;
    row.key = entry.key;
    row.isConsul = entry.registrations == 0;
    QSet<QString> tags, nodeNames;
    QSet<const TagSet*> seenSets;
    std::vector<const nomad::ServiceRegistration*> members;
    int running = 0, pending = 0, failed = 0, unknown = 0;
    for (const Slot slot : registrationsOf(entry.key)) {
        const nomad::ServiceRegistration& registration = tables.registrations.at(slot);
        members.push_back(&registration);
        const TagSet* set = tagSets[slot].get();
        if (!seenSets.contains(set)) {
            seenSets.insert(set);
            for (const QString& tag : set->tags)
                tags.insert(tag);
            row.hasTraefikTags |= set->hasTraefikTags;
        }
        const nomad::Allocation* allocation = tables.allocations.get(registration.allocationId);
        if (const nomad::Node* node = tables.nodes.get(registration.nodeId))
            nodeNames.insert(node->name);
        else if (allocation)
            nodeNames.insert(allocation->nodeName.text());
        if (!allocation) {
            ++unknown;
            continue;
        }
        if (allocation->desiredStatus != nomad::DesiredStatus::Run) continue;
        switch (allocation->clientStatus) {
        case nomad::ClientStatus::Running:
            ++running;
            break;
        case nomad::ClientStatus::Pending:
            ++pending;
            break;
        case nomad::ClientStatus::Other:
            ++unknown;
            break;
        default:
            ++failed;
        }
    }
    std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
    for (const nomad::ServiceRegistration* member : members) {
        row.registrations.append(member->id);
        const bool isV6 = member->address.contains(u':');
        row.addresses.append((isV6 ? u'[' + member->address + u']' : member->address) + u':' +
                             QString::number(member->port));
    }
    for (const auto& [job, declared] : entry.consul)
        if (row.isConsul)
            for (const QString& tag : declared)
                tags.insert(tag);
    if (row.isConsul) row.hasTraefikTags = traefik::hasTraefikTags(QStringList(tags.begin(), tags.end()));
    row.tags = QStringList(tags.begin(), tags.end());
    row.tags.sort();
    nodeNames.remove(QString());
    row.nodes = QStringList(nodeNames.begin(), nodeNames.end());
    row.nodes.sort();
    for (const RouterId router : entry.routers)
        row.routers.append(routerEntries[router].name.name);
    row.routers.sort();
    row.hasDefaultRule = !entry.routers.empty() &&
                         std::all_of(entry.routers.begin(), entry.routers.end(),
                                     [this](RouterId router) { return routerEntries[router].isByDefaultRule; });
    if (!members.empty())
        row.job = {members.front()->nameSpace, members.front()->jobId};
    else
        row.job = std::min_element(entry.consul.begin(), entry.consul.end(), [](const auto& a, const auto& b) {
                      return std::tie(a.first.nameSpace, a.first.id) < std::tie(b.first.nameSpace, b.first.id);
                  })->first;
    row.state = row.isConsul ? base::State::Unknown : stateOf(running, pending, failed, unknown);
    texts.share(row.nodes);
    row.tags.squeeze();
    row.addresses.squeeze();
    row.registrations.squeeze();
    row.routers.squeeze();
    const auto [slot, put] = tables.services.put(std::move(row));
    entry.row = slot;
    services.changes.note(slot, put);
}

} // namespace tailboard::cluster
