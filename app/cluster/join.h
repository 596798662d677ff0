// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/cluster/delta.h"
#include "app/cluster/tables.h"
#include "app/nomad/source.h"
#include "app/traefik/configuration.h"

#include <limits>
#include <memory>
#include <vector>

namespace tailboard::cluster {

/// Writes the Tables. Takes what the sources say, keeps indexes of what depends on what, and on flush() joins again
/// only the keys that were touched. No sockets, no timers, no QObject: tests and benchmarks feed it by hand. GUI
/// thread.
class Join final : public nomad::Receiver
{
public:
    explicit Join(const base::Clock& clock);
    ~Join() override;

    const Tables& tables() const;

    // Sources that are told whole. Their rows are taken in by flush(), some at a time.
    void setTailnet(const tailscale::Status& status);
    void setTailscaleSource(const base::SourceState& state);
    void setNomadSource(const base::SourceState& state);
    /// Adds an instance or changes what is known of it beside its configuration; `key` and allocation as given.
    void putInstance(const TraefikInstance& instance);
    /// An instance's new configuration; compared per router and service, so that only what differs is joined again.
    void setConfiguration(const QString& instance, traefik::Configuration configuration);
    /// The instance is gone (its allocation stopped), with all it showed.
    void removeInstance(const QString& instance);

    // nomad::Receiver
    void beginList(nomad::List list) override;
    void endList(nomad::List list) override;
    void nodesArrived(std::span<const nomad::Node> rows) override;
    void jobsArrived(std::span<const nomad::Job> rows) override;
    void allocationsArrived(std::span<const nomad::Allocation> rows) override;
    void deploymentsArrived(std::span<const nomad::Deployment> rows) override;
    void evaluationsArrived(std::span<const nomad::Evaluation> rows) override;
    void registrationsArrived(std::span<const nomad::ServiceRegistration> rows) override;
    void nodeRemoved(const base::Uuid& id) override;
    void jobRemoved(const nomad::JobKey& key) override;
    void registrationRemoved(const QString& id) override;
    void consulServicesFound(const nomad::JobKey& job, const QList<nomad::DeclaredService>& services) override;
    void jobNeedsFound(const nomad::JobNeeds& needs) override;
    void unreadJobsCounted(int count) override;
    void traefikAllocationsChanged(const QList<nomad::TraefikAllocation>& allocations) override;
    void batchEnded() override;

    /// Something waits to be joined or delivered.
    bool isDirty() const;
    /// Joins what was touched and gives what changed since the last call, each table at most once. The removed slots
    /// stay readable until recycle(). At most about `mostJoins` routers are joined, or rows of the work of so many
    /// taken in, so that a large first load can be spread over frames; isDirty() then stays true.
    std::vector<Delta> flush(size_t mostJoins = std::numeric_limits<size_t>::max());
    /// After everybody has read the Deltas of the last flush().
    void recycle();
    /// When some route or service must be looked at again although nothing will have changed (a tag that Traefik has
    /// not polled yet); monotonic time of the clock, nullopt when nothing waits. touchDue() marks those that are due.
    std::optional<std::chrono::milliseconds> nextDue() const;
    void touchDue();

    /// Slot of the peer on which a node runs; nullopt when none has its address.
    std::optional<Slot> peerOfNode(const nomad::Node& node) const;
    /// Slots of the routes that touch an object.
    std::vector<Slot> routesOfAllocation(const base::Uuid& allocation) const;
    std::vector<Slot> routesOfPeer(const QString& peer) const;
    /// Routers and services joined so far: what the work is counted in.
    quint64 joinCount() const;

    class Private; ///< known inside the module only

private:
    std::unique_ptr<Private> d;
};

} // namespace tailboard::cluster
