// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"
#include "app/nomad/allocation.h"
#include "app/nomad/deployment.h"
#include "app/nomad/job_spec.h"
#include "app/nomad/node.h"
#include "app/nomad/service_registration.h"

#include <QByteArrayView>
#include <QList>
#include <memory>
#include <variant>

namespace tailboard::nomad {

enum class Topic : unsigned char { Node, Job, Allocation, Deployment, Evaluation, Service, Other };

/// One event. What happened is in the payload: the same change comes under different types ("PlanResult",
/// "AllocationUpdated", "EvaluationUpdated"; seen in 1.11.3), so the type only tells what a payload cannot: that a
/// node, job or registration went away.
struct Event
{
    using Payload =
        std::variant<std::monostate, Node, JobDetail, Allocation, Deployment, Evaluation, ServiceRegistration>;

    Topic topic = Topic::Other;
    QString type;
    QString key; ///< id of a node, allocation, evaluation, deployment or registration; a job's id
    QString nameSpace;
    QStringList filterKeys; ///< for a registration: job's id and service's name
    quint64 index = 0;
    /// "Deleted" beside a job: it was purged. Not sent before 1.11.3; then `saysDeleted` is false.
    bool isDeleted = false;
    bool saysDeleted = false;
    Payload payload; ///< monostate when it is of another topic or cannot be a row
};

/// One line of the stream.
struct EventBatch
{
    quint64 index = 0; ///< 0 in a heartbeat
    QList<Event> events;
    QList<base::Issue> issues;

    bool isHeartbeat() const { return index == 0 && events.isEmpty(); }
};

/// Reads lines of /v1/event/stream, one after the other.
class EventDecoder
{
public:
    EventDecoder();
    ~EventDecoder();

    /// Fails with Malformed when the line is no JSON object.
    base::Result<EventBatch> decode(QByteArrayView line);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::nomad
