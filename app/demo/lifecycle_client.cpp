// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/lifecycle.h"
#include "app/demo/times.h"

// What a Nomad client does and reports: starting, health, crashes, stops, registrations.

namespace tailboard::demo {

namespace {

void ensureUsualEvents(Allocation& allocation)
{
    if (!allocation.events.empty()) return;
    allocation.events = {{"Received", allocation.createTime + second / 50, "Task received by client", {}},
                         {"Task Setup",
                          allocation.createTime + second / 33,
                          "Building Task Directory",
                          {{"message", "Building Task Directory"}}}};
    if (allocation.startedAt != 0)
        allocation.events.push_back({"Started", allocation.startedAt, "Task started by client", {}});
}

/// Nomad keeps the newest ten of a task.
void addEvent(Allocation& allocation, TaskEvent event)
{
    ensureUsualEvents(allocation);
    if (allocation.events.size() >= 10) allocation.events.erase(allocation.events.begin());
    allocation.events.push_back(std::move(event));
}

} // namespace

void Lifecycle::addRegistrations(Allocation& allocation)
{
    const GroupSpec& group = allocation.groupSpec();
    const auto add = [&](const ServiceSpec& service, bool ofGroup) {
        if (service.provider != "nomad") return;
        Registration registration{.id = registrationId(allocation, service, ofGroup),
                                  .serviceName = service.name,
                                  .jobId = allocation.job->id,
                                  .node = allocation.node->id,
                                  .allocation = allocation.id,
                                  .datacenter = allocation.node->datacenter,
                                  .tags = service.tags,
                                  .address = allocation.node->address};
        for (const AllocatedPort& port : allocation.ports) {
            if (port.label == service.portLabel) registration.port = port.value;
        }
        m_world.advance();
        m_world.addRegistration(std::move(registration));
        m_world.publish("ServiceRegistration");
    };
    for (const ServiceSpec& service : group.services)
        add(service, true);
    for (const ServiceSpec& service : group.task.services)
        add(service, false);
}

void Lifecycle::removeRegistrations(const Allocation& allocation)
{
    const GroupSpec& group = allocation.groupSpec();
    const auto remove = [&](const ServiceSpec& service, bool ofGroup) {
        const std::string id = registrationId(allocation, service, ofGroup);
        if (!m_world.registrations().contains(id)) return;
        m_world.advance();
        m_world.removeRegistration(id);
        m_world.publish("ServiceDeregistration");
    };
    for (const ServiceSpec& service : group.services)
        remove(service, true);
    for (const ServiceSpec& service : group.task.services)
        remove(service, false);
}

void Lifecycle::report(Allocation& allocation)
{
    m_world.advance();
    m_world.touch(allocation);
    m_world.mention(m_world.nodes().at(allocation.node->id));
    m_world.publish("AllocationUpdated");
}

void Lifecycle::start(const base::Uuid& id)
{
    Allocation* allocation = m_world.allocation(id);
    if (!allocation || allocation->stopped) return;
    addRegistrations(*allocation);
    const bool again = allocation->startedAt != 0;
    allocation->status = ClientStatus::Running;
    allocation->startedAt = m_world.now();
    if (again) addEvent(*allocation, {"Started", m_world.now(), "Task started by client", {}});
    report(*allocation);
}

void Lifecycle::markHealthy(const base::Uuid& id)
{
    Allocation* allocation = m_world.allocation(id);
    if (!allocation || allocation->stopped || allocation->status != ClientStatus::Running || allocation->healthy == 1 ||
        allocation->deployment.isNull())
        return;
    m_world.advance();
    allocation->healthy = 1;
    allocation->healthTime = m_world.now();
    allocation->healthIndex = m_world.index();
    if (Deployment* deployment = m_world.deployment(allocation->deployment)) {
        for (DeploymentGroup& group : deployment->groups) {
            if (group.name == allocation->groupSpec().name) ++group.healthy;
        }
        m_world.touch(*deployment);
    }
    m_world.touch(*allocation);
    m_world.publish("AllocationUpdated");
}

void Lifecycle::crash(const base::Uuid& id, int exitCode)
{
    Allocation* allocation = m_world.allocation(id);
    if (!allocation || allocation->status != ClientStatus::Running) return;
    removeRegistrations(*allocation);
    const Nanoseconds now = m_world.now();
    addEvent(*allocation, {"Terminated",
                           now,
                           "Exit Code: " + std::to_string(exitCode),
                           {{"exit_code", std::to_string(exitCode)}, {"signal", "0"}, {"oom_killed", "false"}},
                           false,
                           exitCode});
    addEvent(*allocation, {"Restarting",
                           now,
                           "Task restarting in 16s",
                           {{"restart_reason", "Restart within policy"}, {"start_delay", "16000000000"}}});
    allocation->status = ClientStatus::Pending;
    ++allocation->restarts;
    allocation->lastRestart = now;
    report(*allocation);
}

void Lifecycle::failToPull(const base::Uuid& id)
{
    Allocation* allocation = m_world.allocation(id);
    if (!allocation || allocation->stopped) return;
    const std::string image = allocation->groupSpec().task.image;
    const Nanoseconds now = m_world.now();
    addEvent(*allocation, {"Driver", now, "Downloading image", {{"image", image}}});
    const std::string why = "Failed to pull `" + image + "`: Error response from daemon: manifest for " + image +
                            " not found: manifest unknown";
    addEvent(*allocation, {"Driver Failure", now, why, {{"driver_error", why}}});
    addEvent(*allocation, {"Not Restarting",
                           now,
                           "Policy allows no restarts",
                           {{"restart_reason", "Policy allows no restarts"}, {"fails_task", "true"}},
                           true});
    addEvent(*allocation, {"Alloc Unhealthy",
                           now,
                           "Unhealthy because of failed task",
                           {{"message", "Unhealthy because of failed task"}}});
    m_world.advance();
    allocation->status = ClientStatus::Failed;
    allocation->finishedAt = now;
    allocation->healthy = 0;
    allocation->healthTime = now;
    allocation->healthIndex = m_world.index();
    if (Deployment* deployment = m_world.deployment(allocation->deployment)) {
        if (now > deployment->createTime + 10 * minute) {
            deployment->status = "failed";
            deployment->description = "Failed due to progress deadline";
        }
        for (DeploymentGroup& group : deployment->groups) {
            if (group.name == allocation->groupSpec().name) ++group.unhealthy;
        }
        m_world.touch(*deployment);
    }
    m_world.touch(*allocation);
    Job& job = *m_world.job(allocation->job->id);
    job.status = "pending"; // nothing of it runs and an evaluation is to come
    m_world.touch(job);
    m_world.publish("AllocationUpdated");
    Evaluation& evaluation = newEvaluation(job, "alloc-failure");
    m_world.touch(evaluation);
    m_world.publish("AllocationUpdated");
    complete(evaluation, job, 0, 1, 0);
}

void Lifecycle::beginStop(const base::Uuid& id)
{
    Allocation* allocation = m_world.allocation(id);
    if (!allocation || allocation->status == ClientStatus::Complete || allocation->status == ClientStatus::Failed)
        return;
    removeRegistrations(*allocation);
    addEvent(*allocation,
             {"Killing", m_world.now(), "Sent interrupt. Waiting 5s before force killing", {{"kill_timeout", "5s"}}});
    report(*allocation);
}

void Lifecycle::finishStop(const base::Uuid& id)
{
    Allocation* allocation = m_world.allocation(id);
    if (!allocation || allocation->status == ClientStatus::Complete || allocation->status == ClientStatus::Failed)
        return;
    addEvent(
        *allocation,
        {"Terminated", m_world.now(), "Exit Code: 0", {{"exit_code", "0"}, {"signal", "0"}, {"oom_killed", "false"}}});
    addEvent(*allocation, {"Killed", m_world.now(), "Task successfully killed", {}});
    allocation->status = ClientStatus::Complete;
    allocation->finishedAt = m_world.now();
    report(*allocation);
}

} // namespace tailboard::demo
