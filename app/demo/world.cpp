// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/world.h"

#include "app/demo/nomad_json.h"
#include "app/demo/times.h"

#include <algorithm>

namespace tailboard::demo {

const GroupSpec* JobSpec::group(const std::string& name) const
{
    const auto it = std::find_if(groups.begin(), groups.end(), [&](const GroupSpec& g) { return g.name == name; });
    return it == groups.end() ? nullptr : &*it;
}

std::string Allocation::name() const
{
    return spec->id + "." + groupSpec().name + "[" + std::to_string(number) + "]";
}

std::string registrationId(const Allocation& allocation, const ServiceSpec& service, bool ofGroup)
{
    const std::string owner = ofGroup ? "group-" + allocation.groupSpec().name : allocation.groupSpec().task.name;
    return "_nomad-task-" + uuidText(allocation.id) + "-" + owner + "-" + service.name + "-" + service.portLabel;
}

World::World(uint64_t seed)
    : m_seed(seed)
    , m_random(seed, "world")
    , m_signingKey(m_random.uuid())
    , m_peers(1)
{}

Nanoseconds World::now() const
{
    return m_historicTime != 0 ? m_historicTime : systemNow() + m_skew;
}

const std::vector<const Registration*>& World::registrationsOf(const std::string& serviceName) const
{
    static const std::vector<const Registration*> none;
    const auto it = m_registrationsByName.find(serviceName);
    return it == m_registrationsByName.end() ? none : it->second;
}

Job* World::job(const std::string& id)
{
    const auto it = m_jobs.find(id);
    return it == m_jobs.end() ? nullptr : &it->second;
}

Allocation* World::allocation(const base::Uuid& id)
{
    const auto it = m_allocationKeys.find(id);
    return it == m_allocationKeys.end() ? nullptr : &m_allocations.at(it->second);
}

Node* World::nodeNamed(const std::string& name)
{
    for (auto& [id, node] : m_nodes) {
        if (node.name == name) return &node;
    }
    return nullptr;
}

Deployment* World::deployment(const base::Uuid& id)
{
    const auto it = std::find_if(m_deployments.rbegin(), m_deployments.rend(), [&](auto& d) { return d.id == id; });
    return it == m_deployments.rend() ? nullptr : &*it;
}

Deployment* World::latestDeployment(const std::string& jobId)
{
    const auto it =
        std::find_if(m_deployments.rbegin(), m_deployments.rend(), [&](auto& d) { return d.jobId == jobId; });
    return it == m_deployments.rend() ? nullptr : &*it;
}

Evaluation* World::evaluation(const base::Uuid& id)
{
    const auto it = std::find_if(m_evaluations.rbegin(), m_evaluations.rend(), [&](auto& e) { return e.id == id; });
    return it == m_evaluations.rend() ? nullptr : &*it;
}

const std::vector<AllocationKey>& World::allocationKeysOf(const std::string& jobId) const
{
    static const std::vector<AllocationKey> none;
    const auto it = m_keysByJob.find(jobId);
    return it == m_keysByJob.end() ? none : it->second;
}

void World::touch(Job& job)
{
    job.modifyIndex = m_index;
    raise(Table::Jobs);
    m_touched.push_back({Touched::Kind::Job, &job, {}});
}

void World::touch(Allocation& allocation, bool byServer)
{
    allocation.modifyIndex = m_index;
    if (byServer) allocation.allocModifyIndex = m_index;
    allocation.modifyTime = now();
    raise(Table::Allocations);
    if (Job* job = this->job(allocation.job->id)) {
        job->summaryModifyIndex = m_index;
        raise(Table::Summaries);
    }
    m_touched.push_back({Touched::Kind::Allocation, &allocation, {}});
}

void World::touch(Node& node)
{
    node.modifyIndex = m_index;
    raise(Table::Nodes);
    mention(node);
}

void World::mention(Node& node)
{
    m_touched.push_back({Touched::Kind::Node, &node, {}});
}

void World::touch(Deployment& deployment)
{
    deployment.modifyIndex = m_index;
    deployment.modifyTime = now();
    raise(Table::Deployments);
    m_touched.push_back({Touched::Kind::Deployment, &deployment, {}});
}

void World::touch(Evaluation& evaluation)
{
    evaluation.modifyIndex = m_index;
    raise(Table::Evaluations);
    m_touched.push_back({Touched::Kind::Evaluation, &evaluation, {}});
}

void World::addRegistration(Registration registration)
{
    registration.modifyIndex = m_index;
    if (const auto old = m_registrations.find(registration.id); old != m_registrations.end()) {
        registration.createIndex = old->second.createIndex;
        old->second = registration; // same service name: it is part of the id
    } else {
        registration.createIndex = m_index;
        const auto it = m_registrations.emplace(registration.id, registration).first;
        m_registrationsByName[registration.serviceName].push_back(&it->second);
    }
    raise(Table::Services);
    m_touched.push_back({Touched::Kind::Added, nullptr, std::move(registration)});
}

void World::removeRegistration(const std::string& id)
{
    const auto it = m_registrations.find(id);
    if (it == m_registrations.end()) return;
    raise(Table::Services);
    const auto named = m_registrationsByName.find(it->second.serviceName);
    std::erase(named->second, &it->second);
    if (named->second.empty()) m_registrationsByName.erase(named);
    m_touched.push_back({Touched::Kind::Removed, nullptr, it->second});
    m_registrations.erase(it);
}

void World::publish(const std::string& type)
{
    Batch batch{.index = m_index};
    for (const Touched& touched : m_touched) {
        StreamEvent event;
        switch (touched.kind) {
        case Touched::Kind::Job:
            event = jobEvent(*static_cast<const Job*>(touched.object), type, m_index);
            break;
        case Touched::Kind::Allocation:
            event = allocationEvent(*static_cast<const Allocation*>(touched.object), type, m_index, m_signingKey);
            break;
        case Touched::Kind::Node:
            event = nodeEvent(*static_cast<const Node*>(touched.object), type, m_index, m_signingKey);
            break;
        case Touched::Kind::Deployment:
            event = deploymentEvent(*static_cast<const Deployment*>(touched.object), type, m_index);
            break;
        case Touched::Kind::Evaluation:
            event = evaluationEvent(*static_cast<const Evaluation*>(touched.object), type, m_index);
            break;
        case Touched::Kind::Added:
        case Touched::Kind::Removed: {
            const bool added = touched.kind == Touched::Kind::Added;
            const bool planned = type == "PlanResult"; // of a lost node: removed without ServiceDeregistration
            event =
                registrationEvent(touched.registration,
                                  planned ? type : (added ? "ServiceRegistration" : "ServiceDeregistration"), m_index);
            break;
        }
        }
        batch.events.push_back(std::move(event));
    }
    m_touched.clear();
    for (const auto& listener : onBatch)
        listener(batch);
}

void World::settle()
{
    m_touched.clear();
    m_tableIndexes.fill(m_index);
}

Allocation& World::addAllocation(Allocation allocation)
{
    const AllocationKey key = allocation.key();
    m_allocationKeys.emplace(allocation.id, key);
    m_keysByJob[allocation.job->id].push_back(key);
    return m_allocations.emplace(key, std::move(allocation)).first->second;
}

Deployment& World::addDeployment(Deployment deployment)
{
    if (m_deployments.size() >= 200) // an hour of motion; nothing refers to older ones
        m_deployments.pop_front();
    m_deployments.push_back(std::move(deployment));
    return m_deployments.back();
}

Evaluation& World::addEvaluation(Evaluation evaluation)
{
    if (m_evaluations.size() >= 400) m_evaluations.pop_front();
    m_evaluations.push_back(std::move(evaluation));
    return m_evaluations.back();
}

void World::collectGarbage(Nanoseconds age, size_t keep)
{
    const Nanoseconds limit = now() - age;
    for (auto& [jobId, keys] : m_keysByJob) {
        size_t ended = 0;
        for (size_t i = keys.size(); i-- > 0;) { // newest first
            const Allocation& allocation = m_allocations.at(keys[i]);
            const bool isOver = allocation.stopped && allocation.status != ClientStatus::Running &&
                                allocation.status != ClientStatus::Pending;
            if (!isOver || ++ended <= keep || allocation.modifyTime > limit) continue;
            m_allocationKeys.erase(allocation.id);
            m_allocations.erase(keys[i]);
            keys.erase(keys.begin() + ptrdiff_t(i));
        }
    }
}

void World::publishPeer(const Peer& peer)
{
    for (const auto& listener : onPeer)
        listener(peer);
}

} // namespace tailboard::demo
