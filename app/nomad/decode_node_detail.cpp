// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/decode_root.h"
#include "app/nomad/field_table.h"
#include "app/nomad/json_time.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

QString toText(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

template<typename Row>
void sortByName(QList<Row>& rows)
{
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.name < b.name; });
}

/// A map of objects whose keys are their names.
template<typename Row>
void readNamed(JsonValue& value, const FieldTable<Row>& fields, QList<Row>& to)
{
    if (value.isNull()) return;
    value.eachEntry([&](std::string_view name, JsonValue& entry) {
        Row row;
        row.name = toText(name);
        fields.read(entry, row);
        to.append(row);
    });
    sortByName(to);
}

void readValues(JsonValue& value, QList<NamedValue>& to)
{
    if (value.isNull()) return;
    value.eachEntry([&to](std::string_view name, JsonValue& entry) {
        NamedValue row;
        row.name = toText(name);
        entry.read(row.value);
        to.append(row);
    });
    sortByName(to);
}

const FieldTable<NodeDriver> driverFields{
    "api.DriverInfo",
    {
        {"Detected", Presence::Required, [](JsonValue& v, NodeDriver& r) { v.read(r.isDetected); }},
        {"Healthy", Presence::Required, [](JsonValue& v, NodeDriver& r) { v.read(r.isHealthy); }},
        {"HealthDescription", Presence::Optional, [](JsonValue& v, NodeDriver& r) { v.read(r.description); }},
        {"UpdateTime", Presence::Optional, [](JsonValue& v, NodeDriver& r) { readTime(v, r.updateTime); }},
    }};

const FieldTable<HostVolume> hostVolumeFields{
    "api.HostVolumeInfo",
    {
        {"Path", Presence::Required, [](JsonValue& v, HostVolume& r) { v.read(r.path); }},
        {"ReadOnly", Presence::Required, [](JsonValue& v, HostVolume& r) { v.read(r.isReadOnly); }},
    }};

const FieldTable<HostNetwork> hostNetworkFields{
    "api.HostNetworkInfo",
    {
        {"CIDR", Presence::Optional, [](JsonValue& v, HostNetwork& r) { v.read(r.cidr); }},
        {"Interface", Presence::Optional, [](JsonValue& v, HostNetwork& r) { v.read(r.device); }},
        {"ReservedPorts", Presence::Optional, [](JsonValue& v, HostNetwork& r) { v.read(r.reservedPorts); }},
    }};

const FieldTable<QStringList> addressFields{"structs.NodeNetworkAddress",
                                            {
                                                {"Address", Presence::Required,
                                                 [](JsonValue& v, QStringList& r) {
                                                     QString address;
                                                     v.read(address);
                                                     if (!address.isEmpty()) r.append(address);
                                                 }},
                                            }};

const FieldTable<NodeNetwork> networkFields{
    "structs.NodeNetworkResource",
    {
        {"Mode", Presence::Optional, [](JsonValue& v, NodeNetwork& r) { v.read(r.mode); }},
        {"Device", Presence::Optional, [](JsonValue& v, NodeNetwork& r) { v.read(r.device); }},
        {"Speed", Presence::Optional, [](JsonValue& v, NodeNetwork& r) { v.read(r.speed); }},
        {"Addresses", Presence::Optional,
         [](JsonValue& v, NodeNetwork& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) { addressFields.read(element, r.addresses); });
         }},
    }};

const FieldTable<NodeResources> cpuFields{
    "api.NodeCpuResources",
    {
        {"CpuShares", Presence::Optional, [](JsonValue& v, NodeResources& r) { v.read(r.cpu); }},
        {"TotalCpuCores", Presence::Optional, [](JsonValue& v, NodeResources& r) { v.read(r.cores); }},
    }};

const FieldTable<NodeResources> memoryFields{
    "api.NodeMemoryResources",
    {
        {"MemoryMB", Presence::Optional, [](JsonValue& v, NodeResources& r) { v.read(r.memory); }},
    }};

const FieldTable<NodeResources> diskFields{
    "api.NodeDiskResources",
    {
        {"DiskMB", Presence::Optional, [](JsonValue& v, NodeResources& r) { v.read(r.disk); }},
    }};

const FieldTable<NodeDetail> resourceFields{
    "api.NodeResources",
    {
        {"Cpu", Presence::Optional, [](JsonValue& v, NodeDetail& r) { cpuFields.read(v, r.resources); }},
        {"Memory", Presence::Optional, [](JsonValue& v, NodeDetail& r) { memoryFields.read(v, r.resources); }},
        {"Disk", Presence::Optional, [](JsonValue& v, NodeDetail& r) { diskFields.read(v, r.resources); }},
        {"NodeNetworks", Presence::Optional,
         [](JsonValue& v, NodeDetail& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 NodeNetwork network;
                 networkFields.read(element, network);
                 r.networks.append(network);
             });
         }},
        {"MinDynamicPort", Presence::Optional, [](JsonValue& v, NodeDetail& r) { v.read(r.resources.minimumPort); }},
        {"MaxDynamicPort", Presence::Optional, [](JsonValue& v, NodeDetail& r) { v.read(r.resources.maximumPort); }},
    }};

const FieldTable<NodeResources> reservedNetworkFields{
    "api.NodeReservedNetworkResources",
    {
        {"ReservedHostPorts", Presence::Optional, [](JsonValue& v, NodeResources& r) { v.read(r.reservedPorts); }},
    }};

const FieldTable<NodeResources> reservedFields{
    "api.NodeReservedResources",
    {
        {"Cpu", Presence::Optional, [](JsonValue& v, NodeResources& r) { cpuFields.read(v, r); }},
        {"Memory", Presence::Optional, [](JsonValue& v, NodeResources& r) { memoryFields.read(v, r); }},
        {"Disk", Presence::Optional, [](JsonValue& v, NodeResources& r) { diskFields.read(v, r); }},
        {"Networks", Presence::Optional, [](JsonValue& v, NodeResources& r) { reservedNetworkFields.read(v, r); }},
    }};

const FieldTable<NodeEvent> eventFields{
    "api.NodeEvent",
    {
        {"Message", Presence::Required, [](JsonValue& v, NodeEvent& r) { v.read(r.text); }},
        {"Subsystem", Presence::Required, [](JsonValue& v, NodeEvent& r) { v.read(r.subsystem); }},
        {"Timestamp", Presence::Required, [](JsonValue& v, NodeEvent& r) { readTime(v, r.time); }},
    }};

const FieldTable<LastDrain> drainFields{
    "api.DrainMetadata",
    {
        {"StartedAt", Presence::Optional, [](JsonValue& v, LastDrain& r) { readTime(v, r.startedAt); }},
        {"UpdatedAt", Presence::Optional, [](JsonValue& v, LastDrain& r) { readTime(v, r.updatedAt); }},
        {"Status", Presence::Optional, [](JsonValue& v, LastDrain& r) { v.read(r.status); }},
        {"AccessorID", Presence::Optional, [](JsonValue& v, LastDrain& r) { v.read(r.accessorId); }},
        {"Meta", Presence::Optional,
         [](JsonValue& v, LastDrain& r) {
             if (v.isNull()) return;
             // `nomad node drain -m` puts its words here.
             v.eachEntry([&r](std::string_view name, JsonValue& entry) {
                 if (name == "message") entry.read(r.message);
             });
         }},
    }};

const FieldTable<NodeDetail> nodeFields{
    "api.Node",
    {
        {"Attributes", Presence::Required, [](JsonValue& v, NodeDetail& r) { readValues(v, r.attributes); }},
        {"Datacenter", Presence::Required, [](JsonValue& v, NodeDetail& r) { v.read(r.datacenter); }},
        {"Drain", Presence::Optional, [](JsonValue& v, NodeDetail& r) { v.read(r.isDraining); }},
        {"Drivers", Presence::Optional, [](JsonValue& v, NodeDetail& r) { readNamed(v, driverFields, r.drivers); }},
        {"Events", Presence::Optional,
         [](JsonValue& v, NodeDetail& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 NodeEvent event;
                 eventFields.read(element, event);
                 r.events.prepend(event);
             });
         }},
        {"HTTPAddr", Presence::Optional, [](JsonValue& v, NodeDetail& r) { v.read(r.httpAddress); }},
        {"HostNetworks", Presence::Optional,
         [](JsonValue& v, NodeDetail& r) { readNamed(v, hostNetworkFields, r.hostNetworks); }},
        {"HostVolumes", Presence::Optional,
         [](JsonValue& v, NodeDetail& r) { readNamed(v, hostVolumeFields, r.hostVolumes); }},
        {"ID", Presence::Required, [](JsonValue& v, NodeDetail& r) { v.read(r.id); }},
        {"LastDrain", Presence::Optional,
         [](JsonValue& v, NodeDetail& r) {
             if (!v.isObject()) return;
             drainFields.read(v, r.lastDrain.emplace());
         }},
        {"Meta", Presence::Optional, [](JsonValue& v, NodeDetail& r) { readValues(v, r.meta); }},
        {"ModifyIndex", Presence::Required, [](JsonValue& v, NodeDetail& r) { v.read(r.modifyIndex); }},
        {"Name", Presence::Required, [](JsonValue& v, NodeDetail& r) { v.read(r.name); }},
        {"NodeClass", Presence::Optional, [](JsonValue& v, NodeDetail& r) { v.read(r.nodeClass); }},
        {"NodePool", Presence::Optional, [](JsonValue& v, NodeDetail& r) { v.read(r.nodePool); }},
        {"NodeResources", Presence::Optional, [](JsonValue& v, NodeDetail& r) { resourceFields.read(v, r); }},
        {"ReservedResources", Presence::Optional,
         [](JsonValue& v, NodeDetail& r) { reservedFields.read(v, r.reserved); }},
        {"SchedulingEligibility", Presence::Required,
         [](JsonValue& v, NodeDetail& r) {
             if (const auto text = v.text()) r.isEligible = *text == "eligible";
         }},
        {"Status", Presence::Required, [](JsonValue& v, NodeDetail& r) { v.read(r.status); }},
        {"StatusDescription", Presence::Optional, [](JsonValue& v, NodeDetail& r) { v.read(r.statusDescription); }},
        {"StatusUpdatedAt", Presence::Optional,
         [](JsonValue& v, NodeDetail& r) {
             qint64 seconds = 0;
             v.read(seconds);
             // Bounded, so that milliseconds cannot overflow.
             if (seconds > 0 && seconds < 253'402'300'800)
                 r.statusTime = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
         }},
        {"TLSEnabled", Presence::Optional, [](JsonValue& v, NodeDetail& r) { v.read(r.hasTls); }},
    }};

} // namespace

base::Result<base::Decoded<NodeDetail>> decodeNodeDetail(QByteArrayView body)
{
    auto decoded =
        decodeRoot<NodeDetail>(body, false, [](JsonValue& root, NodeDetail& node) { nodeFields.read(root, node); });
    if (decoded && decoded->value.id.isNull()) return base::failure(malformedReply(u"no node"_s));
    return decoded;
}

void listNodeDetailKeys(QList<WireKey>& to)
{
    nodeFields.listKeys(to);
    driverFields.listKeys(to);
    hostVolumeFields.listKeys(to);
    hostNetworkFields.listKeys(to);
    addressFields.listKeys(to);
    networkFields.listKeys(to);
    cpuFields.listKeys(to);
    memoryFields.listKeys(to);
    diskFields.listKeys(to);
    resourceFields.listKeys(to);
    reservedNetworkFields.listKeys(to);
    reservedFields.listKeys(to);
    eventFields.listKeys(to);
    drainFields.listKeys(to);
}

} // namespace tailboard::nomad
