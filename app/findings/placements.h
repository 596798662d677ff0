// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/tables.h"

#include <QHash>
#include <set>

namespace tailboard::findings {

/// Which evaluations say how a job's placement stands now. Only jobs with one that failed are kept, so that this stays
/// small beside 100,000 finished evaluations.
class Placements
{
public:
    /// Notes an evaluation as it is now; it may ask for settle().
    void update(cluster::Slot slot, const nomad::Evaluation& row);
    void remove(cluster::Slot slot, const nomad::Evaluation& row);
    /// To be called before failures(): looks through all evaluations once if jobs came that were not known. Gives the
    /// jobs that may stand otherwise than at the last call.
    QList<nomad::JobKey> settle(const cluster::Tables& tables);

    /// What cannot be placed now: of a blocked evaluation, or of the newest one when that failed (a system job's waits
    /// for nothing). Later evaluations of the job without failures end it.
    QList<nomad::PlacementFailure> failures(const nomad::JobKey& job, const cluster::Tables& tables) const;

private:
    struct Standing
    {
        quint64 newestIndex = 0; ///< of the newest that is complete
        std::optional<cluster::Slot> newest;
        std::set<cluster::Slot> blocked;
    };
    static bool isFailed(const nomad::Evaluation& row);
    static void note(Standing& standing, cluster::Slot slot, const nomad::Evaluation& row);

    QHash<nomad::JobKey, Standing> m_jobs;
    QSet<nomad::JobKey> m_fresh, m_touched;
};

} // namespace tailboard::findings
