// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/field_table.h"
#include "app/nomad/read_row.h"

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

const FieldTable<ServiceRegistration> registrationFields{
    "api.ServiceRegistration",
    {
        {"ID", Presence::Required, [](JsonValue& v, ServiceRegistration& r) { v.read(r.id); }},
        {"ServiceName", Presence::Required, [](JsonValue& v, ServiceRegistration& r) { v.read(r.serviceName); }},
        {"Namespace", Presence::Required, [](JsonValue& v, ServiceRegistration& r) { v.read(r.nameSpace); }},
        {"NodeID", Presence::Required, [](JsonValue& v, ServiceRegistration& r) { v.read(r.nodeId); }},
        {"JobID", Presence::Required, [](JsonValue& v, ServiceRegistration& r) { v.read(r.jobId); }},
        {"AllocID", Presence::Required, [](JsonValue& v, ServiceRegistration& r) { v.read(r.allocationId); }},
        {"Tags", Presence::Optional,
         [](JsonValue& v, ServiceRegistration& r) {
             if (!v.isNull()) v.read(r.tags);
         }},
        {"Address", Presence::Required, [](JsonValue& v, ServiceRegistration& r) { v.read(r.address); }},
        {"Port", Presence::Required, [](JsonValue& v, ServiceRegistration& r) { v.read(r.port); }},
        {"ModifyIndex", Presence::Required, [](JsonValue& v, ServiceRegistration& r) { v.read(r.modifyIndex); }},
    }};

const FieldTable<ServiceName> nameFields{
    "api.ServiceRegistrationStub",
    {
        {"ServiceName", Presence::Required, [](JsonValue& v, ServiceName& r) { v.read(r.name); }},
        {"Tags", Presence::Optional,
         [](JsonValue& v, ServiceName& r) {
             if (!v.isNull()) v.read(r.tags);
         }},
    }};

struct NamesOfNameSpace
{
    QString nameSpace;
    QList<ServiceName> names;
};

const FieldTable<NamesOfNameSpace> namesFields{
    "api.ServiceRegistrationListStub",
    {
        {"Namespace", Presence::Required, [](JsonValue& v, NamesOfNameSpace& r) { v.read(r.nameSpace); }},
        {"Services", Presence::Required,
         [](JsonValue& v, NamesOfNameSpace& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 ServiceName name;
                 nameFields.read(element, name);
                 if (!name.name.isEmpty()) r.names.append(name);
             });
         }},
    }};

} // namespace

bool readRow(JsonValue& value, ServiceRegistration& row)
{
    const qsizetype before = value.place().issueCount();
    registrationFields.read(value, row);
    if (!row.id.isEmpty()) return true;
    if (value.place().issueCount() == before) value.place().issue(u"names no registration"_s, "ID");
    return false;
}

base::Result<base::Decoded<QList<ServiceName>>> decodeServiceNames(QByteArrayView body)
{
    JsonBuffer buffer;
    buffer.append(body.data(), size_t(body.size()));
    IssueList issues;
    JsonPlace place(issues, {});
    base::Decoded<QList<ServiceName>> decoded;
    bool isArray = false;
    const bool isJson = buffer.readRoot(place, [&](JsonValue& value) {
        isArray = value.isArray();
        if (!isArray) return;
        value.eachElement([&decoded](JsonValue& element) {
            NamesOfNameSpace names;
            namesFields.read(element, names);
            for (auto& name : names.names) {
                name.nameSpace = names.nameSpace;
                decoded.value.append(name);
            }
        });
    });
    if (body.trimmed() == "null") return decoded;
    if (!isJson || !isArray) return base::failure(malformedReply(u"no list of services"_s));
    decoded.issues = issues.take();
    return decoded;
}

void listServiceKeys(QList<WireKey>& to)
{
    registrationFields.listKeys(to);
    namesFields.listKeys(to);
    nameFields.listKeys(to);
}

} // namespace tailboard::nomad
