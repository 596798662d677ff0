// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/allocation_text.h"

#include "ui/views/cluster_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using base::State;
using nomad::AllocationTask;
using widgets::Mark;
using widgets::Shape;
using Ink = RowCell::Ink;

namespace {

constexpr double mebibyte = 1024.0 * 1024;

QString tr(const char* text)
{
    return QCoreApplication::translate("AllocationText", text);
}

RowCell ageCell(const QDateTime& time, const QDateTime& now)
{
    if (!time.isValid()) return {.text = u"–"_s, .ink = Ink::Faint};
    return {.text = agoText(time, now), .ink = Ink::Quiet, .tip = dateText(time)};
}

Shape taskShape(const AllocationTask& task)
{
    if (task.isFailed) return State::Critical;
    if (task.state == "running"_L1) return task.restarts > 0 ? State::Warning : State::Ok;
    if (task.state == "dead"_L1) return task.lifecycle.isEmpty() ? Shape(Mark::NotApplicable) : Shape(State::Ok);
    return task.state == "pending"_L1 ? State::Pending : State::Unknown;
}

QString kindOf(const AllocationTask& task)
{
    if (task.lifecycle.isEmpty()) return tr("main");
    return task.isSidecar ? tr("%1 sidecar").arg(task.lifecycle) : task.lifecycle;
}

QString eventText(const nomad::TaskEvent& event)
{
    QStringList parts;
    if (!event.text.isEmpty()) parts << event.text;
    // Nomad's own text names them as a rule.
    if (event.exitCode && !event.text.contains("exit"_L1, Qt::CaseInsensitive))
        parts << tr("exit code %1").arg(*event.exitCode);
    if (event.signal && *event.signal != 0 && !event.text.contains("signal"_L1, Qt::CaseInsensitive))
        parts << tr("signal %1").arg(*event.signal);
    return parts.join(", "_L1);
}

Shape eventShape(const nomad::TaskEvent& event)
{
    if (event.failsTask || event.type == "Driver Failure"_L1 || event.type == "Setup Failure"_L1 ||
        event.type == "Failed Validation"_L1 || event.type == "Not Restarting"_L1)
        return State::Critical;
    if (event.type == "Restarting"_L1 || (event.type == "Terminated"_L1 && event.exitCode.value_or(0) != 0) ||
        event.type == "Restart Signaled"_L1)
        return State::Warning;
    if (event.type == "Started"_L1) return State::Ok;
    return Mark::NotApplicable;
}

/// "used of reserved", with a bar when both are known.
RowCell meter(const std::optional<double>& used, double reserved, const QString& usedText, const QString& reservedText,
              State state, const QString& tip = {})
{
    if (!used) return {.text = tr("not measured"), .ink = Ink::Faint};
    if (reserved <= 0) return {.text = usedText, .tip = tip};
    return {.text = tr("%1 of %2").arg(usedText, reservedText),
            .shape = Shape(state),
            .tip = tip,
            .share = *used / reserved};
}

Row usageRow(const QString& key, const QString& name, bool isWhole, const nomad::ResourceUsage& usage, int cpu,
             int memory, int memoryMaximum)
{
    const QString mhz = tr("%1 MHz");
    // More CPU than reserved is no fault: what is left of the node is shared out.
    const RowCell cpuCell =
        meter(usage.cpuMegahertz, cpu, mhz.arg(qRound(usage.cpuMegahertz.value_or(0))), mhz.arg(cpu), State::Ok);
    const std::optional<double> bytes = usage.memory ? std::optional<double>(double(*usage.memory)) : std::nullopt;
    const double reserved = memory * mebibyte;
    const double most = std::max(memory, memoryMaximum) * mebibyte;
    State state = State::Ok;
    if (bytes && most > 0 && *bytes > 0.9 * most)
        state = State::Critical;
    else if (bytes && reserved > 0 && *bytes > reserved)
        state = State::Warning;
    QStringList tips;
    if (usage.memoryUsage) tips << tr("%1 with the page cache").arg(bytesText(double(*usage.memoryUsage)));
    if (memoryMaximum > memory) tips << tr("%1 at most").arg(bytesText(most));
    const RowCell memoryCell =
        meter(bytes, reserved, bytesText(bytes.value_or(0)), bytesText(reserved), state, tips.join(u'\n'));
    return {.key = key,
            .cells = {{.text = name, .ink = isWhole ? Ink::Strong : Ink::Normal},
                      cpuCell,
                      {.text = usage.cpuPercent ? tr("%1 %").arg(qRound(*usage.cpuPercent)) : u"–"_s,
                       .ink = Ink::Quiet,
                       .tip = tr("of one core")},
                      memoryCell,
                      {.text = usage.memoryMost ? bytesText(double(*usage.memoryMost)) : u"–"_s, .ink = Ink::Quiet}}};
}

} // namespace

QString bytesText(double bytes)
{
    const double mebibytes = std::max(0.0, bytes) / mebibyte;
    if (mebibytes >= 1024) return tr("%1 GiB").arg(QLocale().toString(mebibytes / 1024, 'f', 1));
    if (mebibytes >= 10 || mebibytes == 0) return tr("%1 MiB").arg(qRound(mebibytes));
    return tr("%1 MiB").arg(QLocale().toString(mebibytes, 'f', 1));
}

std::vector<RowColumn> taskColumns()
{
    return {{tr("Task"), 150},   {tr("State"), 110},   {tr("Restarts"), 80}, {tr("Last restart"), 100},
            {tr("Started"), 90}, {tr("Finished"), 90}, {tr("Kind"), 130},    {tr("Driver"), 80},
            {tr("CPU"), 90},     {tr("Memory"), 140}};
}

std::vector<Row> taskRows(const nomad::AllocationDetail& detail, const QDateTime& now)
{
    std::vector<Row> rows;
    for (const AllocationTask& task : detail.tasks) {
        RowCell restarts{.text = QString::number(task.restarts), .ink = task.restarts > 0 ? Ink::Normal : Ink::Faint};
        if (task.restarts > 0) restarts.shape = Shape(State::Warning);
        QString memory = task.memory > 0 ? bytesText(task.memory * mebibyte) : u"–"_s;
        if (task.memoryMaximum > task.memory)
            memory = tr("%1, most %2").arg(memory, bytesText(task.memoryMaximum * mebibyte));
        rows.push_back(
            {.key = task.name,
             .cells = {{.text = task.name, .ink = Ink::Strong},
                       {.text = task.state.isEmpty() ? tr("not told yet") : task.state, .shape = taskShape(task)},
                       restarts,
                       ageCell(task.lastRestart, now),
                       ageCell(task.startedAt, now),
                       ageCell(task.finishedAt, now),
                       {.text = kindOf(task), .ink = Ink::Quiet},
                       {.text = task.driver, .ink = Ink::Quiet},
                       {.text = task.cpu > 0 ? tr("%1 MHz").arg(task.cpu) : u"–"_s, .ink = Ink::Quiet},
                       {.text = memory, .ink = Ink::Quiet}}});
    }
    return rows;
}

std::vector<RowColumn> taskEventColumns()
{
    return {{tr("When"), 90}, {tr("Task"), 140}, {tr("Type"), 180}, {tr("Message"), 500}};
}

std::vector<Row> taskEventRows(const nomad::AllocationDetail& detail, const QDateTime& now)
{
    struct Event
    {
        const AllocationTask* task;
        const nomad::TaskEvent* event;
    };
    std::vector<Event> events;
    for (const AllocationTask& task : detail.tasks)
        for (const nomad::TaskEvent& event : task.events)
            events.push_back({&task, &event});
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.event->time > b.event->time; });
    std::vector<Row> rows;
    for (const auto& [task, event] : events)
        rows.push_back(
            {.key = u"%1 %2 %3"_s.arg(QString::number(event->time.toMSecsSinceEpoch()), task->name, event->type),
             .cells = {ageCell(event->time, now),
                       {.text = task->name, .ink = Ink::Quiet},
                       {.text = event->type, .shape = eventShape(*event)},
                       {.text = eventText(*event)}}});
    return rows;
}

std::vector<RowColumn> addressColumns()
{
    return {{tr("Name"), 160}, {tr("Kind"), 150}, {tr("Address"), 230}, {tr("Inside"), 120}, {tr("Device"), 160}};
}

std::vector<Row> addressRows(const nomad::AllocationDetail& detail)
{
    std::vector<Row> rows;
    for (const nomad::MappedPort& port : detail.ports) {
        const bool isV6 = port.hostAddress.contains(u':');
        const QString address = isV6 ? u'[' + port.hostAddress + u']' : port.hostAddress;
        rows.push_back({.key = u"port "_s + port.label,
                        .cells = {{.text = port.label, .ink = Ink::Strong},
                                  {.text = tr("port"), .ink = Ink::Quiet},
                                  {.text = u"%1:%2"_s.arg(address, QString::number(port.value)), .isCode = true},
                                  {.text = port.to > 0 ? QString::number(port.to) : tr("the same"),
                                   .ink = Ink::Quiet,
                                   .isCode = port.to > 0},
                                  {.text = {}}}});
    }
    for (const nomad::AllocationNetwork& network : detail.networks) {
        const QString mode = network.mode.isEmpty() ? tr("host") : network.mode;
        rows.push_back({.key = u"network "_s + network.device + network.address,
                        .cells = {{.text = mode, .ink = Ink::Strong},
                                  {.text = network.isInner ? tr("inside the allocation") : tr("network of the node"),
                                   .ink = Ink::Quiet},
                                  {.text = network.address, .isCode = true},
                                  {.text = {}},
                                  {.text = network.device, .ink = Ink::Quiet}}});
    }
    return rows;
}

std::vector<RowColumn> usageColumns()
{
    return {{tr("Task"), 170}, {tr("CPU"), 270}, {tr("Share"), 80}, {tr("Memory"), 300}, {tr("Most memory"), 120}};
}

std::vector<Row> usageRows(const nomad::AllocationDetail& detail, const nomad::AllocationUsage& usage)
{
    int cpu = 0, memory = 0, most = 0;
    for (const AllocationTask& task : detail.tasks) {
        // One that runs only before or after the others shares their reservation; it counts while it runs.
        if (!task.lifecycle.isEmpty() && !task.isSidecar && task.state != "running"_L1) continue;
        cpu += task.cpu;
        memory += task.memory;
        most += std::max(task.memory, task.memoryMaximum);
    }
    std::vector<Row> rows{usageRow(u"/"_s, tr("Allocation"), true, usage.whole, cpu, memory, most)};
    for (const nomad::TaskUsage& each : usage.tasks) {
        const auto task = std::find_if(detail.tasks.begin(), detail.tasks.end(),
                                       [&](const AllocationTask& known) { return known.name == each.task; });
        const bool isKnown = task != detail.tasks.end();
        rows.push_back(usageRow(u"task "_s + each.task, each.task, false, each.usage, isKnown ? task->cpu : 0,
                                isKnown ? task->memory : 0, isKnown ? task->memoryMaximum : 0));
    }
    return rows;
}

} // namespace tailboard::views
