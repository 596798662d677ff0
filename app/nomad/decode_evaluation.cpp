// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode_placement.h"
#include "app/nomad/field_table.h"
#include "app/nomad/read_row.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

const FieldTable<Evaluation> evaluationFields{
    "api.Evaluation",
    {
        {"ID", Presence::Required, [](JsonValue& v, Evaluation& r) { v.read(r.id); }},
        {"Namespace", Presence::Required, [](JsonValue& v, Evaluation& r) { v.read(r.job.nameSpace); }},
        {"TriggeredBy", Presence::Required, [](JsonValue& v, Evaluation& r) { v.read(r.triggeredBy); }},
        {"JobID", Presence::Required, [](JsonValue& v, Evaluation& r) { v.read(r.job.id); }},
        {"Status", Presence::Required, [](JsonValue& v, Evaluation& r) { v.read(r.status); }},
        {"StatusDescription", Presence::Optional, [](JsonValue& v, Evaluation& r) { v.read(r.statusDescription); }},
        {"FailedTGAllocs", Presence::Optional,
         [](JsonValue& v, Evaluation& r) {
             readPlacementFailures(v, r.failures);
             for (const PlacementFailure& failure : std::as_const(r.failures))
                 r.failedGroups.append(failure.group);
         }},
        {"ModifyIndex", Presence::Required, [](JsonValue& v, Evaluation& r) { v.read(r.modifyIndex); }},
    }};

} // namespace

bool readRow(JsonValue& value, Evaluation& row)
{
    const qsizetype before = value.place().issueCount();
    evaluationFields.read(value, row);
    if (!row.id.isNull()) return true;
    if (value.place().issueCount() == before) value.place().issue(u"names no evaluation"_s, "ID");
    return false;
}

void listEvaluationKeys(QList<WireKey>& to)
{
    evaluationFields.listKeys(to);
}

} // namespace tailboard::nomad
