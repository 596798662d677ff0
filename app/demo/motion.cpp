// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/motion.h"

#include "app/demo/times.h"
#include "app/demo/world_seed.h"

#include <algorithm>

namespace tailboard::demo {

Motion::Motion(World& world, Loop& loop, double speed)
    : m_world(world)
    , m_loop(loop)
    , m_life(world)
    , m_random(world.seed(), "motion")
    , m_speed(speed)
{}

void Motion::after(double seconds, std::function<void()> work)
{
    m_loop.after(std::chrono::milliseconds(int64_t(seconds * 1000 / m_speed)), std::move(work));
}

void Motion::bringUp(const std::vector<base::Uuid>& placed, const std::string& jobId)
{
    double delay = 1.2;
    for (const base::Uuid& id : placed) {
        after(delay, [this, id] { m_life.start(id); });
        after(delay + 10.1, [this, id] { m_life.markHealthy(id); });
        delay += 0.3;
    }
    after(delay + 11.1, [this, jobId] { m_life.succeed(jobId); });
}

void Motion::stopReplaced(const std::string& jobId)
{
    for (const AllocationKey& key : m_world.allocationKeysOf(jobId)) {
        const Allocation& allocation = m_world.allocations().at(key);
        if (!allocation.stopped ||
            (allocation.status != ClientStatus::Running && allocation.status != ClientStatus::Pending))
            continue;
        after(0.03, [this, id = allocation.id] { m_life.beginStop(id); });
        after(0.6, [this, id = allocation.id] { m_life.finishStop(id); });
    }
}

void Motion::deploy(const JobSpec& spec)
{
    bringUp(m_life.registerJob(spec), spec.id);
    stopReplaced(spec.id);
}

base::Uuid Motion::newestRunning(const std::string& jobId) const
{
    const auto& keys = m_world.allocationKeysOf(jobId);
    for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
        const Allocation& allocation = m_world.allocations().at(*key);
        if (!allocation.stopped && allocation.status == ClientStatus::Running) return allocation.id;
    }
    return {};
}

void Motion::restartTask(const std::string& jobId)
{
    const base::Uuid id = newestRunning(jobId);
    if (id.isNull()) return;
    m_life.crash(id, 1);
    after(16, [this, id] { m_life.start(id); });
}

void Motion::replaceAllocation(const std::string& jobId)
{
    const base::Uuid old = newestRunning(jobId);
    if (old.isNull()) return;
    const base::Uuid fresh = m_life.reschedule(old);
    stopReplaced(jobId);
    after(1.2, [this, fresh] { m_life.start(fresh); });
}

void Motion::setPeerOnline(const std::string& hostName, bool online)
{
    for (Peer& peer : m_world.peers()) {
        if (peer.hostName != hostName || peer.online == online) continue;
        peer.online = online;
        peer.lastSeen = m_world.now();
        if (online) peer.lastHandshake = m_world.now();
        m_world.publishPeer(peer);
    }
}

void Motion::begin()
{
    // web-preview was pending when the world began: its image comes now.
    after(20, [this] {
        for (const AllocationKey& key : m_world.allocationKeysOf("web-preview")) {
            const Allocation& allocation = m_world.allocations().at(key);
            if (allocation.status == ClientStatus::Pending && !allocation.stopped)
                bringUp({allocation.id}, "web-preview");
        }
    });
    after(4, [this] { step(); });
}

void Motion::step()
{
    ++m_steps;
    m_world.collectGarbage(10 * minute, 2);
    for (Peer& peer : m_world.peers()) { // traffic
        if (!peer.online) continue;
        peer.received += int64_t(m_random.below(40'000));
        peer.sent += int64_t(m_random.below(9'000));
        if (m_world.now() - peer.lastHandshake > 2 * minute) peer.lastHandshake = m_world.now();
    }
    // A round of twelve steps, some 80 s long; seldom enough that people can follow it, often enough to be seen alive.
    static const std::vector<std::string> restless{"hashicups", "payments", "blog", "photos"};
    switch (m_steps % 12) {
    case 1:
    case 7:
        restartTask(restless[m_random.below(restless.size())]);
        break;
    case 3:
        for (const AllocationKey& key : m_world.allocationKeysOf("thumbnails")) {
            const Allocation& allocation = m_world.allocations().at(key);
            if (allocation.stopped || allocation.status != ClientStatus::Failed) continue;
            const base::Uuid fresh = m_life.reschedule(allocation.id);
            after(4.5, [this, fresh] { m_life.failToPull(fresh); });
            break;
        }
        break;
    case 4:
        setPeerOnline("phone", false);
        break;
    case 5:
        replaceAllocation("web");
        break;
    case 9:
        setPeerOnline("phone", true);
        break;
    case 11:
        deploy(previewJob(++m_build));
        break;
    default:
        break;
    }
    after(4 + m_random.unit() * 5, [this] { step(); });
}

} // namespace tailboard::demo
