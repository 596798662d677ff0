// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/decode_placement.h"
#include "app/nomad/decode_root.h"
#include "app/nomad/field_table.h"
#include "app/nomad/json_time.h"

#include <algorithm>

using namespace Qt::StringLiterals;

// What happened to one job: its deployments and evaluations.

namespace tailboard::nomad {

namespace {

QString toText(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

const FieldTable<GroupRollout> rolloutFields{
    "api.DeploymentState",
    {
        {"AutoRevert", Presence::Optional, [](JsonValue& v, GroupRollout& r) { v.read(r.doesAutoRevert); }},
        {"ProgressDeadline", Presence::Optional,
         [](JsonValue& v, GroupRollout& r) {
             qint64 nanoseconds = 0;
             v.read(nanoseconds);
             r.progressDeadline = std::chrono::seconds(nanoseconds / 1'000'000'000);
         }},
        {"RequireProgressBy", Presence::Optional,
         [](JsonValue& v, GroupRollout& r) { readTime(v, r.requireProgressBy); }},
        {"Promoted", Presence::Optional, [](JsonValue& v, GroupRollout& r) { v.read(r.isPromoted); }},
        {"DesiredCanaries", Presence::Optional, [](JsonValue& v, GroupRollout& r) { v.read(r.desiredCanaries); }},
        {"DesiredTotal", Presence::Required, [](JsonValue& v, GroupRollout& r) { v.read(r.desired); }},
        {"PlacedAllocs", Presence::Required, [](JsonValue& v, GroupRollout& r) { v.read(r.placed); }},
        {"HealthyAllocs", Presence::Required, [](JsonValue& v, GroupRollout& r) { v.read(r.healthy); }},
        {"UnhealthyAllocs", Presence::Required, [](JsonValue& v, GroupRollout& r) { v.read(r.unhealthy); }},
    }};

const FieldTable<JobDeployment> deploymentFields{
    "api.Deployment",
    {
        {"ID", Presence::Required, [](JsonValue& v, JobDeployment& r) { v.read(r.id); }},
        {"JobVersion", Presence::Required, [](JsonValue& v, JobDeployment& r) { v.read(r.jobVersion); }},
        {"TaskGroups", Presence::Optional,
         [](JsonValue& v, JobDeployment& r) {
             if (v.isNull()) return;
             v.eachEntry([&r](std::string_view name, JsonValue& entry) {
                 GroupRollout group;
                 group.group = toText(name);
                 rolloutFields.read(entry, group);
                 r.groups.append(group);
             });
             std::sort(r.groups.begin(), r.groups.end(),
                       [](const GroupRollout& a, const GroupRollout& b) { return a.group < b.group; });
         }},
        {"Status", Presence::Required, [](JsonValue& v, JobDeployment& r) { v.read(r.status); }},
        {"StatusDescription", Presence::Optional, [](JsonValue& v, JobDeployment& r) { v.read(r.statusDescription); }},
        {"CreateIndex", Presence::Required, [](JsonValue& v, JobDeployment& r) { v.read(r.createIndex); }},
        {"ModifyIndex", Presence::Required, [](JsonValue& v, JobDeployment& r) { v.read(r.modifyIndex); }},
        {"CreateTime", Presence::Optional, [](JsonValue& v, JobDeployment& r) { readNanoseconds(v, r.createTime); }},
        {"ModifyTime", Presence::Optional, [](JsonValue& v, JobDeployment& r) { readNanoseconds(v, r.modifyTime); }},
    }};

const FieldTable<JobEvaluation> evaluationFields{
    "api.Evaluation",
    {
        {"ID", Presence::Required, [](JsonValue& v, JobEvaluation& r) { v.read(r.id); }},
        {"Priority", Presence::Optional, [](JsonValue& v, JobEvaluation& r) { v.read(r.priority); }},
        {"Type", Presence::Required, [](JsonValue& v, JobEvaluation& r) { v.read(r.type); }},
        {"TriggeredBy", Presence::Required, [](JsonValue& v, JobEvaluation& r) { v.read(r.triggeredBy); }},
        {"NodeID", Presence::Optional, [](JsonValue& v, JobEvaluation& r) { v.read(r.node); }},
        {"DeploymentID", Presence::Optional, [](JsonValue& v, JobEvaluation& r) { v.read(r.deployment); }},
        {"Status", Presence::Required, [](JsonValue& v, JobEvaluation& r) { v.read(r.status); }},
        {"StatusDescription", Presence::Optional, [](JsonValue& v, JobEvaluation& r) { v.read(r.statusDescription); }},
        {"WaitUntil", Presence::Optional, [](JsonValue& v, JobEvaluation& r) { readTime(v, r.waitUntil); }},
        {"NextEval", Presence::Optional, [](JsonValue& v, JobEvaluation& r) { v.read(r.next); }},
        {"PreviousEval", Presence::Optional, [](JsonValue& v, JobEvaluation& r) { v.read(r.previous); }},
        {"BlockedEval", Presence::Optional, [](JsonValue& v, JobEvaluation& r) { v.read(r.blocked); }},
        {"FailedTGAllocs", Presence::Optional,
         [](JsonValue& v, JobEvaluation& r) { readPlacementFailures(v, r.failures); }},
        {"QueuedAllocations", Presence::Optional,
         [](JsonValue& v, JobEvaluation& r) {
             readCountedReasons(v, r.queued);
             r.queued.removeIf([](const CountedReason& group) { return group.nodes <= 0; });
         }},
        {"CreateIndex", Presence::Required, [](JsonValue& v, JobEvaluation& r) { v.read(r.createIndex); }},
        {"ModifyIndex", Presence::Required, [](JsonValue& v, JobEvaluation& r) { v.read(r.modifyIndex); }},
        {"CreateTime", Presence::Optional, [](JsonValue& v, JobEvaluation& r) { readNanoseconds(v, r.createTime); }},
        {"ModifyTime", Presence::Optional, [](JsonValue& v, JobEvaluation& r) { readNanoseconds(v, r.modifyTime); }},
    }};

/// The rows of a list with an id each, newest first.
template<typename Row>
base::Result<base::Decoded<QList<Row>>> decodeNewestFirst(QByteArrayView body, const FieldTable<Row>& fields)
{
    auto decoded = decodeRoot<QList<Row>>(body, true, [&fields](JsonValue& root, QList<Row>& rows) {
        root.eachElement([&](JsonValue& element) {
            Row row;
            fields.read(element, row);
            if (!row.id.isNull()) rows.append(row);
        });
    });
    if (decoded) {
        std::stable_sort(decoded->value.begin(), decoded->value.end(),
                         [](const Row& a, const Row& b) { return a.createIndex > b.createIndex; });
    }
    return decoded;
}

} // namespace

base::Result<base::Decoded<QList<JobDeployment>>> decodeJobDeployments(QByteArrayView body)
{
    return decodeNewestFirst(body, deploymentFields);
}

base::Result<base::Decoded<QList<JobEvaluation>>> decodeJobEvaluations(QByteArrayView body)
{
    return decodeNewestFirst(body, evaluationFields);
}

void listJobEventsKeys(QList<WireKey>& to)
{
    deploymentFields.listKeys(to);
    rolloutFields.listKeys(to);
    evaluationFields.listKeys(to);
    listPlacementKeys(to);
}

} // namespace tailboard::nomad
