// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/uuid.h"
#include "app/nomad/job.h"

namespace tailboard::nomad {

/// One service block of a job's specification that matters to the join.
struct DeclaredService
{
    QString name;
    QString provider; ///< "nomad" or "consul"; empty in the specification means consul
    QStringList tags;

    friend bool operator==(const DeclaredService&, const DeclaredService&) = default;
};

/// A running allocation of a task that is a Traefik: its image is traefik or its arguments configure providers.nomad.
struct TraefikAllocation
{
    base::Uuid allocationId;
    base::Uuid nodeId;
    QString nodeName;
    JobKey job;
    QString task;
    /// Where its API listens: node address and the port of the entry point "traefik" (8080 when not named); empty when
    /// the port is not exposed by the group's network.
    QString apiAddress;
    quint16 apiPort = 0;
    QStringList arguments; ///< as in the job's specification

    friend bool operator==(const TraefikAllocation&, const TraefikAllocation&) = default;
};

} // namespace tailboard::nomad
