// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/event_ring.h"
#include "app/demo/faults.h"
#include "app/demo/http_server.h"
#include "app/demo/world.h"

#include <functional>
#include <list>
#include <map>

namespace tailboard::demo {

class JsonWriter;

/// Nomad 1.11.3's HTTP API, the reading half: lists, details, blocking queries, the event stream, ACL answers. The
/// writing half (register, plan, parse) joins at handle().
class NomadApi
{
public:
    NomadApi(World& world, Loop& loop, const Faults& faults);

    void handle(const std::shared_ptr<Exchange>& exchange);
    EventRing& events() { return m_events; }
    /// Tokens or rights changed: event streams end at once, as Nomad ends those of a deleted token.
    void aclChanged() { m_events.endAll(); }

private:
    /// What a query answers: the index it is about, and the answer as of now.
    struct Query
    {
        std::function<uint64_t()> index;
        std::function<Response()> answer;
        bool cacheable = false;
    };
    struct Waiting
    {
        std::shared_ptr<Exchange> exchange;
        Query query;
        uint64_t minimum = 0;
        Loop::TimerId timer = 0;
    };
    using Parts = std::vector<std::string>;

    bool refuse(Exchange& exchange, const Faults::State& state) const;
    void run(const std::shared_ptr<Exchange>& exchange, Query query);
    void answer(Exchange& exchange, const Query& query);
    void wake();

    std::optional<Query> query(const Request& request, const Parts& parts);
    std::optional<Query> jobQuery(const Request& request, const Parts& parts);
    std::optional<Query> listQuery(const Request& request, const std::string& name);
    std::optional<Query> detailQuery(const Request& request, const Parts& parts);
    /// What an allocation uses, as its node tells through the agent.
    Response usage(const std::string& allocation) const;
    Query tableQuery(Table table, std::function<void(JsonWriter&)> write) const;
    Response allocations(const Request& request, const std::string& jobId, const base::Uuid& node) const;
    Response json(std::string text, uint64_t index, std::map<std::string, std::string> more = {}) const;
    Response notFound(const std::string& text) const;
    Response tokenSelf(const Request& request, const Faults::State& state) const;

    World& m_world;
    Loop& m_loop;
    const Faults& m_faults;
    EventRing m_events;
    std::list<Waiting> m_waiting;
    /// Rendered big lists by request, valid while their index stands.
    std::map<std::string, std::pair<uint64_t, Response>> m_cache;
};

} // namespace tailboard::demo
