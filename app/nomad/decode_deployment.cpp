// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/field_table.h"
#include "app/nomad/read_row.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

/// Sums over the task groups, staying inside the type whatever is sent.
void addCount(JsonValue& value, int& sum)
{
    int count = 0;
    value.read(count);
    sum = int(std::clamp<qint64>(qint64(sum) + count, 0, std::numeric_limits<int>::max()));
}

const FieldTable<Deployment> deploymentStateFields{
    "api.DeploymentState",
    {
        {"DesiredTotal", Presence::Required, [](JsonValue& v, Deployment& r) { addCount(v, r.desired); }},
        {"PlacedAllocs", Presence::Required, [](JsonValue& v, Deployment& r) { addCount(v, r.placed); }},
        {"HealthyAllocs", Presence::Required, [](JsonValue& v, Deployment& r) { addCount(v, r.healthy); }},
        {"UnhealthyAllocs", Presence::Required, [](JsonValue& v, Deployment& r) { addCount(v, r.unhealthy); }},
    }};

const FieldTable<Deployment> deploymentFields{
    "api.Deployment",
    {
        {"ID", Presence::Required, [](JsonValue& v, Deployment& r) { v.read(r.id); }},
        {"Namespace", Presence::Required, [](JsonValue& v, Deployment& r) { v.read(r.job.nameSpace); }},
        {"JobID", Presence::Required, [](JsonValue& v, Deployment& r) { v.read(r.job.id); }},
        {"JobVersion", Presence::Required, [](JsonValue& v, Deployment& r) { v.read(r.jobVersion); }},
        {"TaskGroups", Presence::Optional,
         [](JsonValue& v, Deployment& r) {
             if (v.isNull()) return;
             v.eachEntry([&r](std::string_view, JsonValue& entry) { deploymentStateFields.read(entry, r); });
         }},
        {"Status", Presence::Required, [](JsonValue& v, Deployment& r) { v.read(r.status); }},
        {"StatusDescription", Presence::Optional, [](JsonValue& v, Deployment& r) { v.read(r.statusDescription); }},
        {"ModifyIndex", Presence::Required, [](JsonValue& v, Deployment& r) { v.read(r.modifyIndex); }},
    }};

} // namespace

bool readRow(JsonValue& value, Deployment& row)
{
    const qsizetype before = value.place().issueCount();
    deploymentFields.read(value, row);
    if (!row.id.isNull()) return true;
    if (value.place().issueCount() == before) value.place().issue(u"names no deployment"_s, "ID");
    return false;
}

void listDeploymentKeys(QList<WireKey>& to)
{
    deploymentFields.listKeys(to);
    deploymentStateFields.listKeys(to);
}

} // namespace tailboard::nomad
