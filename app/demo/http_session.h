// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/http_server.h"

#include <deque>

namespace tailboard::demo {

/// One connection of an HttpServer.
class HttpSession : public std::enable_shared_from_this<HttpSession>
{
public:
    HttpSession(HttpServer& server, std::shared_ptr<Transport> transport);
    ~HttpSession();

    void start();
    void close(bool reset);

    void respond(const Request& request, Response response);
    void stream(const std::string& head);
    void send(std::string bytes);
    void endAfterWriting();
    void setGone(std::function<void()> gone) { m_gone = std::move(gone); }
    size_t backlog() const { return m_backlog; }
    void writeNext();

private:
    struct Parser;
    /// What is to be written: bytes of our own, or a part of a shared body.
    struct Piece
    {
        std::string bytes;
        std::shared_ptr<const Body> body;
        std::string_view view;
        std::string_view text() const { return body ? view : std::string_view(bytes); }
    };

    void read();
    void parse();
    void dispatch(Request request);
    bool applyFault(const Fault& fault, const Request& request);
    Response faultResponse(const Fault& fault, const Request& request) const;
    void writeBody(const Response& response, bool gzip);
    void enqueue(Piece piece);
    void writeEndlessly();

    HttpServer* m_server; ///< null once the server dropped this connection
    std::shared_ptr<Transport> m_transport;
    std::unique_ptr<Parser> m_parser;
    std::string m_input;
    std::deque<Piece> m_output;
    size_t m_backlog = 0;
    std::function<void()> m_gone;
    bool m_busy = false; ///< a request is being answered
    bool m_writing = false;
    bool m_ending = false; ///< close when all is written
    bool m_keepAlive = true;
    bool m_endless = false;
    std::chrono::milliseconds m_trickle{0};
};

} // namespace tailboard::demo
