// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/nomad_json.h"
#include "app/demo/times.h"

#include <array>

// Jobs as lists tell of them.

namespace tailboard::demo {

namespace {

struct Counts
{
    int queued = 0;
    std::array<int, 6> byStatus{};
    int of(ClientStatus status) const { return byStatus[size_t(status)]; }
};

} // namespace

void writeSummary(JsonWriter& json, World& world, const Job& job)
{
    std::vector<Counts> counts(job.spec().groups.size());
    for (const AllocationKey& key : world.allocationKeysOf(job.id)) {
        const Allocation& allocation = world.allocations().at(key);
        if (allocation.group < counts.size()) ++counts[allocation.group].byStatus[size_t(allocation.status)];
    }
    for (size_t i = 0; i < counts.size(); ++i) {
        const GroupSpec& group = job.spec().groups[i];
        if (!group.fits() && !job.stop) counts[i].queued = group.count;
    }
    json.beginObject();
    json.field("JobID", job.id);
    json.field("Namespace", "default");
    json.key("Summary");
    json.beginObject();
    for (size_t i = 0; i < counts.size(); ++i) {
        json.key(job.spec().groups[i].name);
        json.beginObject();
        json.field("Queued", counts[i].queued);
        json.field("Complete", counts[i].of(ClientStatus::Complete));
        json.field("Failed", counts[i].of(ClientStatus::Failed));
        json.field("Running", counts[i].of(ClientStatus::Running));
        json.field("Starting", counts[i].of(ClientStatus::Pending));
        json.field("Lost", counts[i].of(ClientStatus::Lost));
        json.field("Unknown", counts[i].of(ClientStatus::Unknown));
        json.endObject();
    }
    json.endObject();
    json.rawField("Children", R"({"Pending":0,"Running":0,"Dead":0})");
    json.field("CreateIndex", job.summaryCreateIndex);
    json.field("ModifyIndex", job.summaryModifyIndex);
    json.endObject();
}

void writeJobStub(JsonWriter& json, World& world, const Job& job, bool withMeta)
{
    json.beginObject();
    json.field("ID", job.id);
    json.field("ParentID", "");
    json.field("Name", job.id);
    json.field("Namespace", "default");
    json.key("Datacenters");
    json.texts(job.spec().datacenters);
    json.field("NodePool", "default");
    json.nullField("Multiregion");
    json.field("Type", job.spec().type);
    json.field("Priority", 50);
    json.field("Periodic", false);
    json.field("ParameterizedJob", false);
    json.field("Stop", job.stop);
    json.field("Status", job.status);
    json.field("StatusDescription", "");
    json.key("JobSummary");
    writeSummary(json, world, job);
    json.field("CreateIndex", job.createIndex);
    json.field("ModifyIndex", job.modifyIndex);
    json.field("JobModifyIndex", job.current().jobModifyIndex);
    json.field("SubmitTime", job.current().submitTime);
    if (withMeta) json.nullField("Meta");
    json.endObject();
}

void writeJobStatus(JsonWriter& json, World& world, const Job& job)
{
    int count = 0;
    for (const GroupSpec& group : job.spec().groups)
        count += group.count;
    json.beginObject();
    json.field("ID", job.id);
    json.field("Namespace", "default");
    json.field("Name", job.id);
    json.field("Type", job.spec().type);
    json.field("NodePool", "default");
    json.key("Datacenters");
    json.texts(job.spec().datacenters);
    json.field("Priority", 50);
    json.field("Version", job.current().version);
    json.field("SubmitTime", job.current().submitTime);
    json.field("ModifyIndex", job.modifyIndex);
    json.key("Allocs");
    json.beginArray();
    for (const AllocationKey& key : world.allocationKeysOf(job.id)) {
        const Allocation& allocation = world.allocations().at(key);
        if (allocation.stopped) continue;
        json.beginObject();
        json.field("ID", uuidText(allocation.id));
        json.field("Group", allocation.groupSpec().name);
        json.field("ClientStatus", clientStatusText(allocation.status));
        json.field("NodeID", uuidText(allocation.node->id));
        json.key("DeploymentStatus");
        json.beginObject();
        json.field("Canary", false);
        if (allocation.healthy >= 0)
            json.field("Healthy", allocation.healthy == 1);
        else
            json.nullField("Healthy");
        json.endObject();
        json.field("JobVersion", allocation.jobVersion);
        json.field("FollowupEvalID", "");
        json.field("HasPausedTask", false);
        json.endObject();
    }
    json.endArray();
    json.field("GroupCountSum", count);
    json.nullField("ChildStatuses");
    json.field("ParentID", "");
    json.key("LatestDeployment");
    if (const Deployment* deployment = world.latestDeployment(job.id)) {
        json.beginObject();
        json.field("ID", uuidText(deployment->id));
        json.field("IsActive", deployment->status == "running");
        json.field("JobVersion", deployment->jobVersion);
        json.field("Status", deployment->status);
        json.field("StatusDescription", deployment->description);
        json.field("AllAutoPromote", false);
        json.field("RequiresPromotion", false);
        json.endObject();
    } else {
        json.null();
    }
    json.field("Stop", job.stop);
    json.field("IsPack", false);
    json.field("Status", job.status);
    json.endObject();
}

} // namespace tailboard::demo
