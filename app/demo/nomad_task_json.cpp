// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/nomad_task_json.h"

#include "app/demo/times.h"

namespace tailboard::demo {

namespace {

std::string detail(const TaskEvent& event, std::string_view name)
{
    for (const auto& [key, text] : event.details) {
        if (key == name) return text;
    }
    return {};
}

void writeTaskEvent(JsonWriter& json, const TaskEvent& event)
{
    json.beginObject();
    json.field("Type", event.type);
    json.field("Time", event.time);
    json.field("Message", detail(event, "message"));
    json.field("DisplayMessage", event.display);
    json.key("Details");
    json.beginObject();
    for (const auto& [key, text] : event.details)
        json.field(key, text);
    json.endObject();
    json.field("FailsTask", event.failsTask);
    json.field("RestartReason", detail(event, "restart_reason"));
    json.field("SetupError", "");
    json.field("DriverError", detail(event, "driver_error"));
    json.field("ExitCode", event.exitCode);
    json.field("Signal", 0);
    json.field("KillTimeout", event.type == "Killing" ? 5 * second : 0);
    for (const auto* name : {"KillError", "KillReason"})
        json.field(name, "");
    json.field("StartDelay", event.type == "Restarting" ? 16 * second : 0);
    for (const auto* name : {"DownloadError", "ValidationError"})
        json.field(name, "");
    json.field("DiskLimit", 0);
    for (const auto* name : {"FailedSibling", "VaultError", "TaskSignalReason"})
        json.field(name, "");
    json.field("TaskSignal", detail(event, "task_signal"));
    json.field("DriverMessage", event.type == "Driver" ? event.display : "");
    json.field("GenericSource", "");
    json.endObject();
}

/// What every task that simply started has gone through.
std::vector<TaskEvent> usualEvents(const Allocation& allocation)
{
    std::vector<TaskEvent> events{{"Received", allocation.createTime + second / 50, "Task received by client", {}},
                                  {"Task Setup",
                                   allocation.createTime + second / 33,
                                   "Building Task Directory",
                                   {{"message", "Building Task Directory"}}}};
    if (allocation.startedAt != 0) events.push_back({"Started", allocation.startedAt, "Task started by client", {}});
    return events;
}

void optionalTime(JsonWriter& json, std::string_view name, Nanoseconds time)
{
    if (time == 0)
        json.nullField(name);
    else
        json.field(name, goTime(time));
}

} // namespace

bool hasTaskStates(const Allocation& allocation)
{
    return allocation.startedAt != 0 || allocation.finishedAt != 0 || !allocation.events.empty();
}

void writeTaskStates(JsonWriter& json, const Allocation& allocation)
{
    if (!hasTaskStates(allocation)) { // the client has not reported yet
        json.null();
        return;
    }
    const bool running = allocation.status == ClientStatus::Running || allocation.status == ClientStatus::Unknown;
    const bool dead = allocation.status == ClientStatus::Failed || allocation.status == ClientStatus::Complete;
    json.beginObject();
    json.key(allocation.groupSpec().task.name);
    json.beginObject();
    json.field("State", dead ? "dead" : (running ? "running" : "pending"));
    json.field("Failed", allocation.status == ClientStatus::Failed);
    json.field("Restarts", allocation.restarts);
    optionalTime(json, "LastRestart", allocation.lastRestart);
    optionalTime(json, "StartedAt", allocation.startedAt);
    optionalTime(json, "FinishedAt", allocation.finishedAt);
    json.key("Events");
    json.beginArray();
    for (const TaskEvent& event : allocation.events.empty() ? usualEvents(allocation) : allocation.events)
        writeTaskEvent(json, event);
    json.endArray();
    json.field("Paused", "");
    json.endObject();
    json.endObject();
}

} // namespace tailboard::demo
