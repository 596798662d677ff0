// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/uuid.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tailboard::demo {

// What the simulated cluster is made of, in Nomad's and Tailscale's words but not in the product's types: the demo is
// there to test the product's decoders, so it must not share them. All of it lives on the simulation thread.

/// Nanoseconds since 1970, UTC, as Nomad writes times.
using Nanoseconds = int64_t;

struct ServiceSpec
{
    std::string name;
    std::string portLabel;
    std::vector<std::string> tags;
    std::string provider = "nomad"; ///< or "consul", whose registrations Nomad does not show
};

struct TemplateSpec
{
    std::string destination;
    std::string text;
    bool environment = false;
    std::string signal; ///< change_mode "signal" with it; empty means "restart"
};

struct TaskSpec
{
    std::string name;
    std::string image;
    std::vector<std::string> args;
    std::vector<std::pair<std::string, std::string>> environment;
    std::vector<ServiceSpec> services;
    std::vector<TemplateSpec> templates;
    int cpu = 100;    ///< MHz
    int memory = 300; ///< MiB
};

struct PortSpec
{
    std::string label;
    int to = 0;        ///< port inside the container; 0 = the same
    int fixedPort = 0; ///< static port; 0 = dynamic
};

constexpr int nodeMemory = 24'105; ///< MiB of each node

struct GroupSpec
{
    std::string name;
    int count = 1;
    std::vector<PortSpec> ports;
    std::vector<ServiceSpec> services;
    TaskSpec task;
    bool scalable = false;  ///< has a scaling block, so that count may be 0 for a while
    bool patient = false;   ///< restart up to 10 times in 5 minutes instead of failing after 2
    std::string hostVolume; ///< name of a host volume, mounted read-only at `volumeTarget`
    std::string volumeTarget;

    /// Whether a node of this world has the memory; the only thing that any of them lacks.
    bool fits() const { return task.memory <= nodeMemory; }
};

/// One version of a job; never changed once a version is stored.
struct JobSpec
{
    std::string id;
    std::string type = "service";
    std::vector<std::string> datacenters{"dc1"};
    std::vector<GroupSpec> groups;

    const GroupSpec* group(const std::string& name) const;
};

struct JobVersion
{
    std::shared_ptr<const JobSpec> spec;
    std::string source; ///< HCL, as submitted
    int version = 0;
    bool stable = false;
    Nanoseconds submitTime = 0;
    uint64_t jobModifyIndex = 0;
};

struct Job
{
    std::string id;
    std::vector<JobVersion> versions; ///< oldest first, never empty; the last six are kept
    std::string status = "running";   ///< pending, running, dead
    bool stop = false;
    uint64_t createIndex = 0;
    uint64_t modifyIndex = 0;
    uint64_t summaryCreateIndex = 0;
    uint64_t summaryModifyIndex = 0;

    const JobVersion& current() const { return versions.back(); }
    const JobSpec& spec() const { return *current().spec; }
};

struct Node
{
    base::Uuid id;
    std::string name;
    std::string address; ///< its tailnet IPv4
    std::string address6;
    std::string datacenter = "dc1";
    std::string status = "ready"; ///< initializing, ready, down, disconnected
    std::string eligibility = "eligible";
    Nanoseconds statusTime = 0;
    uint64_t createIndex = 0;
    uint64_t modifyIndex = 0;
};

struct TaskEvent
{
    std::string type;
    Nanoseconds time = 0;
    std::string display;
    std::vector<std::pair<std::string, std::string>> details;
    bool failsTask = false;
    int exitCode = 0;
};

struct AllocatedPort
{
    std::string label;
    int value = 0;
    int to = 0;
    bool fixed = false;
};

enum class ClientStatus : uint8_t { Pending, Running, Complete, Failed, Lost, Unknown };

/// The order of the allocation list: by creation, then by id.
using AllocationKey = std::pair<uint64_t, base::Uuid>;

struct Allocation
{
    base::Uuid id;
    base::Uuid evaluation;
    base::Uuid deployment;
    base::Uuid next;
    base::Uuid previous;
    const Node* node = nullptr;
    const Job* job = nullptr;
    std::shared_ptr<const JobSpec> spec; ///< of `jobVersion`
    uint16_t jobVersion = 0;
    uint16_t group = 0;  ///< index into spec->groups
    uint32_t number = 0; ///< the n of name "job.group[n]"
    ClientStatus status = ClientStatus::Pending;
    bool stopped = false; ///< desired status "stop"
    bool rescheduled = false;
    int8_t healthy = -1; ///< -1 = no deployment status yet, 0 = unhealthy, 1 = healthy
    uint16_t restarts = 0;
    Nanoseconds createTime = 0;
    Nanoseconds modifyTime = 0;
    Nanoseconds startedAt = 0; ///< 0 = never
    Nanoseconds finishedAt = 0;
    Nanoseconds lastRestart = 0;
    Nanoseconds healthTime = 0;
    uint64_t healthIndex = 0;
    uint64_t createIndex = 0;
    uint64_t modifyIndex = 0;
    uint64_t allocModifyIndex = 0;
    std::vector<AllocatedPort> ports;
    std::vector<TaskEvent> events; ///< empty: the usual three of a task that simply started

    AllocationKey key() const { return {createIndex, id}; }
    const GroupSpec& groupSpec() const { return spec->groups[group]; }
    std::string name() const;
};

struct DeploymentGroup
{
    std::string name;
    int desired = 0;
    int placed = 0;
    int healthy = 0;
    int unhealthy = 0;
    Nanoseconds requireProgressBy = 0; ///< 0 = none, as long as nothing is placed
};

struct Deployment
{
    base::Uuid id;
    std::string jobId;
    int jobVersion = 0;
    uint64_t jobModifyIndex = 0;
    uint64_t jobCreateIndex = 0;
    std::vector<DeploymentGroup> groups;
    std::string status = "running"; ///< running, successful, failed, cancelled
    std::string description = "Deployment is running";
    Nanoseconds createTime = 0;
    Nanoseconds modifyTime = 0;
    uint64_t createIndex = 0;
    uint64_t modifyIndex = 0;
};

struct EvaluationGroup
{
    std::string name;
    int ignore = 0;
    int place = 0;
    int stop = 0;
    int queued = 0;
};

/// A group that no node had the memory for.
struct PlacementFailure
{
    std::string group;
    std::string task;
    int nodes = 0;  ///< that were looked at
    int memory = 0; ///< MiB that were asked for
    int more = 0;   ///< placements beyond the first that failed likewise
};

struct Evaluation
{
    base::Uuid id;
    std::string jobId;
    std::string type;        ///< of the scheduler: service, system
    std::string triggeredBy; ///< job-register, deployment-watcher, alloc-failure, node-update …
    std::string status = "pending";
    std::string description;
    base::Uuid deployment;
    base::Uuid previous;
    base::Uuid blocked; ///< the one that waits for room
    uint64_t jobModifyIndex = 0;
    uint64_t snapshotIndex = 0; ///< 0 until complete
    std::vector<EvaluationGroup> groups;
    std::vector<PlacementFailure> failures; ///< of complete and blocked ones
    Nanoseconds createTime = 0;
    Nanoseconds modifyTime = 0;
    uint64_t createIndex = 0;
    uint64_t modifyIndex = 0;
};

struct Registration
{
    std::string id; ///< "_nomad-task-<alloc>-<task or group-…>-<service>-<port>"
    std::string serviceName;
    std::string jobId;
    base::Uuid node;
    base::Uuid allocation;
    std::string datacenter;
    std::vector<std::string> tags;
    std::string address;
    int port = 0;
    uint64_t createIndex = 0;
    uint64_t modifyIndex = 0;
};

struct Peer
{
    int number = 0; ///< NodeID; the StableID is "TESTCTRL%08d"
    std::string hostName;
    std::string address;
    std::string address6;
    std::string operatingSystem = "linux";
    std::string key; ///< 64 hex digits
    std::vector<std::string> tags;
    std::string endpoint; ///< "10.77.0.11:41641"; empty = never direct
    std::string relay = "fra";
    bool direct = true; ///< packets go straight to `endpoint`, else through `relay`
    bool online = true;
    Nanoseconds lastSeen = 0;
    Nanoseconds keyExpiry = 0;
    Nanoseconds lastHandshake = 0;
    int64_t received = 0;
    int64_t sent = 0;
};

} // namespace tailboard::demo
