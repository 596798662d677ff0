// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/field_table.h"
#include "app/nomad/read_row.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

ClientStatus clientStatus(std::string_view text)
{
    if (text == "running") return ClientStatus::Running;
    if (text == "pending") return ClientStatus::Pending;
    if (text == "complete") return ClientStatus::Complete;
    if (text == "failed") return ClientStatus::Failed;
    if (text == "lost") return ClientStatus::Lost;
    if (text == "unknown") return ClientStatus::Unknown;
    return ClientStatus::Other;
}

DesiredStatus desiredStatus(std::string_view text)
{
    if (text == "run") return DesiredStatus::Run;
    if (text == "stop") return DesiredStatus::Stop;
    if (text == "evict") return DesiredStatus::Evict;
    return DesiredStatus::Other;
}

/// The number in "web.web[1]"; -1 when the name does not end so.
qint32 indexInName(std::string_view name)
{
    const size_t open = name.rfind('[');
    if (name.empty() || name.back() != ']' || open == std::string_view::npos) return -1;
    const std::string_view digits = name.substr(open + 1, name.size() - open - 2);
    if (digits.empty() || digits.size() > 9) return -1;
    qint32 index = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return -1;
        index = 10 * index + (c - '0');
    }
    return index;
}

void noteReplacement(JsonValue& value, Allocation& row)
{
    if (const auto id = value.text(); id && !id->empty()) row.hasReplacement = true;
}

struct TaskEnd
{
    std::string_view type;
    qint64 time = 0;
    int exitCode = 0;
    int signal = 0;
    bool isOutOfMemory = false;
};

// Few words, so that they may be symbols.
const FieldTable<TaskEnd> taskEventFields{
    "api.TaskEvent",
    {
        {"Type", Presence::Required,
         [](JsonValue& v, TaskEnd& r) {
             const auto text = v.text();
             // Those that tell why a task is over; the text itself lives no longer than this call.
             for (const std::string_view known : {"Terminated", "Driver Failure", "Setup Failure", "Failed Validation",
                                                  "Failed Artifact Download", "Sibling Task Failed"})
                 if (text && *text == known) r.type = known;
         }},
        {"Time", Presence::Required, [](JsonValue& v, TaskEnd& r) { v.read(r.time); }},
        {"DisplayMessage", Presence::Optional,
         [](JsonValue& v, TaskEnd& r) {
             if (r.type != "Terminated") return;
             if (const auto text = v.text()) r.isOutOfMemory = text->find("OOM Killed") != std::string_view::npos;
         }},
        {"ExitCode", Presence::Optional, [](JsonValue& v, TaskEnd& r) { v.read(r.exitCode); }},
        {"Signal", Presence::Optional, [](JsonValue& v, TaskEnd& r) { v.read(r.signal); }},
    }};

base::Symbol outcomeOf(const TaskEnd& end)
{
    const auto words = [](const char* text) { return QCoreApplication::translate("nomad", text); };
    if (end.type.empty()) return {};
    if (end.type != "Terminated") return base::Symbol::of(end.type);
    if (end.isOutOfMemory) return base::Symbol::of(words("killed for lack of memory"));
    if (end.signal > 0 && end.signal < 128) return base::Symbol::of(words("ended by signal %1").arg(end.signal));
    if (end.exitCode < 0 || end.exitCode > 255) return base::Symbol::of(words("ended with an error"));
    return base::Symbol::of(words("exit code %1").arg(end.exitCode));
}

struct TaskState
{
    quint64 restarts = 0;
    bool isDead = false;
    TaskEnd end;
};

const FieldTable<TaskState> taskStateFields{
    "api.TaskState",
    {
        {"State", Presence::Required,
         [](JsonValue& v, TaskState& r) {
             if (const auto text = v.text()) r.isDead = *text == "dead";
         }},
        {"Restarts", Presence::Required, [](JsonValue& v, TaskState& r) { v.read(r.restarts); }},
        {"Events", Presence::Optional,
         [](JsonValue& v, TaskState& r) {
             // Most tasks have never ended: theirs are not looked at.
             if ((!r.isDead && r.restarts == 0) || v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 TaskEnd event;
                 taskEventFields.read(element, event);
                 if (!event.type.empty() && event.time >= r.end.time) r.end = event;
             });
         }},
    }};

void readTaskStates(JsonValue& value, Allocation& row)
{
    if (value.isNull()) return;
    quint64 restarts = 0;
    TaskEnd last;
    value.eachEntry([&](std::string_view, JsonValue& state) {
        TaskState task;
        taskStateFields.read(state, task);
        restarts += std::min<quint64>(task.restarts, 0xffff);
        if (task.end.time > last.time) last = task.end;
    });
    row.taskOutcome = outcomeOf(last);
    row.restarts = quint16(std::min<quint64>(restarts, 0xffff));
}

const FieldTable<Allocation> deploymentStatusFields{"api.AllocDeploymentStatus",
                                                    {
                                                        {"Healthy", Presence::Optional,
                                                         [](JsonValue& v, Allocation& r) {
                                                             if (v.isNull()) return;
                                                             bool isHealthy = false;
                                                             v.read(isHealthy);
                                                             r.health = isHealthy ? DeploymentHealth::Healthy
                                                                                  : DeploymentHealth::Unhealthy;
                                                         }},
                                                    }};

// The stub of a list and the payload of an event (structs.Allocation): the latter leaves out what is zero.
const FieldTable<Allocation> allocationFields{
    "api.AllocationListStub",
    {
        {"ID", Presence::Required, [](JsonValue& v, Allocation& r) { v.read(r.id); }},
        {"Name", Presence::Required,
         [](JsonValue& v, Allocation& r) {
             if (const auto name = v.text()) r.index = indexInName(*name);
         }},
        {"Namespace", Presence::Required, [](JsonValue& v, Allocation& r) { v.read(r.nameSpace); }},
        {"NodeID", Presence::Required, [](JsonValue& v, Allocation& r) { v.read(r.nodeId); }},
        {"NodeName", Presence::Optional, [](JsonValue& v, Allocation& r) { v.read(r.nodeName); }},
        {"JobID", Presence::Required, [](JsonValue& v, Allocation& r) { v.read(r.jobId); }},
        {"JobVersion", Presence::Optional, [](JsonValue& v, Allocation& r) { v.read(r.jobVersion); }},
        {"TaskGroup", Presence::Required, [](JsonValue& v, Allocation& r) { v.read(r.taskGroup); }},
        {"DesiredStatus", Presence::Required,
         [](JsonValue& v, Allocation& r) {
             if (const auto text = v.text()) r.desiredStatus = desiredStatus(*text);
         }},
        {"DesiredDescription", Presence::Optional, [](JsonValue& v, Allocation& r) { v.read(r.desiredDescription); }},
        {"ClientStatus", Presence::Required,
         [](JsonValue& v, Allocation& r) {
             const auto text = v.text();
             if (!text) return;
             r.clientStatus = clientStatus(*text);
             r.statusText = base::Symbol::of(*text);
         }},
        {"ClientDescription", Presence::Optional, [](JsonValue& v, Allocation& r) { v.read(r.clientDescription); }},
        {"TaskStates", Presence::Optional, &readTaskStates},
        {"DeploymentID", Presence::Optional, [](JsonValue& v, Allocation& r) { v.read(r.deploymentId); }},
        {"DeploymentStatus", Presence::Optional,
         [](JsonValue& v, Allocation& r) { deploymentStatusFields.read(v, r); }},
        {"FollowupEvalID", Presence::Optional, &noteReplacement},
        {"NextAllocation", Presence::Optional, &noteReplacement},
        {"ModifyIndex", Presence::Required, [](JsonValue& v, Allocation& r) { v.read(r.modifyIndex); }},
        {"CreateTime", Presence::Required, [](JsonValue& v, Allocation& r) { v.read(r.createTime); }},
        {"ModifyTime", Presence::Required, [](JsonValue& v, Allocation& r) { v.read(r.modifyTime); }},
    }};

const FieldTable<MappedPort> portFields{
    "api.PortMapping",
    {
        {"Label", Presence::Required, [](JsonValue& v, MappedPort& r) { v.read(r.label); }},
        {"Value", Presence::Required, [](JsonValue& v, MappedPort& r) { v.read(r.value); }},
        {"To", Presence::Optional, [](JsonValue& v, MappedPort& r) { v.read(r.to); }},
        {"HostIP", Presence::Required, [](JsonValue& v, MappedPort& r) { v.read(r.hostAddress); }},
    }};

const FieldTable<QList<MappedPort>> sharedFields{"api.AllocatedSharedResources",
                                                 {
                                                     {"Ports", Presence::Optional,
                                                      [](JsonValue& v, QList<MappedPort>& ports) {
                                                          if (v.isNull()) return;
                                                          v.eachElement([&ports](JsonValue& element) {
                                                              MappedPort port;
                                                              portFields.read(element, port);
                                                              ports.append(port);
                                                          });
                                                      }},
                                                 }};

const FieldTable<QList<MappedPort>> resourceFields{
    "api.AllocatedResources",
    {
        {"Shared", Presence::Optional, [](JsonValue& v, QList<MappedPort>& ports) { sharedFields.read(v, ports); }},
    }};

} // namespace

bool readRow(JsonValue& value, Allocation& row)
{
    const qsizetype before = value.place().issueCount();
    allocationFields.read(value, row);
    if (!row.id.isNull()) return true;
    if (value.place().issueCount() == before) value.place().issue(u"names no allocation"_s, "ID");
    return false;
}

namespace {

// One walk over the object: the fields of the stub and, beside them, the ports.
const FieldTable<AllocationPorts> allocationPortsFields{
    "api.AllocationListStub",
    {
        {"ID", Presence::Required, [](JsonValue& v, AllocationPorts& r) { v.read(r.allocation.id); }},
        {"Namespace", Presence::Required, [](JsonValue& v, AllocationPorts& r) { v.read(r.allocation.nameSpace); }},
        {"NodeID", Presence::Required, [](JsonValue& v, AllocationPorts& r) { v.read(r.allocation.nodeId); }},
        {"NodeName", Presence::Optional, [](JsonValue& v, AllocationPorts& r) { v.read(r.allocation.nodeName); }},
        {"JobID", Presence::Required, [](JsonValue& v, AllocationPorts& r) { v.read(r.allocation.jobId); }},
        {"TaskGroup", Presence::Required, [](JsonValue& v, AllocationPorts& r) { v.read(r.allocation.taskGroup); }},
        {"AllocatedResources", Presence::Optional,
         [](JsonValue& v, AllocationPorts& r) { resourceFields.read(v, r.ports); }},
        {"ClientStatus", Presence::Required,
         [](JsonValue& v, AllocationPorts& r) {
             const auto text = v.text();
             if (!text) return;
             r.allocation.clientStatus = clientStatus(*text);
             r.allocation.statusText = base::Symbol::of(*text);
         }},
        {"ModifyIndex", Presence::Required, [](JsonValue& v, AllocationPorts& r) { v.read(r.allocation.modifyIndex); }},
    }};

} // namespace

bool readRow(JsonValue& value, AllocationPorts& row)
{
    allocationPortsFields.read(value, row);
    return !row.allocation.id.isNull();
}

void listAllocationKeys(QList<WireKey>& to)
{
    allocationFields.listKeys(to);
    allocationPortsFields.listKeys(to);
    taskStateFields.listKeys(to);
    taskEventFields.listKeys(to);
    deploymentStatusFields.listKeys(to);
    portFields.listKeys(to);
    sharedFields.listKeys(to);
    resourceFields.listKeys(to);
}

} // namespace tailboard::nomad
