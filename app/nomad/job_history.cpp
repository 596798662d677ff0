// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/job_history.h"

#include <algorithm>
#include <iterator>

namespace tailboard::nomad {

QList<JobEvaluation> JobHistory::blocked() const
{
    QList<JobEvaluation> waiting;
    std::copy_if(evaluations.begin(), evaluations.end(), std::back_inserter(waiting),
                 [](const JobEvaluation& evaluation) { return evaluation.isBlocked(); });
    return waiting;
}

QList<PlacementFailure> JobHistory::failures() const
{
    QList<PlacementFailure> all;
    if (isStopped) return all;
    const auto take = [&all](const JobEvaluation& evaluation, const auto& isWanted) {
        for (const PlacementFailure& failure : evaluation.failures) {
            const bool isKnown = std::any_of(all.begin(), all.end(), [&failure](const PlacementFailure& known) {
                return known.group == failure.group;
            });
            if (!isKnown && isWanted(failure.group)) all.append(failure);
        }
    };
    const QList<JobEvaluation> waiting = blocked();
    for (const JobEvaluation& evaluation : waiting) {
        take(evaluation, [](const QString&) { return true; });
    }
    if (!waiting.isEmpty() || versions.isEmpty()) return all;
    // After a failed deployment Nomad waits for nothing any more: its blocked evaluations are canceled (1.11.3).
    const auto isShort = [this](const QString& name) {
        return std::any_of(groups.begin(), groups.end(), [&name](const JobGroup& group) {
            return group.name == name && group.summary.running + group.summary.starting < group.count;
        });
    };
    for (const JobEvaluation& evaluation : evaluations) {
        if (evaluation.createIndex >= versions.first().jobModifyIndex) take(evaluation, isShort);
    }
    return all;
}

} // namespace tailboard::nomad
