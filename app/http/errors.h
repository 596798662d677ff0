// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/http/endpoint.h"
#include "app/http/response.h"

#include <QList>
#include <QLocalSocket>
#include <QSslError>
#include <QTcpSocket>
#include <chrono>

namespace tailboard::http {

// The sentences for what can go wrong on the way: what happened, why, and what to do. All pure.

base::Error localSocketError(const Endpoint& endpoint, QLocalSocket::LocalSocketError code, const QString& system);
base::Error tcpError(const Endpoint& endpoint, QAbstractSocket::SocketError code, const QString& system);
/// From the errors of a refused handshake; the first that names a cause wins.
base::Error tlsError(const Endpoint& endpoint, const QList<QSslError>& errors, const QString& system);

/// Which limit ran out.
enum class Limit { Connect, FirstByte, Quiet, Total };
base::Error timeoutError(const Endpoint& endpoint, Limit limit, std::chrono::milliseconds after);
base::Error tooLargeError(const Endpoint& endpoint, qint64 bytes);
/// The connection ended early. `isUntouched`: not one byte of an answer had come.
base::Error cutError(const Endpoint& endpoint, bool isUntouched);
/// The bytes are not HTTP as it should be; `detail` is the parser's reason.
base::Error notHttpError(const Endpoint& endpoint, const char* detail, bool hadHead);
base::Error redirectError(const Endpoint& endpoint, const ResponseHead& head);
/// A write that was sent and not answered: `cause` is what happened to the connection.
base::Error unknownOutcome(const base::Error& cause);
base::Error cancelledError();

} // namespace tailboard::http
