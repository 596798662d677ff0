// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/source_state.h"
#include "app/cluster/instance.h"
#include "app/cluster/route.h"
#include "app/cluster/service.h"
#include "app/cluster/table.h"
#include "app/nomad/allocation.h"
#include "app/nomad/deployment.h"
#include "app/nomad/job_needs.h"
#include "app/nomad/node.h"
#include "app/nomad/service_registration.h"
#include "app/tailscale/status.h"

#include <QHash>

namespace tailboard::cluster {

/// Reads a row's key; `Member` is its data member.
template<auto Member>
struct KeyOf
{
    template<typename Row>
    const auto& operator()(const Row& row) const
    {
        return row.*Member;
    }
};

/// How a Traefik reads service tags, by its arguments; what is not told is as Traefik has it.
struct TagReading
{
    QString prefix = QStringLiteral("traefik");
    bool isExposedByDefault = true;

    friend bool operator==(const TagReading&, const TagReading&) = default;
};

/// The tailnet's own facts beside its peers.
struct Tailnet
{
    tailscale::BackendState backend = tailscale::BackendState::NoState;
    QString magicDnsSuffix;
    bool isMagicDnsEnabled = false;
    QStringList certDomains;
    QStringList health;

    friend bool operator==(const Tailnet&, const Tailnet&) = default;
};

/// Everything known now. Written by the Join on the GUI thread only, read by everybody else as const on that thread.
struct Tables
{
    Table<tailscale::Peer, KeyOf<&tailscale::Peer::id>> peers;
    Table<nomad::Node, KeyOf<&nomad::Node::id>> nodes;
    Table<nomad::Job, KeyOf<&nomad::Job::key>> jobs;
    Table<nomad::Allocation, KeyOf<&nomad::Allocation::id>> allocations;
    Table<nomad::Deployment, KeyOf<&nomad::Deployment::id>> deployments;
    Table<nomad::Evaluation, KeyOf<&nomad::Evaluation::id>> evaluations;
    Table<nomad::ServiceRegistration, KeyOf<&nomad::ServiceRegistration::id>> registrations;
    Table<Service, KeyOf<&Service::key>> services;
    Table<TraefikInstance, KeyOf<&TraefikInstance::key>> instances;
    Table<Route, KeyOf<&Route::key>> routes;

    /// What jobs ask of the nodes, for those whose specification was read; a change is told as a change of the job.
    QHash<nomad::JobKey, nomad::JobNeeds> needs;
    int unreadJobs = 0; ///< jobs whose specification was not read, after the others were
    /// How the Traefiks that are known read service tags, each way once; never empty.
    QList<TagReading> tagReadings{TagReading{}};

    Tailnet tailnet;
    base::SourceState tailscaleSource;
    base::SourceState nomadSource;
};

} // namespace tailboard::cluster
