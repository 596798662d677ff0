// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/activity_marks.h"

#include "app/nomad/placement_words.h"

#include <array>
#include <bit>

using namespace Qt::StringLiterals;

namespace tailboard::cluster {

using base::State;
using base::Symbol;

namespace {

constexpr qint64 nanosecondsPerMillisecond = 1'000'000;

/// By enumeration, since the same status always has the same word; as sent only where it has none.
Symbol statusOf(const nomad::Allocation& row)
{
    using enum nomad::ClientStatus;
    static const std::array words{Symbol::of(u"pending"), Symbol::of(u"running"), Symbol::of(u"complete"),
                                  Symbol::of(u"failed"),  Symbol::of(u"lost"),    Symbol::of(u"unknown")};
    static_assert(size_t(Pending) == 0 && size_t(Running) == 1 && size_t(Complete) == 2 && size_t(Failed) == 3 &&
                  size_t(Lost) == 4 && size_t(Unknown) == 5);
    return row.clientStatus == Other ? row.statusText : words[size_t(row.clientStatus)];
}

State stateOf(const nomad::Allocation& row)
{
    using enum nomad::ClientStatus;
    const bool isWanted = row.desiredStatus == nomad::DesiredStatus::Run;
    switch (row.clientStatus) {
    case Running:
    case Complete:
        return State::Ok;
    case Pending:
        return State::Pending;
    case Failed:
    case Lost:
        return isWanted ? State::Critical : State::Warning;
    default:
        return State::Unknown;
    }
}

ActivityEntry entry(ActivityKind kind, Happening what, State state)
{
    ActivityEntry result;
    result.kind = kind;
    result.what = what;
    result.state = state;
    return result;
}

ActivityEntry of(const nomad::Allocation& row, Happening what, State state, bool hasTime = true)
{
    ActivityEntry result = entry(ActivityKind::Allocation, what, state);
    result.id = row.id;
    result.nameSpace = row.nameSpace;
    result.job = row.jobId;
    result.group = row.taskGroup;
    result.node = row.nodeName;
    if (hasTime && row.modifyTime > 0) result.time = row.modifyTime / nanosecondsPerMillisecond;
    return result;
}

ActivityEntry of(const nomad::JobKey& job, ActivityKind kind, Happening what, State state)
{
    ActivityEntry result = entry(kind, what, state);
    result.nameSpace = Symbol::of(job.nameSpace);
    result.job = Symbol::of(job.id);
    return result;
}

ActivityEntry of(const nomad::Node& row, Happening what, State state)
{
    ActivityEntry result = entry(ActivityKind::Node, what, state);
    result.id = row.id;
    result.node = Symbol::of(row.name);
    return result;
}

ActivityEntry of(const nomad::ServiceRegistration& row, const Tables& tables, Happening what)
{
    ActivityEntry result = entry(ActivityKind::Service, what, State::Ok);
    result.id = row.allocationId;
    result.nameSpace = Symbol::of(row.nameSpace);
    result.job = Symbol::of(row.jobId);
    result.name = row.serviceName;
    if (const nomad::Node* node = tables.nodes.get(row.nodeId)) result.node = Symbol::of(node->name);
    if (!row.address.isEmpty()) result.words = u"%1:%2"_s.arg(row.address).arg(row.port);
    return result;
}

ActivityEntry of(const tailscale::Peer& row, Happening what, State state)
{
    ActivityEntry result = entry(ActivityKind::Peer, what, state);
    result.name = row.shortName();
    result.key = row.id;
    return result;
}

ActivityEntry of(const Route& row, const Tables& tables, Happening what, State state, quint64 figure)
{
    ActivityEntry result = entry(ActivityKind::Router, what, state);
    result.name = row.key.router;
    result.route = row.key;
    result.nameSpace = Symbol::of(row.nameSpace);
    result.job = Symbol::of(row.job.id);
    result.figure = std::popcount(figure);
    result.outOf = qint32(tables.instances.size());
    return result;
}

State stateOfStatus(const QString& status)
{
    if (status == "failed"_L1) return State::Critical;
    if (status == "blocked"_L1 || status == "cancelled"_L1 || status == "paused"_L1) return State::Warning;
    if (status == "successful"_L1 || status == "complete"_L1) return State::Ok;
    return State::Pending;
}

State stateOf(const nomad::Node& row)
{
    switch (row.status) {
    case nomad::NodeStatus::Ready:
        return State::Ok;
    case nomad::NodeStatus::Initializing:
        return State::Pending;
    case nomad::NodeStatus::Down:
    case nomad::NodeStatus::Disconnected:
        return State::Critical;
    case nomad::NodeStatus::Other:
        break;
    }
    return State::Unknown;
}

} // namespace

QString activityKindName(ActivityKind kind)
{
    switch (kind) {
    case ActivityKind::Allocation:
        return u"allocation"_s;
    case ActivityKind::Job:
        return u"job"_s;
    case ActivityKind::Deployment:
        return u"deployment"_s;
    case ActivityKind::Evaluation:
        return u"evaluation"_s;
    case ActivityKind::Node:
        return u"node"_s;
    case ActivityKind::Service:
        return u"service"_s;
    case ActivityKind::Router:
        return u"router"_s;
    case ActivityKind::Peer:
        return u"peer"_s;
    case ActivityKind::Source:
        break;
    }
    return u"source"_s;
}

std::optional<ActivityEntry> take(AllocationMark& mark, const nomad::Allocation& row, const Tables&)
{
    const AllocationMark old = mark;
    mark.status = statusOf(row);
    mark.restarts = row.restarts;
    mark.desired = static_cast<unsigned char>(row.desiredStatus) & 7;
    mark.health = static_cast<unsigned char>(row.health) & 7;
    mark.isKnown = true;
    if (!old.isKnown) {
        ActivityEntry result = of(row, Happening::Appeared, stateOf(row));
        result.after = mark.status;
        return result;
    }
    if (mark.status != old.status) {
        ActivityEntry result = of(row, Happening::Changed, stateOf(row));
        result.before = old.status;
        result.after = mark.status;
        // Why it is not well, if a task told it; Nomad's "Failed tasks" says less.
        const bool isWell = result.state == State::Ok;
        result.words = isWell || row.taskOutcome.isEmpty() ? row.clientDescription.text() : row.taskOutcome.text();
        return result;
    }
    if (mark.restarts > old.restarts) {
        ActivityEntry result = of(row, Happening::Restarted, State::Warning);
        result.figure = mark.restarts;
        result.after = mark.status;
        result.words = row.taskOutcome.text();
        return result;
    }
    if (mark.health != old.health && row.health == nomad::DeploymentHealth::Unhealthy)
        return of(row, Happening::Unhealthy, State::Warning);
    const bool isOver =
        row.clientStatus != nomad::ClientStatus::Running && row.clientStatus != nomad::ClientStatus::Pending;
    if (mark.desired != old.desired && row.desiredStatus != nomad::DesiredStatus::Run && !isOver) {
        ActivityEntry result = of(row, Happening::Ending, State::Pending);
        result.words = row.desiredDescription.text();
        result.after = mark.status;
        return result;
    }
    return std::nullopt;
}

std::optional<ActivityEntry> gone(const nomad::Allocation& row, const Tables&)
{
    return of(row, Happening::Gone, State::Ok, false);
}

std::optional<ActivityEntry> take(JobMark& mark, const nomad::Job& row, const Tables&)
{
    const JobMark old = mark;
    mark = {row.jobModifyIndex, Symbol::of(row.status), row.isStopped, true};
    const auto registered = [&] {
        ActivityEntry result = of(row.key, ActivityKind::Job, Happening::Registered, State::Ok);
        result.figure = qint32(row.version);
        result.after = mark.status;
        if (row.submitTime > 0) result.time = row.submitTime / nanosecondsPerMillisecond;
        return result;
    };
    if (!old.isKnown) return registered();
    if (row.isStopped && !old.isStopped) {
        ActivityEntry result = of(row.key, ActivityKind::Job, Happening::Stopped, State::Warning);
        result.after = mark.status;
        return result;
    }
    if (row.jobModifyIndex > old.jobModifyIndex && !row.isStopped) return registered();
    if (mark.status == old.status) return std::nullopt;
    State state = State::Ok;
    if (row.status == "pending"_L1) state = State::Pending;
    const bool isLasting = row.type == "service"_L1 || row.type == "system"_L1;
    if (row.status == "dead"_L1 && isLasting && !row.isStopped) state = State::Critical;
    ActivityEntry result = of(row.key, ActivityKind::Job, Happening::Changed, state);
    result.before = old.status;
    result.after = mark.status;
    result.words = row.statusDescription;
    return result;
}

std::optional<ActivityEntry> gone(const nomad::Job& row, const Tables&)
{
    return of(row.key, ActivityKind::Job, Happening::Gone, State::Warning);
}

std::optional<ActivityEntry> take(StatusMark& mark, const nomad::Deployment& row, const Tables&)
{
    const StatusMark old = mark;
    mark = {Symbol::of(row.status), false, true};
    if (old.isKnown && mark.status == old.status) return std::nullopt;
    ActivityEntry result = of(row.job, ActivityKind::Deployment, old.isKnown ? Happening::Changed : Happening::Appeared,
                              stateOfStatus(row.status));
    result.id = row.id;
    result.before = old.status;
    result.after = mark.status;
    result.figure = qint32(row.jobVersion);
    result.words = row.statusDescription;
    return result;
}

/// Nomad forgets old ones: no news.
std::optional<ActivityEntry> gone(const nomad::Deployment&, const Tables&)
{
    return std::nullopt;
}

/// Every change of anything makes evaluations. Only those say something that found no place or failed, and those that
/// had been blocked and are no longer.
std::optional<ActivityEntry> take(StatusMark& mark, const nomad::Evaluation& row, const Tables&)
{
    const StatusMark old = mark;
    mark = {Symbol::of(row.status), !row.failedGroups.isEmpty(), true};
    const auto isIll = [](const QString& status) { return status == "blocked"_L1 || status == "failed"_L1; };
    const auto said = [&](Happening what, State state) {
        ActivityEntry result = of(row.job, ActivityKind::Evaluation, what, state);
        result.id = row.id;
        result.before = old.status;
        result.after = mark.status;
        result.group = Symbol::of(row.failedGroups.join(u", "_s));
        result.words =
            row.failures.isEmpty() ? row.statusDescription : nomad::placementReasons(row.failures.first()).join(u' ');
        return result;
    };
    if (mark.status != old.status && isIll(row.status)) {
        const bool isPlaceMissing = row.status == "blocked"_L1 || mark.hasFailedGroups;
        return said(isPlaceMissing ? Happening::NotPlaced : Happening::Changed, stateOfStatus(row.status));
    }
    if (mark.hasFailedGroups && !old.hasFailedGroups) return said(Happening::NotPlaced, State::Warning);
    if (old.isKnown && mark.status != old.status && isIll(old.status.text()))
        return said(Happening::Changed, stateOfStatus(row.status));
    return std::nullopt;
}

std::optional<ActivityEntry> gone(const nomad::Evaluation&, const Tables&)
{
    return std::nullopt;
}

std::optional<ActivityEntry> take(NodeMark& mark, const nomad::Node& row, const Tables&)
{
    const NodeMark old = mark;
    mark = {Symbol::of(row.statusText), row.isDraining, row.isEligible, true};
    if (!old.isKnown || mark.status != old.status) {
        ActivityEntry result = of(row, old.isKnown ? Happening::Changed : Happening::Appeared, stateOf(row));
        result.before = old.status;
        result.after = mark.status;
        result.words = row.statusDescription;
        return result;
    }
    if (row.isDraining != old.isDraining)
        return of(row, row.isDraining ? Happening::Draining : Happening::DrainEnded,
                  row.isDraining ? State::Pending : State::Ok);
    if (row.isEligible != old.isEligible)
        return of(row, row.isEligible ? Happening::Eligible : Happening::Ineligible,
                  row.isEligible ? State::Ok : State::Warning);
    return std::nullopt;
}

std::optional<ActivityEntry> gone(const nomad::Node& row, const Tables&)
{
    return of(row, Happening::Gone, State::Warning);
}

std::optional<ActivityEntry> take(RegistrationMark& mark, const nomad::ServiceRegistration& row, const Tables& tables)
{
    const bool wasKnown = std::exchange(mark.isKnown, true);
    const bool isEdited = wasKnown && mark.tags != row.tags;
    mark.tags = row.tags;
    if (!wasKnown) return of(row, tables, Happening::Appeared);
    if (isEdited) return of(row, tables, Happening::TagsChanged);
    return std::nullopt;
}

std::optional<ActivityEntry> gone(const nomad::ServiceRegistration& row, const Tables& tables)
{
    return of(row, tables, Happening::Gone);
}

std::optional<ActivityEntry> take(PeerMark& mark, const tailscale::Peer& row, const Tables& tables)
{
    // A stopped or logged-out daemon goes on listing its peers as online (1.102.3).
    if (tables.tailnet.backend != tailscale::BackendState::Running && mark.isKnown) return std::nullopt;
    const PeerMark old = mark;
    const PeerPath path = peerPath(row, tables.tailnet);
    mark.isOnline = row.isOnline || row.isSelf;
    mark.isExpired = row.isExpired;
    mark.isKnown = true;
    // Without traffic there is no path: it is no news that a peer is idle.
    if (path == PeerPath::Direct || path == PeerPath::Relay) {
        mark.path = path;
        mark.relay = path == PeerPath::Relay ? Symbol::of(row.relay) : Symbol();
    }
    const State offline = row.aclTags.isEmpty() ? State::Unknown : State::Warning; // a phone that sleeps is no fault
    if (!old.isKnown) {
        ActivityEntry result = of(row, Happening::Appeared, mark.isOnline ? State::Ok : offline);
        result.words = row.addresses.value(0);
        return result;
    }
    if (mark.isExpired && !old.isExpired) return of(row, Happening::KeyEnded, State::Critical);
    if (mark.isOnline != old.isOnline)
        return mark.isOnline ? of(row, Happening::Online, State::Ok) : of(row, Happening::Offline, offline);
    const bool isMoved = mark.path != old.path || mark.relay != old.relay;
    if (!isMoved || old.path == PeerPath::Unknown) return std::nullopt;
    ActivityEntry result = of(row, mark.path == PeerPath::Direct ? Happening::Direct : Happening::ByRelay, State::Ok);
    result.after = mark.relay;
    return result;
}

std::optional<ActivityEntry> gone(const tailscale::Peer& row, const Tables&)
{
    return of(row, Happening::Gone, State::Warning);
}

std::optional<ActivityEntry> take(RouteMark& mark, const Route& row, const Tables& tables, quint64 known)
{
    const RouteMark old = mark;
    mark = {0, 0, true};
    QString errors;
    for (const RouteInstance& seen : row.instances) {
        const auto slot = tables.instances.find(seen.instance);
        if (!slot) continue;
        mark.shown |= instanceBit(*slot);
        if (seen.status != traefik::ObjectStatus::Disabled) continue;
        mark.refused |= instanceBit(*slot);
        if (errors.isEmpty()) errors = seen.errors.join(u"; "_s);
    }
    if ((mark.refused & ~old.refused & known) != 0) {
        ActivityEntry result = of(row, tables, Happening::Refused, State::Critical, mark.refused);
        result.words = errors;
        return result;
    }
    const quint64 wasGood = old.shown & ~old.refused;
    const quint64 isGood = mark.shown & ~mark.refused;
    if ((isGood & ~old.shown & known) != 0) return of(row, tables, Happening::Shown, State::Ok, isGood);
    if ((isGood & ~wasGood & known) != 0) return of(row, tables, Happening::Accepted, State::Ok, isGood);
    if ((old.shown & ~mark.shown & known) != 0) return of(row, tables, Happening::Gone, State::Warning, mark.shown);
    return std::nullopt;
}

std::optional<ActivityEntry> gone(const RouteMark& mark, const Route& row, const Tables& tables, quint64 known)
{
    if ((mark.shown & known) == 0) return std::nullopt;
    return of(row, tables, Happening::Gone, State::Warning, 0);
}

} // namespace tailboard::cluster
