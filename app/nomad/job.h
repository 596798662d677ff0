// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QList>
#include <QString>
#include <QStringList>
#include <tuple>

namespace tailboard::nomad {

/// Which job: ids are unique inside a namespace.
struct JobKey
{
    QString nameSpace;
    QString id;

    friend bool operator==(const JobKey&, const JobKey&) = default;
    friend bool operator<(const JobKey& a, const JobKey& b)
    {
        return std::tie(a.nameSpace, a.id) < std::tie(b.nameSpace, b.id);
    }
};

inline size_t qHash(const JobKey& key, size_t seed = 0)
{
    return qHashMulti(seed, key.nameSpace, key.id);
}

/// Counts of one task group from the job's summary.
struct GroupSummary
{
    QString group;
    int queued = 0, starting = 0, running = 0, complete = 0, failed = 0, lost = 0, unknown = 0;

    friend bool operator==(const GroupSummary&, const GroupSummary&) = default;
};

/// A job as the list gives it (nomad/api, type JobListStub).
struct Job
{
    JobKey key;
    QString name;
    QString type;   ///< "service", "system", "batch", "sysbatch"
    QString status; ///< "pending", "running", "dead", as sent
    QString statusDescription;
    int priority = 0;
    bool isStopped = false; ///< "Stop"
    bool isPeriodic = false;
    bool isParameterized = false;
    QStringList datacenters;
    QString nodePool;
    QList<GroupSummary> groups; ///< sorted by name; empty when only an event told of the job
    qint64 submitTime = 0;      ///< nanoseconds since 1970, UTC
    qint64 version = -1;        ///< only an event tells it; -1 from a list
    quint64 modifyIndex = 0;
    quint64 jobModifyIndex = 0;

    friend bool operator==(const Job&, const Job&) = default;
};

} // namespace tailboard::nomad
