// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/traefik_finder.h"

#include "app/base/log.h"
#include "app/nomad/decode.h"
#include "app/nomad/list_decoder.h"
#include "app/nomad/traefik_api.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

constexpr int mostAtOnce = 2;
constexpr int mostOthers = 200;

bool isLikely(const Job& job)
{
    return job.type == "system"_L1 || job.key.id.contains("traefik"_L1, Qt::CaseInsensitive);
}

/// Jobs that Nomad made out of another one, whose specification says the same.
bool isChild(const Job& job)
{
    return job.key.id.contains("/dispatch-"_L1) || job.key.id.contains("/periodic-"_L1);
}

} // namespace

TraefikFinder::TraefikFinder(Client& client, const SourceTiming& timing, Receiver& receiver, QObject* parent)
    : QObject(parent)
    , m_client(client)
    , m_receiver(receiver)
    , m_batch(std::make_unique<QObject>())
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(timing.traefikDelay);
    connect(&m_delay, &QTimer::timeout, this, &TraefikFinder::readNext);
    m_retry.setSingleShot(true);
    m_retry.setInterval(timing.traefikDelay * 25);
    connect(&m_retry, &QTimer::timeout, this, &TraefikFinder::readNext);
}

void TraefikFinder::stop()
{
    m_delay.stop();
    m_retry.stop();
    m_waiting.clear();
    m_due.clear();
    m_underWay = 0;
    m_isFinding = false;
    // Possibly called from inside one of its exchanges' signals.
    m_batch.release()->deleteLater();
    m_batch = std::make_unique<QObject>();
}

bool TraefikFinder::isSettled() const
{
    return !m_isFinding && m_underWay == 0;
}

void TraefikFinder::beginJobs()
{
    m_listed.clear();
}

void TraefikFinder::noteJob(const Job& job)
{
    m_listed.insert(job.key, job);
}

void TraefikFinder::endJobs()
{
    const auto known = m_known.keys();
    for (const JobKey& job : known) {
        if (!m_listed.contains(job)) removeJob(job);
    }
}

void TraefikFinder::preferJob(const JobKey& job)
{
    m_preferred.insert(job);
}

void TraefikFinder::find()
{
    QList<JobKey> likely, others;
    for (const Job& job : std::as_const(m_listed)) {
        if (job.isStopped) continue;
        const auto known = m_known.constFind(job.key);
        if (known != m_known.constEnd() && known->readIndex == job.jobModifyIndex) continue;
        if (isLikely(job) || m_preferred.contains(job.key)) {
            likely.append(job.key);
        } else if (!isChild(job)) {
            others.append(job.key);
        }
    }
    // In one order, so that the same 200 are read every time.
    std::sort(likely.rbegin(), likely.rend());
    std::sort(others.begin(), others.end());
    if (others.size() > mostOthers) others.resize(mostOthers);
    std::reverse(others.begin(), others.end());
    m_waiting = others + likely;
    for (auto job = m_known.constBegin(); job != m_known.constEnd(); ++job) {
        if (!job->tasks.isEmpty()) m_due.insert(job.key());
    }
    m_isFinding = true;
    m_isForbidden = false;
    readNext();
}

void TraefikFinder::checkJob(const JobKey& job)
{
    QObject* const batch = m_batch.get();
    ++m_underWay;
    m_client.read(m_client.targets().job(job), batch, [this, batch, job](const base::Result<http::Response>& response) {
        if (batch == m_batch.get()) takeSpecAnswer(job, response, true);
    });
}

void TraefikFinder::readNext()
{
    QObject* const batch = m_batch.get();
    while (m_underWay < mostAtOnce && !m_waiting.isEmpty()) {
        const JobKey job = m_waiting.takeLast();
        ++m_underWay;
        m_client.read(m_client.targets().job(job), batch,
                      [this, batch, job](const base::Result<http::Response>& response) {
                          if (batch == m_batch.get()) takeSpecAnswer(job, response, false);
                      });
    }
    while (m_underWay < mostAtOnce && !m_due.isEmpty()) {
        const JobKey job = *m_due.cbegin();
        m_due.remove(job);
        readAllocations(job);
    }
    if (m_underWay == 0) settle();
}

void TraefikFinder::settle()
{
    publish();
    if (!std::exchange(m_isFinding, false)) return;
    int unread = 0;
    for (const Job& job : std::as_const(m_listed)) {
        const auto known = m_known.constFind(job.key);
        const bool isRead = known != m_known.constEnd() && known->readIndex > 0;
        unread += !isRead && !job.isStopped && !isChild(job);
    }
    m_receiver.unreadJobsCounted(unread);
    emit settled();
}

void TraefikFinder::takeSpecAnswer(const JobKey& job, const base::Result<http::Response>& response, bool isCheck)
{
    --m_underWay;
    if (response) {
        emit advanced();
        if (const auto detail = decodeJobDetail(response->body)) {
            takeSpec(detail->value);
        } else {
            qCDebug(base::logNomad) << "job" << job.id << "not read:" << detail.error().original;
        }
    } else if (response.error().kind == base::ErrorKind::NotFound) {
        removeJob(job);
        if (isCheck) {
            m_receiver.jobRemoved(job);
            m_receiver.batchEnded();
        }
    } else if (response.error().kind == base::ErrorKind::Forbidden) {
        // One refusal is enough: the others would be refused as well.
        m_isForbidden = true;
        m_waiting.clear();
    }
    readNext();
}

void TraefikFinder::takeSpec(const JobDetail& detail)
{
    const JobKey& job = detail.job.key;
    KnownJob& known = m_known[job];
    known.readIndex = detail.job.jobModifyIndex;
    m_waiting.removeOne(job);

    m_receiver.jobNeedsFound(jobNeeds(detail));
    const auto consul = detail.job.isStopped ? QList<DeclaredService>() : consulServices(detail.spec);
    if (!consul.isEmpty() || known.hasConsul) m_receiver.consulServicesFound(job, consul);
    known.hasConsul = !consul.isEmpty();

    const bool wasTraefik = !known.tasks.isEmpty();
    known.tasks.clear();
    for (const auto& group : detail.spec.groups) {
        for (const auto& task : group.tasks) {
            if (isTraefik(task)) known.tasks.append({group.name, task});
        }
    }
    if (known.tasks.isEmpty()) {
        known.allocations.clear();
        if (wasTraefik) m_delay.start();
        return;
    }
    m_due.insert(job);
    if (m_underWay == 0 && !m_delay.isActive()) m_delay.start();
}

void TraefikFinder::removeJob(const JobKey& job)
{
    const KnownJob known = m_known.take(job);
    m_listed.remove(job);
    m_waiting.removeOne(job);
    m_due.remove(job);
    if (known.hasConsul) m_receiver.consulServicesFound(job, {});
    if (!known.allocations.isEmpty()) m_delay.start();
}

void TraefikFinder::noteAllocation(const Allocation& allocation)
{
    const JobKey job{allocation.nameSpace.text(), allocation.jobId.text()};
    const auto known = m_known.constFind(job);
    if (known == m_known.constEnd() || known->tasks.isEmpty()) return;
    m_due.insert(job);
    if (!m_delay.isActive()) m_delay.start();
}

void TraefikFinder::readAllocations(const JobKey& job)
{
    QObject* const batch = m_batch.get();
    ++m_underWay;
    m_client.read(m_client.targets().allocationsOfJob(job), batch,
                  [this, batch, job](const base::Result<http::Response>& response) {
                      if (batch != m_batch.get()) return;
                      --m_underWay;
                      if (response) {
                          emit advanced();
                          if (const auto rows = decodeList<AllocationPorts>(response->body)) {
                              takeAllocations(job, rows->value);
                          }
                      } else if (response.error().kind == base::ErrorKind::Forbidden) {
                          m_isForbidden = true;
                      } else {
                          qCDebug(base::logNomad) << "allocations of" << job.id << "not read:" << response.error().what;
                          m_retry.start();
                          // Kept for the next look, not tried again in this one.
                          QTimer::singleShot(0, batch, [this, job] { m_due.insert(job); });
                      }
                      readNext();
                  });
}

void TraefikFinder::takeAllocations(const JobKey& job, const QList<AllocationPorts>& rows)
{
    const auto known = m_known.find(job);
    if (known == m_known.end()) return;
    known->allocations.clear();
    for (const AllocationPorts& row : rows) {
        if (row.allocation.clientStatus != ClientStatus::Running) continue;
        // The filter is on the id alone where the namespace is "*" or the server did not know it.
        if (row.allocation.jobId.text() != job.id) continue;
        for (const TraefikTask& task : std::as_const(known->tasks)) {
            if (task.group == row.allocation.taskGroup.text()) {
                known->allocations.append(traefikAllocation(row, job, task.task));
            }
        }
    }
}

void TraefikFinder::publish()
{
    QList<TraefikAllocation> all;
    for (const KnownJob& known : std::as_const(m_known)) {
        all.append(known.allocations);
    }
    std::sort(all.begin(), all.end(), [](const TraefikAllocation& a, const TraefikAllocation& b) {
        return std::tie(a.nodeName, a.allocationId, a.task) < std::tie(b.nodeName, b.allocationId, b.task);
    });
    if (all == m_published && m_wasPublished) return;
    m_wasPublished = true;
    m_published = all;
    m_receiver.traefikAllocationsChanged(all);
    m_receiver.batchEnded();
}

} // namespace tailboard::nomad
