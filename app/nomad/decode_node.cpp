// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/field_table.h"
#include "app/nomad/read_row.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

NodeStatus nodeStatus(const QString& text)
{
    if (text == "ready"_L1) return NodeStatus::Ready;
    if (text == "down"_L1) return NodeStatus::Down;
    if (text == "disconnected"_L1) return NodeStatus::Disconnected;
    if (text == "initializing"_L1) return NodeStatus::Initializing;
    return NodeStatus::Other;
}

struct Driver
{
    bool isDetected = false;
    bool isHealthy = false;
};

const FieldTable<Driver> driverFields{
    "api.DriverInfo",
    {
        {"Detected", Presence::Required, [](JsonValue& v, Driver& r) { v.read(r.isDetected); }},
        {"Healthy", Presence::Required, [](JsonValue& v, Driver& r) { v.read(r.isHealthy); }},
    }};

void readDrivers(JsonValue& value, Node& row)
{
    if (value.isNull()) return;
    value.eachEntry([&row](std::string_view name, JsonValue& entry) {
        Driver driver;
        const QString text = QString::fromUtf8(name.data(), qsizetype(name.size()));
        driverFields.read(entry, driver);
        if (driver.isDetected && driver.isHealthy) row.healthyDrivers.append(text);
    });
    std::sort(row.healthyDrivers.begin(), row.healthyDrivers.end());
}

void readHostVolumes(JsonValue& value, Node& row)
{
    if (value.isNull()) return;
    value.eachEntry([&row](std::string_view name, JsonValue&) {
        row.hostVolumes.append(QString::fromUtf8(name.data(), qsizetype(name.size())));
    });
    std::sort(row.hostVolumes.begin(), row.hostVolumes.end());
}

// A node's payload has neither Address nor Version; Nomad itself makes the stub's out of these two
// (nomad/structs, Node.Stub).
const FieldTable<Node> attributeFields{
    "structs.Node.Attributes",
    {
        {"nomad.version", Presence::Optional, [](JsonValue& v, Node& r) { v.read(r.version); }},
    }};

struct NetworkReading
{
    QString mode;
    QString device;
    QString address;
};

const FieldTable<NetworkReading> networkFields{"structs.NodeResources.Networks",
                                               {
                                                   {"Mode", Presence::Optional,
                                                    [](JsonValue& v, NetworkReading& r) {
                                                        if (!v.isNull()) v.read(r.mode);
                                                    }},
                                                   {"Device", Presence::Optional,
                                                    [](JsonValue& v, NetworkReading& r) {
                                                        if (!v.isNull()) v.read(r.device);
                                                    }},
                                                   {"IP", Presence::Optional,
                                                    [](JsonValue& v, NetworkReading& r) {
                                                        if (!v.isNull()) v.read(r.address);
                                                    }},
                                               }};

const FieldTable<Node> resourcesFields{
    "structs.NodeResources",
    {
        {"Networks", Presence::Optional,
         [](JsonValue& v, Node& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 NetworkReading network;
                 networkFields.read(element, network);
                 if (network.address.isEmpty() || (!network.mode.isEmpty() && network.mode != "host"_L1)) return;
                 const bool isBetter = r.networkAddress.contains(u':') && !network.address.contains(u':');
                 if (!r.networkAddress.isEmpty() && !isBetter) return;
                 r.networkDevice = network.device;
                 r.networkAddress = network.address;
             });
         }},
    }};

void readHttpAddress(JsonValue& value, Node& row)
{
    QString address;
    value.read(address);
    address.truncate(std::max<qsizetype>(0, address.lastIndexOf(u':')));
    if (address.startsWith(u'[') && address.endsWith(u']')) address = address.sliced(1, address.size() - 2);
    row.address = address;
}

const FieldTable<Node> nodeFields{
    "api.NodeListStub",
    {
        {"ID", Presence::Required, [](JsonValue& v, Node& r) { v.read(r.id); }},
        {"Name", Presence::Required, [](JsonValue& v, Node& r) { v.read(r.name); }},
        {"Address", Presence::Optional, [](JsonValue& v, Node& r) { v.read(r.address); }},
        {"HTTPAddr", Presence::Optional, &readHttpAddress},
        {"Attributes", Presence::Optional, [](JsonValue& v, Node& r) { attributeFields.read(v, r); }},
        {"Datacenter", Presence::Required, [](JsonValue& v, Node& r) { v.read(r.datacenter); }},
        {"NodePool", Presence::Optional, [](JsonValue& v, Node& r) { v.read(r.nodePool); }},
        {"NodeClass", Presence::Optional, [](JsonValue& v, Node& r) { v.read(r.nodeClass); }},
        {"Version", Presence::Optional, [](JsonValue& v, Node& r) { v.read(r.version); }},
        {"Drain", Presence::Optional, [](JsonValue& v, Node& r) { v.read(r.isDraining); }},
        {"SchedulingEligibility", Presence::Required,
         [](JsonValue& v, Node& r) {
             if (const auto text = v.text()) r.isEligible = *text == "eligible";
         }},
        {"Status", Presence::Required,
         [](JsonValue& v, Node& r) {
             v.read(r.statusText);
             r.status = nodeStatus(r.statusText);
         }},
        {"StatusDescription", Presence::Optional, [](JsonValue& v, Node& r) { v.read(r.statusDescription); }},
        {"Drivers", Presence::Optional, &readDrivers},
        {"HostVolumes", Presence::Optional, &readHostVolumes},
        {"NodeResources", Presence::Optional,
         [](JsonValue& v, Node& r) {
             if (!v.isNull()) resourcesFields.read(v, r);
         }},
        {"ModifyIndex", Presence::Required, [](JsonValue& v, Node& r) { v.read(r.modifyIndex); }},
    }};

} // namespace

bool readRow(JsonValue& value, Node& row)
{
    const qsizetype before = value.place().issueCount();
    nodeFields.read(value, row);
    if (!row.id.isNull()) return true;
    if (value.place().issueCount() == before) value.place().issue(u"names no node"_s, "ID");
    return false;
}

void listNodeKeys(QList<WireKey>& to)
{
    nodeFields.listKeys(to);
    driverFields.listKeys(to);
    attributeFields.listKeys(to);
    resourcesFields.listKeys(to);
    networkFields.listKeys(to);
}

} // namespace tailboard::nomad
