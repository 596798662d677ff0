// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/source.h"

#include <QHash>
#include <QSet>
#include <QStringList>

namespace tailboard::nomad_test {

/// Keeps rows as the Tables do: newer wins, rows not named between begin and end are gone; fails the test when the
/// calls come in an order that the interface forbids.
class RecordingReceiver : public nomad::Receiver
{
public:
    QHash<base::Uuid, nomad::Node> nodes;
    QHash<nomad::JobKey, nomad::Job> jobs;
    QHash<base::Uuid, nomad::Allocation> allocations;
    QHash<base::Uuid, nomad::Deployment> deployments;
    QHash<base::Uuid, nomad::Evaluation> evaluations;
    QHash<QString, nomad::ServiceRegistration> registrations;
    QHash<nomad::JobKey, QList<nomad::DeclaredService>> consul;
    QHash<nomad::JobKey, nomad::JobNeeds> needs;
    int unreadJobs = -1;
    QList<nomad::TraefikAllocation> traefiks;
    int begun[6] = {}, ended[6] = {};
    int traefikChanges = 0;
    int batches = 0;
    /// Most rows of allocations that came in one call.
    size_t largestPiece = 0;

    void beginList(nomad::List list) override
    {
        ++begun[int(list)];
        m_seen[int(list)].clear();
        m_isOpen[int(list)] = true;
    }
    void endList(nomad::List list) override
    {
        if (!m_isOpen[int(list)]) qFatal("a list ended that was not begun");
        ++ended[int(list)];
        m_isOpen[int(list)] = false;
        const auto prune = [this, list](auto& rows) {
            rows.removeIf([&](const auto& row) { return !m_seen[int(list)].contains(text(row.key())); });
        };
        switch (list) {
        case nomad::List::Nodes:
            return prune(nodes);
        case nomad::List::Jobs:
            return prune(jobs);
        case nomad::List::Allocations:
            return prune(allocations);
        case nomad::List::Deployments:
            return prune(deployments);
        case nomad::List::Evaluations:
            return prune(evaluations);
        case nomad::List::Services:
            return prune(registrations);
        }
    }
    void nodesArrived(std::span<const nomad::Node> rows) override { keep(nomad::List::Nodes, nodes, rows); }
    void jobsArrived(std::span<const nomad::Job> rows) override
    {
        for (const auto& row : rows) {
            keepOne(nomad::List::Jobs, jobs, row.key, row);
        }
    }
    void allocationsArrived(std::span<const nomad::Allocation> rows) override
    {
        largestPiece = std::max(largestPiece, rows.size());
        keep(nomad::List::Allocations, allocations, rows);
    }
    void deploymentsArrived(std::span<const nomad::Deployment> rows) override
    {
        keep(nomad::List::Deployments, deployments, rows);
    }
    void evaluationsArrived(std::span<const nomad::Evaluation> rows) override
    {
        keep(nomad::List::Evaluations, evaluations, rows);
    }
    void registrationsArrived(std::span<const nomad::ServiceRegistration> rows) override
    {
        keep(nomad::List::Services, registrations, rows);
    }
    void nodeRemoved(const base::Uuid& id) override { nodes.remove(id); }
    void jobRemoved(const nomad::JobKey& key) override { jobs.remove(key); }
    void registrationRemoved(const QString& id) override { registrations.remove(id); }
    void consulServicesFound(const nomad::JobKey& job, const QList<nomad::DeclaredService>& services) override
    {
        consul.insert(job, services);
    }
    void jobNeedsFound(const nomad::JobNeeds& found) override { needs.insert(found.job, found); }
    void unreadJobsCounted(int count) override { unreadJobs = count; }
    void traefikAllocationsChanged(const QList<nomad::TraefikAllocation>& rows) override
    {
        ++traefikChanges;
        traefiks = rows;
    }
    void batchEnded() override { ++batches; }

    bool isOpen(nomad::List list) const { return m_isOpen[int(list)]; }

private:
    static QString text(const base::Uuid& id) { return id.toString(); }
    static QString text(const nomad::JobKey& key) { return key.nameSpace + u'/' + key.id; }
    static QString text(const QString& id) { return id; }

    template<typename Key, typename Row>
    void keepOne(nomad::List list, QHash<Key, Row>& to, const Key& key, const Row& row)
    {
        if (m_isOpen[int(list)]) m_seen[int(list)].insert(text(key));
        const auto kept = to.constFind(key);
        if (kept == to.constEnd() || kept->modifyIndex <= row.modifyIndex) to.insert(key, row);
    }
    template<typename Key, typename Row>
    void keep(nomad::List list, QHash<Key, Row>& to, std::span<const Row> rows)
    {
        for (const Row& row : rows) {
            keepOne(list, to, row.id, row);
        }
    }

    QSet<QString> m_seen[6];
    bool m_isOpen[6] = {};
};

} // namespace tailboard::nomad_test
