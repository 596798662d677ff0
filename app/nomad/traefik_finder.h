// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/allocation_ports.h"
#include "app/nomad/client.h"
#include "app/nomad/job_spec.h"
#include "app/nomad/source.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace tailboard::nomad {

/// Reads the specifications of jobs to find Traefiks and services of Consul's, and the allocations of the Traefiks.
/// Likely jobs are read first (system jobs, a name with "traefik" in it), of the others at most 200; events bring
/// specifications for nothing.
class TraefikFinder : public QObject
{
    Q_OBJECT

public:
    TraefikFinder(Client& client, const SourceTiming& timing, Receiver& receiver, QObject* parent);

    /// The rows of the jobs list, between beginJobs() and endJobs().
    void beginJobs();
    void noteJob(const Job& job);
    void endJobs();
    /// A job that has a service whose name hints at a Traefik.
    void preferJob(const JobKey& job);
    /// The lists have come: reads what is not known yet, and the allocations of every Traefik job again.
    void find();
    void takeSpec(const JobDetail& detail);
    void removeJob(const JobKey& job);
    void noteAllocation(const Allocation& allocation);
    /// Reads a job that may have been purged, and tells the receiver when it is gone.
    void checkJob(const JobKey& job);
    /// Ends all exchanges; what was found stays.
    void stop();
    /// Nothing is being read and nothing waits.
    bool isSettled() const;
    /// Specifications are refused for lack of read-job.
    bool isForbidden() const { return m_isForbidden; }

signals:
    void advanced();
    /// Everything asked for has come or failed.
    void settled();

private:
    struct TraefikTask
    {
        QString group;
        TaskSpec task;
    };
    struct KnownJob
    {
        quint64 readIndex = 0; ///< JobModifyIndex whose specification was read
        bool hasConsul = false;
        QList<TraefikTask> tasks;
        QList<TraefikAllocation> allocations;
    };

    void readNext();
    void takeSpecAnswer(const JobKey& job, const base::Result<http::Response>& response, bool isCheck);
    void readAllocations(const JobKey& job);
    void takeAllocations(const JobKey& job, const QList<AllocationPorts>& rows);
    void publish();
    void settle();

    Client& m_client;
    Receiver& m_receiver;
    QHash<JobKey, Job> m_listed;
    QSet<JobKey> m_preferred;
    QHash<JobKey, KnownJob> m_known;
    QList<JobKey> m_waiting; ///< specifications to read, last first
    QSet<JobKey> m_due;      ///< jobs whose allocations are to be read
    int m_underWay = 0;
    std::unique_ptr<QObject> m_batch;
    QTimer m_delay;
    QTimer m_retry;
    QList<TraefikAllocation> m_published;
    bool m_isForbidden = false;
    bool m_isFinding = false;
    bool m_wasPublished = false;
};

} // namespace tailboard::nomad
