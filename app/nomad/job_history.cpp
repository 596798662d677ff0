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
    for (const JobEvaluation& evaluation : blocked()) {
        for (const PlacementFailure& failure : evaluation.failures) {
            const bool isKnown = std::any_of(all.begin(), all.end(), [&failure](const PlacementFailure& known) {
                return known.group == failure.group;
            });
            if (!isKnown) all.append(failure);
        }
    }
    // A batch or system job's evaluation does not always leave a blocked one behind.
    if (all.isEmpty() && !evaluations.isEmpty()) return evaluations.first().failures;
    return all;
}

} // namespace tailboard::nomad
