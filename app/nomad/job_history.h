// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/uuid.h"
#include "app/nomad/job.h"
#include "app/nomad/placement_failure.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <chrono>

namespace tailboard::nomad {

/// One version of a job. Nomad keeps six of them beside those with a tag.
struct JobVersion
{
    quint64 number = 0;
    QDateTime submitTime; ///< UTC
    bool isStable = false;
    bool isStopped = false;
    quint64 jobModifyIndex = 0;
    QString tokenId; ///< accessor of the token that submitted it; empty: none, or not told
    QString tag;     ///< name of its version tag (1.9 and later), else empty
    QString tagDescription;

    friend bool operator==(const JobVersion&, const JobVersion&) = default;
};

struct GroupRollout
{
    QString group;
    int desired = 0, placed = 0, healthy = 0, unhealthy = 0;
    int desiredCanaries = 0;
    bool isPromoted = false;
    bool doesAutoRevert = false;
    std::chrono::seconds progressDeadline{0}; ///< longest wait for one more healthy allocation; 0: none
    QDateTime requireProgressBy;              ///< UTC; invalid: none

    friend bool operator==(const GroupRollout&, const GroupRollout&) = default;
};

struct JobDeployment
{
    base::Uuid id;
    quint64 jobVersion = 0;
    QString status;            ///< "running", "successful", "failed", "cancelled", …, as sent
    QString statusDescription; ///< Nomad's English
    QDateTime createTime;      ///< UTC; invalid before 1.10
    QDateTime modifyTime;      ///< UTC; invalid when it is not told
    quint64 createIndex = 0;
    quint64 modifyIndex = 0;
    QList<GroupRollout> groups; ///< by name

    friend bool operator==(const JobDeployment&, const JobDeployment&) = default;
};

struct JobEvaluation
{
    base::Uuid id;
    QString type;              ///< scheduler: "service", "system", "batch", as sent
    QString triggeredBy;       ///< "job-register", "node-update", "alloc-failure", …, as sent
    QString status;            ///< "complete", "blocked", "pending", "failed", "canceled", as sent
    QString statusDescription; ///< Nomad's English
    int priority = 0;
    base::Uuid node;       ///< whose change led to it; null: none
    base::Uuid deployment; ///< null: none
    base::Uuid previous;   ///< null: none
    base::Uuid next;       ///< null: none
    base::Uuid blocked;    ///< the evaluation that waits for room, made by this one; null: none
    QDateTime createTime;  ///< UTC
    QDateTime modifyTime;  ///< UTC
    QDateTime waitUntil;   ///< UTC; invalid: it does not wait for a time
    quint64 createIndex = 0;
    quint64 modifyIndex = 0;
    QList<PlacementFailure> failures; ///< by group
    QList<CountedReason> queued;      ///< placements still owed, by group, only those above zero

    bool isBlocked() const { return status == QLatin1StringView("blocked"); }

    friend bool operator==(const JobEvaluation&, const JobEvaluation&) = default;
};

/// A group of the current version.
struct JobGroup
{
    QString name;
    int count = 0; ///< wanted; of a system job: on each node
    QStringList tasks;
    QStringList drivers;  ///< one for each of `tasks`
    int constraints = 0;  ///< of the group and its tasks; Nomad adds some of its own
    GroupSummary summary; ///< how its allocations stand

    friend bool operator==(const JobGroup&, const JobGroup&) = default;
};

/// What happened to a job, and how it stands: /v1/job/ID/versions, /deployments, /evaluations and /summary.
struct JobHistory
{
    JobKey key;
    quint64 version = 0; ///< the current one
    QString type;        ///< "service", "system", "batch", "sysbatch"
    QString status;      ///< "running", "pending", "dead", as sent
    QString statusDescription;
    bool isStopped = false;
    QStringList datacenters;
    QString nodePool;
    int constraints = 0;              ///< of the job itself, its groups and their tasks
    QList<JobGroup> groups;           ///< of the current version, in its order
    QList<JobVersion> versions;       ///< newest first
    QList<JobDeployment> deployments; ///< newest first
    QList<JobEvaluation> evaluations; ///< newest first; Nomad forgets complete ones after an hour

    /// Evaluations that wait until there is room.
    QList<JobEvaluation> blocked() const;
    /// Why groups are not placed: what the blocked evaluations say; without one, for each group that has less than it
    /// wants, what was said last since the current version came. Empty when everything is placed or the job stopped.
    QList<PlacementFailure> failures() const;

    friend bool operator==(const JobHistory&, const JobHistory&) = default;
};

} // namespace tailboard::nomad
