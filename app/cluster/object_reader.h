// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/cluster/route.h"
#include "app/cluster/service.h"
#include "app/nomad/allocation_detail.h"
#include "app/nomad/allocation_usage.h"
#include "app/nomad/job_history.h"
#include "app/nomad/node_detail.h"

#include <QList>
#include <QObject>
#include <QString>
#include <functional>
#include <optional>
#include <variant>

namespace tailboard::cluster {

struct AllocationSubject
{
    base::Uuid id;
};

struct NodeSubject
{
    base::Uuid id;
};

struct PeerSubject
{
    QString id; ///< tailscale::Peer::id
};

struct InstanceSubject
{
    QString key; ///< TraefikInstance::key
};

/// An object that some server has words for.
using Subject =
    std::variant<RouteKey, ServiceKey, nomad::JobKey, AllocationSubject, NodeSubject, PeerSubject, InstanceSubject>;

/// What one server says of an object, word for word.
struct RawDocument
{
    QString title; ///< "Nomad /v1/allocation/…", "Traefik firefly-sub01 /api/http/routers/web@nomad"
    QString text;  ///< JSON, indented, its keys in the order sent; our own credentials are blacked out
    std::optional<base::Error> error; ///< why there is no text
};

/// Reads what the details of an object show, once when it is asked for; nothing of it is kept. Each call sends its
/// requests through the connections the sources have already, never to another origin.
///
/// `done` is called once, on the GUI thread, never before the call returns; not at all when `context` dies first, which
/// also ends the requests (so to cancel, delete the context). It is given an Error when the source is lost or does not
/// allow it, the answer is too large, or the object is not there (NotFound). `context` is not null. GUI thread.
class ObjectReader
{
public:
    template<typename Value>
    using Done = std::function<void(const base::Result<Value>&)>;

    virtual ~ObjectReader() = default;

    virtual void readAllocation(const base::Uuid& id, QObject* context, Done<nomad::AllocationDetail> done) = 0;
    /// What it uses now; Nomad asks its node, which may be gone. Ask again for a later moment, at most once a second.
    virtual void readUsage(const base::Uuid& allocation, QObject* context, Done<nomad::AllocationUsage> done) = 0;
    virtual void readJob(const nomad::JobKey& key, QObject* context, Done<nomad::JobHistory> done) = 0;
    virtual void readNode(const base::Uuid& id, QObject* context, Done<nomad::NodeDetail> done) = 0;
    /// What the servers themselves say. A route: its router and Traefik service on each instance, and Nomad's
    /// registrations; an instance: overview, version and entry points; everything else one document. Documents that
    /// could not be read carry their error; an Error instead of a list when none could.
    virtual void readRaw(const Subject& subject, QObject* context, Done<QList<RawDocument>> done) = 0;
};

} // namespace tailboard::cluster
