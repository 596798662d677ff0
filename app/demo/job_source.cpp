// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/job_source.h"

#include <algorithm>

namespace tailboard::demo {

namespace {

/// Lines with two blanks an indent.
class Lines
{
public:
    void line(const std::string& text) { m_text += std::string(m_depth * 2, ' ') + text + '\n'; }
    void open(const std::string& text)
    {
        line(text + " {");
        ++m_depth;
    }
    void close()
    {
        --m_depth;
        line("}");
    }
    /// Names and values in columns, as `nomad fmt` writes them.
    void pairs(const std::vector<std::pair<std::string, std::string>>& list)
    {
        size_t width = 0;
        for (const auto& [name, value] : list)
            width = std::max(width, name.size());
        for (const auto& [name, value] : list)
            line(name + std::string(width - name.size(), ' ') + " = " + value);
    }
    void raw(const std::string& text) { m_text += text; }
    void blank() { m_text += '\n'; }
    const std::string& text() const { return m_text; }

private:
    std::string m_text;
    size_t m_depth = 0;
};

std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

void list(Lines& lines, const std::string& name, const std::vector<std::string>& items)
{
    lines.line(name + " = [");
    for (const std::string& item : items)
        lines.line("  " + quoted(item) + ",");
    lines.line("]");
}

void writeService(Lines& lines, const ServiceSpec& service)
{
    lines.open("service");
    lines.pairs(
        {{"name", quoted(service.name)}, {"provider", quoted(service.provider)}, {"port", quoted(service.portLabel)}});
    if (!service.tags.empty()) list(lines, "tags", service.tags);
    lines.close();
}

void writeTask(Lines& lines, const GroupSpec& group)
{
    const TaskSpec& task = group.task;
    lines.open("task " + quoted(task.name));
    lines.line("driver = \"docker\"");
    if (!group.hostVolume.empty()) {
        lines.blank();
        lines.open("volume_mount");
        lines.pairs(
            {{"volume", quoted(group.hostVolume)}, {"destination", quoted(group.volumeTarget)}, {"read_only", "true"}});
        lines.close();
    }
    lines.blank();
    lines.open("config");
    std::string ports;
    for (const PortSpec& port : group.ports)
        ports += (ports.empty() ? "" : ", ") + quoted(port.label);
    lines.pairs({{"image", quoted(task.image)}, {"ports", "[" + ports + "]"}});
    if (!task.args.empty()) list(lines, "args", task.args);
    lines.close();
    if (!task.environment.empty()) {
        lines.open("env");
        std::vector<std::pair<std::string, std::string>> pairs;
        for (const auto& [name, value] : task.environment)
            pairs.emplace_back(name, quoted(value));
        lines.pairs(pairs);
        lines.close();
    }
    for (const TemplateSpec& spec : task.templates) {
        lines.open("template");
        lines.line("destination = " + quoted(spec.destination));
        if (spec.environment) lines.line("env         = true");
        if (!spec.signal.empty()) {
            lines.line("change_mode   = \"signal\"");
            lines.line("change_signal = " + quoted(spec.signal));
        }
        lines.line("data        = <<EOT");
        lines.raw(spec.text + "EOT\n");
        lines.close();
    }
    for (const ServiceSpec& service : task.services)
        writeService(lines, service);
    lines.open("resources");
    lines.pairs({{"cpu", std::to_string(task.cpu)}, {"memory", std::to_string(task.memory)}});
    lines.close();
    lines.close();
}

void writeGroup(Lines& lines, const GroupSpec& group)
{
    lines.open("group " + quoted(group.name));
    if (group.count != 1) lines.line("count = " + std::to_string(group.count));
    if (group.scalable) {
        lines.open("scaling");
        lines.pairs({{"enabled", "true"}, {"min", "0"}, {"max", "4"}});
        lines.close();
    }
    if (!group.ports.empty()) {
        lines.open("network");
        for (const PortSpec& port : group.ports) {
            if (port.fixedPort != 0)
                lines.line("port " + quoted(port.label) + " { static = " + std::to_string(port.fixedPort) + " }");
            else if (port.to != 0)
                lines.line("port " + quoted(port.label) + " { to = " + std::to_string(port.to) + " }");
            else
                lines.line("port " + quoted(port.label) + " {}");
        }
        lines.close();
    }
    if (group.patient) {
        lines.open("restart");
        lines.pairs({{"attempts", "10"}, {"interval", "\"5m\""}, {"delay", "\"5s\""}, {"mode", "\"delay\""}});
        lines.close();
    }
    for (const ServiceSpec& service : group.services)
        writeService(lines, service);
    if (!group.hostVolume.empty()) {
        lines.open("volume " + quoted(group.hostVolume));
        lines.pairs({{"type", "\"host\""}, {"read_only", "true"}, {"source", quoted(group.hostVolume)}});
        lines.close();
    }
    lines.blank();
    writeTask(lines, group);
    lines.close();
}

} // namespace

std::string jobSource(const JobSpec& spec)
{
    Lines lines;
    lines.open("job " + quoted(spec.id));
    std::string datacenters;
    for (const std::string& name : spec.datacenters)
        datacenters += (datacenters.empty() ? "" : ", ") + quoted(name);
    lines.pairs({{"datacenters", "[" + datacenters + "]"}, {"type", quoted(spec.type)}});
    for (const GroupSpec& group : spec.groups) {
        lines.blank();
        writeGroup(lines, group);
    }
    lines.close();
    return lines.text();
}

} // namespace tailboard::demo
