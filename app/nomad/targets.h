// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/source.h"

#include <QByteArray>
#include <chrono>

namespace tailboard::nomad {

/// What to ask of a list beside its rows.
struct ListQuery
{
    quint64 index = 0;                 ///< not 0: the answer waits until the list's index is above it
    std::chrono::milliseconds wait{0}; ///< at most so long (Nomad adds up to 1/16)
    bool onlyFirst = false;            ///< one row a page: for the index alone; services do not know pages
};

/// What hangs on a job.
enum class JobPart : unsigned char { Versions, Deployments, Evaluations, Summary };

/// The request targets of Nomad's API for one namespace and region, percent-encoded. Pure.
class Targets
{
public:
    Targets(QString nameSpace, QString region);

    /// Allocations come without task states and resources, which would be two thirds of the bytes; nodes with their
    /// resources, which name the network interface of the client.
    QByteArray list(List list, const ListQuery& query = {}) const;
    /// The topics of all lists, only what happens from now on: Nomad replays its whole buffer when the index is 0 or
    /// too old, and gives the last batch and what follows when it is in the future (seen in 1.11.3).
    QByteArray events() const;
    /// /v1/service/NAME does not know the namespace "*".
    QByteArray service(const QString& nameSpace, const QString& name) const;
    QByteArray job(const JobKey& job) const;
    QByteArray job(const JobKey& job, JobPart part) const;
    QByteArray allocation(const base::Uuid& id) const;
    /// Answered by the allocation's node, to which the agent passes it on.
    QByteArray allocationStats(const base::Uuid& id) const;
    QByteArray node(const base::Uuid& id) const;
    /// The allocations of one job with their ports.
    QByteArray allocationsOfJob(const JobKey& job) const;
    QByteArray leader() const;
    QByteArray regions() const;
    QByteArray nameSpaces() const;
    QByteArray agent() const;
    QByteArray token() const;

private:
    QByteArray withRegion(QByteArray target) const;

    QByteArray m_nameSpace; ///< encoded
    QByteArray m_region;    ///< encoded, empty: none
};

} // namespace tailboard::nomad
