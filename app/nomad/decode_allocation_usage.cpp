// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/decode_root.h"
#include "app/nomad/field_table.h"
#include "app/nomad/json_time.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

struct MemoryReading
{
    qint64 rss = 0, usage = 0, most = 0;
    QStringList measured;
};

struct CpuReading
{
    double percent = 0, ticks = 0;
    QStringList measured;
};

void readMeasured(JsonValue& value, QStringList& to)
{
    if (!value.isNull()) value.read(to);
}

const FieldTable<MemoryReading> memoryFields{
    "api.MemoryStats",
    {
        {"RSS", Presence::Optional, [](JsonValue& v, MemoryReading& r) { v.read(r.rss); }},
        {"Usage", Presence::Optional, [](JsonValue& v, MemoryReading& r) { v.read(r.usage); }},
        {"MaxUsage", Presence::Optional, [](JsonValue& v, MemoryReading& r) { v.read(r.most); }},
        {"Measured", Presence::Required, [](JsonValue& v, MemoryReading& r) { readMeasured(v, r.measured); }},
    }};

const FieldTable<CpuReading> cpuFields{
    "api.CpuStats",
    {
        {"TotalTicks", Presence::Optional, [](JsonValue& v, CpuReading& r) { v.read(r.ticks); }},
        {"Percent", Presence::Optional, [](JsonValue& v, CpuReading& r) { v.read(r.percent); }},
        {"Measured", Presence::Required, [](JsonValue& v, CpuReading& r) { readMeasured(v, r.measured); }},
    }};

const FieldTable<ResourceUsage> usageFields{"api.ResourceUsage",
                                            {
                                                {"MemoryStats", Presence::Required,
                                                 [](JsonValue& v, ResourceUsage& r) {
                                                     MemoryReading memory;
                                                     memoryFields.read(v, memory);
                                                     const bool hasRss = memory.measured.contains("RSS"_L1);
                                                     if (memory.measured.contains("Usage"_L1))
                                                         r.memoryUsage = memory.usage;
                                                     if (memory.measured.contains("Max Usage"_L1))
                                                         r.memoryMost = memory.most;
                                                     // With control groups of version 2 docker measures no RSS.
                                                     if (hasRss) r.memory = memory.rss;
                                                     if (!hasRss) r.memory = r.memoryUsage;
                                                 }},
                                                {"CpuStats", Presence::Required,
                                                 [](JsonValue& v, ResourceUsage& r) {
                                                     CpuReading cpu;
                                                     cpuFields.read(v, cpu);
                                                     if (!cpu.measured.contains("Percent"_L1)) return;
                                                     // The ticks follow from the percentage and are never named as
                                                     // measured (1.11.3).
                                                     r.cpuPercent = cpu.percent;
                                                     r.cpuMegahertz = cpu.ticks;
                                                 }},
                                            }};

const FieldTable<TaskUsage> taskFields{
    "api.TaskResourceUsage",
    {
        {"ResourceUsage", Presence::Required, [](JsonValue& v, TaskUsage& r) { usageFields.read(v, r.usage); }},
        {"Timestamp", Presence::Required, [](JsonValue& v, TaskUsage& r) { readNanoseconds(v, r.time); }},
    }};

const FieldTable<AllocationUsage> allocationFields{
    "api.AllocResourceUsage",
    {
        {"ResourceUsage", Presence::Required, [](JsonValue& v, AllocationUsage& r) { usageFields.read(v, r.whole); }},
        {"Tasks", Presence::Required,
         [](JsonValue& v, AllocationUsage& r) {
             if (v.isNull()) return;
             v.eachEntry([&r](std::string_view name, JsonValue& entry) {
                 TaskUsage task;
                 task.task = QString::fromUtf8(name.data(), qsizetype(name.size()));
                 taskFields.read(entry, task);
                 r.tasks.append(task);
             });
         }},
        {"Timestamp", Presence::Required, [](JsonValue& v, AllocationUsage& r) { readNanoseconds(v, r.time); }},
    }};

} // namespace

base::Result<base::Decoded<AllocationUsage>> decodeAllocationUsage(QByteArrayView body)
{
    auto decoded = decodeRoot<AllocationUsage>(
        body, false, [](JsonValue& root, AllocationUsage& usage) { allocationFields.read(root, usage); });
    if (decoded) {
        QList<TaskUsage>& tasks = decoded->value.tasks;
        std::sort(tasks.begin(), tasks.end(), [](const TaskUsage& a, const TaskUsage& b) { return a.task < b.task; });
    }
    return decoded;
}

void listAllocationUsageKeys(QList<WireKey>& to)
{
    allocationFields.listKeys(to);
    taskFields.listKeys(to);
    usageFields.listKeys(to);
    cpuFields.listKeys(to);
    memoryFields.listKeys(to);
}

} // namespace tailboard::nomad
