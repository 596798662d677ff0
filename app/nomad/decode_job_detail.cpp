// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/field_table.h"
#include "app/nomad/read_row.h"

#include <algorithm>

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

constexpr qsizetype mostMounts = 64;

/// "source:target[:options]" of the docker driver.
void readBindings(JsonValue& value, QList<TaskMount>& to)
{
    if (!value.isArray()) return;
    value.eachElement([&to](JsonValue& element) {
        const auto text = element.textIfString();
        if (!text || to.size() >= mostMounts) return;
        const QStringList parts = toText(*text).split(u':');
        if (parts.size() > 1) to.append({parts[0], parts[1], false});
    });
}

const FieldTable<TaskMount> mountFields{
    "structs.Task.Config.mount",
    {
        {"source", Presence::Optional, [](JsonValue& v, TaskMount& r) { readStringIfString(v, r.source); }},
        {"target", Presence::Optional, [](JsonValue& v, TaskMount& r) { readStringIfString(v, r.target); }},
    }};

void readMounts(JsonValue& value, QList<TaskMount>& to)
{
    if (!value.isArray()) return;
    value.eachElement([&to](JsonValue& element) {
        if (!element.isObject() || to.size() >= mostMounts) return;
        TaskMount mount;
        mountFields.read(element, mount);
        to.append(mount);
    });
}

const FieldTable<TaskMount> volumeMountFields{
    "structs.VolumeMount",
    {
        {"Volume", Presence::Required, [](JsonValue& v, TaskMount& r) { v.read(r.source); }},
        {"Destination", Presence::Required, [](JsonValue& v, TaskMount& r) { v.read(r.target); }},
    }};

void readVolumeMounts(JsonValue& value, QList<TaskMount>& to)
{
    if (value.isNull()) return;
    value.eachElement([&to](JsonValue& element) {
        TaskMount mount;
        mount.isVolume = true;
        volumeMountFields.read(element, mount);
        if (to.size() < mostMounts) to.append(mount);
    });
}

const FieldTable<QString> constraintFields{"structs.Constraint",
                                           {
                                               {"LTarget", Presence::Optional,
                                                [](JsonValue& v, QString& r) {
                                                    if (!v.isNull()) v.read(r);
                                                }},
                                           }};

/// Whether there is a constraint that somebody wrote: Nomad adds "${attr.nomad.service_discovery}",
/// "${attr.vault.version}" and the like by itself.
void readConstraints(JsonValue& value, bool& isConstrained)
{
    if (value.isNull()) return;
    value.eachElement([&isConstrained](JsonValue& element) {
        QString target;
        constraintFields.read(element, target);
        const bool isImplied = target.startsWith("${attr.nomad."_L1) || target.startsWith("${attr.vault."_L1) ||
                               target.startsWith("${attr.consul."_L1);
        isConstrained |= !isImplied;
    });
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
        {"volumes", Presence::Optional, [](JsonValue& v, TaskSpec& r) { readBindings(v, r.mounts); }},
        {"mount", Presence::Optional, [](JsonValue& v, TaskSpec& r) { readMounts(v, r.mounts); }},
        {"mounts", Presence::Optional, [](JsonValue& v, TaskSpec& r) { readMounts(v, r.mounts); }},
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
    bool isConstrained = false;
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
        {"Constraints", Presence::Optional, [](JsonValue& v, TaskReading& r) { readConstraints(v, r.isConstrained); }},
        {"VolumeMounts", Presence::Optional, [](JsonValue& v, TaskReading& r) { readVolumeMounts(v, r.task.mounts); }},
    }};

struct VolumeReading
{
    HostVolumeRequest request;
    QString type;
};

const FieldTable<VolumeReading> volumeFields{
    "structs.VolumeRequest",
    {
        {"Type", Presence::Required, [](JsonValue& v, VolumeReading& r) { v.read(r.type); }},
        {"Source", Presence::Required, [](JsonValue& v, VolumeReading& r) { v.read(r.request.source); }},
        {"PerAlloc", Presence::Optional, [](JsonValue& v, VolumeReading& r) { v.read(r.request.isPerAlloc); }},
    }};

void readVolumes(JsonValue& value, QList<HostVolumeRequest>& to)
{
    if (value.isNull()) return;
    value.eachEntry([&to](std::string_view name, JsonValue& entry) {
        VolumeReading reading;
        reading.request.name = toText(name);
        volumeFields.read(entry, reading);
        if (reading.type == "host"_L1 && to.size() < mostMounts) to.append(reading.request);
    });
    std::sort(to.begin(), to.end(),
              [](const HostVolumeRequest& a, const HostVolumeRequest& b) { return a.name < b.name; });
}

const FieldTable<FixedPort> portFields{
    "structs.Port",
    {
        {"Label", Presence::Required, [](JsonValue& v, FixedPort& r) { v.read(r.label); }},
        {"Value", Presence::Required, [](JsonValue& v, FixedPort& r) { v.read(r.number); }},
        {"HostNetwork", Presence::Optional,
         [](JsonValue& v, FixedPort& r) {
             if (!v.isNull()) v.read(r.hostNetwork);
         }},
    }};

const FieldTable<QList<FixedPort>> networkFields{"structs.NetworkResource",
                                                 {
                                                     {"ReservedPorts", Presence::Optional,
                                                      [](JsonValue& v, QList<FixedPort>& r) {
                                                          if (v.isNull()) return;
                                                          v.eachElement([&r](JsonValue& element) {
                                                              FixedPort port;
                                                              portFields.read(element, port);
                                                              if (port.number != 0 && r.size() < mostMounts)
                                                                  r.append(port);
                                                          });
                                                      }},
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
                 r.group.isConstrained |= reading.isConstrained;
                 r.services.append(reading.services);
             });
         }},
        {"Services", Presence::Optional, [](JsonValue& v, GroupReading& r) { readServices(v, r.services); }},
        {"Constraints", Presence::Optional,
         [](JsonValue& v, GroupReading& r) { readConstraints(v, r.group.isConstrained); }},
        {"Volumes", Presence::Optional, [](JsonValue& v, GroupReading& r) { readVolumes(v, r.group.hostVolumes); }},
        {"Networks", Presence::Optional,
         [](JsonValue& v, GroupReading& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) { networkFields.read(element, r.group.ports); });
         }},
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
        {"Constraints", Presence::Optional,
         [](JsonValue& v, JobDetail& r) { readConstraints(v, r.spec.isConstrained); }},
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
    mountFields.listKeys(to);
    volumeMountFields.listKeys(to);
    constraintFields.listKeys(to);
    volumeFields.listKeys(to);
    networkFields.listKeys(to);
    portFields.listKeys(to);
}

} // namespace tailboard::nomad
