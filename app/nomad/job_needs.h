// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/job_spec.h"

namespace tailboard::nomad {

/// What one group of a job asks of the nodes.
struct GroupNeeds
{
    QString group;
    QList<HostVolumeRequest> hostVolumes;
    QList<FixedPort> ports;
    bool isConstrained = false; ///< constraints choose among the nodes; they are not evaluated here

    friend bool operator==(const GroupNeeds&, const GroupNeeds&) = default;
};

/// A task that is a Traefik.
struct TraefikTask
{
    QString group;
    QString name;
    QStringList arguments;
    QList<TaskMount> mounts;
    bool isApiLocal = false; ///< its API's entry point is bound to the loopback address

    friend bool operator==(const TraefikTask&, const TraefikTask&) = default;
};

/// What is kept of a job's specification for as long as the job is there: as little as the checks need, since a
/// cluster may have thousands of jobs.
struct JobNeeds
{
    JobKey job;
    QList<GroupNeeds> groups; ///< only those that ask for something
    QList<TraefikTask> traefiks;

    friend bool operator==(const JobNeeds&, const JobNeeds&) = default;
};

JobNeeds jobNeeds(const JobDetail& detail);

} // namespace tailboard::nomad
