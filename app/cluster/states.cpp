// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/states.h"

#include <algorithm>

namespace tailboard::cluster {

using base::State;

namespace {

/// A row's own state with what its source is worth: ill stays ill, well becomes stale with an old source, and unknown
/// where the source never answered.
State aged(State own, const base::SourceState& source, const QDateTime& now)
{
    if (own != State::Ok && own != State::Pending) return own;
    switch (base::sourceHealth(source, now)) {
    case State::Stale:
        return State::Stale;
    case State::Critical:
        return State::Unknown;
    default:
        return own;
    }
}

State endOfKey(const tailscale::Peer& peer, const QDateTime& now)
{
    using namespace std::chrono_literals;
    if (peer.isExpired) return State::Critical;
    const auto left = keyTimeLeft(peer, now);
    if (!left || *left > 14 * 24h) return State::Ok;
    return *left <= 3 * 24h ? State::Critical : State::Warning;
}

} // namespace

State peerState(const tailscale::Peer& peer, const Tables& tables, const QDateTime& now)
{
    const State key = endOfKey(peer, now);
    if (key == State::Critical) return key;
    // A stopped or logged-out daemon goes on listing its peers as online (1.102.3).
    if (tables.tailnet.backend != tailscale::BackendState::Running) return base::worse(key, State::Stale);
    // A phone that sleeps is no fault; a machine with ACL tags is meant to be there.
    State own = key;
    if (!peer.isOnline && !peer.isSelf)
        own = base::worse(key, peer.aclTags.isEmpty() ? State::Unknown : State::Warning);
    return aged(own, tables.tailscaleSource, now);
}

State nodeState(const nomad::Node& node, const Tables& tables, const QDateTime& now)
{
    State own = State::Unknown;
    switch (node.status) {
    case nomad::NodeStatus::Ready:
        own = node.isDraining ? State::Pending : node.isEligible ? State::Ok : State::Warning;
        break;
    case nomad::NodeStatus::Initializing:
        own = State::Pending;
        break;
    case nomad::NodeStatus::Down:
    case nomad::NodeStatus::Disconnected:
        own = State::Critical;
        break;
    case nomad::NodeStatus::Other:
        break;
    }
    return aged(own, tables.nomadSource, now);
}

State jobState(const nomad::Job& job, const Tables& tables, const QDateTime& now)
{
    JobStanding standing;
    for (const nomad::GroupSummary& group : job.groups) {
        standing.running += group.running;
        standing.pending += group.starting;
        standing.failed += group.unknown; // "failed" and "lost" count up forever
        standing.isBlocked |= group.queued > 0;
    }
    return jobState(job, standing, tables, now);
}

State jobState(const nomad::Job& job, const JobStanding& standing, const Tables& tables, const QDateTime& now)
{
    const bool isLasting = job.type == QLatin1String("service") || job.type == QLatin1String("system");
    const bool hasFailed = standing.rollout == JobStanding::Rollout::Failed || standing.failed > 0;
    State own = State::Unknown;
    if (job.isStopped)
        own = State::Ok; // as the admin wants it
    else if (job.status == QLatin1String("dead"))
        own = isLasting ? State::Critical : hasFailed ? State::Warning : State::Ok;
    else if (standing.isBlocked || hasFailed)
        // A job whose every group waits for room is "pending" for as long as that takes.
        own = isLasting && standing.failed > 0 && standing.running + standing.pending == 0 ? State::Critical
                                                                                           : State::Warning;
    else if (job.status == QLatin1String("pending"))
        own = State::Pending;
    else if (job.status == QLatin1String("running"))
        own = standing.pending > 0 || standing.rollout == JobStanding::Rollout::Running ? State::Pending : State::Ok;
    return aged(own, tables.nomadSource, now);
}

State allocationState(const nomad::Allocation& allocation, const Tables& tables, const QDateTime& now)
{
    using enum nomad::ClientStatus;
    State own = State::Unknown;
    const bool isWanted = allocation.desiredStatus == nomad::DesiredStatus::Run;
    switch (allocation.clientStatus) {
    case Running:
        own = isWanted ? State::Ok : State::Pending;
        if (isWanted && allocation.health == nomad::DeploymentHealth::Unhealthy) own = State::Warning;
        break;
    case Pending:
        own = State::Pending;
        break;
    case Complete: {
        own = State::Ok;
        // A batch job is done when it is complete; a service that ended by itself is not meant to.
        const nomad::Job* job =
            isWanted ? tables.jobs.get({allocation.nameSpace.text(), allocation.jobId.text()}) : nullptr;
        if (job && (job->type == QLatin1String("service") || job->type == QLatin1String("system")))
            own = State::Warning;
        break;
    }
    case Failed:
    case Lost:
        // Stopped or replaced: over, and no longer what is to run.
        own = isWanted && !allocation.hasReplacement ? State::Critical : State::Ok;
        if (isWanted && allocation.hasReplacement) own = State::Warning;
        break;
    case Unknown:
    case Other:
        break;
    }
    return aged(own, tables.nomadSource, now);
}

State serviceState(const Service& service, const Tables& tables, const QDateTime& now)
{
    return aged(service.state, tables.nomadSource, now);
}

State routeState(const Route& route, const Tables& tables, const QDateTime& now)
{
    State state = aged(route.state, tables.nomadSource, now);
    state = aged(state, tables.tailscaleSource, now);
    if (state != State::Ok && state != State::Pending) return state;
    if (route.instances.isEmpty()) return state;
    // One Traefik that is asked now is enough: the route is seen there.
    const bool isSeenNow = std::any_of(route.instances.begin(), route.instances.end(), [&](const RouteInstance& seen) {
        const TraefikInstance* instance = tables.instances.get(seen.instance);
        return instance && base::sourceHealth(instance->source, now) == State::Ok;
    });
    return isSeenNow ? state : State::Stale;
}

State instanceState(const TraefikInstance& instance, const QDateTime& now)
{
    const State health = base::sourceHealth(instance.source, now);
    if (health == State::Ok && instance.isApiClosed) return State::Unknown;
    // One that can be asked but not read whole is no fault of the connection, but not well either.
    if (health == State::Ok && !instance.source.notice.isEmpty()) return State::Warning;
    return health;
}

State traefikState(const Tables& tables, const QDateTime& now)
{
    size_t lost = 0, stale = 0, pending = 0, unknown = 0;
    tables.instances.forEach([&](Slot, const TraefikInstance& instance) {
        switch (base::sourceHealth(instance.source, now)) {
        case State::Ok:
            break;
        case State::Stale:
            ++(instance.source.phase == base::SourcePhase::Waiting ? lost : stale);
            break;
        case State::Critical:
            ++lost;
            break;
        case State::Pending:
            ++pending;
            break;
        default:
            ++unknown;
        }
    });
    const size_t all = tables.instances.size();
    if (unknown == all) return State::Unknown;
    if (lost == all) return State::Critical;
    if (lost > 0) return State::Warning;
    if (stale > 0) return State::Stale;
    return pending > 0 ? State::Pending : State::Ok;
}

const tailscale::Peer* findPeerByAddress(const Tables& tables, const QString& address)
{
    const tailscale::Peer* found = nullptr;
    if (address.isEmpty()) return found;
    tables.peers.forEach([&](Slot, const tailscale::Peer& peer) {
        if (peer.addresses.contains(address) && (!found || peer.id < found->id)) found = &peer;
    });
    return found;
}

PeerPath peerPath(const tailscale::Peer& peer, const Tailnet& tailnet)
{
    if (peer.isSelf) return PeerPath::Self;
    if (tailnet.backend != tailscale::BackendState::Running) return PeerPath::Unknown;
    if (!peer.isOnline) return PeerPath::Offline;
    if (!peer.currentAddress.isEmpty()) return PeerPath::Direct;
    // The DERP region is listed for every peer; only traffic says that it is used.
    return peer.isActive && !peer.relay.isEmpty() ? PeerPath::Relay : PeerPath::Idle;
}

std::optional<std::chrono::seconds> keyTimeLeft(const tailscale::Peer& peer, const QDateTime& now)
{
    if (!peer.keyExpiry) return std::nullopt;
    return std::chrono::seconds(now.secsTo(*peer.keyExpiry));
}

} // namespace tailboard::cluster
