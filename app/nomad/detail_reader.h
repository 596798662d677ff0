// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/http/client.h"
#include "app/nomad/allocation_detail.h"
#include "app/nomad/allocation_usage.h"
#include "app/nomad/job_history.h"
#include "app/nomad/node_detail.h"
#include "app/nomad/targets.h"

#include <QObject>
#include <functional>

namespace tailboard::nomad {

/// Reads single objects, each time it is asked to, over the connections of the lists. `done` is called once, on the GUI
/// thread, never before the call returns; not at all when `context` (not null) dies first, which ends the requests.
/// Errors: as of every request; NotFound with a plain sentence for an object that Nomad does not have (any more);
/// Forbidden names the capability; TooLarge over 16 MiB.
class DetailReader
{
public:
    template<typename Value>
    using Done = std::function<void(const base::Result<Value>&)>;

    /// Both outlive it.
    DetailReader(http::Client& client, const Targets& targets);

    void readAllocation(const base::Uuid& id, QObject* context, Done<AllocationDetail> done);
    /// Unreachable when the allocation's node cannot be asked.
    void readUsage(const base::Uuid& allocation, QObject* context, Done<AllocationUsage> done);
    /// Four requests; the first failure is the answer.
    void readJob(const JobKey& key, QObject* context, Done<JobHistory> done);
    void readNode(const base::Uuid& id, QObject* context, Done<NodeDetail> done);
    /// The body of an answer as it came, our credentials blacked out.
    void readBody(const QByteArray& target, QObject* context, Done<QByteArray> done);

    const Targets& targets() const { return m_targets; }

private:
    http::Client& m_client;
    const Targets& m_targets;
};

} // namespace tailboard::nomad
