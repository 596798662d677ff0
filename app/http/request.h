// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <chrono>
#include <utility>

namespace tailboard::http {

/// Bounds on one exchange; whichever is passed first ends it with TimedOut or TooLarge.
struct Limits
{
    std::chrono::milliseconds connect{3'000};    ///< until TCP (and TLS, twice this) is up
    std::chrono::milliseconds firstByte{10'000}; ///< from the request's last byte to the answer's first
    std::chrono::milliseconds quiet{15'000};     ///< longest silence inside a body; 0 = none (a stream sets its own)
    std::chrono::milliseconds total{60'000};     ///< whole exchange; 0 = none (streams, long lists)
    qint64 headBytes = 64 * 1024;                ///< status line and all headers
    qint64 bodyBytes = 64 * 1024 * 1024;         ///< decoded body; -1 = none (only where the reader has its own bound)
};

/// One request. `target` starts with '/', is already percent-encoded and never holds a secret.
struct Request
{
    QByteArray method = "GET";
    QByteArray target;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< beside Host, Content-Length, Accept-Encoding and credentials
    QByteArray body;
    bool acceptGzip = true;
    Limits limits;

    /// Anything but GET and HEAD is a write: it is sent at most once, on a fresh connection, and when its answer does
    /// not come the error kind is Unknown, never "failed".
    bool isWrite() const { return method != "GET" && method != "HEAD"; }
};

} // namespace tailboard::http
