// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/receiver_tee.h"

#include "app/nomad/traefik_finder.h"

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

void ReceiverTee::beginList(List list)
{
    if (list == List::Jobs) m_finder->beginJobs();
    m_receiver.beginList(list);
}

void ReceiverTee::endList(List list)
{
    if (list == List::Jobs) m_finder->endJobs();
    m_receiver.endList(list);
}

void ReceiverTee::nodesArrived(std::span<const Node> rows)
{
    if (nodeVersion && !rows.empty()) nodeVersion(rows.front().version);
    m_receiver.nodesArrived(rows);
}

void ReceiverTee::jobsArrived(std::span<const Job> rows)
{
    for (const Job& job : rows) {
        m_finder->noteJob(job);
    }
    m_receiver.jobsArrived(rows);
}

void ReceiverTee::allocationsArrived(std::span<const Allocation> rows)
{
    m_receiver.allocationsArrived(rows);
}

void ReceiverTee::deploymentsArrived(std::span<const Deployment> rows)
{
    m_receiver.deploymentsArrived(rows);
}

void ReceiverTee::evaluationsArrived(std::span<const Evaluation> rows)
{
    m_receiver.evaluationsArrived(rows);
}

void ReceiverTee::registrationsArrived(std::span<const ServiceRegistration> rows)
{
    for (const ServiceRegistration& row : rows) {
        if (row.serviceName.contains("traefik"_L1, Qt::CaseInsensitive))
            m_finder->preferJob({row.nameSpace, row.jobId});
    }
    m_receiver.registrationsArrived(rows);
}

void ReceiverTee::nodeRemoved(const base::Uuid& id)
{
    m_receiver.nodeRemoved(id);
}

void ReceiverTee::jobRemoved(const JobKey& key)
{
    m_receiver.jobRemoved(key);
}

void ReceiverTee::registrationRemoved(const QString& id)
{
    m_receiver.registrationRemoved(id);
}

void ReceiverTee::consulServicesFound(const JobKey& job, const QList<DeclaredService>& services)
{
    m_receiver.consulServicesFound(job, services);
}

void ReceiverTee::jobNeedsFound(const JobNeeds& needs)
{
    m_receiver.jobNeedsFound(needs);
}

void ReceiverTee::unreadJobsCounted(int count)
{
    m_receiver.unreadJobsCounted(count);
}

void ReceiverTee::traefikAllocationsChanged(const QList<TraefikAllocation>& allocations)
{
    m_receiver.traefikAllocationsChanged(allocations);
}

void ReceiverTee::batchEnded()
{
    m_receiver.batchEnded();
}

} // namespace tailboard::nomad
