// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/symbol.h"
#include "app/base/uuid.h"

#include <QString>

namespace tailboard::nomad {

/// "ClientStatus" of an allocation (nomad/structs, AllocClientStatus…).
enum class ClientStatus : unsigned char { Pending, Running, Complete, Failed, Lost, Unknown, Other };
/// "DesiredStatus" of an allocation.
enum class DesiredStatus : unsigned char { Run, Stop, Evict, Other };
/// "DeploymentStatus.Healthy".
enum class DeploymentHealth : unsigned char { None, Healthy, Unhealthy };

/// One allocation, packed: texts that repeat are symbols, ids are bytes, so that 100,000 of them take about 16 MB.
/// Field names: nomad/api, type AllocationListStub. An event's payload has no JobVersion; then `jobVersion` is -1.
struct Allocation
{
    base::Uuid id;
    base::Uuid nodeId;
    base::Uuid deploymentId;         ///< "DeploymentStatus" has none; from events and details; null when unknown
    base::Symbol nameSpace;          ///< "Namespace"
    base::Symbol jobId;              ///< "JobID"
    base::Symbol taskGroup;          ///< "TaskGroup"
    base::Symbol nodeName;           ///< "NodeName"
    base::Symbol clientDescription;  ///< "ClientDescription"
    base::Symbol desiredDescription; ///< "DesiredDescription"
    base::Symbol statusText;         ///< "ClientStatus" as sent
    base::Symbol taskOutcome;        ///< how a task ended last, "exit code 1"; only an event tells it; empty: not known
    qint32 index = -1;               ///< the number in "Name" ("web.web[1]"), -1 when it has none
    qint32 jobVersion = -1;          ///< "JobVersion"
    ClientStatus clientStatus = ClientStatus::Pending;
    DesiredStatus desiredStatus = DesiredStatus::Run;
    DeploymentHealth health = DeploymentHealth::None;
    bool hasReplacement = false; ///< "NextAllocation" or a follow-up evaluation is set
    quint16 restarts = 0;        ///< sum over tasks; 0 when task states were not asked for
    quint64 modifyIndex = 0;
    qint64 createTime = 0; ///< nanoseconds since 1970, UTC
    qint64 modifyTime = 0; ///< nanoseconds since 1970, UTC

    /// "web.web[1]", as Nomad names it.
    QString name() const;

    friend bool operator==(const Allocation&, const Allocation&) = default;
};

/// Worded as Nomad words it ("running"); Other gives the text as sent.
QString clientStatusText(const Allocation& allocation);
/// "run", "stop", "evict" or "other".
QString desiredStatusText(DesiredStatus status);

} // namespace tailboard::nomad
