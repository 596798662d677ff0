// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/job.h"
#include "app/nomad/traefik_job.h"

#include <optional>

namespace tailboard::nomad {

/// Where something of the node, or a volume of the group, appears inside a task.
struct TaskMount
{
    QString source; ///< path on the node, or the group's name of the volume
    QString target; ///< path inside
    bool isVolume = false;

    friend bool operator==(const TaskMount&, const TaskMount&) = default;
};

/// What of a task's specification tells whether it is a Traefik and where its API listens.
struct TaskSpec
{
    QString name;
    QString driver;
    QString image;       ///< "Config.image"; empty for drivers without images
    QString command;     ///< "Config.command"
    QString networkMode; ///< "Config.network_mode"
    QStringList arguments;
    /// "Env", only the variables that begin with TRAEFIK_PROVIDERS_NOMAD or are the address of the entry point
    /// "traefik", as NAME=value. Others may hold secrets and are not read.
    QStringList environment;
    /// "VolumeMounts", and of the docker driver "Config.volumes" and "Config.mount" (read up to 64).
    QList<TaskMount> mounts;

    friend bool operator==(const TaskSpec&, const TaskSpec&) = default;
};

/// A host volume that a group asks for ("Volumes", only those of the type host).
struct HostVolumeRequest
{
    QString name;            ///< inside the group
    QString source;          ///< what the node calls it
    bool isPerAlloc = false; ///< the node's names are "source[0]", "source[1]", …

    friend bool operator==(const HostVolumeRequest&, const HostVolumeRequest&) = default;
};

/// A fixed port of a group's network ("ReservedPorts").
struct FixedPort
{
    QString label;
    quint16 number = 0;
    QString hostNetwork; ///< "default" or a host_network of the client

    friend bool operator==(const FixedPort&, const FixedPort&) = default;
};

struct GroupSpec
{
    QString name;
    QList<TaskSpec> tasks;
    QList<HostVolumeRequest> hostVolumes; ///< by name
    QList<FixedPort> ports;
    bool isConstrained = false; ///< constraints of the group or a task, those that Nomad adds by itself left out

    friend bool operator==(const GroupSpec&, const GroupSpec&) = default;
};

/// The parts of a job's specification that matter to the join.
struct JobSpec
{
    QList<GroupSpec> groups;
    QList<DeclaredService> services; ///< of groups and tasks; an empty provider is already told as "consul"
    bool isConstrained = false;      ///< the job itself has constraints

    friend bool operator==(const JobSpec&, const JobSpec&) = default;
};

/// A job as /v1/job/ID and the event stream give it (nomad/structs, type Job).
struct JobDetail
{
    Job job;
    quint64 version = 0;
    JobSpec spec;

    friend bool operator==(const JobDetail&, const JobDetail&) = default;
};

/// Where a Traefik's API listens, as far as its arguments tell.
struct ApiPort
{
    QString portLabel;        ///< cleaned name X of ${NOMAD_PORT_X}; empty when the port is a number
    quint16 number = 0;       ///< a literal port, 8080 when none is named; 0 with a label or when it cannot be known
    bool isLocalOnly = false; ///< bound to the loopback address: nobody else reaches it

    friend bool operator==(const ApiPort&, const ApiPort&) = default;
};

/// The image's repository is named traefik ("traefik:v3", "docker.io/library/traefik@sha256:…"; not "traefik/whoami"),
/// the command's file name is, or arguments, command or environment configure providers.nomad.
bool isTraefik(const TaskSpec& task);
/// The address of the entry point "traefik", on which api.insecure serves the API.
ApiPort traefikApiPort(const TaskSpec& task);
/// Services of the provider consul.
QList<DeclaredService> consulServices(const JobSpec& spec);

} // namespace tailboard::nomad
