// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/activity.h"

#include "app/cluster/activity_marks.h"

#include <array>

using namespace Qt::StringLiterals;

namespace tailboard::cluster {

using base::SourcePhase;
using base::State;

namespace {

/// What is remembered of a source.
struct SourceMark
{
    bool wasLive = false;
    bool wasStreaming = false;
    bool isLost = false;
    std::optional<QDateTime> fetchedAt; ///< while it was live
    std::optional<QDateTime> downSince; ///< of its stream
    quint64 gap = 0;                    ///< number of the line of the gap that is open
};

/// As tailscaled spells it.
QString backendWord(tailscale::BackendState state)
{
    using enum tailscale::BackendState;
    switch (state) {
    case InUseOtherUser:
        return u"InUseOtherUser"_s;
    case NeedsLogin:
        return u"NeedsLogin"_s;
    case NeedsMachineAuth:
        return u"NeedsMachineAuth"_s;
    case Stopped:
        return u"Stopped"_s;
    case Starting:
        return u"Starting"_s;
    case Running:
        return u"Running"_s;
    case NoState:
    case Unknown:
        break;
    }
    return u"NoState"_s;
}

/// More rows at once in a table that had none were read for the first time, whatever the reason.
constexpr size_t mostNew = 16;

} // namespace

class Activity::Private
{
public:
    Private(Activity* activity, const Join& theJoin, const base::Clock& theClock, Access theAccess,
            const ActivityLimits& limits)
        : q(activity)
        , join(theJoin)
        , tables(theJoin.tables())
        , clock(theClock)
        , access(std::move(theAccess))
        , ring(limits)
    {}

    template<typename Table, typename Mark>
    void takeRows(const Delta& delta, const Table& table, std::vector<Mark>& marks, bool isQuiet);
    void takeRoutes(const Delta& delta);
    void takeInstances(const Delta& delta);
    void takeDelta(const Delta& delta);
    bool isQuiet(nomad::List list);
    void learnInstances();
    void learnRows();

    ActivityEntry sourceEntry(const QString& name, const QString& key, Happening what, State state) const;
    void takeSource(SourceMark& mark, const base::SourceState& state, const QString& name, const QString& key);
    void takeStream();
    void takeBackend();

    void add(ActivityEntry entry);
    void deliver();

    Activity* q;
    const Join& join;
    const Tables& tables;
    const base::Clock& clock;
    Access access;
    ActivityRing ring;

    std::vector<PeerMark> peers;
    std::vector<NodeMark> nodes;
    std::vector<JobMark> jobs;
    std::vector<AllocationMark> allocations;
    std::vector<StatusMark> deployments;
    std::vector<StatusMark> evaluations;
    std::vector<RegistrationMark> registrations;
    std::vector<RouteMark> routes;
    std::vector<SourceMark> instances;

    SourceMark nomad;
    SourceMark tailscale;
    tailscale::BackendState backend = tailscale::BackendState::NoState;
    bool isNomadKnown = false;          ///< its lists have come once
    bool isTailnetKnown = false;        ///< its peers have come once
    std::array<bool, 6> wasForbidden{}; ///< by List
    quint64 knownInstances = 0;         ///< bits of those whose routers have been read once
    bool mayLearnInstances = false;
    std::optional<QDateTime> since;
};

void Activity::Private::add(ActivityEntry entry)
{
    entry.isServerTime = entry.time > 0;
    if (!entry.isServerTime) entry.time = clock.now().toMSecsSinceEpoch();
    ring.add(std::move(entry), clock.monotonic());
}

void Activity::Private::deliver()
{
    const Delta delta = ring.take();
    if (!delta.isEmpty()) emit q->changed(delta);
    ring.recycle();
}

template<typename Table, typename Mark>
void Activity::Private::takeRows(const Delta& delta, const Table& table, std::vector<Mark>& marks, bool isQuiet)
{
    if (marks.size() < table.slotCount()) marks.resize(table.slotCount());
    isQuiet = isQuiet || (delta.inserted.size() > mostNew && delta.inserted.size() == table.size());
    const auto look = [&](Slot slot) {
        if (auto entry = take(marks[slot], table.at(slot), tables); entry && !isQuiet) add(std::move(*entry));
    };
    for (const Slot slot : delta.removed) {
        marks[slot] = {};
        if (isQuiet) continue;
        if (auto entry = gone(table.at(slot), tables)) add(std::move(*entry));
    }
    for (const Slot slot : delta.changed)
        look(slot);
    for (const Slot slot : delta.inserted)
        look(slot);
}

void Activity::Private::takeRoutes(const Delta& delta)
{
    if (routes.size() < tables.routes.slotCount()) routes.resize(tables.routes.slotCount());
    const auto look = [this](Slot slot) {
        if (auto entry = take(routes[slot], tables.routes.at(slot), tables, knownInstances)) add(std::move(*entry));
    };
    for (const Slot slot : delta.removed) {
        const RouteMark mark = std::exchange(routes[slot], {});
        if (auto entry = gone(mark, tables.routes.at(slot), tables, knownInstances)) add(std::move(*entry));
    }
    for (const Slot slot : delta.changed)
        look(slot);
    for (const Slot slot : delta.inserted)
        look(slot);
}

void Activity::Private::takeInstances(const Delta& delta)
{
    if (instances.size() < tables.instances.slotCount()) instances.resize(tables.instances.slotCount());
    const auto nameOf = [](const TraefikInstance& row) {
        return u"Traefik "_s + (row.node.isEmpty() ? row.key : row.node);
    };
    for (const Slot slot : delta.removed) {
        const TraefikInstance& row = tables.instances.at(slot);
        instances[slot] = {};
        knownInstances &= ~instanceBit(slot);
        add(sourceEntry(nameOf(row), row.key, Happening::Gone, State::Warning));
    }
    for (const Slot slot : delta.changed)
        takeSource(instances[slot], tables.instances.at(slot).source, nameOf(tables.instances.at(slot)),
                   tables.instances.at(slot).key);
    for (const Slot slot : delta.inserted) {
        const TraefikInstance& row = tables.instances.at(slot);
        knownInstances &= ~instanceBit(slot);
        // The first ones are found while everything is read for the first time.
        if (isNomadKnown && join.tables().nomadSource.phase == SourcePhase::Live && since &&
            since->secsTo(clock.now()) > 5)
            add(sourceEntry(nameOf(row), row.key, Happening::Appeared, State::Ok));
        takeSource(instances[slot], row.source, nameOf(row), row.key);
    }
    mayLearnInstances = true;
}

/// Routers of an instance are known when its first answer has been joined.
void Activity::Private::learnInstances()
{
    if (!mayLearnInstances || join.isDirty()) return;
    mayLearnInstances = false;
    tables.instances.forEach([this](Slot slot, const TraefikInstance& row) {
        const bool hasAnswered = !row.entryPoints.isEmpty() || row.routerCount > 0;
        if (hasAnswered && row.source.phase == SourcePhase::Live) knownInstances |= instanceBit(slot);
    });
}

bool Activity::Private::isQuiet(nomad::List list)
{
    const bool isForbidden = access && access(list).isForbidden;
    const bool wasIt = std::exchange(wasForbidden[size_t(list)], isForbidden);
    return !isNomadKnown || isForbidden || wasIt;
}

void Activity::Private::takeDelta(const Delta& delta)
{
    using nomad::List;
    switch (delta.table) {
    case TableId::Peers:
        return takeRows(delta, tables.peers, peers, !isTailnetKnown);
    case TableId::Nodes:
        return takeRows(delta, tables.nodes, nodes, isQuiet(List::Nodes));
    case TableId::Jobs:
        return takeRows(delta, tables.jobs, jobs, isQuiet(List::Jobs));
    case TableId::Allocations:
        return takeRows(delta, tables.allocations, allocations, isQuiet(List::Allocations));
    case TableId::Deployments:
        return takeRows(delta, tables.deployments, deployments, isQuiet(List::Deployments));
    case TableId::Evaluations:
        return takeRows(delta, tables.evaluations, evaluations, isQuiet(List::Evaluations));
    case TableId::Registrations:
        return takeRows(delta, tables.registrations, registrations, isQuiet(List::Services));
    case TableId::Instances:
        return takeInstances(delta);
    case TableId::Routes:
        return takeRoutes(delta);
    case TableId::Services:
    case TableId::Findings:
    case TableId::Activity:
        return;
    }
}

/// Rows that were there before.
void Activity::Private::learnRows()
{
    const auto learn = [this](const auto& table, auto& marks) {
        marks.resize(table.slotCount());
        table.forEach([&](Slot slot, const auto& row) { take(marks[slot], row, tables); });
    };
    learn(tables.peers, peers);
    learn(tables.nodes, nodes);
    learn(tables.jobs, jobs);
    learn(tables.allocations, allocations);
    learn(tables.deployments, deployments);
    learn(tables.evaluations, evaluations);
    learn(tables.registrations, registrations);
    Delta all;
    tables.routes.forEach([&](Slot slot, const Route&) { all.inserted.push_back(slot); });
    takeRoutes(all);
    all = {};
    tables.instances.forEach([&](Slot slot, const TraefikInstance&) { all.inserted.push_back(slot); });
    takeInstances(all);
}

ActivityEntry Activity::Private::sourceEntry(const QString& name, const QString& key, Happening what, State state) const
{
    ActivityEntry entry;
    entry.kind = ActivityKind::Source;
    entry.what = what;
    entry.state = state;
    entry.name = name;
    entry.key = key;
    return entry;
}

void Activity::Private::takeSource(SourceMark& mark, const base::SourceState& state, const QString& name,
                                   const QString& key)
{
    if (state.phase == SourcePhase::Live) {
        if (std::exchange(mark.isLost, false)) add(sourceEntry(name, key, Happening::Back, State::Ok));
        mark.wasLive = true;
        mark.fetchedAt = state.fetchedAt;
    } else if (state.phase == SourcePhase::Waiting && !mark.isLost) {
        mark.isLost = true;
        ActivityEntry entry = sourceEntry(name, key, Happening::Lost, State::Critical);
        if (state.error) entry.words = state.error->what;
        add(std::move(entry));
    }
}

/// The line of a gap stands where the gap began, and gets its end when the stream is up again.
void Activity::Private::takeStream()
{
    const base::SourceState& state = tables.nomadSource;
    if (state.streaming && state.phase == SourcePhase::Live) {
        nomad.wasStreaming = true;
        if (nomad.downSince) ring.setUntil(nomad.gap, clock.now().toMSecsSinceEpoch());
        nomad.downSince.reset();
        return;
    }
    // Reading by polls begins with a gap, too; from then on each poll tells what is, not what was between.
    if (!nomad.wasStreaming || nomad.downSince) return;
    nomad.downSince = nomad.fetchedAt.value_or(clock.now());
    ActivityEntry entry = sourceEntry(u"Nomad"_s, u"nomad"_s, Happening::Gap, State::Stale);
    entry.time = nomad.downSince->toMSecsSinceEpoch();
    nomad.gap = ring.add(std::move(entry), clock.monotonic());
}

void Activity::Private::takeBackend()
{
    const tailscale::BackendState now = tables.tailnet.backend;
    const tailscale::BackendState before = std::exchange(backend, now);
    if (now == before || !isTailnetKnown) return;
    using enum tailscale::BackendState;
    const State state = now == Running ? State::Ok : now == Starting ? State::Pending : State::Warning;
    ActivityEntry entry = sourceEntry(u"Tailscale"_s, u"tailscale"_s, Happening::Changed, state);
    entry.before = base::Symbol::of(backendWord(before));
    entry.after = base::Symbol::of(backendWord(now));
    add(std::move(entry));
}

Activity::Activity(const Join& join, const base::Clock& clock, Access access, const ActivityLimits& limits,
                   QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, join, clock, std::move(access), limits))
{
    d->learnRows();
    updateSources();
}

Activity::~Activity() = default;

const ActivityTable& Activity::lines() const
{
    return d->ring.lines();
}

std::optional<QDateTime> Activity::since() const
{
    return d->since;
}

std::optional<QDateTime> Activity::streamDownSince() const
{
    return d->nomad.downSince;
}

void Activity::update(const std::vector<Delta>& deltas)
{
    for (const Delta& delta : deltas)
        d->takeDelta(delta);
    d->learnInstances();
    d->deliver();
}

void Activity::updateSources()
{
    d->takeSource(d->nomad, d->tables.nomadSource, u"Nomad"_s, u"nomad"_s);
    d->takeStream();
    d->takeSource(d->tailscale, d->tables.tailscaleSource, u"Tailscale"_s, u"tailscale"_s);
    d->takeBackend();
    d->isNomadKnown = d->isNomadKnown || d->nomad.wasLive;
    d->isTailnetKnown =
        d->isTailnetKnown || (d->tailscale.wasLive && d->tables.tailnet.backend == tailscale::BackendState::Running);
    if (!d->since && (d->isNomadKnown || d->isTailnetKnown)) d->since = d->clock.now();
    d->learnInstances();
    d->deliver();
}

} // namespace tailboard::cluster
