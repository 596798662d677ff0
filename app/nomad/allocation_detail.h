// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/uuid.h"
#include "app/nomad/allocation.h"
#include "app/nomad/allocation_ports.h"
#include "app/nomad/job.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <chrono>
#include <optional>

namespace tailboard::nomad {

/// Something that happened to a task (nomad/api, type TaskEvent). Nomad keeps the last ten of a task.
struct TaskEvent
{
    QString type;   ///< "Started", "Terminated", "Restarting", "Driver Failure", …, as sent
    QDateTime time; ///< UTC
    QString text;   ///< "DisplayMessage", Nomad's own English; "Message" from servers without one
    bool failsTask = false;
    std::optional<int> exitCode; ///< only of a task that ended ("Terminated")
    std::optional<int> signal;   ///< that ended it; only when one did

    friend bool operator==(const TaskEvent&, const TaskEvent&) = default;
};

/// One task of an allocation: its state, and what its group's specification says of it.
struct AllocationTask
{
    QString name;
    QString state; ///< "pending", "running", "dead", as sent; empty when the client has not told yet
    bool isFailed = false;
    int restarts = 0;
    QDateTime lastRestart; ///< UTC; invalid: never
    QDateTime startedAt;   ///< UTC; invalid: not yet
    QDateTime finishedAt;  ///< UTC; invalid: not yet
    QString driver;        ///< "docker"; empty when the reply holds no specification
    QString lifecycle;     ///< "prestart", "poststart", "poststop"; empty for a main task
    bool isSidecar = false;
    int cpu = 0;             ///< reserved, MHz
    int memory = 0;          ///< reserved, MiB
    int memoryMaximum = 0;   ///< MiB it may use when there is some to spare; 0: no more than `memory`
    QList<TaskEvent> events; ///< newest first

    friend bool operator==(const AllocationTask&, const AllocationTask&) = default;
};

/// A network that an allocation has a share of.
struct AllocationNetwork
{
    QString mode;    ///< "bridge", "cni/…"; empty for the host's
    QString device;  ///< on the node; may be empty
    QString address; ///< of the node; inside the allocation for the "inner" one (NetworkStatus)
    bool isInner = false;

    friend bool operator==(const AllocationNetwork&, const AllocationNetwork&) = default;
};

/// One time that the scheduler put the work somewhere else after a failure.
struct RescheduleEvent
{
    QDateTime time; ///< UTC
    base::Uuid previousAllocation;
    base::Uuid previousNode;
    std::chrono::seconds delay{0}; ///< waited before

    friend bool operator==(const RescheduleEvent&, const RescheduleEvent&) = default;
};

/// An allocation as /v1/allocation/ID tells it (nomad/api, type Allocation).
struct AllocationDetail
{
    base::Uuid id;
    QString name; ///< "web.web[1]"
    JobKey job;
    QString taskGroup;
    qint64 jobVersion = -1; ///< -1 when the reply holds no specification
    base::Uuid nodeId;
    QString nodeName;
    base::Uuid evaluation; ///< that placed it
    base::Uuid previous;   ///< allocation that it replaces; null: none
    base::Uuid next;       ///< allocation that replaces it; null: none
    base::Uuid followUp;   ///< evaluation that is to replace it later; null: none
    base::Uuid deployment; ///< null: none
    DeploymentHealth health = DeploymentHealth::None;
    bool isCanary = false;
    QDateTime healthTime;       ///< since when `health` holds, UTC; invalid: not known
    QString desiredStatus;      ///< "run", "stop", "evict", as sent
    QString desiredDescription; ///< why, in Nomad's English
    QString clientStatus;       ///< "running", as sent
    QString clientDescription;  ///< in Nomad's English
    QDateTime createTime;       ///< UTC
    QDateTime modifyTime;       ///< UTC
    quint64 createIndex = 0;
    quint64 modifyIndex = 0;
    QList<AllocationTask> tasks; ///< in the order of the specification, then by name
    QList<MappedPort> ports;     ///< in the order sent
    QList<AllocationNetwork> networks;
    int diskMegabytes = 0;              ///< reserved for the group, MiB
    QList<RescheduleEvent> reschedules; ///< newest first

    friend bool operator==(const AllocationDetail&, const AllocationDetail&) = default;
};

} // namespace tailboard::nomad
