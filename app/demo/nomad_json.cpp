// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/nomad_json.h"

#include "app/demo/times.h"

namespace tailboard::demo {

void writeDeployment(JsonWriter& json, const Deployment& deployment)
{
    json.beginObject();
    json.field("ID", uuidText(deployment.id));
    json.field("Namespace", "default");
    json.field("JobID", deployment.jobId);
    json.field("JobVersion", deployment.jobVersion);
    json.field("JobModifyIndex", deployment.jobModifyIndex);
    json.field("JobSpecModifyIndex", deployment.jobModifyIndex);
    json.field("JobCreateIndex", deployment.jobCreateIndex);
    json.field("IsMultiregion", false);
    json.key("TaskGroups");
    json.beginObject();
    for (const DeploymentGroup& group : deployment.groups) {
        json.key(group.name);
        json.beginObject();
        json.field("AutoRevert", false);
        json.field("AutoPromote", false);
        json.field("ProgressDeadline", 10 * minute);
        if (group.requireProgressBy != 0)
            json.field("RequireProgressBy", goTime(group.requireProgressBy));
        else
            json.nullField("RequireProgressBy");
        json.field("Promoted", false);
        json.nullField("PlacedCanaries");
        json.field("DesiredCanaries", 0);
        json.field("DesiredTotal", group.desired);
        json.field("PlacedAllocs", group.placed);
        json.field("HealthyAllocs", group.healthy);
        json.field("UnhealthyAllocs", group.unhealthy);
        json.endObject();
    }
    json.endObject();
    json.field("Status", deployment.status);
    json.field("StatusDescription", deployment.description);
    json.field("EvalPriority", 50);
    json.field("CreateIndex", deployment.createIndex);
    json.field("ModifyIndex", deployment.modifyIndex);
    json.field("CreateTime", deployment.createTime);
    // Nomad 1.11.3 says 0 once a deployment has succeeded.
    json.field("ModifyTime", deployment.status == "successful" ? 0 : deployment.modifyTime);
    json.endObject();
}

namespace {

void writeFailures(JsonWriter& json, const Evaluation& evaluation)
{
    json.key("FailedTGAllocs");
    json.beginObject();
    for (const PlacementFailure& failure : evaluation.failures) {
        const std::string nodes = std::to_string(failure.nodes);
        json.rawField(failure.group,
                      R"({"NodesEvaluated":)" + nodes + R"(,"NodesFiltered":0,"NodesInPool":)" + nodes +
                          R"(,"NodePool":"default","NodesAvailable":{"dc1":)" + nodes +
                          R"(},"ClassFiltered":null,"ConstraintFiltered":null,"NodesExhausted":)" + nodes +
                          R"(,"ClassExhausted":null,"DimensionExhausted":{"memory":)" + nodes +
                          R"(},"QuotaExhausted":null,"ResourcesExhausted":{")" + failure.task +
                          R"(":{"CPU":0,"Cores":0,"MemoryMB":)" + std::to_string(failure.memory) +
                          R"(,"MemoryMaxMB":0,"DiskMB":0,"IOPS":0,"Networks":null,"Devices":null,"NUMA":null,)"
                          R"("SecretsMB":0}},"Scores":null,"ScoreMetaData":null,"AllocationTime":25428,)"
                          R"("CoalescedFailures":)" +
                          std::to_string(failure.more) + "}");
    }
    json.endObject();
}

} // namespace

void writeEvaluation(JsonWriter& json, const Evaluation& evaluation)
{
    json.beginObject();
    json.field("ID", uuidText(evaluation.id));
    json.field("Namespace", "default");
    json.field("Priority", 50);
    json.field("Type", evaluation.type);
    json.field("TriggeredBy", evaluation.triggeredBy);
    json.field("JobID", evaluation.jobId);
    if (evaluation.jobModifyIndex != 0) json.field("JobModifyIndex", evaluation.jobModifyIndex);
    if (!evaluation.deployment.isNull()) json.field("DeploymentID", uuidText(evaluation.deployment));
    json.field("Status", evaluation.status);
    if (!evaluation.description.empty()) json.field("StatusDescription", evaluation.description);
    if (!evaluation.previous.isNull()) json.field("PreviousEval", uuidText(evaluation.previous));
    if (!evaluation.blocked.isNull()) json.field("BlockedEval", uuidText(evaluation.blocked));
    if (!evaluation.failures.empty()) writeFailures(json, evaluation);
    if (evaluation.status == "blocked") {
        json.field("EscapedComputedClass", true);
        json.field("SnapshotIndex", evaluation.snapshotIndex);
    }
    if (evaluation.status == "complete") {
        json.key("PlanAnnotations");
        json.beginObject();
        json.key("DesiredTGUpdates");
        json.beginObject();
        for (const EvaluationGroup& group : evaluation.groups) {
            json.rawField(group.name,
                          R"({"Ignore":)" + std::to_string(group.ignore) + R"(,"Place":)" +
                              std::to_string(group.place) + R"(,"Migrate":0,"Stop":)" + std::to_string(group.stop) +
                              R"(,"InPlaceUpdate":0,"DestructiveUpdate":0,"Canary":0,"Preemptions":0,"Disconnect":0,)"
                              R"("Reconnect":0,"RescheduleNow":0,"RescheduleLater":0})");
        }
        json.endObject();
        json.nullField("PreemptedAllocs");
        json.endObject();
        json.key("QueuedAllocations");
        json.beginObject();
        for (const EvaluationGroup& group : evaluation.groups)
            json.field(group.name, group.queued);
        json.endObject();
        json.field("SnapshotIndex", evaluation.snapshotIndex);
    }
    json.field("CreateIndex", evaluation.createIndex);
    json.field("ModifyIndex", evaluation.modifyIndex);
    json.field("CreateTime", evaluation.createTime);
    json.field("ModifyTime", evaluation.modifyTime);
    json.endObject();
}

void writeRegistration(JsonWriter& json, const Registration& registration)
{
    json.beginObject();
    json.field("ID", registration.id);
    json.field("ServiceName", registration.serviceName);
    json.field("Namespace", "default");
    json.field("NodeID", uuidText(registration.node));
    json.field("Datacenter", registration.datacenter);
    json.field("JobID", registration.jobId);
    json.field("AllocID", uuidText(registration.allocation));
    json.key("Tags");
    json.texts(registration.tags);
    json.field("Address", registration.address);
    json.field("Port", registration.port);
    json.field("CreateIndex", registration.createIndex);
    json.field("ModifyIndex", registration.modifyIndex);
    json.endObject();
}

} // namespace tailboard::demo
