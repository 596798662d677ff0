// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/faults.h"
#include "app/demo/http_message.h"
#include "app/demo/model.h"
#include "app/demo/request_log.h"
#include "app/demo/transport.h"

#include <functional>
#include <memory>
#include <set>

namespace tailboard::demo {

class HttpSession;

/// One request and the way to answer it, now or later. Exactly one of respond() and stream() is called, once. Loop
/// thread only; all calls are ignored when the client has gone.
class Exchange
{
public:
    Exchange(std::weak_ptr<HttpSession> session, Request request)
        : m_session(std::move(session))
        , m_request(std::move(request))
    {}

    const Request& request() const { return m_request; }
    void respond(Response response);
    /// Sends `head` (status line, headers, blank line) as it is; then send() and end().
    void stream(const std::string& head);
    void send(const std::string& bytes);
    /// Ends the connection.
    void end();
    /// Called once when the client goes before end().
    void setGone(std::function<void()> gone);
    /// Bytes waiting for a slow reader.
    size_t backlog() const;

private:
    std::weak_ptr<HttpSession> m_session;
    Request m_request;
};

/// What makes one server's answers its own: name for the log, fault switch, error texts.
struct ServerRole
{
    QString name;
    std::optional<Server> server;               ///< null: this port has no fault switch (the nodes' :80 and :443)
    std::map<std::string, std::string> headers; ///< on every answer, also those of faults
    int maximumConnections = 0;                 ///< 0 = no limit; Nomad answers 429 above 100
};

/// HTTP/1.1 on any number of listeners, keep-alive, one request after the other. Parsing is Beast's; answers are
/// written byte by byte as Go does, because their exact form is what the demo is for.
class HttpServer
{
public:
    using Handler = std::function<void(std::shared_ptr<Exchange>)>;

    HttpServer(Loop& loop, const Faults& faults, RequestLog& log, ServerRole role, std::function<Nanoseconds()> clock,
               Handler handler);
    ~HttpServer();

    /// For a Listener.
    void accept(std::shared_ptr<Transport> transport);
    /// Ends all connections.
    void dropAll(bool reset);
    /// Frozen, nothing is sent on any connection, as by a process that was stopped; later all of it is.
    void setFrozen(bool frozen);
    const Counters& counters() const { return m_counters; }

private:
    friend class HttpSession;
    Loop& m_loop;
    const Faults& m_faults;
    RequestLog& m_log;
    ServerRole m_role;
    std::function<Nanoseconds()> m_clock;
    Handler m_handler;
    Counters m_counters;
    std::set<std::shared_ptr<HttpSession>> m_sessions;
    bool m_frozen = false;
};

} // namespace tailboard::demo
