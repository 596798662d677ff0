// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/decode_root.h"
#include "app/nomad/field_table.h"
#include "app/nomad/json_time.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

int countOf(JsonValue& value)
{
    int count = 0;
    if (!value.isNull()) value.eachElement([&count](JsonValue&) { ++count; });
    return count;
}

struct TaskReading
{
    QString name;
    QString driver;
    int constraints = 0;
};

const FieldTable<TaskReading> taskFields{
    "structs.Task",
    {
        {"Name", Presence::Required, [](JsonValue& v, TaskReading& r) { v.read(r.name); }},
        {"Driver", Presence::Required, [](JsonValue& v, TaskReading& r) { v.read(r.driver); }},
        {"Constraints", Presence::Optional, [](JsonValue& v, TaskReading& r) { r.constraints = countOf(v); }},
    }};

const FieldTable<JobGroup> groupFields{
    "structs.TaskGroup",
    {
        {"Name", Presence::Required, [](JsonValue& v, JobGroup& r) { v.read(r.name); }},
        {"Count", Presence::Required, [](JsonValue& v, JobGroup& r) { v.read(r.count); }},
        {"Constraints", Presence::Optional, [](JsonValue& v, JobGroup& r) { r.constraints += countOf(v); }},
        {"Tasks", Presence::Required,
         [](JsonValue& v, JobGroup& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 TaskReading task;
                 taskFields.read(element, task);
                 r.tasks.append(task.name);
                 r.drivers.append(task.driver);
                 r.constraints += task.constraints;
             });
         }},
    }};

/// One version: what the list of versions shows, and what only counts when it is the current one.
struct VersionReading
{
    JobVersion version;
    JobHistory current;
};

const FieldTable<JobVersion> tagFields{
    "api.JobVersionTag",
    {
        {"Name", Presence::Required, [](JsonValue& v, JobVersion& r) { v.read(r.tag); }},
        {"Description", Presence::Optional, [](JsonValue& v, JobVersion& r) { v.read(r.tagDescription); }},
    }};

const FieldTable<VersionReading> jobFields{
    "structs.Job",
    {
        {"Stop", Presence::Required, [](JsonValue& v, VersionReading& r) { v.read(r.version.isStopped); }},
        {"Namespace", Presence::Required, [](JsonValue& v, VersionReading& r) { v.read(r.current.key.nameSpace); }},
        {"ID", Presence::Required, [](JsonValue& v, VersionReading& r) { v.read(r.current.key.id); }},
        {"Type", Presence::Required, [](JsonValue& v, VersionReading& r) { v.read(r.current.type); }},
        {"Datacenters", Presence::Optional,
         [](JsonValue& v, VersionReading& r) {
             if (!v.isNull()) v.read(r.current.datacenters);
         }},
        {"NodePool", Presence::Optional, [](JsonValue& v, VersionReading& r) { v.read(r.current.nodePool); }},
        {"Constraints", Presence::Optional,
         [](JsonValue& v, VersionReading& r) { r.current.constraints += countOf(v); }},
        {"TaskGroups", Presence::Required,
         [](JsonValue& v, VersionReading& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 JobGroup group;
                 groupFields.read(element, group);
                 r.current.constraints += group.constraints;
                 r.current.groups.append(group);
             });
         }},
        {"NomadTokenID", Presence::Optional, [](JsonValue& v, VersionReading& r) { v.read(r.version.tokenId); }},
        {"Status", Presence::Required, [](JsonValue& v, VersionReading& r) { v.read(r.current.status); }},
        {"StatusDescription", Presence::Optional,
         [](JsonValue& v, VersionReading& r) { v.read(r.current.statusDescription); }},
        {"Stable", Presence::Required, [](JsonValue& v, VersionReading& r) { v.read(r.version.isStable); }},
        {"Version", Presence::Required, [](JsonValue& v, VersionReading& r) { v.read(r.version.number); }},
        {"SubmitTime", Presence::Optional,
         [](JsonValue& v, VersionReading& r) { readNanoseconds(v, r.version.submitTime); }},
        {"JobModifyIndex", Presence::Required,
         [](JsonValue& v, VersionReading& r) { v.read(r.version.jobModifyIndex); }},
        {"VersionTag", Presence::Optional, [](JsonValue& v, VersionReading& r) { tagFields.read(v, r.version); }},
    }};

const FieldTable<QList<VersionReading>> versionsFields{"api.JobVersionsResponse",
                                                       {
                                                           {"Versions", Presence::Required,
                                                            [](JsonValue& v, QList<VersionReading>& r) {
                                                                if (v.isNull()) return;
                                                                v.eachElement([&r](JsonValue& element) {
                                                                    VersionReading reading;
                                                                    jobFields.read(element, reading);
                                                                    r.append(reading);
                                                                });
                                                            }},
                                                       }};

const FieldTable<GroupSummary> summaryFields{
    "api.TaskGroupSummary",
    {
        {"Queued", Presence::Optional, [](JsonValue& v, GroupSummary& r) { v.read(r.queued); }},
        {"Complete", Presence::Optional, [](JsonValue& v, GroupSummary& r) { v.read(r.complete); }},
        {"Failed", Presence::Optional, [](JsonValue& v, GroupSummary& r) { v.read(r.failed); }},
        {"Running", Presence::Optional, [](JsonValue& v, GroupSummary& r) { v.read(r.running); }},
        {"Starting", Presence::Optional, [](JsonValue& v, GroupSummary& r) { v.read(r.starting); }},
        {"Lost", Presence::Optional, [](JsonValue& v, GroupSummary& r) { v.read(r.lost); }},
        {"Unknown", Presence::Optional, [](JsonValue& v, GroupSummary& r) { v.read(r.unknown); }},
    }};

const FieldTable<QList<GroupSummary>> jobSummaryFields{
    "api.JobSummary",
    {
        {"Summary", Presence::Required,
         [](JsonValue& v, QList<GroupSummary>& r) {
             if (v.isNull()) return;
             v.eachEntry([&r](std::string_view name, JsonValue& entry) {
                 GroupSummary group;
                 group.group = QString::fromUtf8(name.data(), qsizetype(name.size()));
                 summaryFields.read(entry, group);
                 r.append(group);
             });
         }},
    }};

} // namespace

base::Result<base::Decoded<JobHistory>> decodeJobVersions(QByteArrayView body)
{
    auto decoded = decodeRoot<QList<VersionReading>>(
        body, false, [](JsonValue& root, QList<VersionReading>& rows) { versionsFields.read(root, rows); });
    if (!decoded) return base::failure(decoded.error());
    QList<VersionReading>& rows = decoded->value;
    std::stable_sort(rows.begin(), rows.end(), [](const VersionReading& a, const VersionReading& b) {
        return a.version.number > b.version.number;
    });
    if (rows.isEmpty() || rows.first().current.key.id.isEmpty())
        return base::failure(malformedReply(u"no version of a job"_s));
    base::Decoded<JobHistory> history{rows.first().current, decoded->issues};
    history.value.version = rows.first().version.number;
    history.value.isStopped = rows.first().version.isStopped;
    for (const VersionReading& row : std::as_const(rows)) {
        history.value.versions.append(row.version);
    }
    return history;
}

base::Result<base::Decoded<QList<GroupSummary>>> decodeJobSummary(QByteArrayView body)
{
    return decodeRoot<QList<GroupSummary>>(
        body, false, [](JsonValue& root, QList<GroupSummary>& groups) { jobSummaryFields.read(root, groups); });
}

void listJobVersionsKeys(QList<WireKey>& to)
{
    versionsFields.listKeys(to);
    jobFields.listKeys(to);
    tagFields.listKeys(to);
    groupFields.listKeys(to);
    taskFields.listKeys(to);
    jobSummaryFields.listKeys(to);
    summaryFields.listKeys(to);
}

} // namespace tailboard::nomad
