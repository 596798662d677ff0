// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode_placement.h"

#include "app/nomad/field_table.h"

#include <algorithm>

namespace tailboard::nomad {

namespace {

QString toText(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

const FieldTable<PlacementFailure> failureFields{
    "api.AllocationMetric",
    {
        {"NodesEvaluated", Presence::Required, [](JsonValue& v, PlacementFailure& r) { v.read(r.nodesEvaluated); }},
        {"NodesFiltered", Presence::Required, [](JsonValue& v, PlacementFailure& r) { v.read(r.nodesFiltered); }},
        {"NodesInPool", Presence::Optional, [](JsonValue& v, PlacementFailure& r) { v.read(r.nodesInPool); }},
        {"NodesAvailable", Presence::Optional,
         [](JsonValue& v, PlacementFailure& r) { readCountedReasons(v, r.available); }},
        {"ClassFiltered", Presence::Optional,
         [](JsonValue& v, PlacementFailure& r) { readCountedReasons(v, r.classFilters); }},
        {"ConstraintFiltered", Presence::Optional,
         [](JsonValue& v, PlacementFailure& r) { readCountedReasons(v, r.constraints); }},
        {"NodesExhausted", Presence::Required, [](JsonValue& v, PlacementFailure& r) { v.read(r.nodesExhausted); }},
        {"ClassExhausted", Presence::Optional,
         [](JsonValue& v, PlacementFailure& r) { readCountedReasons(v, r.classes); }},
        {"DimensionExhausted", Presence::Optional,
         [](JsonValue& v, PlacementFailure& r) { readCountedReasons(v, r.dimensions); }},
        {"QuotaExhausted", Presence::Optional,
         [](JsonValue& v, PlacementFailure& r) {
             if (!v.isNull()) v.read(r.quotas);
         }},
        {"CoalescedFailures", Presence::Optional, [](JsonValue& v, PlacementFailure& r) { v.read(r.coalesced); }},
    }};

} // namespace

void readCountedReasons(JsonValue& value, QList<CountedReason>& to)
{
    if (value.isNull()) return;
    value.eachEntry([&to](std::string_view text, JsonValue& entry) {
        CountedReason reason;
        reason.text = toText(text);
        entry.read(reason.nodes);
        to.append(reason);
    });
    std::sort(to.begin(), to.end(), [](const CountedReason& a, const CountedReason& b) {
        return std::tie(b.nodes, a.text) < std::tie(a.nodes, b.text);
    });
}

void readPlacementFailures(JsonValue& value, QList<PlacementFailure>& to)
{
    if (value.isNull()) return;
    value.eachEntry([&to](std::string_view group, JsonValue& entry) {
        PlacementFailure failure;
        failure.group = toText(group);
        if (!entry.isNull()) failureFields.read(entry, failure);
        to.append(failure);
    });
    std::sort(to.begin(), to.end(),
              [](const PlacementFailure& a, const PlacementFailure& b) { return a.group < b.group; });
}

void listPlacementKeys(QList<WireKey>& to)
{
    failureFields.listKeys(to);
}

} // namespace tailboard::nomad
