// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/event_intake.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

std::optional<List> listOf(Topic topic)
{
    switch (topic) {
    case Topic::Node:
        return List::Nodes;
    case Topic::Job:
        return List::Jobs;
    case Topic::Allocation:
        return List::Allocations;
    case Topic::Deployment:
        return List::Deployments;
    case Topic::Evaluation:
        return List::Evaluations;
    case Topic::Service:
        return List::Services;
    case Topic::Other:
        break;
    }
    return std::nullopt;
}

/// The index to which the event lifts its list. The batch's own would be too much: allocations carry along their node,
/// unchanged and with the ModifyIndex it has had for long (seen in 1.11.3). What goes away has no index of its own.
quint64 listIndex(const Event& event)
{
    if (const auto* node = std::get_if<Node>(&event.payload); node && event.type != "NodeDeregistration"_L1) {
        return node->modifyIndex;
    }
    if (const auto* job = std::get_if<JobDetail>(&event.payload); job && !event.isDeleted) return job->job.modifyIndex;
    return event.index;
}

} // namespace

void EventIntake::hold(List list)
{
    m_lists[size_t(list)].isHeld = true;
}

void EventIntake::listed(List list, quint64 index)
{
    Listing& listing = m_lists[size_t(list)];
    listing.isHeld = false;
    listing.readIndex = index;
    listing.index = std::max(index, listing.index);
    const std::vector<Event> held = std::exchange(listing.held, {});
    m_held -= held.size();
    for (const Event& event : held) {
        if (event.index > index) apply(event);
    }
}

void EventIntake::take(const EventBatch& batch)
{
    m_lastBatch = std::max(m_lastBatch, batch.index);
    for (const Event& event : batch.events) {
        const auto list = listOf(event.topic);
        if (!list) continue;
        Listing& listing = m_lists[size_t(*list)];
        listing.index = std::max(listing.index, listIndex(event));
        if (listing.isHeld) {
            listing.held.push_back(event);
            ++m_held;
        } else if (event.index > listing.readIndex) {
            apply(event);
        }
    }
}

void EventIntake::reset()
{
    m_lists = {};
    m_lastBatch = 0;
    m_held = 0;
}

void EventIntake::apply(const Event& event)
{
    if (const auto* node = std::get_if<Node>(&event.payload)) {
        if (event.type == "NodeDeregistration"_L1) {
            m_receiver.nodeRemoved(node->id);
        } else {
            m_receiver.nodesArrived({node, 1});
        }
    } else if (const auto* job = std::get_if<JobDetail>(&event.payload)) {
        applyJob(event, *job);
    } else if (const auto* allocation = std::get_if<Allocation>(&event.payload)) {
        m_receiver.allocationsArrived({allocation, 1});
        if (allocationArrived) allocationArrived(*allocation);
    } else if (const auto* deployment = std::get_if<Deployment>(&event.payload)) {
        m_receiver.deploymentsArrived({deployment, 1});
    } else if (const auto* evaluation = std::get_if<Evaluation>(&event.payload)) {
        m_receiver.evaluationsArrived({evaluation, 1});
    } else if (event.topic == Topic::Service) {
        applyService(event);
    }
}

void EventIntake::applyJob(const Event& event, const JobDetail& detail)
{
    if (event.isDeleted) {
        m_receiver.jobRemoved(detail.job.key);
        if (jobRemoved) jobRemoved(detail.job.key);
        return;
    }
    m_receiver.jobsArrived({&detail.job, 1});
    if (jobArrived) jobArrived(detail);
    const bool isDeregistered = event.type == "JobDeregistered"_L1 || event.type == "JobBatchDeregistered"_L1;
    if (isDeregistered && !event.saysDeleted && jobMayBeGone) jobMayBeGone(detail.job.key);
}

void EventIntake::applyService(const Event& event)
{
    const auto* registration = std::get_if<ServiceRegistration>(&event.payload);
    if (registration && event.type == "ServiceRegistration"_L1) {
        m_receiver.registrationsArrived({registration, 1});
        if (registrationArrived) registrationArrived(*registration);
    } else if (registration && event.type == "ServiceDeregistration"_L1) {
        m_receiver.registrationRemoved(registration->id);
        if (registrationRemoved) registrationRemoved(*registration);
    } else if (serviceUnclear) {
        // A node that goes down takes its services along as "PlanResult", with the registration as it was (1.11.3).
        const QString name = registration ? registration->serviceName : event.filterKeys.value(1);
        if (!name.isEmpty()) serviceUnclear(registration ? registration->nameSpace : event.nameSpace, name);
    }
}

} // namespace tailboard::nomad
