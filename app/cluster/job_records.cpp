// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/job_records.h"

#include <algorithm>
#include <tuple>

namespace tailboard::cluster {

namespace {

JobStanding::Rollout rolloutOf(const nomad::Deployment& deployment)
{
    using enum JobStanding::Rollout;
    const QString& status = deployment.status;
    if (status == QLatin1String("failed")) return Failed;
    if (status == QLatin1String("successful") || status == QLatin1String("cancelled")) return Done;
    return Running; // "running", "paused", "pending", "blocked", "unblocking", "initializing"
}

quint64 numberOf(const nomad::Allocation& allocation)
{
    return quint64(allocation.nameSpace.number()) << 32 | allocation.jobId.number();
}

quint64 numberOf(const nomad::JobKey& job)
{
    return quint64(base::Symbol::of(job.nameSpace).number()) << 32 | base::Symbol::of(job.id).number();
}

} // namespace

JobRecords::JobRecords(const Tables& tables)
    : m_tables(tables)
{
    QSet<nomad::JobKey> touched;
    tables.deployments.forEach([&](Slot slot, const nomad::Deployment&) { addDeployment(slot, touched); });
    tables.evaluations.forEach([&](Slot slot, const nomad::Evaluation&) { addEvaluation(slot, touched); });
    tables.allocations.forEach([&](Slot slot, const nomad::Allocation&) { addAllocation(slot, touched); });
}

std::vector<Slot> JobRecords::take(const std::vector<Delta>& deltas)
{
    QSet<nomad::JobKey> touched;
    for (const Delta& delta : deltas) {
        const auto each = [&](auto&& add) {
            for (const Slot slot : delta.inserted)
                add(slot, touched);
            for (const Slot slot : delta.changed)
                add(slot, touched);
        };
        if (delta.table == TableId::Deployments) {
            for (const Slot slot : delta.removed) {
                const nomad::JobKey& job = m_tables.deployments.at(slot).job;
                if (m_records[job].deployments.removeAll(slot) > 0) touched.insert(job);
            }
            each([this](Slot slot, auto& to) { addDeployment(slot, to); });
        } else if (delta.table == TableId::Evaluations) {
            for (const Slot slot : delta.removed) {
                const nomad::JobKey& job = m_tables.evaluations.at(slot).job;
                const auto record = m_records.find(job);
                if (record != m_records.end() && record->waiting.remove(slot)) touched.insert(job);
            }
            each([this](Slot slot, auto& to) { addEvaluation(slot, to); });
        } else if (delta.table == TableId::Allocations) {
            for (const Slot slot : delta.removed)
                removeAllocation(slot, touched);
            each([this](Slot slot, auto& to) { addAllocation(slot, to); });
        } else if (delta.table == TableId::Jobs) {
            for (const Slot slot : delta.removed) {
                // The next job of this name begins at version 0.
                const auto counts = m_counts.find(numberOf(m_tables.jobs.at(slot).key));
                if (counts != m_counts.end()) counts->version = -1;
                const auto record = m_records.find(m_tables.jobs.at(slot).key);
                if (record != m_records.end() && record->deployments.isEmpty() && record->waiting.isEmpty())
                    m_records.erase(record);
            }
        }
    }
    std::vector<Slot> jobs;
    for (const nomad::JobKey& key : touched)
        if (const auto slot = m_tables.jobs.find(key)) jobs.push_back(*slot);
    std::sort(jobs.begin(), jobs.end());
    return jobs;
}

void JobRecords::addDeployment(Slot slot, QSet<nomad::JobKey>& touched)
{
    const nomad::JobKey& job = m_tables.deployments.at(slot).job;
    QList<Slot>& known = m_records[job].deployments;
    if (!known.contains(slot)) known.append(slot);
    touched.insert(job);
}

void JobRecords::addEvaluation(Slot slot, QSet<nomad::JobKey>& touched)
{
    const nomad::Evaluation& evaluation = m_tables.evaluations.at(slot);
    if (evaluation.status == QLatin1String("blocked")) {
        m_records[evaluation.job].waiting.insert(slot);
        touched.insert(evaluation.job);
        return;
    }
    // Most are complete from the start and leave nothing here.
    const auto record = m_records.find(evaluation.job);
    if (record != m_records.end() && record->waiting.remove(slot)) touched.insert(evaluation.job);
}

JobRecords::Class JobRecords::classOf(const nomad::Allocation& allocation)
{
    if (allocation.desiredStatus != nomad::DesiredStatus::Run) return Class::None;
    switch (allocation.clientStatus) {
    case nomad::ClientStatus::Running:
        return Class::Running;
    case nomad::ClientStatus::Pending:
        return Class::Pending;
    case nomad::ClientStatus::Complete:
        return Class::Complete;
    default:
        return allocation.hasReplacement ? Class::None : Class::Failed;
    }
}

void JobRecords::addAllocation(Slot slot, QSet<nomad::JobKey>& touched)
{
    const nomad::Allocation& allocation = m_tables.allocations.at(slot);
    if (slot >= m_classes.size()) m_classes.resize(m_tables.allocations.slotCount(), Class::None);
    const Class now = classOf(allocation);
    Counts& counts = m_counts[numberOf(allocation)];
    const bool isNewer = allocation.jobVersion > counts.version; // an event does not tell it: -1
    if (now == m_classes[slot] && !isNewer) return;
    if (m_classes[slot] != Class::None) --counts.by[size_t(m_classes[slot])];
    if (now != Class::None) ++counts.by[size_t(now)];
    m_classes[slot] = now;
    if (isNewer) counts.version = allocation.jobVersion;
    touched.insert({allocation.nameSpace.text(), allocation.jobId.text()});
}

void JobRecords::removeAllocation(Slot slot, QSet<nomad::JobKey>& touched)
{
    if (slot >= m_classes.size() || m_classes[slot] == Class::None) return;
    const nomad::Allocation& allocation = m_tables.allocations.at(slot);
    --m_counts[numberOf(allocation)].by[size_t(m_classes[slot])];
    m_classes[slot] = Class::None;
    touched.insert({allocation.nameSpace.text(), allocation.jobId.text()});
}

JobStanding JobRecords::standing(const nomad::Job& job) const
{
    JobStanding standing;
    const Counts counts = m_counts.value(numberOf(job.key));
    standing.version = std::max(job.version, counts.version);
    standing.running = counts.by[size_t(Class::Running)];
    standing.pending = counts.by[size_t(Class::Pending)];
    standing.failed = counts.by[size_t(Class::Failed)];
    standing.complete = counts.by[size_t(Class::Complete)];
    const auto record = m_records.constFind(job.key);
    if (record == m_records.constEnd()) return standing;

    const nomad::Deployment* newest = nullptr;
    for (const Slot slot : record->deployments) {
        const nomad::Deployment& each = m_tables.deployments.at(slot);
        if (!newest || std::tie(each.jobVersion, each.modifyIndex) > std::tie(newest->jobVersion, newest->modifyIndex))
            newest = &each;
    }
    if (newest) {
        standing.version = std::max(standing.version, qint64(newest->jobVersion));
        standing.rollout = rolloutOf(*newest);
        standing.rolloutText = newest->statusDescription;
    }
    standing.isBlocked = !record->waiting.isEmpty();
    for (const Slot slot : record->waiting)
        standing.blockedGroups += m_tables.evaluations.at(slot).failedGroups;
    standing.blockedGroups.sort();
    standing.blockedGroups.removeDuplicates();
    return standing;
}

} // namespace tailboard::cluster
