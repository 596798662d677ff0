// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/tables.h"

#include <QStringList>
#include <vector>

namespace tailboard::faults_test {

/// A copy of every table's rows, each table in the order of its keys, without the states of the sources.
struct Rows
{
    explicit Rows(const cluster::Tables& tables);

    /// Names of the tables whose rows differ, with the two sizes ("jobs 7/0"); with `onlySizes` the rows' content
    /// does not count.
    QStringList differences(const Rows& other, bool onlySizes = false) const;
    bool isEmpty() const { return allocations.empty() && peers.empty() && routes.empty(); }

    std::vector<tailscale::Peer> peers;
    std::vector<nomad::Node> nodes;
    std::vector<nomad::Job> jobs;
    std::vector<nomad::Allocation> allocations;
    std::vector<nomad::Deployment> deployments;
    std::vector<nomad::Evaluation> evaluations;
    std::vector<nomad::ServiceRegistration> registrations;
    std::vector<cluster::Service> services;
    std::vector<cluster::TraefikInstance> instances;
    std::vector<cluster::Route> routes;
};

} // namespace tailboard::faults_test
