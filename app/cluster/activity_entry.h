// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/state.h"
#include "app/base/symbol.h"
#include "app/base/uuid.h"
#include "app/cluster/table.h"
#include "app/cluster/tables.h"

#include <QString>
#include <vector>

namespace tailboard::cluster {

/// What a happening is about.
enum class ActivityKind : unsigned char {
    Allocation,
    Job,
    Deployment,
    Evaluation,
    Node,
    Service,
    Router,
    Peer,
    Source,
};

/// Stable ASCII word for filters: "allocation", "job", "deployment", ….
QString activityKindName(ActivityKind kind);

/// What happened. Which of ActivityEntry's facts go with it stands behind each.
enum class Happening : unsigned char {
    Appeared,    ///< it is new; `after` its status, a service's `words` its address
    Changed,     ///< its status went from `before` to `after`
    Gone,        ///< it is no longer there; a router: shown on `figure` of `outOf` Traefiks still
    Restarted,   ///< tasks of an allocation; `figure` restarts so far
    Unhealthy,   ///< an allocation, in the eyes of its deployment
    Ending,      ///< an allocation is to stop; `words` why
    Registered,  ///< a job, new or changed; `figure` its version, -1 when it is not known
    Stopped,     ///< a job, by whoever deregistered it
    NotPlaced,   ///< an evaluation found no place; `group` for which task groups, `words` why
    Draining,    ///< a node
    DrainEnded,  ///< a node
    Ineligible,  ///< a node takes nothing new
    Eligible,    ///< a node takes new work again
    TagsChanged, ///< of a service's instance
    Shown,       ///< a router, on `figure` of `outOf` Traefiks
    Refused,     ///< a router, by `figure` of `outOf` Traefiks; `words` Traefik's own
    Accepted,    ///< a router that was refused; `figure` of `outOf` show it
    Online,      ///< a peer
    Offline,     ///< a peer
    ByRelay,     ///< traffic to a peer goes by the relay `after`
    Direct,      ///< traffic to a peer goes directly again
    KeyEnded,    ///< a peer's
    Lost,        ///< a source does not answer; `words` why
    Back,        ///< a source answers again
    Gap,         ///< Nomad's stream was down from `time` to `until` (0: is down): not all of that time is known
};

/// One line of what happened: facts without words. The numbers grow with each line; texts that repeat are symbols, so
/// that 10,000 lines take about 3 MB.
struct ActivityEntry
{
    quint64 number = 0; ///< the key; later lines have higher ones; 0 is none
    qint64 time = 0;    ///< milliseconds since 1970, UTC; of the first happening in this line
    qint64 until = 0;   ///< of the last one; the end of a gap
    quint32 count = 1;  ///< objects in this line; more than one: many of one job, service or router
    quint32 times = 1;  ///< happenings in this line, not less than `count`
    qint32 figure = -1; ///< see Happening
    qint32 outOf = 0;   ///< see Happening
    ActivityKind kind = ActivityKind::Source;
    Happening what = Happening::Changed;
    base::State state = base::State::Ok;
    bool isServerTime = false;    ///< `time` is the server's; else when Tailboard saw it
    base::Symbol before;          ///< status, as Nomad says it
    base::Symbol after;           ///< status, as Nomad says it; a relay's region
    base::Symbol nameSpace;       ///< of the job or service; empty when there is none
    base::Symbol job;             ///< empty: none, or several in this line
    base::Symbol group;           ///< task group; empty: none, or several
    base::Symbol node;            ///< Nomad's name of it; empty: none, or several
    base::Uuid id;                ///< of the allocation, deployment, evaluation or node; of the first of several
    QString name;                 ///< of the service, router (with provider), peer or source
    QString key;                  ///< of the peer, Traefik instance
    RouteKey route;               ///< of the router's line; the first of several
    QString words;                ///< the server's own
    std::vector<base::Uuid> some; ///< with a count above 1: the first few allocations

    friend bool operator==(const ActivityEntry&, const ActivityEntry&) = default;
};

using ActivityTable = Table<ActivityEntry, KeyOf<&ActivityEntry::number>>;

} // namespace tailboard::cluster
