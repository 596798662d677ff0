// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/source.h"

#include <functional>

namespace tailboard::nomad {

class TraefikFinder;

/// Hands everything on to the receiver and lets the finder see jobs and service names on the way.
class ReceiverTee final : public Receiver
{
public:
    explicit ReceiverTee(Receiver& receiver)
        : m_receiver(receiver)
    {}

    void setFinder(TraefikFinder& finder) { m_finder = &finder; }
    /// Called with the version of each node that comes.
    std::function<void(const QString&)> nodeVersion;

    void beginList(List list) override;
    void endList(List list) override;
    void nodesArrived(std::span<const Node> rows) override;
    void jobsArrived(std::span<const Job> rows) override;
    void allocationsArrived(std::span<const Allocation> rows) override;
    void deploymentsArrived(std::span<const Deployment> rows) override;
    void evaluationsArrived(std::span<const Evaluation> rows) override;
    void registrationsArrived(std::span<const ServiceRegistration> rows) override;
    void nodeRemoved(const base::Uuid& id) override;
    void jobRemoved(const JobKey& key) override;
    void registrationRemoved(const QString& id) override;
    void consulServicesFound(const JobKey& job, const QList<DeclaredService>& services) override;
    void jobNeedsFound(const JobNeeds& needs) override;
    void unreadJobsCounted(int count) override;
    void traefikAllocationsChanged(const QList<TraefikAllocation>& allocations) override;
    void batchEnded() override;

private:
    Receiver& m_receiver;
    TraefikFinder* m_finder = nullptr;
};

} // namespace tailboard::nomad
