// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/http_server.h"

#include "app/demo/http_session.h"

namespace tailboard::demo {

void Exchange::respond(Response response)
{
    if (const auto session = m_session.lock()) session->respond(m_request, std::move(response));
}

void Exchange::stream(const std::string& head)
{
    if (const auto session = m_session.lock()) session->stream(head);
}

void Exchange::send(const std::string& bytes)
{
    if (const auto session = m_session.lock()) session->send(bytes);
}

void Exchange::end()
{
    if (const auto session = m_session.lock()) session->endAfterWriting();
}

void Exchange::setGone(std::function<void()> gone)
{
    if (const auto session = m_session.lock()) session->setGone(std::move(gone));
}

size_t Exchange::backlog() const
{
    const auto session = m_session.lock();
    return session ? session->backlog() : 0;
}

HttpServer::HttpServer(Loop& loop, const Faults& faults, RequestLog& log, ServerRole role,
                       std::function<Nanoseconds()> clock, Handler handler)
    : m_loop(loop)
    , m_faults(faults)
    , m_log(log)
    , m_role(std::move(role))
    , m_clock(std::move(clock))
    , m_handler(std::move(handler))
{}

HttpServer::~HttpServer()
{
    dropAll(true);
}

void HttpServer::accept(std::shared_ptr<Transport> transport)
{
    ++m_counters.connections;
    const auto session = std::make_shared<HttpSession>(*this, std::move(transport));
    m_sessions.insert(session);
    m_counters.openConnections = m_sessions.size();
    if (m_role.maximumConnections > 0 && int(m_sessions.size()) > m_role.maximumConnections) {
        const std::string text = "Your IP is issuing too many concurrent connections, please rate limit your calls\n";
        session->stream("HTTP/1.1 429 Too Many Requests\r\nContent-Type: text/plain\r\nContent-Length: " +
                        std::to_string(text.size()) + "\r\nConnection: close\r\n\r\n");
        session->send(text);
        session->endAfterWriting();
        return;
    }
    session->start();
}

void HttpServer::dropAll(bool reset)
{
    const auto sessions = std::move(m_sessions);
    m_sessions.clear();
    for (const auto& session : sessions)
        session->close(reset);
    m_counters.openConnections = 0;
}

void HttpServer::setFrozen(bool frozen)
{
    m_frozen = frozen;
    if (frozen) return;
    const auto sessions = m_sessions; // one may end
    for (const auto& session : sessions)
        session->writeNext();
}

} // namespace tailboard::demo
