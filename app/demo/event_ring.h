// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/http_server.h"
#include "app/demo/world.h"

#include <deque>
#include <memory>
#include <vector>

namespace tailboard::demo {

/// Nomad's event stream: the last 100 batches and everybody who listens. As 1.11.3 was seen to behave: the first "{}"
/// at once, then one every 30 s; no index, or one too old, replays the whole buffer; an index within it delivers from
/// that index on, it included; one beyond it delivers the last batch again; unknown topics are silence.
class EventRing
{
public:
    EventRing(World& world, Loop& loop);

    /// Takes the exchange over; topics, index and namespace come from its request. 400 when the index is no number.
    void subscribe(const std::shared_ptr<Exchange>& exchange);
    /// Ends all streams, as a server that stops does.
    void endAll();
    /// Forgets what was kept.
    void forget() { m_batches.clear(); }
    size_t subscribers() const { return m_subscribers.size(); }

private:
    struct Subscriber
    {
        std::shared_ptr<Exchange> exchange;
        std::vector<std::pair<std::string, std::string>> topics; ///< topic, key; either may be "*"
        std::string space;                                       ///< namespace
        Loop::TimerId heartbeat = 0;
    };
    void deliver(Subscriber& subscriber, const Batch& batch) const;
    void beat(const std::shared_ptr<Subscriber>& subscriber);

    Loop& m_loop;
    std::deque<Batch> m_batches;
    std::vector<std::shared_ptr<Subscriber>> m_subscribers;
};

} // namespace tailboard::demo
