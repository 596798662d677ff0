// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/findings.h"

#include "app/cluster/changes.h"
#include "app/findings/placements.h"
#include "app/findings/restart_log.h"
#include "app/findings/rule_clashes.h"

#include <QHash>
#include <algorithm>
#include <map>
#include <set>

namespace tailboard::findings {

using cluster::Delta;
using cluster::Slot;
using cluster::TableId;

namespace {

/// What a subject is: a row of a table, one of the two single sources, or a task group.
struct Subject
{
    enum class Kind : unsigned char { Nomad, Tailscale, Instance, Route, Peer, Service, Allocation, Group, Node, Job };

    Kind kind = Kind::Nomad;
    quint64 number = 0; ///< slot, or the group's hash

    friend auto operator<=>(const Subject&, const Subject&) = default;
};

size_t qHash(const Subject& subject, size_t seed = 0)
{
    return qHashMulti(seed, int(subject.kind), subject.number);
}

/// Keys end after months: only those that matter soon are waited for one by one, the others are looked through.
constexpr qint64 soonSeconds = 2 * 3600;
constexpr qint64 roundSeconds = 3600;

} // namespace

class Findings::Private
{
public:
    Private(Findings* findings, const cluster::Join& joined, const base::Clock& time)
        : q(findings)
        , join(joined)
        , tables(joined.tables())
        , clock(time)
    {}

    /// What each finder of one id says; they may differ while Traefiks read an edit one after the other.
    using Entry = std::map<Subject, cluster::Finding>;
    struct Group
    {
        std::set<Slot> failing, restarting;
    };

    World world() const { return {join, tables, clock.now()}; }
    void checkEverything();
    void take(const Delta& delta);
    void check(const Subject& subject);
    void checkAllocation(Slot slot, bool isGone);
    void routeChanged(Slot slot, bool isGone);
    void checkJob(Slot slot, Found& found);
    void checkNodeAt(Slot slot, Found& found);
    const tailscale::Peer* peerNamed(const QString& name);
    void report(const Subject& subject, Found found);
    void forget(const Subject& subject) { report(subject, {}); }
    void show(const QString& id, const Entry& entry);
    void publish();

    Findings* q;
    const cluster::Join& join;
    const cluster::Tables& tables;
    const base::Clock& clock;

    FindingTable table;
    cluster::Changes changes;
    base::State worst = base::State::Ok;
    QHash<Subject, QStringList> idsOf;
    QHash<QString, Entry> entries; ///< by id
    std::set<std::pair<QDateTime, Subject>> due;
    QHash<Subject, QDateTime> dueOf;
    QDateTime nextRound;
    RuleClashes clashes;
    QHash<size_t, Group> groups;
    QHash<Slot, std::pair<Trouble, size_t>> troubles; ///< allocations in trouble: which, and their group
    RestartLog restarts;
    Placements placements;
    QList<cluster::TagReading> tagReadings;
    bool hadInstances = false;
    std::set<Slot> volumeJobs;  ///< jobs that ask for a host volume: they depend on the nodes
    std::set<Slot> awayNodes;   ///< nodes outside the tailnet: they depend on the peers
    QHash<QString, Slot> names; ///< of peers, lower case; made when needed
    bool areNamesOld = true;
    std::set<Subject> dirty;
};

void Findings::Private::checkEverything()
{
    tables.routes.forEach([this](Slot slot, const auto&) { routeChanged(slot, false); });
    tables.peers.forEach([this](Slot slot, const auto&) { dirty.insert({Subject::Kind::Peer, slot}); });
    tables.services.forEach([this](Slot slot, const auto&) { dirty.insert({Subject::Kind::Service, slot}); });
    tables.instances.forEach([this](Slot slot, const auto&) { dirty.insert({Subject::Kind::Instance, slot}); });
    tables.allocations.forEach([this](Slot slot, const auto&) { checkAllocation(slot, false); });
    tables.nodes.forEach([this](Slot slot, const auto&) { dirty.insert({Subject::Kind::Node, slot}); });
    tables.jobs.forEach([this](Slot slot, const auto&) { dirty.insert({Subject::Kind::Job, slot}); });
    tables.evaluations.forEach([this](Slot slot, const auto& row) { placements.update(slot, row); });
    dirty.insert({Subject::Kind::Nomad, 0});
    dirty.insert({Subject::Kind::Tailscale, 0});
}

void Findings::Private::take(const Delta& delta)
{
    const auto each = [&](Subject::Kind kind) {
        for (const Slot slot : delta.removed)
            forget({kind, slot});
        for (const auto* list : {&delta.inserted, &delta.changed})
            for (const Slot slot : *list)
                dirty.insert({kind, slot});
    };
    switch (delta.table) {
    case TableId::Peers:
        areNamesOld = true;
        for (const Slot slot : awayNodes)
            dirty.insert({Subject::Kind::Node, slot});
        return each(Subject::Kind::Peer);
    case TableId::Nodes:
        for (const Slot slot : delta.removed)
            awayNodes.erase(slot);
        for (const Slot slot : volumeJobs)
            dirty.insert({Subject::Kind::Job, slot});
        return each(Subject::Kind::Node);
    case TableId::Jobs:
        for (const Slot slot : delta.removed)
            volumeJobs.erase(slot);
        return each(Subject::Kind::Job);
    case TableId::Evaluations:
        for (const Slot slot : delta.removed)
            placements.remove(slot, tables.evaluations.at(slot));
        for (const auto* list : {&delta.inserted, &delta.changed})
            for (const Slot slot : *list)
                placements.update(slot, tables.evaluations.at(slot));
        return;
    case TableId::Services:
        return each(Subject::Kind::Service);
    case TableId::Instances:
        return each(Subject::Kind::Instance);
    case TableId::Routes:
        for (const Slot slot : delta.removed)
            routeChanged(slot, true);
        for (const auto* list : {&delta.inserted, &delta.changed})
            for (const Slot slot : *list)
                routeChanged(slot, false);
        return;
    case TableId::Allocations:
        for (const Slot slot : delta.removed)
            checkAllocation(slot, true);
        for (const auto* list : {&delta.inserted, &delta.changed})
            for (const Slot slot : *list)
                checkAllocation(slot, false);
        return;
    default:
        return;
    }
}

void Findings::Private::routeChanged(Slot slot, bool isGone)
{
    const cluster::Route& route = tables.routes.at(slot);
    const Subject subject{Subject::Kind::Route, slot};
    if (isGone)
        forget(subject);
    else
        dirty.insert(subject);
    for (const Slot other : isGone ? clashes.remove(slot) : clashes.update(slot, route))
        dirty.insert({Subject::Kind::Route, other});
    // A peer that is offline is told with the routes it serves.
    const auto touch = [this](const QString& id) {
        if (const auto peer = tables.peers.find(id); peer && !tables.peers.at(*peer).isOnline)
            dirty.insert({Subject::Kind::Peer, *peer});
    };
    touch(route.ownerPeer);
    for (const QString& peer : route.peers)
        touch(peer);
}

void Findings::Private::checkAllocation(Slot slot, bool isGone)
{
    const nomad::Allocation& row = tables.allocations.at(slot);
    const size_t key = qHashMulti(0, row.nameSpace, row.jobId, row.taskGroup);
    if (const auto group = isGone ? restarts.remove(slot) : restarts.update(slot, row, key, clock.now()))
        dirty.insert({Subject::Kind::Group, *group});
    Found found;
    const Trouble trouble = isGone ? Trouble::None : troubleOf(row, clock.now(), found);
    const auto known = troubles.constFind(slot);
    if (trouble == Trouble::None && known == troubles.constEnd()) return;
    const auto touch = [this](size_t group) { dirty.insert({Subject::Kind::Group, group}); };
    if (known != troubles.constEnd()) {
        Group& group = groups[known->second];
        group.failing.erase(slot);
        group.restarting.erase(slot);
        touch(known->second);
        troubles.erase(known);
    }
    if (trouble != Trouble::None) {
        Group& group = groups[key];
        (trouble == Trouble::Failing ? group.failing : group.restarting).insert(slot);
        troubles.insert(slot, {trouble, key});
        touch(key);
    }
    // Its findings are the group's; only the time is its own.
    report({Subject::Kind::Allocation, slot}, std::move(found));
}

void Findings::Private::check(const Subject& subject)
{
    const auto slot = static_cast<Slot>(subject.number);
    Found found;
    switch (subject.kind) {
    case Subject::Kind::Nomad:
        checkNomad(world(), found);
        break;
    case Subject::Kind::Tailscale:
        checkTailscale(world(), found);
        break;
    case Subject::Kind::Instance:
        if (tables.instances.isAlive(slot)) checkInstance(world(), tables.instances.at(slot), found);
        break;
    case Subject::Kind::Route:
        if (tables.routes.isAlive(slot)) {
            checkRoute(world(), tables.routes.at(slot), found);
            clashes.check(world(), tables.routes.at(slot), found);
        }
        break;
    case Subject::Kind::Peer:
        if (tables.peers.isAlive(slot)) checkPeer(world(), tables.peers.at(slot), found);
        break;
    case Subject::Kind::Service:
        if (tables.services.isAlive(slot)) checkService(world(), tables.services.at(slot), found);
        break;
    case Subject::Kind::Allocation:
        return checkAllocation(slot, !tables.allocations.isAlive(slot));
    case Subject::Kind::Group: {
        const RestartLog::Count lately = restarts.count(subject.number, clock.now());
        const bool isLoop = lately.events >= RestartLog::loopAt;
        if (isLoop) checkRestarts(tables.allocations.at(lately.example), lately.events, found);
        if (lately.again) found.lookAgain(*lately.again);
        const auto group = groups.constFind(subject.number);
        if (group == groups.constEnd()) break;
        if (group->failing.empty() && group->restarting.empty()) {
            groups.erase(group);
            break;
        }
        const Slot example = *(group->failing.empty() ? group->restarting : group->failing).begin();
        // A loop says more than that something restarts.
        checkGroup(world(), tables.allocations.at(example), int(group->failing.size()),
                   isLoop ? 0 : int(group->restarting.size()), found);
        break;
    }
    case Subject::Kind::Node:
        if (tables.nodes.isAlive(slot)) checkNodeAt(slot, found);
        break;
    case Subject::Kind::Job:
        if (tables.jobs.isAlive(slot)) checkJob(slot, found);
        break;
    }
    report(subject, std::move(found));
}

void Findings::Private::checkJob(Slot slot, Found& found)
{
    const nomad::Job& job = tables.jobs.at(slot);
    volumeJobs.erase(slot);
    if (job.isStopped) return;
    if (const auto needs = tables.needs.constFind(job.key); needs != tables.needs.cend()) {
        checkTraefikJob(*needs, found);
        checkHostVolumes(world(), job, *needs, found);
        if (std::any_of(needs->groups.begin(), needs->groups.end(),
                        [](const nomad::GroupNeeds& group) { return !group.hostVolumes.isEmpty(); }))
            volumeJobs.insert(slot);
    }
    for (const nomad::PlacementFailure& failure : placements.failures(job.key, tables))
        checkPlacement(world(), job, failure, found);
}

void Findings::Private::checkNodeAt(Slot slot, Found& found)
{
    const nomad::Node& node = tables.nodes.at(slot);
    awayNodes.erase(slot);
    if (isOnTailnet(node)) return;
    awayNodes.insert(slot);
    checkNode(world(), node, peerNamed(node.name), found);
}

const tailscale::Peer* Findings::Private::peerNamed(const QString& name)
{
    if (std::exchange(areNamesOld, false)) {
        names.clear();
        tables.peers.forEach(
            [this](Slot slot, const tailscale::Peer& peer) { names.insert(peer.shortName().toLower(), slot); });
    }
    const auto found = names.constFind(name.toLower());
    return found == names.cend() ? nullptr : &tables.peers.at(*found);
}

void Findings::Private::report(const Subject& subject, Found found)
{
    if (const auto old = dueOf.constFind(subject); old != dueOf.constEnd()) {
        due.erase({*old, subject});
        dueOf.erase(old);
    }
    const bool isWaitedFor =
        found.again && (subject.kind != Subject::Kind::Peer || clock.now().secsTo(*found.again) < soonSeconds);
    if (isWaitedFor) {
        due.insert({*found.again, subject});
        dueOf.insert(subject, *found.again);
    }
    const QStringList before = idsOf.value(subject);
    if (before.isEmpty() && found.findings.empty()) return;
    QStringList ids;
    for (cluster::Finding& finding : found.findings) {
        ids.append(finding.id);
        Entry& entry = entries[finding.id];
        const QString id = finding.id;
        entry.insert_or_assign(subject, std::move(finding));
        show(id, entry);
    }
    for (const QString& id : before) {
        if (ids.contains(id)) continue;
        const auto entry = entries.find(id);
        if (entry == entries.end()) continue;
        entry->erase(subject);
        if (!entry->empty()) {
            show(id, *entry);
            continue;
        }
        entries.erase(entry);
        if (const auto slot = table.find(id)) {
            changes.removed(*slot);
            table.remove(*slot);
        }
    }
    if (ids.isEmpty())
        idsOf.remove(subject);
    else
        idsOf.insert(subject, ids);
}

void Findings::Private::show(const QString& id, const Entry& entry)
{
    // The worst word counts; among equal ones any that does not depend on who came first.
    const auto rank = [](const Entry::value_type& said) {
        const cluster::Finding& finding = said.second;
        return std::tie(finding.severity, finding.text, finding.original, finding.remedy);
    };
    const auto chosen = std::min_element(entry.begin(), entry.end(),
                                         [&rank](const auto& a, const auto& b) { return rank(a) < rank(b); });
    cluster::Finding finding = chosen->second;
    const cluster::Finding* known = table.get(id);
    finding.since = known ? known->since : clock.now();
    const auto [slot, put] = table.put(std::move(finding));
    changes.note(slot, put);
}

void Findings::Private::publish()
{
    for (const nomad::JobKey& job : placements.settle(tables))
        if (const auto slot = tables.jobs.find(job)) dirty.insert({Subject::Kind::Job, *slot});
    while (!dirty.empty())
        check(dirty.extract(dirty.begin()).value());
    if (changes.isEmpty()) return;
    const Delta delta = changes.take(TableId::Findings);
    worst = base::State::Ok;
    table.forEach([this](Slot, const cluster::Finding& finding) { worst = base::worse(worst, finding.severity); });
    if (!delta.isEmpty()) emit q->changed(delta);
    table.recycle();
}

Findings::Findings(const cluster::Join& join, const base::Clock& clock, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, join, clock))
{
    d->nextRound = clock.now().addSecs(roundSeconds);
    d->checkEverything();
    d->publish();
}

Findings::~Findings() = default;

const FindingTable& Findings::table() const
{
    return d->table;
}

base::State Findings::worst() const
{
    return d->worst;
}

void Findings::update(const std::vector<Delta>& deltas)
{
    // Routes that moved away from an offline peer no longer name it: those peers are looked at again.
    const bool areRoutesChanged =
        std::any_of(deltas.begin(), deltas.end(), [](const Delta& delta) { return delta.table == TableId::Routes; });
    if (areRoutesChanged)
        for (auto entry = d->idsOf.constBegin(); entry != d->idsOf.constEnd(); ++entry)
            if (entry.key().kind == Subject::Kind::Peer) d->dirty.insert(entry.key());
    // How the Traefiks read tags came with them.
    if (d->tagReadings != d->tables.tagReadings || d->hadInstances != (d->tables.instances.size() != 0)) {
        d->tagReadings = d->tables.tagReadings;
        d->hadInstances = d->tables.instances.size() != 0;
        d->tables.services.forEach([this](Slot slot, const auto&) { d->dirty.insert({Subject::Kind::Service, slot}); });
    }
    for (const Delta& delta : deltas)
        d->take(delta);
    d->publish();
}

void Findings::updateSources()
{
    const QDateTime now = d->clock.now();
    d->dirty.insert({Subject::Kind::Nomad, 0});
    d->dirty.insert({Subject::Kind::Tailscale, 0});
    d->tables.instances.forEach([this](Slot slot, const auto&) { d->dirty.insert({Subject::Kind::Instance, slot}); });
    while (!d->due.empty() && d->due.begin()->first <= now) {
        const Subject subject = d->due.begin()->second;
        d->due.erase(d->due.begin());
        d->dueOf.remove(subject);
        d->dirty.insert(subject);
    }
    if (now >= d->nextRound || now.secsTo(d->nextRound) > roundSeconds) {
        d->nextRound = now.addSecs(roundSeconds);
        d->tables.peers.forEach([this](Slot slot, const auto&) { d->dirty.insert({Subject::Kind::Peer, slot}); });
    }
    d->publish();
}

} // namespace tailboard::findings
