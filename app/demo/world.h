// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/model.h"
#include "app/demo/random.h"

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace tailboard::demo {

/// Nomad's tables, each with the index of its last change.
enum class Table { Jobs, Summaries, Nodes, Allocations, Deployments, Evaluations, Services };

/// One event as the stream writes it, rendered once for all subscribers.
struct StreamEvent
{
    std::string topic;
    std::string key;
    std::vector<std::string> filterKeys;
    std::string json; ///< the whole event object
};

/// What one line of the event stream tells: events of one index.
struct Batch
{
    uint64_t index = 0;
    std::vector<StreamEvent> events;
};

/// What the cluster is at this moment: Nomad's tables with their Raft indexes, and the tailnet. It knows no sockets and
/// no timers; Motion changes it, the APIs read it. Simulation thread only.
class World
{
public:
    explicit World(uint64_t seed);

    uint64_t seed() const { return m_seed; }
    Random& random() { return m_random; }
    /// The wall clock plus the skew that a fault may set.
    Nanoseconds now() const;
    void setSkew(Nanoseconds skew) { m_skew = skew; }
    /// While it is not 0, now() is this: how the past is written when the world is made.
    void setHistoricTime(Nanoseconds time) { m_historicTime = time; }

    // Reading. Containers keep their elements' addresses.
    std::map<std::string, Job>& jobs() { return m_jobs; }
    std::map<AllocationKey, Allocation>& allocations() { return m_allocations; }
    std::map<base::Uuid, Node>& nodes() { return m_nodes; }
    std::deque<Deployment>& deployments() { return m_deployments; }
    std::deque<Evaluation>& evaluations() { return m_evaluations; }
    std::map<std::string, Registration>& registrations() { return m_registrations; }
    const std::vector<const Registration*>& registrationsOf(const std::string& serviceName) const;
    Job* job(const std::string& id);
    Allocation* allocation(const base::Uuid& id);
    Node* nodeNamed(const std::string& name);
    Deployment* deployment(const base::Uuid& id);
    Deployment* latestDeployment(const std::string& jobId);
    Evaluation* evaluation(const base::Uuid& id);
    const std::vector<AllocationKey>& allocationKeysOf(const std::string& jobId) const;
    uint64_t index() const { return m_index; }
    uint64_t index(Table table) const { return m_tableIndexes[size_t(table)]; }

    Peer& self() { return m_peers.front(); }
    /// Self first, then all others.
    std::vector<Peer>& peers() { return m_peers; }
    const std::string& tailnet() const { return m_tailnet; }
    const base::Uuid& signingKey() const { return m_signingKey; }

    // Changing Nomad's side: advance(), change and touch objects, publish(). Everything touched gets the new index and
    // one event, in that order; publish() sends one line and may be called twice for one index, as Nomad does.
    uint64_t advance() { return ++m_index; }
    void touch(Job& job);
    /// `byServer`: the server changed its wishes, not the client its report; moves AllocModifyIndex.
    void touch(Allocation& allocation, bool byServer = false);
    void touch(Node& node);
    /// Sends the node along with an allocation's report, as clients do; its index does not move.
    void mention(Node& node);
    void touch(Deployment& deployment);
    void touch(Evaluation& evaluation);
    void addRegistration(Registration registration);
    void removeRegistration(const std::string& id);
    void publish(const std::string& type);
    /// Forgets what was touched without telling anybody, and moves every table to the present index.
    void settle();

    Allocation& addAllocation(Allocation allocation);
    Deployment& addDeployment(Deployment deployment);
    Evaluation& addEvaluation(Evaluation evaluation);
    /// Forgets ended allocations older than `age`, beyond the newest `keep` of each job. No event tells of it.
    void collectGarbage(Nanoseconds age, size_t keep);
    /// Lets indexes jump, as after a restore from a snapshot.
    void jumpIndex(uint64_t by) { m_index += by; }

    /// Tells that a peer changed.
    void publishPeer(const Peer& peer);

    /// Called after every publish(), with the index already visible.
    std::vector<std::function<void(const Batch&)>> onBatch;
    std::vector<std::function<void(const Peer&)>> onPeer;

private:
    void raise(Table table) { m_tableIndexes[size_t(table)] = m_index; }

    uint64_t m_seed;
    Random m_random;
    Nanoseconds m_skew = 0;
    Nanoseconds m_historicTime = 0;
    uint64_t m_index = 7; // a fresh server has used some for itself
    std::array<uint64_t, 7> m_tableIndexes{};
    std::string m_tailnet = "tail1a2b3.ts.net";
    base::Uuid m_signingKey;
    std::map<std::string, Job> m_jobs;
    std::map<AllocationKey, Allocation> m_allocations;
    std::unordered_map<base::Uuid, AllocationKey> m_allocationKeys;
    std::unordered_map<std::string, std::vector<AllocationKey>> m_keysByJob;
    std::map<base::Uuid, Node> m_nodes;
    std::deque<Deployment> m_deployments;
    std::deque<Evaluation> m_evaluations;
    std::map<std::string, Registration> m_registrations;
    std::unordered_map<std::string, std::vector<const Registration*>> m_registrationsByName;
    std::vector<Peer> m_peers;

    struct Touched
    {
        enum class Kind { Job, Allocation, Node, Deployment, Evaluation, Added, Removed } kind;
        const void* object;
        Registration registration;
    };
    std::vector<Touched> m_touched;
};

/// The three ways a registration's owner is written into its id.
std::string registrationId(const Allocation& allocation, const ServiceSpec& service, bool ofGroup);

} // namespace tailboard::demo
