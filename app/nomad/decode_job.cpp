// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/field_table.h"
#include "app/nomad/read_row.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

const FieldTable<GroupSummary> groupSummaryFields{
    "api.TaskGroupSummary",
    {
        {"Queued", Presence::Required, [](JsonValue& v, GroupSummary& r) { v.read(r.queued); }},
        {"Complete", Presence::Required, [](JsonValue& v, GroupSummary& r) { v.read(r.complete); }},
        {"Failed", Presence::Required, [](JsonValue& v, GroupSummary& r) { v.read(r.failed); }},
        {"Running", Presence::Required, [](JsonValue& v, GroupSummary& r) { v.read(r.running); }},
        {"Starting", Presence::Required, [](JsonValue& v, GroupSummary& r) { v.read(r.starting); }},
        {"Lost", Presence::Required, [](JsonValue& v, GroupSummary& r) { v.read(r.lost); }},
        {"Unknown", Presence::Optional, [](JsonValue& v, GroupSummary& r) { v.read(r.unknown); }},
    }};

const FieldTable<Job> jobSummaryFields{
    "api.JobSummary",
    {
        {"Summary", Presence::Required,
         [](JsonValue& v, Job& r) {
             if (v.isNull()) return;
             v.eachEntry([&r](std::string_view name, JsonValue& entry) {
                 GroupSummary group;
                 group.group = QString::fromUtf8(name.data(), qsizetype(name.size()));
                 groupSummaryFields.read(entry, group);
                 r.groups.append(group);
             });
             std::sort(r.groups.begin(), r.groups.end(),
                       [](const GroupSummary& a, const GroupSummary& b) { return a.group < b.group; });
         }},
    }};

const FieldTable<Job> jobFields{
    "api.JobListStub",
    {
        {"ID", Presence::Required, [](JsonValue& v, Job& r) { v.read(r.key.id); }},
        {"Name", Presence::Required, [](JsonValue& v, Job& r) { v.read(r.name); }},
        {"Namespace", Presence::Required, [](JsonValue& v, Job& r) { v.read(r.key.nameSpace); }},
        {"Datacenters", Presence::Optional, [](JsonValue& v, Job& r) { v.read(r.datacenters); }},
        {"NodePool", Presence::Optional, [](JsonValue& v, Job& r) { v.read(r.nodePool); }},
        {"Type", Presence::Required, [](JsonValue& v, Job& r) { v.read(r.type); }},
        {"Priority", Presence::Required, [](JsonValue& v, Job& r) { v.read(r.priority); }},
        {"Periodic", Presence::Optional, [](JsonValue& v, Job& r) { v.read(r.isPeriodic); }},
        {"ParameterizedJob", Presence::Optional, [](JsonValue& v, Job& r) { v.read(r.isParameterized); }},
        {"Stop", Presence::Required, [](JsonValue& v, Job& r) { v.read(r.isStopped); }},
        {"Status", Presence::Required, [](JsonValue& v, Job& r) { v.read(r.status); }},
        {"StatusDescription", Presence::Optional, [](JsonValue& v, Job& r) { v.read(r.statusDescription); }},
        {"JobSummary", Presence::Optional, [](JsonValue& v, Job& r) { jobSummaryFields.read(v, r); }},
        {"ModifyIndex", Presence::Required, [](JsonValue& v, Job& r) { v.read(r.modifyIndex); }},
        {"JobModifyIndex", Presence::Required, [](JsonValue& v, Job& r) { v.read(r.jobModifyIndex); }},
        {"SubmitTime", Presence::Optional, [](JsonValue& v, Job& r) { v.read(r.submitTime); }},
    }};

} // namespace

bool readRow(JsonValue& value, Job& row)
{
    const qsizetype before = value.place().issueCount();
    jobFields.read(value, row);
    if (!row.key.id.isEmpty()) return true;
    if (value.place().issueCount() == before) value.place().issue(u"names no job"_s, "ID");
    return false;
}

void listJobKeys(QList<WireKey>& to)
{
    jobFields.listKeys(to);
    jobSummaryFields.listKeys(to);
    groupSummaryFields.listKeys(to);
}

} // namespace tailboard::nomad
