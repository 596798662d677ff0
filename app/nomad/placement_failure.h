// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace tailboard::nomad {

/// A reason with the number of nodes that it kept out.
struct CountedReason
{
    QString text; ///< "${node.unique.name} = firefly-sub02", "memory", a node class, as sent
    int nodes = 0;

    friend bool operator==(const CountedReason&, const CountedReason&) = default;
};

/// Why the scheduler found no place for a group (nomad/api, type AllocationMetric). Nomad gives no sentence, only
/// counts; those with a text are sorted with the most nodes first.
struct PlacementFailure
{
    QString group;
    int nodesEvaluated = 0;
    int nodesFiltered = 0;             ///< did not meet a constraint
    int nodesExhausted = 0;            ///< met them all, had too little left
    int nodesInPool = 0;               ///< 0 before 1.6
    QList<CountedReason> available;    ///< nodes that are ready, by datacenter
    QList<CountedReason> constraints;  ///< "ConstraintFiltered"
    QList<CountedReason> classFilters; ///< "ClassFiltered": node classes ruled out
    QList<CountedReason>
        dimensions; ///< "DimensionExhausted": "memory", "cpu", "network: reserved port collision http=8080"
    QList<CountedReason> classes; ///< "ClassExhausted"
    QStringList quotas;           ///< "QuotaExhausted"
    int coalesced = 0;            ///< further placements of the group that failed likewise

    friend bool operator==(const PlacementFailure&, const PlacementFailure&) = default;
};

} // namespace tailboard::nomad
