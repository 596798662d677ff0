// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/decode_root.h"
#include "app/nomad/field_table.h"
#include "app/nomad/json_time.h"

#include <QHash>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

QString toText(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

struct EventReading
{
    TaskEvent event;
    QString message;
    int exitCode = 0;
    int signal = 0;
};

const FieldTable<EventReading> eventFields{
    "api.TaskEvent",
    {
        {"Type", Presence::Required, [](JsonValue& v, EventReading& r) { v.read(r.event.type); }},
        {"Time", Presence::Required, [](JsonValue& v, EventReading& r) { readNanoseconds(v, r.event.time); }},
        {"Message", Presence::Optional, [](JsonValue& v, EventReading& r) { v.read(r.message); }},
        {"DisplayMessage", Presence::Optional, [](JsonValue& v, EventReading& r) { v.read(r.event.text); }},
        {"FailsTask", Presence::Optional, [](JsonValue& v, EventReading& r) { v.read(r.event.failsTask); }},
        {"ExitCode", Presence::Optional, [](JsonValue& v, EventReading& r) { v.read(r.exitCode); }},
        {"Signal", Presence::Optional, [](JsonValue& v, EventReading& r) { v.read(r.signal); }},
    }};

void readEvents(JsonValue& value, AllocationTask& task)
{
    if (value.isNull()) return;
    value.eachElement([&task](JsonValue& element) {
        EventReading reading;
        eventFields.read(element, reading);
        if (reading.event.text.isEmpty()) reading.event.text = reading.message;
        // Every event has an exit code of 0; only the end of a task means it.
        if (reading.event.type == "Terminated"_L1) {
            reading.event.exitCode = reading.exitCode;
            if (reading.signal != 0) reading.event.signal = reading.signal;
        }
        task.events.append(reading.event);
    });
    std::reverse(task.events.begin(), task.events.end());
}

const FieldTable<AllocationTask> stateFields{
    "api.TaskState",
    {
        {"State", Presence::Required, [](JsonValue& v, AllocationTask& r) { v.read(r.state); }},
        {"Failed", Presence::Required, [](JsonValue& v, AllocationTask& r) { v.read(r.isFailed); }},
        {"Restarts", Presence::Required,
         [](JsonValue& v, AllocationTask& r) {
             quint64 restarts = 0;
             v.read(restarts);
             r.restarts = int(std::min<quint64>(restarts, 1'000'000'000));
         }},
        {"LastRestart", Presence::Optional, [](JsonValue& v, AllocationTask& r) { readTime(v, r.lastRestart); }},
        {"StartedAt", Presence::Optional, [](JsonValue& v, AllocationTask& r) { readTime(v, r.startedAt); }},
        {"FinishedAt", Presence::Optional, [](JsonValue& v, AllocationTask& r) { readTime(v, r.finishedAt); }},
        {"Events", Presence::Optional, &readEvents},
    }};

const FieldTable<AllocationTask> cpuFields{
    "api.AllocatedCpuResources",
    {
        {"CpuShares", Presence::Required, [](JsonValue& v, AllocationTask& r) { v.read(r.cpu); }},
    }};

const FieldTable<AllocationTask> memoryFields{
    "api.AllocatedMemoryResources",
    {
        {"MemoryMB", Presence::Required, [](JsonValue& v, AllocationTask& r) { v.read(r.memory); }},
        {"MemoryMaxMB", Presence::Optional, [](JsonValue& v, AllocationTask& r) { v.read(r.memoryMaximum); }},
    }};

const FieldTable<AllocationTask> taskResourceFields{
    "api.AllocatedTaskResources",
    {
        {"Cpu", Presence::Required, [](JsonValue& v, AllocationTask& r) { cpuFields.read(v, r); }},
        {"Memory", Presence::Required, [](JsonValue& v, AllocationTask& r) { memoryFields.read(v, r); }},
    }};

const FieldTable<AllocationTask> lifecycleFields{
    "api.TaskLifecycle",
    {
        {"Hook", Presence::Required, [](JsonValue& v, AllocationTask& r) { v.read(r.lifecycle); }},
        {"Sidecar", Presence::Optional, [](JsonValue& v, AllocationTask& r) { v.read(r.isSidecar); }},
    }};

/// What the reply says in several places, put together at its end.
struct Reading
{
    AllocationDetail detail;
    QHash<QString, AllocationTask> tasks;                                 ///< by name
    QList<std::pair<QString, QList<std::pair<QString, QString>>>> groups; ///< of the specification: tasks and drivers
    qint64 specificationVersion = -1;

    AllocationTask& task(std::string_view name)
    {
        const QString text = toText(name);
        AllocationTask& found = tasks[text];
        found.name = text;
        return found;
    }
};

const FieldTable<MappedPort> portFields{
    "api.PortMapping",
    {
        {"Label", Presence::Required, [](JsonValue& v, MappedPort& r) { v.read(r.label); }},
        {"Value", Presence::Required, [](JsonValue& v, MappedPort& r) { v.read(r.value); }},
        {"To", Presence::Optional, [](JsonValue& v, MappedPort& r) { v.read(r.to); }},
        {"HostIP", Presence::Required, [](JsonValue& v, MappedPort& r) { v.read(r.hostAddress); }},
    }};

const FieldTable<AllocationNetwork> networkFields{
    "api.NetworkResource",
    {
        {"Mode", Presence::Optional, [](JsonValue& v, AllocationNetwork& r) { v.read(r.mode); }},
        {"Device", Presence::Optional, [](JsonValue& v, AllocationNetwork& r) { v.read(r.device); }},
        {"IP", Presence::Optional, [](JsonValue& v, AllocationNetwork& r) { v.read(r.address); }},
    }};

const FieldTable<AllocationDetail> sharedFields{
    "api.AllocatedSharedResources",
    {
        {"Networks", Presence::Optional,
         [](JsonValue& v, AllocationDetail& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 AllocationNetwork network;
                 networkFields.read(element, network);
                 r.networks.append(network);
             });
         }},
        {"DiskMB", Presence::Optional, [](JsonValue& v, AllocationDetail& r) { v.read(r.diskMegabytes); }},
        {"Ports", Presence::Optional,
         [](JsonValue& v, AllocationDetail& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 MappedPort port;
                 portFields.read(element, port);
                 r.ports.append(port);
             });
         }},
    }};

const FieldTable<Reading> resourceFields{
    "api.AllocatedResources",
    {
        {"Tasks", Presence::Required,
         [](JsonValue& v, Reading& r) {
             if (v.isNull()) return;
             v.eachEntry(
                 [&r](std::string_view name, JsonValue& entry) { taskResourceFields.read(entry, r.task(name)); });
         }},
        {"TaskLifecycles", Presence::Optional,
         [](JsonValue& v, Reading& r) {
             if (v.isNull()) return;
             v.eachEntry([&r](std::string_view name, JsonValue& entry) { lifecycleFields.read(entry, r.task(name)); });
         }},
        {"Shared", Presence::Optional, [](JsonValue& v, Reading& r) { sharedFields.read(v, r.detail); }},
    }};

const FieldTable<std::pair<QString, QString>> taskFields{
    "structs.Task",
    {
        {"Name", Presence::Required, [](JsonValue& v, std::pair<QString, QString>& r) { v.read(r.first); }},
        {"Driver", Presence::Required, [](JsonValue& v, std::pair<QString, QString>& r) { v.read(r.second); }},
    }};

using GroupReading = std::pair<QString, QList<std::pair<QString, QString>>>;

const FieldTable<GroupReading> groupFields{
    "structs.TaskGroup",
    {
        {"Name", Presence::Required, [](JsonValue& v, GroupReading& r) { v.read(r.first); }},
        {"Tasks", Presence::Required,
         [](JsonValue& v, GroupReading& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 std::pair<QString, QString> task;
                 taskFields.read(element, task);
                 r.second.append(task);
             });
         }},
    }};

const FieldTable<Reading> jobFields{
    "structs.Job",
    {
        {"TaskGroups", Presence::Required,
         [](JsonValue& v, Reading& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 GroupReading group;
                 groupFields.read(element, group);
                 r.groups.append(group);
             });
         }},
        {"Version", Presence::Required, [](JsonValue& v, Reading& r) { v.read(r.specificationVersion); }},
    }};

const FieldTable<AllocationDetail> healthFields{
    "api.AllocDeploymentStatus",
    {
        {"Healthy", Presence::Optional,
         [](JsonValue& v, AllocationDetail& r) {
             if (v.isNull()) return;
             bool isHealthy = false;
             v.read(isHealthy);
             r.health = isHealthy ? DeploymentHealth::Healthy : DeploymentHealth::Unhealthy;
         }},
        {"Timestamp", Presence::Optional, [](JsonValue& v, AllocationDetail& r) { readTime(v, r.healthTime); }},
        {"Canary", Presence::Optional, [](JsonValue& v, AllocationDetail& r) { v.read(r.isCanary); }},
    }};

const FieldTable<AllocationNetwork> innerFields{
    "api.AllocNetworkStatus",
    {
        {"InterfaceName", Presence::Optional, [](JsonValue& v, AllocationNetwork& r) { v.read(r.device); }},
        {"Address", Presence::Optional, [](JsonValue& v, AllocationNetwork& r) { v.read(r.address); }},
    }};

const FieldTable<RescheduleEvent> rescheduleFields{
    "api.RescheduleEvent",
    {
        {"RescheduleTime", Presence::Required, [](JsonValue& v, RescheduleEvent& r) { readNanoseconds(v, r.time); }},
        {"PrevAllocID", Presence::Required, [](JsonValue& v, RescheduleEvent& r) { v.read(r.previousAllocation); }},
        {"PrevNodeID", Presence::Optional, [](JsonValue& v, RescheduleEvent& r) { v.read(r.previousNode); }},
        {"Delay", Presence::Optional,
         [](JsonValue& v, RescheduleEvent& r) {
             qint64 nanoseconds = 0;
             v.read(nanoseconds);
             r.delay = std::chrono::seconds(nanoseconds / 1'000'000'000);
         }},
    }};

const FieldTable<AllocationDetail> trackerFields{"api.RescheduleTracker",
                                                 {
                                                     {"Events", Presence::Optional,
                                                      [](JsonValue& v, AllocationDetail& r) {
                                                          if (v.isNull()) return;
                                                          v.eachElement([&r](JsonValue& element) {
                                                              RescheduleEvent event;
                                                              rescheduleFields.read(element, event);
                                                              r.reschedules.prepend(event);
                                                          });
                                                      }},
                                                 }};

const FieldTable<Reading> allocationFields{
    "api.Allocation",
    {
        {"ID", Presence::Required, [](JsonValue& v, Reading& r) { v.read(r.detail.id); }},
        {"Namespace", Presence::Required, [](JsonValue& v, Reading& r) { v.read(r.detail.job.nameSpace); }},
        {"EvalID", Presence::Optional, [](JsonValue& v, Reading& r) { v.read(r.detail.evaluation); }},
        {"Name", Presence::Required, [](JsonValue& v, Reading& r) { v.read(r.detail.name); }},
        {"NodeID", Presence::Required, [](JsonValue& v, Reading& r) { v.read(r.detail.nodeId); }},
        {"NodeName", Presence::Optional, [](JsonValue& v, Reading& r) { v.read(r.detail.nodeName); }},
        {"JobID", Presence::Required, [](JsonValue& v, Reading& r) { v.read(r.detail.job.id); }},
        {"Job", Presence::Optional, [](JsonValue& v, Reading& r) { jobFields.read(v, r); }},
        {"TaskGroup", Presence::Required, [](JsonValue& v, Reading& r) { v.read(r.detail.taskGroup); }},
        {"AllocatedResources", Presence::Optional, [](JsonValue& v, Reading& r) { resourceFields.read(v, r); }},
        {"DesiredStatus", Presence::Required, [](JsonValue& v, Reading& r) { v.read(r.detail.desiredStatus); }},
        {"DesiredDescription", Presence::Optional,
         [](JsonValue& v, Reading& r) { v.read(r.detail.desiredDescription); }},
        {"ClientStatus", Presence::Required, [](JsonValue& v, Reading& r) { v.read(r.detail.clientStatus); }},
        {"ClientDescription", Presence::Optional, [](JsonValue& v, Reading& r) { v.read(r.detail.clientDescription); }},
        {"TaskStates", Presence::Optional,
         [](JsonValue& v, Reading& r) {
             if (v.isNull()) return;
             v.eachEntry([&r](std::string_view name, JsonValue& entry) { stateFields.read(entry, r.task(name)); });
         }},
        {"PreviousAllocation", Presence::Optional, [](JsonValue& v, Reading& r) { v.read(r.detail.previous); }},
        {"NextAllocation", Presence::Optional, [](JsonValue& v, Reading& r) { v.read(r.detail.next); }},
        {"DeploymentID", Presence::Optional, [](JsonValue& v, Reading& r) { v.read(r.detail.deployment); }},
        {"DeploymentStatus", Presence::Optional, [](JsonValue& v, Reading& r) { healthFields.read(v, r.detail); }},
        {"RescheduleTracker", Presence::Optional, [](JsonValue& v, Reading& r) { trackerFields.read(v, r.detail); }},
        {"NetworkStatus", Presence::Optional,
         [](JsonValue& v, Reading& r) {
             AllocationNetwork inner;
             inner.isInner = true;
             innerFields.read(v, inner);
             // Without a network of its own all of it is empty.
             if (!inner.address.isEmpty()) r.detail.networks.append(inner);
         }},
        {"FollowupEvalID", Presence::Optional, [](JsonValue& v, Reading& r) { v.read(r.detail.followUp); }},
        {"CreateIndex", Presence::Required, [](JsonValue& v, Reading& r) { v.read(r.detail.createIndex); }},
        {"ModifyIndex", Presence::Required, [](JsonValue& v, Reading& r) { v.read(r.detail.modifyIndex); }},
        {"CreateTime", Presence::Required, [](JsonValue& v, Reading& r) { readNanoseconds(v, r.detail.createTime); }},
        {"ModifyTime", Presence::Required, [](JsonValue& v, Reading& r) { readNanoseconds(v, r.detail.modifyTime); }},
    }};

/// Tasks in the order of the specification, with their drivers; others behind them by name.
void orderTasks(Reading& reading)
{
    AllocationDetail& detail = reading.detail;
    detail.jobVersion = reading.specificationVersion;
    for (const auto& [group, tasks] : std::as_const(reading.groups)) {
        if (group != detail.taskGroup) continue;
        for (const auto& [name, driver] : tasks) {
            AllocationTask task = reading.tasks.take(name);
            task.name = name;
            task.driver = driver;
            detail.tasks.append(task);
        }
    }
    QStringList others = reading.tasks.keys();
    others.sort();
    for (const QString& name : std::as_const(others)) {
        detail.tasks.append(reading.tasks.value(name));
    }
}

} // namespace

base::Result<base::Decoded<AllocationDetail>> decodeAllocationDetail(QByteArrayView body)
{
    auto decoded = decodeRoot<Reading>(body, false,
                                       [](JsonValue& root, Reading& reading) { allocationFields.read(root, reading); });
    if (!decoded) return base::failure(decoded.error());
    if (decoded->value.detail.id.isNull()) return base::failure(malformedReply(u"no allocation"_s));
    orderTasks(decoded->value);
    return base::Decoded<AllocationDetail>{decoded->value.detail, decoded->issues};
}

void listAllocationDetailKeys(QList<WireKey>& to)
{
    allocationFields.listKeys(to);
    jobFields.listKeys(to);
    groupFields.listKeys(to);
    taskFields.listKeys(to);
    resourceFields.listKeys(to);
    taskResourceFields.listKeys(to);
    cpuFields.listKeys(to);
    memoryFields.listKeys(to);
    lifecycleFields.listKeys(to);
    sharedFields.listKeys(to);
    networkFields.listKeys(to);
    portFields.listKeys(to);
    healthFields.listKeys(to);
    innerFields.listKeys(to);
    trackerFields.listKeys(to);
    rescheduleFields.listKeys(to);
    stateFields.listKeys(to);
    eventFields.listKeys(to);
}

} // namespace tailboard::nomad
