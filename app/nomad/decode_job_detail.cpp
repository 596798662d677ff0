// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/field_table.h"
#include "app/nomad/read_row.h"

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

QString toText(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

void readStringIfString(JsonValue& value, QString& to)
{
    if (const auto text = value.textIfString()) to = toText(*text);
}

// A driver's configuration is free: other types than ours are no issue.
const FieldTable<TaskSpec> configFields{
    "structs.Task.Config",
    {
        {"image", Presence::Optional, [](JsonValue& v, TaskSpec& r) { readStringIfString(v, r.image); }},
        {"command", Presence::Optional, [](JsonValue& v, TaskSpec& r) { readStringIfString(v, r.command); }},
        {"network_mode", Presence::Optional, [](JsonValue& v, TaskSpec& r) { readStringIfString(v, r.networkMode); }},
        {"args", Presence::Optional,
         [](JsonValue& v, TaskSpec& r) {
             if (!v.isArray()) return;
             v.eachElement([&r](JsonValue& element) {
                 if (const auto text = element.textIfString()) r.arguments.append(toText(*text));
             });
         }},
    }};

void readEnvironment(JsonValue& value, TaskSpec& row)
{
    if (!value.isObject()) return;
    value.eachEntry([&row](std::string_view name, JsonValue& entry) {
        const QString upper = toText(name).toUpper();
        if (!upper.startsWith("TRAEFIK_PROVIDERS_NOMAD"_L1) && upper != "TRAEFIK_ENTRYPOINTS_TRAEFIK_ADDRESS"_L1)
            return;
        // Below providers.nomad there is a token too: of those only the name is kept.
        const auto text = entry.textIfString();
        const bool isAddress = upper.endsWith("TRAEFIK_ADDRESS"_L1);
        const bool isSwitch = upper == "TRAEFIK_PROVIDERS_NOMAD"_L1;
        row.environment.append(upper + u'=' + (text && (isAddress || isSwitch) ? toText(*text) : QString()));
    });
}

const FieldTable<DeclaredService> serviceFields{
    "structs.Service",
    {
        {"Name", Presence::Required, [](JsonValue& v, DeclaredService& r) { v.read(r.name); }},
        {"Provider", Presence::Optional, [](JsonValue& v, DeclaredService& r) { v.read(r.provider); }},
        {"Tags", Presence::Optional,
         [](JsonValue& v, DeclaredService& r) {
             if (!v.isNull()) v.read(r.tags);
         }},
    }};

void readServices(JsonValue& value, QList<DeclaredService>& to)
{
    if (value.isNull()) return;
    value.eachElement([&to](JsonValue& element) {
        DeclaredService service;
        serviceFields.read(element, service);
        if (service.provider.isEmpty()) service.provider = u"consul"_s;
        to.append(service);
    });
}

struct TaskReading
{
    TaskSpec task;
    QList<DeclaredService> services;
};

const FieldTable<TaskReading> taskFields{
    "structs.Task",
    {
        {"Name", Presence::Required, [](JsonValue& v, TaskReading& r) { v.read(r.task.name); }},
        {"Driver", Presence::Required, [](JsonValue& v, TaskReading& r) { v.read(r.task.driver); }},
        {"Config", Presence::Optional, [](JsonValue& v, TaskReading& r) { configFields.read(v, r.task); }},
        {"Env", Presence::Optional, [](JsonValue& v, TaskReading& r) { readEnvironment(v, r.task); }},
        {"Services", Presence::Optional, [](JsonValue& v, TaskReading& r) { readServices(v, r.services); }},
    }};

struct GroupReading
{
    GroupSpec group;
    QList<DeclaredService> services;
};

const FieldTable<GroupReading> groupFields{
    "structs.TaskGroup",
    {
        {"Name", Presence::Required, [](JsonValue& v, GroupReading& r) { v.read(r.group.name); }},
        {"Tasks", Presence::Required,
         [](JsonValue& v, GroupReading& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 TaskReading reading;
                 taskFields.read(element, reading);
                 r.group.tasks.append(reading.task);
                 r.services.append(reading.services);
             });
         }},
        {"Services", Presence::Optional, [](JsonValue& v, GroupReading& r) { readServices(v, r.services); }},
    }};

void readGroups(JsonValue& value, JobDetail& row)
{
    if (value.isNull()) return;
    value.eachElement([&row](JsonValue& element) {
        GroupReading reading;
        groupFields.read(element, reading);
        row.spec.groups.append(reading.group);
        row.spec.services.append(reading.services);
    });
}

// Where a list stub says true or false, the job itself has an object or null.
const FieldTable<JobDetail> jobFields{
    "structs.Job",
    {
        {"Stop", Presence::Required, [](JsonValue& v, JobDetail& r) { v.read(r.job.isStopped); }},
        {"Namespace", Presence::Required, [](JsonValue& v, JobDetail& r) { v.read(r.job.key.nameSpace); }},
        {"ID", Presence::Required, [](JsonValue& v, JobDetail& r) { v.read(r.job.key.id); }},
        {"Name", Presence::Required, [](JsonValue& v, JobDetail& r) { v.read(r.job.name); }},
        {"Type", Presence::Required, [](JsonValue& v, JobDetail& r) { v.read(r.job.type); }},
        {"Priority", Presence::Required, [](JsonValue& v, JobDetail& r) { v.read(r.job.priority); }},
        {"Datacenters", Presence::Optional,
         [](JsonValue& v, JobDetail& r) {
             if (!v.isNull()) v.read(r.job.datacenters);
         }},
        {"NodePool", Presence::Optional, [](JsonValue& v, JobDetail& r) { v.read(r.job.nodePool); }},
        {"TaskGroups", Presence::Required, &readGroups},
        {"Periodic", Presence::Optional, [](JsonValue& v, JobDetail& r) { r.job.isPeriodic = v.isObject(); }},
        {"ParameterizedJob", Presence::Optional,
         [](JsonValue& v, JobDetail& r) { r.job.isParameterized = v.isObject(); }},
        {"Status", Presence::Required, [](JsonValue& v, JobDetail& r) { v.read(r.job.status); }},
        {"StatusDescription", Presence::Optional, [](JsonValue& v, JobDetail& r) { v.read(r.job.statusDescription); }},
        {"Version", Presence::Required,
         [](JsonValue& v, JobDetail& r) {
             v.read(r.version);
             r.job.version = qint64(r.version);
         }},
        {"SubmitTime", Presence::Optional, [](JsonValue& v, JobDetail& r) { v.read(r.job.submitTime); }},
        {"ModifyIndex", Presence::Required, [](JsonValue& v, JobDetail& r) { v.read(r.job.modifyIndex); }},
        {"JobModifyIndex", Presence::Required, [](JsonValue& v, JobDetail& r) { v.read(r.job.jobModifyIndex); }},
    }};

} // namespace

bool readRow(JsonValue& value, JobDetail& row)
{
    const qsizetype before = value.place().issueCount();
    jobFields.read(value, row);
    if (!row.job.key.id.isEmpty()) return true;
    if (value.place().issueCount() == before) value.place().issue(u"names no job"_s, "ID");
    return false;
}

base::Result<base::Decoded<JobDetail>> decodeJobDetail(QByteArrayView body)
{
    JsonBuffer buffer;
    buffer.append(body.data(), size_t(body.size()));
    IssueList issues;
    JsonPlace place(issues, {});
    base::Decoded<JobDetail> decoded;
    bool isUsable = false;
    if (!buffer.readRoot(place, [&](JsonValue& value) { isUsable = readRow(value, decoded.value); }) || !isUsable) {
        return base::failure(malformedReply(u"no job"_s));
    }
    decoded.issues = issues.take();
    return decoded;
}

void listJobDetailKeys(QList<WireKey>& to)
{
    jobFields.listKeys(to);
    groupFields.listKeys(to);
    taskFields.listKeys(to);
    configFields.listKeys(to);
    serviceFields.listKeys(to);
}

} // namespace tailboard::nomad
