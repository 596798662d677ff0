// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/uuid.h"
#include "app/nomad/job.h"
#include "app/nomad/placement_failure.h"

namespace tailboard::nomad {

/// A rollout of one job version (nomad/api, type Deployment); counts are summed over the task groups.
struct Deployment
{
    base::Uuid id;
    JobKey job;
    quint64 jobVersion = 0;
    QString status; ///< "running", "successful", "failed", "cancelled", "paused", …, as sent
    QString statusDescription;
    int desired = 0, placed = 0, healthy = 0, unhealthy = 0;
    quint64 modifyIndex = 0;

    friend bool operator==(const Deployment&, const Deployment&) = default;
};

/// One run of the scheduler for a job (nomad/api, type Evaluation).
struct Evaluation
{
    base::Uuid id;
    JobKey job;
    QString status; ///< "complete", "blocked", "pending", "failed", "canceled", as sent
    QString statusDescription;
    QString triggeredBy;
    QStringList failedGroups;         ///< task groups that could not be placed ("FailedTGAllocs"), sorted
    QList<PlacementFailure> failures; ///< why, one for each of those groups
    quint64 modifyIndex = 0;

    friend bool operator==(const Evaluation&, const Evaluation&) = default;
};

} // namespace tailboard::nomad
