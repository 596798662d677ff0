// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/http_session.h"

#include "app/demo/times.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <optional>

namespace tailboard::demo {

namespace http = boost::beast::http;

struct HttpSession::Parser
{
    std::optional<http::request_parser<http::string_body>> parser;

    void renew()
    {
        parser.emplace();
        parser->eager(true);
        parser->header_limit(64 * 1024);
        parser->body_limit(16 * 1024 * 1024);
    }
};

HttpSession::HttpSession(HttpServer& server, std::shared_ptr<Transport> transport)
    : m_server(&server)
    , m_transport(std::move(transport))
    , m_parser(std::make_unique<Parser>())
{
    m_parser->renew();
}

HttpSession::~HttpSession() = default;

void HttpSession::start()
{
    read();
}

void HttpSession::close(bool reset)
{
    const auto self = shared_from_this();
    if (HttpServer* server = std::exchange(m_server, nullptr)) {
        server->m_sessions.erase(self);
        server->m_counters.openConnections = server->m_sessions.size();
    }
    m_transport->close(reset);
    if (const auto gone = std::exchange(m_gone, nullptr)) gone();
}

void HttpSession::read()
{
    m_transport->read([self = shared_from_this()](bool open, std::string_view bytes) {
        if (!self->m_server) return;
        if (!open) {
            self->close(false);
            return;
        }
        self->m_server->m_counters.bytesIn += bytes.size();
        self->m_input += bytes;
        self->parse();
        if (self->m_server) self->read();
    });
}

void HttpSession::parse()
{
    if (m_busy || m_ending || m_input.empty()) return;
    auto& parser = *m_parser->parser;
    boost::system::error_code error;
    const size_t used = parser.put(boost::asio::const_buffer(m_input.data(), m_input.size()), error);
    m_input.erase(0, used);
    if (error == http::error::need_more) return;
    if (error) { // Go's words for what is not HTTP
        stream("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n");
        send("400 Bad Request");
        endAfterWriting();
        return;
    }
    if (!parser.is_done()) return;
    const auto& message = parser.get();
    Request request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    request.body = message.body();
    for (const auto& field : message)
        request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    m_keepAlive = message.keep_alive();
    m_parser->renew();

    const size_t mark = request.target.find('?');
    request.path = percentDecoded(std::string_view(request.target).substr(0, mark), false);
    std::string_view query =
        mark == std::string::npos ? std::string_view() : std::string_view(request.target).substr(mark + 1);
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const size_t equals = pair.find('=');
        request.query.emplace_back(percentDecoded(pair.substr(0, equals), true),
                                   equals == std::string_view::npos ? std::string()
                                                                    : percentDecoded(pair.substr(equals + 1), true));
    }
    m_busy = true;
    dispatch(std::move(request));
}

void HttpSession::dispatch(Request request)
{
    ++m_server->m_counters.requests;
    SeenRequest seen{.server = m_server->m_role.name,
                     .method = QByteArray::fromStdString(request.method),
                     .target = QByteArray::fromStdString(request.target)};
    for (const auto& [name, value] : request.headers)
        seen.headers.append({QByteArray::fromStdString(name), QByteArray::fromStdString(value)});
    m_server->m_log.add(std::move(seen));

    if (m_server->m_role.server && applyFault(m_server->m_faults.of(*m_server->m_role.server), request)) return;
    m_server->m_handler(std::make_shared<Exchange>(weak_from_this(), std::move(request)));
}

void HttpSession::respond(const Request& request, Response response)
{
    if (!m_server) return;
    Fault fault;
    if (m_server->m_role.server) fault = m_server->m_faults.of(*m_server->m_role.server);
    if (!request.path.starts_with(fault.pathPrefix.toStdString())) fault = {};
    if (fault.kind == FaultKind::WrongContentType) response.headers["Content-Type"] = "text/html; charset=utf-8";
    m_trickle = fault.kind == FaultKind::Slow ? fault.interval : std::chrono::milliseconds(0);

    const size_t plainSize = response.body ? response.body->text().size() : 0;
    const bool gzip = response.compressible && plainSize >= 1400 &&
                      request.header("Accept-Encoding").find("gzip") != std::string_view::npos;
    const size_t size = gzip ? response.body->gzip().size() : plainSize;
    m_keepAlive = m_keepAlive && !response.close;
    enqueue({.bytes = headText(response, httpDate(m_server->m_clock()), m_keepAlive, gzip, size)});
    if (fault.kind == FaultKind::Cut && size > 1) {
        const std::string& text = gzip ? response.body->gzip() : response.body->text();
        const std::string half = text.substr(0, size / 2);
        enqueue({.bytes = isChunked(size) ? chunkHead(size) + half : half});
        endAfterWriting();
        return;
    }
    if (size > 0 && request.method != "HEAD") writeBody(response, gzip);
    if (!m_keepAlive) {
        endAfterWriting();
        return;
    }
    m_busy = false;
    m_server->m_loop.post([self = shared_from_this()] { // a pipelined request may already be here
        if (self->m_server) self->parse();
    });
}

void HttpSession::writeBody(const Response& response, bool gzip)
{
    const std::string_view text = gzip ? response.body->gzip() : response.body->text();
    if (!isChunked(text.size())) {
        enqueue({.body = response.body, .view = text});
        return;
    }
    constexpr size_t chunk = 32 * 1024;
    for (size_t at = 0; at < text.size(); at += chunk) {
        const std::string_view part = text.substr(at, chunk);
        enqueue({.bytes = (at ? "\r\n" : "") + chunkHead(part.size())});
        enqueue({.body = response.body, .view = part});
    }
    enqueue({.bytes = "\r\n0\r\n\r\n"});
}

void HttpSession::stream(const std::string& head)
{
    m_busy = true;
    enqueue({.bytes = head});
}

void HttpSession::send(std::string bytes)
{
    if (!bytes.empty()) enqueue({.bytes = std::move(bytes)});
}

void HttpSession::endAfterWriting()
{
    m_ending = true;
    m_busy = true;
    if (m_output.empty() && !m_writing && m_server) close(false);
}

void HttpSession::enqueue(Piece piece)
{
    if (!m_server) return;
    m_backlog += piece.text().size();
    m_output.push_back(std::move(piece));
    writeNext();
}

void HttpSession::writeNext()
{
    if (m_writing || !m_server || m_server->m_frozen) return;
    if (m_output.empty()) {
        if (m_endless)
            writeEndlessly();
        else if (m_ending)
            close(false);
        return;
    }
    m_writing = true;
    // The piece is kept alive by the queue: a deque's front stays where it is when more is pushed behind.
    const std::string_view text = m_output.front().text();
    if (m_trickle.count() > 0 && text.size() > 16) {
        Piece rest = m_output.front();
        if (rest.body)
            rest.view.remove_prefix(16);
        else
            rest.bytes.erase(0, 16);
        m_output.front() = {.bytes = std::string(text.substr(0, 16))};
        m_output.insert(m_output.begin() + 1, std::move(rest));
    }
    const std::string_view now = m_output.front().text();
    m_transport->write(now, [self = shared_from_this(), size = now.size()](bool sent) {
        if (!self->m_server) return;
        if (!sent) {
            self->close(false);
            return;
        }
        self->m_server->m_counters.bytesOut += size;
        self->m_backlog -= size;
        self->m_output.pop_front();
        if (self->m_trickle.count() > 0 && !self->m_output.empty()) {
            self->m_server->m_loop.after(self->m_trickle, [self] {
                self->m_writing = false;
                self->writeNext();
            });
            return;
        }
        self->m_writing = false;
        self->writeNext();
    });
}

} // namespace tailboard::demo
