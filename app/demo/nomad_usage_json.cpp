// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/nomad_json.h"
#include "app/demo/random.h"
#include "app/demo/times.h"

#include <algorithm>
#include <cmath>

// What allocations use, as docker measures it with control groups of version 1.

namespace tailboard::demo {

namespace {

constexpr double megahertz = 2596; ///< of one core of the demo's nodes

struct Usage
{
    int64_t rss = 0;
    int64_t cache = 0;
    int64_t most = 0;
    double percent = 0; ///< of one core
};

/// Every allocation breathes in a rhythm of its own: a slow wave with a faster one on it. The same moment gives the
/// same figures.
Usage usageAt(const Allocation& allocation, Nanoseconds now)
{
    Random random(0, uuidText(allocation.id));
    const TaskSpec& task = allocation.groupSpec().task;
    const double memory = double(task.memory) * 1024 * 1024;
    const double steady = 0.2 + 0.4 * random.unit();
    const double phase = 6.28 * random.unit();
    const double seconds = double(now - allocation.createTime) / double(second);
    const double wave = std::sin(seconds / 23 + phase);
    const double ripple = std::sin(seconds / 3.1 + 2 * phase);
    Usage usage;
    usage.percent = double(task.cpu) / megahertz * 100 * steady * (1 + 0.5 * wave + 0.3 * ripple);
    usage.rss = int64_t(memory * steady * (1 + 0.04 * wave)) / 4096 * 4096;
    usage.cache = int64_t(memory * 0.1) / 4096 * 4096;
    usage.most = int64_t(memory * steady * 1.04 + memory * 0.1) / 4096 * 4096;
    return usage;
}

void writeResourceUsage(JsonWriter& json, const Usage* usage, bool isWhole)
{
    const Usage zero;
    const Usage& shown = usage ? *usage : zero;
    json.key("ResourceUsage");
    json.beginObject();
    json.key("MemoryStats");
    json.beginObject();
    json.field("RSS", shown.rss);
    json.field("Cache", shown.cache);
    json.field("Swap", 0);
    json.field("MappedFile", 0);
    json.field("Usage", shown.rss + shown.cache);
    json.field("MaxUsage", shown.most);
    json.field("KernelUsage", 0);
    json.field("KernelMaxUsage", 0);
    json.rawField("Measured", usage ? R"(["RSS","Cache","Swap","Usage","Max Usage"])" : "null");
    json.endObject();
    json.key("CpuStats");
    json.beginObject();
    json.rawField("SystemMode", "0.0");
    json.rawField("UserMode", "0.0");
    json.field("TotalTicks", shown.percent / 100 * megahertz);
    json.field("ThrottledPeriods", 0);
    json.field("ThrottledTime", 0);
    json.field("Percent", shown.percent);
    json.rawField("Measured", usage ? R"(["Throttled Periods","Throttled Time","Percent"])" : "null");
    json.endObject();
    json.rawField("DeviceStats", isWhole ? "[]" : "null");
    json.endObject();
}

} // namespace

void writeUsage(JsonWriter& json, const Allocation& allocation, Nanoseconds now)
{
    const bool isRunning = allocation.status == ClientStatus::Running;
    // The client measures once a second; of a task that ended it keeps what it measured last.
    const Nanoseconds last = allocation.finishedAt != 0 ? allocation.finishedAt : allocation.lastRestart;
    const Nanoseconds measured = (isRunning ? now : last) / second * second;
    const Usage usage = usageAt(allocation, measured);
    json.beginObject();
    writeResourceUsage(json, isRunning ? &usage : nullptr, true);
    json.key("Tasks");
    json.beginObject();
    if (allocation.startedAt != 0) {
        json.key(allocation.groupSpec().task.name);
        json.beginObject();
        writeResourceUsage(json, &usage, false);
        json.field("Timestamp", measured);
        json.nullField("Pids");
        json.endObject();
    }
    json.endObject();
    json.field("Timestamp", isRunning ? measured : 0);
    json.endObject();
}

} // namespace tailboard::demo
