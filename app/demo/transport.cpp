// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/transport.h"

#include "app/demo/tls_server.h"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace tailboard::demo {

namespace asio = boost::asio;
using Socket = asio::generic::stream_protocol::socket;
using ErrorCode = boost::system::error_code;

namespace {

void endSocket(Socket& socket, bool reset)
{
    ErrorCode ignored;
    if (reset)
        socket.set_option(asio::socket_base::linger(true, 0), ignored);
    else
        socket.shutdown(asio::socket_base::shutdown_both, ignored);
    socket.close(ignored);
}

template<typename Stream>
class StreamTransport final : public Transport, public std::enable_shared_from_this<StreamTransport<Stream>>
{
public:
    template<typename... Arguments>
    explicit StreamTransport(std::shared_ptr<void> keepAlive, Arguments&&... arguments)
        : m_keepAlive(std::move(keepAlive))
        , m_stream(std::forward<Arguments>(arguments)...)
    {}

    Stream& stream() { return m_stream; }

    void read(std::function<void(bool, std::string_view)> ready) override
    {
        m_stream.async_read_some(asio::buffer(m_buffer), [self = this->shared_from_this(), ready = std::move(ready)](
                                                             const ErrorCode& error, size_t size) {
            ready(!error, {self->m_buffer.data(), error ? 0 : size});
        });
    }

    void write(std::string_view bytes, std::function<void(bool)> done) override
    {
        asio::async_write(m_stream, asio::buffer(bytes.data(), bytes.size()),
                          [self = this->shared_from_this(), done = std::move(done)](const ErrorCode& error, size_t) {
                              done(!error);
                          });
    }

    void close(bool reset) override
    {
        // Without close_notify: Go's servers end TLS connections of HTTP/1.1 this way too when they are in a hurry.
        if constexpr (std::is_same_v<Stream, Socket>)
            endSocket(m_stream, reset);
        else
            endSocket(m_stream.next_layer(), reset);
    }

private:
    std::shared_ptr<void> m_keepAlive;
    Stream m_stream;
    std::array<char, 16 * 1024> m_buffer{};
};

} // namespace

struct Listener::Private : std::enable_shared_from_this<Listener::Private>
{
    Private(Loop& l, std::shared_ptr<TlsServer> t, Accept a)
        : loop(l)
        , tls(std::move(t))
        , accepted(std::move(a))
    {}

    void accept()
    {
        acceptor->async_accept([self = shared_from_this(), at = acceptor.get()](const ErrorCode& error, Socket socket) {
            if (self->acceptor.get() != at || !at->is_open())
                return; // closed meanwhile; the socket, if any, ends with this call
            // As Go's servers do: head and body leave in two writes, and Nagle would hold the second for 40 ms.
            ErrorCode ignored; // a unix socket has no such option
            if (!error) socket.set_option(asio::ip::tcp::no_delay(true), ignored);
            if (!error) self->take(std::move(socket));
            if (!error || error == asio::error::connection_aborted) self->accept();
        });
    }

    void take(Socket socket)
    {
        if (!tls) {
            accepted(std::make_shared<StreamTransport<Socket>>(nullptr, std::move(socket)));
            return;
        }
        using Secure = StreamTransport<asio::ssl::stream<Socket>>;
        auto transport = std::make_shared<Secure>(tls, std::move(socket), tls->context());
        transport->stream().async_handshake(asio::ssl::stream_base::server,
                                            [self = shared_from_this(), transport](const ErrorCode& error) {
                                                if (!error && self->accepted) self->accepted(transport);
                                            });
    }

    template<typename Endpoint>
    base::Result<void> open(const Endpoint& endpoint, quint16* port)
    {
        using Acceptor = asio::basic_socket_acceptor<asio::generic::stream_protocol>;
        ErrorCode error;
        auto fresh = std::make_unique<Acceptor>(loop.context());
        fresh->open(endpoint.protocol(), error);
        if (!error) fresh->set_option(asio::socket_base::reuse_address(true), error);
        if (!error) fresh->bind(asio::generic::stream_protocol::endpoint(endpoint), error);
        if (!error) fresh->listen(asio::socket_base::max_listen_connections, error);
        if (error) {
            return base::failure({.kind = base::ErrorKind::Unreachable,
                                  .what = QStringLiteral("The demo cluster cannot listen."),
                                  .original = QString::fromStdString(error.message())});
        }
        if (port) {
            asio::ip::tcp::endpoint bound;
            const auto local = fresh->local_endpoint(error);
            std::memcpy(bound.data(), local.data(), local.size());
            *port = bound.port();
        }
        acceptor = std::move(fresh);
        accept();
        return {};
    }

    Loop& loop;
    std::shared_ptr<TlsServer> tls;
    Accept accepted;
    std::unique_ptr<asio::basic_socket_acceptor<asio::generic::stream_protocol>> acceptor;
};

Listener::Listener(Loop& loop, std::shared_ptr<TlsServer> tls, Accept accepted)
    : d(std::make_shared<Private>(loop, std::move(tls), std::move(accepted)))
{}

Listener::~Listener()
{
    close();
    d->accepted = nullptr;
}

base::Result<void> Listener::openTcp()
{
    return d->open(asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), m_port), &m_port);
}

base::Result<void> Listener::openUnix(const std::string& path)
{
    m_path = path;
    ::unlink(path.c_str());
    auto opened = d->open(asio::local::stream_protocol::endpoint(path), nullptr);
    if (opened) ::chmod(path.c_str(), 0666);
    return opened;
}

void Listener::close()
{
    if (!d->acceptor) return;
    ErrorCode ignored;
    d->acceptor->close(ignored);
    d->acceptor.reset();
    if (!m_path.empty()) ::unlink(m_path.c_str());
}

void Listener::reopen()
{
    if (d->acceptor) return;
    if (m_path.empty())
        (void)openTcp();
    else
        (void)openUnix(m_path);
}

void Listener::setTls(std::shared_ptr<TlsServer> tls)
{
    d->tls = std::move(tls);
}

} // namespace tailboard::demo
