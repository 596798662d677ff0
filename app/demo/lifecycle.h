// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/world.h"

#include <string>
#include <vector>

namespace tailboard::demo {

/// What Nomad does to jobs and allocations, one Raft step at a time and in the order in which a real 1.11.3 sent its
/// events. It has no timers: the one who calls decides how long things take (Motion with the lab's timings, the world's
/// making with times long past).
class Lifecycle
{
public:
    explicit Lifecycle(World& world)
        : m_world(world)
    {}

    /// Stores a job, new or as the next version, and places what is missing; a new version of a group replaces its
    /// running allocations (which are told to stop). Events: JobRegistered twice, PlanResult, EvaluationUpdated.
    /// Returns the new, pending allocations.
    std::vector<base::Uuid> registerJob(const JobSpec& spec);
    /// The client starts the task: registrations first, then the report.
    void start(const base::Uuid& allocation);
    /// The minimum healthy time has passed.
    void markHealthy(const base::Uuid& allocation);
    /// All groups are healthy: the deployment ends well.
    void succeed(const std::string& jobId);

    /// The task ended with this exit code and waits for its restart; its registrations go.
    void crash(const base::Uuid& allocation, int exitCode);
    /// The image cannot be pulled and no restart is allowed.
    void failToPull(const base::Uuid& allocation);
    /// A follow-up evaluation replaces a failed allocation; null when it cannot. Returns the new one.
    base::Uuid reschedule(const base::Uuid& allocation);
    /// An allocation told to stop really ends: registrations go, then "complete".
    void beginStop(const base::Uuid& allocation);
    void finishStop(const base::Uuid& allocation);

    /// Which node an allocation belongs on; the world's making and every replacement ask it.
    Node& choose(const JobSpec& spec, const GroupSpec& group, unsigned number);

private:
    Allocation& place(Job& job, size_t group, unsigned number, Node& node, const base::Uuid& evaluation,
                      const base::Uuid& deployment);
    Evaluation& newEvaluation(const Job& job, const std::string& trigger);
    /// Notes what no node has room for, and makes the evaluation that waits for it.
    void block(Evaluation& evaluation, const Job& job);
    void complete(Evaluation& evaluation, const Job& job, int place, int ignore, int stop);
    void addRegistrations(Allocation& allocation);
    void removeRegistrations(const Allocation& allocation);
    void report(Allocation& allocation);

    World& m_world;
};

} // namespace tailboard::demo
