// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/demo/loop.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tailboard::demo {

class TlsServer;

/// One accepted connection: TCP, unix socket or TLS. Loop thread only.
class Transport
{
public:
    virtual ~Transport() = default;

    /// Waits for bytes; `ready` gets none and false when the connection has ended. One read at a time.
    virtual void read(std::function<void(bool, std::string_view)> ready) = 0;
    /// Sends all of `bytes`, which must stay until `done`. One write at a time.
    virtual void write(std::string_view bytes, std::function<void(bool)> done) = 0;
    /// Ends it: orderly, or with a reset as a killed program's connections end.
    virtual void close(bool reset) = 0;
};

/// A listening socket on 127.0.0.1 or a path, which can be closed and opened again at the same place.
class Listener
{
public:
    using Accept = std::function<void(std::shared_ptr<Transport>)>;

    /// `tls` may be null: then plain. `accepted` is called on the loop's thread, for TLS after the handshake.
    Listener(Loop& loop, std::shared_ptr<TlsServer> tls, Accept accepted);
    ~Listener();

    /// Binds 127.0.0.1 at a free port, or at the port it had.
    base::Result<void> openTcp();
    /// Binds a unix socket, mode 0666 as tailscaled's; `path` is at most 107 bytes long.
    base::Result<void> openUnix(const std::string& path);
    /// Closes the socket; connections already accepted live on. A unix socket's file is removed.
    void close();
    /// Opens again where it was; nothing happens when it is open.
    void reopen();
    quint16 port() const { return m_port; }
    void setTls(std::shared_ptr<TlsServer> tls);

private:
    struct Private;
    std::shared_ptr<Private> d;
    quint16 m_port = 0;
    std::string m_path;
};

} // namespace tailboard::demo
