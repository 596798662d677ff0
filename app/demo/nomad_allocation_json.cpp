// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/nomad_json.h"
#include "app/demo/nomad_task_json.h"
#include "app/demo/times.h"

namespace tailboard::demo {

namespace {

constexpr std::string_view noTransition =
    R"({"Migrate":null,"Reschedule":null,"ForceReschedule":null,"NoShutdownDelay":null,"MigrateDisablePlacement":null})";
constexpr std::string_view rescheduleTransition =
    R"({"Migrate":null,"Reschedule":true,"ForceReschedule":null,"NoShutdownDelay":null,"MigrateDisablePlacement":null})";

void writePort(JsonWriter& json, const AllocatedPort& port)
{
    json.beginObject();
    json.field("Label", port.label);
    json.field("Value", port.value);
    if (port.to != 0) json.field("To", port.to);
    json.field("HostNetwork", "default");
    json.endObject();
}

void writeNetworks(JsonWriter& json, const Allocation& allocation)
{
    json.key("Networks");
    json.beginArray();
    json.beginObject();
    json.field("IP", allocation.node->address);
    for (const bool fixed : {true, false}) {
        bool opened = false;
        for (const AllocatedPort& port : allocation.ports) {
            if (port.fixed != fixed) continue;
            if (!opened) {
                json.key(fixed ? "ReservedPorts" : "DynamicPorts");
                json.beginArray();
                opened = true;
            }
            writePort(json, port);
        }
        if (opened) json.endArray();
    }
    json.endObject();
    json.endArray();
}

void writeResources(JsonWriter& json, std::string_view name, int cpu, int memory, int memoryMax, int disk,
                    const Allocation* networksOf)
{
    json.key(name);
    json.beginObject();
    json.field("CPU", cpu);
    json.field("Cores", 0);
    json.field("MemoryMB", memory);
    json.field("MemoryMaxMB", memoryMax);
    json.field("DiskMB", disk);
    json.field("IOPS", 0);
    if (networksOf)
        writeNetworks(json, *networksOf);
    else
        json.nullField("Networks");
    json.nullField("Devices");
    json.nullField("NUMA");
    json.field("SecretsMB", 0);
    json.endObject();
}

void writeAllocatedResources(JsonWriter& json, const Allocation& allocation)
{
    const TaskSpec& task = allocation.groupSpec().task;
    json.beginObject();
    json.key("Tasks");
    json.beginObject();
    json.key(task.name);
    json.beginObject();
    json.key("Cpu");
    json.beginObject();
    json.field("CpuShares", task.cpu);
    json.nullField("ReservedCores");
    json.endObject();
    json.key("Memory");
    json.beginObject();
    json.field("MemoryMB", task.memory);
    json.field("MemoryMaxMB", 0);
    json.endObject();
    json.nullField("Networks");
    json.nullField("Devices");
    json.endObject();
    json.endObject();
    json.key("TaskLifecycles");
    json.beginObject();
    json.nullField(task.name);
    json.endObject();
    json.key("Shared");
    json.beginObject();
    writeNetworks(json, allocation);
    json.field("DiskMB", 300);
    json.key("Ports");
    json.beginArray();
    for (const AllocatedPort& port : allocation.ports) {
        json.beginObject();
        json.field("Label", port.label);
        json.field("Value", port.value);
        if (port.to != 0) json.field("To", port.to);
        json.field("HostIP", allocation.node->address);
        json.endObject();
    }
    json.endArray();
    json.endObject();
    json.endObject();
}

void writeMetrics(JsonWriter& json, const Allocation& allocation)
{
    json.rawField("Metrics",
                  R"({"NodesEvaluated":3,"NodesFiltered":0,"NodesInPool":3,"NodePool":"default",)"
                  R"("NodesAvailable":{"dc1":3},"ClassFiltered":null,"ConstraintFiltered":null,"NodesExhausted":0,)"
                  R"("ClassExhausted":null,"DimensionExhausted":null,"QuotaExhausted":null,"ResourcesExhausted":null,)"
                  R"("Scores":null,"ScoreMetaData":[{"NodeID":")" +
                      uuidText(allocation.node->id) +
                      R"(","Scores":{"binpack":0.23767151065191527,"job-anti-affinity":0.0,)"
                      R"("node-reschedule-penalty":0.0,"node-affinity":0.0},"NormScore":0.23767151065191527}],)"
                      R"("AllocationTime":154791,"CoalescedFailures":0})");
}

void writeDeploymentStatus(JsonWriter& json, const Allocation& allocation)
{
    json.beginObject();
    json.field("Healthy", allocation.healthy == 1);
    json.field("Timestamp", goTime(allocation.healthTime));
    json.field("Canary", false);
    json.field("ModifyIndex", allocation.healthIndex);
    json.endObject();
}

} // namespace

std::string_view clientStatusText(ClientStatus status)
{
    switch (status) {
    case ClientStatus::Pending:
        return "pending";
    case ClientStatus::Running:
        return "running";
    case ClientStatus::Complete:
        return "complete";
    case ClientStatus::Failed:
        return "failed";
    case ClientStatus::Lost:
        return "lost";
    case ClientStatus::Unknown:
        break;
    }
    return "unknown";
}

std::string_view clientDescription(const Allocation& allocation)
{
    switch (allocation.status) {
    case ClientStatus::Pending:
        return hasTaskStates(allocation) ? "No tasks have started" : "";
    case ClientStatus::Running:
        return "Tasks are running";
    case ClientStatus::Complete:
        return "All tasks have completed";
    case ClientStatus::Failed:
        return "Failed tasks";
    case ClientStatus::Lost:
        return "alloc is lost since its node is down";
    case ClientStatus::Unknown:
        break;
    }
    return "alloc is unknown since its node is disconnected";
}

void writeAllocationStub(JsonWriter& json, const Allocation& allocation, bool taskStates, bool resources)
{
    json.beginObject();
    json.field("ID", uuidText(allocation.id));
    json.field("EvalID", uuidText(allocation.evaluation));
    json.field("Name", allocation.name());
    json.field("Namespace", "default");
    json.field("NodeID", uuidText(allocation.node->id));
    json.field("NodeName", allocation.node->name);
    json.field("JobID", allocation.job->id);
    json.field("JobType", allocation.spec->type);
    json.field("JobVersion", allocation.jobVersion);
    json.field("TaskGroup", allocation.groupSpec().name);
    json.key("AllocatedResources");
    if (resources)
        writeAllocatedResources(json, allocation);
    else
        json.null();
    json.field("DesiredStatus", allocation.stopped ? "stop" : "run");
    json.field("DesiredDescription",
               allocation.stopped && !allocation.rescheduled ? "alloc not needed due to job update" : "");
    json.field("ClientStatus", clientStatusText(allocation.status));
    json.field("ClientDescription", clientDescription(allocation));
    json.rawField("DesiredTransition", allocation.rescheduled ? rescheduleTransition : noTransition);
    json.key("TaskStates");
    if (taskStates)
        writeTaskStates(json, allocation);
    else
        json.null();
    json.key("DeploymentStatus");
    if (allocation.healthy >= 0)
        writeDeploymentStatus(json, allocation);
    else
        json.null();
    json.field("FollowupEvalID", "");
    json.field("NextAllocation", uuidOrEmpty(allocation.next));
    json.nullField("RescheduleTracker");
    json.nullField("PreemptedAllocations");
    json.field("PreemptedByAllocation", "");
    json.field("CreateIndex", allocation.createIndex);
    json.field("ModifyIndex", allocation.modifyIndex);
    json.field("CreateTime", allocation.createTime);
    json.field("ModifyTime", allocation.modifyTime);
    json.endObject();
}

void writeAllocation(JsonWriter& json, const Allocation& allocation, const base::Uuid& signingKey, bool withJob)
{
    const TaskSpec& task = allocation.groupSpec().task;
    json.beginObject();
    json.field("ID", uuidText(allocation.id));
    json.field("Namespace", "default");
    json.field("EvalID", uuidText(allocation.evaluation));
    json.field("Name", allocation.name());
    json.field("NodeID", uuidText(allocation.node->id));
    json.field("NodeName", allocation.node->name);
    json.field("JobID", allocation.job->id);
    if (withJob) {
        json.key("Job");
        const JobVersion* version = &allocation.job->current();
        for (const JobVersion& candidate : allocation.job->versions) {
            if (candidate.version == allocation.jobVersion) version = &candidate;
        }
        writeJob(json, *allocation.job, *version);
    }
    json.field("TaskGroup", allocation.groupSpec().name);
    writeResources(json, "Resources", task.cpu, task.memory, task.memory, 300, &allocation);
    writeResources(json, "SharedResources", 0, 0, 0, 300, &allocation);
    json.key("TaskResources");
    json.beginObject();
    writeResources(json, task.name, task.cpu, task.memory, 0, 0, nullptr);
    json.endObject();
    json.key("AllocatedResources");
    writeAllocatedResources(json, allocation);
    writeMetrics(json, allocation);
    json.field("DesiredStatus", allocation.stopped ? "stop" : "run");
    if (allocation.stopped && !allocation.rescheduled)
        json.field("DesiredDescription", "alloc not needed due to job update");
    if (allocation.rescheduled) json.rawField("DesiredTransition", rescheduleTransition);
    json.field("ClientStatus", clientStatusText(allocation.status));
    if (!clientDescription(allocation).empty()) json.field("ClientDescription", clientDescription(allocation));
    if (hasTaskStates(allocation)) {
        json.key("TaskStates");
        writeTaskStates(json, allocation);
    }
    if (!allocation.previous.isNull()) json.field("PreviousAllocation", uuidText(allocation.previous));
    if (!allocation.next.isNull()) json.field("NextAllocation", uuidText(allocation.next));
    if (!allocation.deployment.isNull()) json.field("DeploymentID", uuidText(allocation.deployment));
    if (allocation.healthy >= 0) {
        json.key("DeploymentStatus");
        writeDeploymentStatus(json, allocation);
    }
    if (hasTaskStates(allocation))
        json.rawField("NetworkStatus", R"({"InterfaceName":"","Address":"","AddressIPv6":"","DNS":null})");
    json.field("SigningKeyID", uuidText(signingKey));
    json.field("CreateIndex", allocation.createIndex);
    json.field("ModifyIndex", allocation.modifyIndex);
    json.field("AllocModifyIndex", allocation.allocModifyIndex);
    json.field("CreateTime", allocation.createTime);
    json.field("ModifyTime", allocation.modifyTime);
    json.endObject();
}

} // namespace tailboard::demo
