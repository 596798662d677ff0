// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/lifecycle.h"

#include "app/demo/job_source.h"
#include "app/demo/times.h"

#include <algorithm>

namespace tailboard::demo {

Node& Lifecycle::choose(const JobSpec& spec, const GroupSpec& group, unsigned number)
{
    // Where the well-known services of this world live, so that its routes look the same at every start.
    static const std::map<std::string, std::string> homes{{"hashicups.nginx", "firefly-sub03"},
                                                          {"hashicups.frontend", "firefly-sub03"},
                                                          {"hashicups.public-api", "firefly-sub02"},
                                                          {"hashicups.product-api", "firefly-sub02"},
                                                          {"hashicups.payments", "firefly-sub01"},
                                                          {"hashicups.database", "firefly-sub03"},
                                                          {"wiki.wiki", "firefly-sub02"},
                                                          {"payments.api", "firefly-sub02"},
                                                          {"web-preview.preview", "firefly-sub02"},
                                                          {"photos.photos", "firefly-sub02"},
                                                          {"grafana.grafana", "firefly-sub01"},
                                                          {"thumbnails.worker", "firefly-sub01"}};
    if (const auto home = homes.find(spec.id + "." + group.name); home != homes.end())
        return *m_world.nodeNamed(home->second);
    if (spec.type == "system" || spec.id == "web")
        return *m_world.nodeNamed("firefly-sub0" + std::to_string(1 + number % 3));
    auto at = m_world.nodes().begin();
    std::advance(at, ptrdiff_t(m_world.random().below(m_world.nodes().size())));
    return at->second;
}

Evaluation& Lifecycle::newEvaluation(const Job& job, const std::string& trigger)
{
    Evaluation evaluation{
        .id = m_world.random().uuid(), .jobId = job.id, .type = job.spec().type, .triggeredBy = trigger};
    evaluation.createIndex = m_world.index();
    evaluation.createTime = evaluation.modifyTime = m_world.now();
    return m_world.addEvaluation(std::move(evaluation));
}

void Lifecycle::complete(Evaluation& evaluation, const Job& job, int placed, int ignored, int stopped)
{
    evaluation.snapshotIndex = evaluation.createIndex;
    evaluation.status = "complete";
    evaluation.modifyTime = m_world.now();
    for (const GroupSpec& group : job.spec().groups) {
        evaluation.groups.push_back({.name = group.name,
                                     .ignore = ignored ? group.count : 0,
                                     .place = placed && group.fits() ? group.count : 0,
                                     .stop = stopped ? group.count : 0,
                                     .queued = group.fits() ? 0 : group.count});
    }
    m_world.advance();
    m_world.touch(evaluation);
    m_world.publish("EvaluationUpdated");
}

void Lifecycle::block(Evaluation& evaluation, const Job& job)
{
    std::vector<PlacementFailure> failures;
    for (const GroupSpec& group : job.spec().groups) {
        if (group.fits() || group.count == 0) continue;
        failures.push_back({.group = group.name,
                            .task = group.task.name,
                            .nodes = int(m_world.nodes().size()),
                            .memory = group.task.memory,
                            .more = group.count - 1});
    }
    if (failures.empty()) return;
    Evaluation& waiting = newEvaluation(job, "queued-allocs");
    waiting.status = "blocked";
    waiting.description = "created to place remaining allocations";
    waiting.previous = evaluation.id;
    waiting.snapshotIndex = evaluation.createIndex;
    waiting.failures = failures;
    evaluation.blocked = waiting.id;
    evaluation.failures = std::move(failures);
    m_world.touch(waiting);
    m_world.publish("EvaluationUpdated");
}

Allocation& Lifecycle::place(Job& job, size_t group, unsigned number, Node& node, const base::Uuid& evaluation,
                             const base::Uuid& deployment)
{
    Allocation allocation;
    allocation.id = m_world.random().uuid();
    allocation.evaluation = evaluation;
    allocation.deployment = deployment;
    allocation.node = &node;
    allocation.job = &job;
    allocation.spec = job.current().spec;
    allocation.jobVersion = uint16_t(job.current().version);
    allocation.group = uint16_t(group);
    allocation.number = job.spec().type == "system" ? 0 : number; // every allocation of a system job is [0]
    allocation.createIndex = m_world.index();
    allocation.createTime = m_world.now();
    for (const PortSpec& port : allocation.groupSpec().ports) {
        const int value = port.fixedPort ? port.fixedPort : 20'000 + int(m_world.random().below(12'000));
        allocation.ports.push_back({port.label, value, port.to, port.fixedPort != 0});
    }
    return m_world.addAllocation(std::move(allocation));
}

std::vector<base::Uuid> Lifecycle::registerJob(const JobSpec& spec)
{
    m_world.advance();
    Job& job = m_world.jobs()[spec.id];
    const bool fresh = job.versions.empty();
    JobVersion version{.spec = std::make_shared<JobSpec>(spec), .source = jobSource(spec)};
    version.version = fresh ? 0 : job.current().version + 1;
    version.submitTime = m_world.now();
    version.jobModifyIndex = m_world.index();
    if (fresh) {
        job.id = spec.id;
        job.createIndex = job.summaryCreateIndex = job.summaryModifyIndex = m_world.index();
    }
    if (job.versions.size() == 6) job.versions.erase(job.versions.begin());
    job.versions.push_back(std::move(version));
    job.status = fresh ? "pending" : "running";
    job.stop = false;
    m_world.touch(job);
    m_world.publish("JobRegistered");
    Evaluation& evaluation = newEvaluation(job, "job-register");
    evaluation.jobModifyIndex = m_world.index();
    m_world.touch(evaluation);
    m_world.publish("JobRegistered");

    m_world.advance();
    const bool system = spec.type == "system";
    Deployment deployment{.id = m_world.random().uuid(), .jobId = job.id, .jobVersion = job.current().version};
    deployment.jobModifyIndex = job.current().jobModifyIndex;
    deployment.jobCreateIndex = job.createIndex;
    deployment.createIndex = m_world.index();
    deployment.createTime = m_world.now();
    std::vector<base::Uuid> placed;
    std::vector<Allocation*> told;
    for (const AllocationKey& key : m_world.allocationKeysOf(job.id)) {
        Allocation& old = m_world.allocations().at(key);
        if (old.stopped) continue;
        old.stopped = true;
        told.push_back(&old);
    }
    for (size_t g = 0; g < spec.groups.size(); ++g) {
        const int wanted = system ? int(m_world.nodes().size()) : spec.groups[g].count;
        const int count = spec.groups[g].fits() ? wanted : 0;
        deployment.groups.push_back({.name = spec.groups[g].name,
                                     .desired = wanted,
                                     .placed = count,
                                     .requireProgressBy = count == wanted ? m_world.now() + 10 * minute : 0});
        for (int n = 0; n < count; ++n) {
            Node& node = choose(spec, spec.groups[g], unsigned(n));
            placed.push_back(place(job, g, unsigned(n), node, evaluation.id, deployment.id).id);
        }
    }
    m_world.touch(evaluation);
    m_world.touch(m_world.addDeployment(std::move(deployment)));
    for (Allocation* old : told)
        m_world.touch(*old, true);
    for (const base::Uuid& id : placed)
        m_world.touch(*m_world.allocation(id), true);
    if (!placed.empty() || spec.groups.empty() || spec.groups.front().fits()) job.status = "running";
    m_world.touch(job);
    m_world.publish("PlanResult");
    evaluation.deployment = m_world.deployments().back().id;
    block(evaluation, job);
    complete(evaluation, job, 1, 0, told.empty() ? 0 : 1);
    return placed;
}

void Lifecycle::succeed(const std::string& jobId)
{
    Job* job = m_world.job(jobId);
    Deployment* deployment = m_world.latestDeployment(jobId);
    if (!job || !deployment || deployment->status != "running") return;
    const bool done = std::all_of(deployment->groups.begin(), deployment->groups.end(),
                                  [](const DeploymentGroup& g) { return g.healthy >= g.desired; });
    if (!done) return;
    m_world.advance();
    Evaluation& evaluation = newEvaluation(*job, "deployment-watcher");
    evaluation.deployment = deployment->id;
    m_world.touch(evaluation);
    m_world.publish("AllocationUpdateDesiredStatus");
    m_world.advance();
    deployment->status = "successful";
    deployment->description = "Deployment completed successfully";
    job->versions.back().stable = true;
    m_world.touch(*deployment);
    m_world.touch(*job);
    m_world.touch(evaluation);
    m_world.publish("PlanResult");
    complete(evaluation, *job, 0, 1, 0);
}

base::Uuid Lifecycle::reschedule(const base::Uuid& id)
{
    Allocation* old = m_world.allocation(id);
    if (!old || old->stopped) return {};
    Job& job = *m_world.job(old->job->id);
    m_world.advance();
    old->rescheduled = true;
    m_world.touch(*old, true);
    Evaluation& evaluation = newEvaluation(job, old->status == ClientStatus::Failed ? "alloc-failure" : "alloc-stop");
    m_world.touch(evaluation);
    m_world.publish("AllocationUpdateDesiredStatus");

    m_world.advance();
    Node& node = choose(job.spec(), old->groupSpec(), old->number);
    const Deployment* deployment = m_world.deployment(old->deployment);
    const bool deploying = deployment && deployment->status == "running";
    Allocation& fresh = place(job, old->group, old->number, node, evaluation.id,
                              deploying ? deployment->id : base::Uuid()); // health is watched in a deployment only
    fresh.previous = old->id;
    old->next = fresh.id;
    old->stopped = true;
    m_world.touch(evaluation);
    m_world.touch(fresh, true);
    m_world.touch(*old, true);
    job.status = "running";
    m_world.touch(job);
    m_world.publish("PlanResult");
    complete(evaluation, job, 1, 0, 1);
    return fresh.id;
}

} // namespace tailboard::demo
