// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/delta.h"
#include "app/cluster/tables.h"

#include <QHash>
#include <QSet>
#include <array>
#include <vector>

namespace tailboard::cluster {

/// What other tables say of a job: the list of jobs itself tells neither its version nor why it stands still.
struct JobStanding
{
    enum class Rollout : unsigned char { None, Running, Failed, Done };

    qint64 version = -1; ///< the newest that is known of; -1: none
    /// Allocations that are to run, by how they do; one that failed and has a replacement counts no more. The counts of
    /// the job itself are those of the last list, however long ago that was.
    int running = 0, pending = 0, failed = 0;
    int complete = 0;                ///< ended by themselves without a fault
    bool isBlocked = false;          ///< an evaluation waits until there is room
    QStringList blockedGroups;       ///< that wait, sorted; may be empty although it is blocked
    Rollout rollout = Rollout::None; ///< of the newest deployment; others than services have none
    QString rolloutText;             ///< its description in Nomad's English

    friend bool operator==(const JobStanding&, const JobStanding&) = default;
};

/// Keeps what deployments, evaluations and allocations say of each job, change by change: a question costs nothing that
/// grows with the tables. GUI thread.
class JobRecords
{
public:
    /// Reads all that is there. `tables` outlives it.
    explicit JobRecords(const Tables& tables);

    /// Takes in what changed, while removed rows are readable. Gives the living jobs that are touched by it, by slot.
    std::vector<Slot> take(const std::vector<Delta>& deltas);

    JobStanding standing(const nomad::Job& job) const;

private:
    struct Record
    {
        QList<Slot> deployments;
        QSet<Slot> waiting; ///< evaluations that are blocked
    };

    void addDeployment(Slot slot, QSet<nomad::JobKey>& touched);
    void addEvaluation(Slot slot, QSet<nomad::JobKey>& touched);
    void addAllocation(Slot slot, QSet<nomad::JobKey>& touched);
    void removeAllocation(Slot slot, QSet<nomad::JobKey>& touched);

    const Tables& m_tables;
    QHash<nomad::JobKey, Record> m_records;
    /// Of the allocations of one job.
    struct Counts
    {
        qint64 version = -1;     ///< the highest
        std::array<int, 5> by{}; ///< index is int(Class)
    };
    enum class Class : unsigned char { None, Running, Pending, Failed, Complete };
    static Class classOf(const nomad::Allocation& allocation);

    QHash<quint64, Counts> m_counts; ///< by namespace and job, as numbers of their symbols
    std::vector<Class> m_classes;    ///< by slot of the allocation: as it was counted
};

} // namespace tailboard::cluster
