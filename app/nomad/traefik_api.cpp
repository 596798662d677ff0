// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/traefik_api.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

/// As Nomad makes a variable's name out of a label: what is no letter, digit or '_' becomes '_'.
QString cleaned(QString label)
{
    for (QChar& c : label) {
        const bool isPlain =
            c == u'_' || (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
        if (!isPlain) c = u'_';
    }
    return label;
}

} // namespace

TraefikAllocation traefikAllocation(const AllocationPorts& row, const JobKey& job, const TaskSpec& task)
{
    TraefikAllocation result;
    result.allocationId = row.allocation.id;
    result.nodeId = row.allocation.nodeId;
    result.nodeName = row.allocation.nodeName.text();
    result.job = job;
    result.task = task.name;
    result.arguments = task.arguments;

    const ApiPort api = traefikApiPort(task);
    if (api.isLocalOnly) return result;
    const auto found = std::find_if(row.ports.begin(), row.ports.end(), [&api](const MappedPort& port) {
        if (!api.portLabel.isEmpty()) return port.label == api.portLabel || cleaned(port.label) == api.portLabel;
        return api.number != 0 && (port.to != 0 ? port.to : port.value) == api.number;
    });
    if (found != row.ports.end()) {
        result.apiAddress = found->hostAddress;
        result.apiPort = found->value;
    } else if (task.networkMode == "host"_L1 && api.number != 0 && !row.ports.isEmpty()) {
        // Any port's address is the node's.
        result.apiAddress = row.ports.first().hostAddress;
        result.apiPort = api.number;
    }
    return result;
}

} // namespace tailboard::nomad
