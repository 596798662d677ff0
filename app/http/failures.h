// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/http/endpoint.h"
#include "app/http/http1_parser.h"

#include <QAbstractSocket>
#include <QString>
#include <chrono>

namespace tailboard::http {

// The Errors of a connection and of one exchange, in plain sentences. They hold addresses, never requests or answers.

/// Connecting over TCP failed. `dialled` is where the socket really went.
base::Error dialError(const Endpoint& endpoint, const base::DialTarget& dialled,
                      QAbstractSocket::SocketError socketError, const QString& systemText);
/// Connecting to a unix socket failed with the system's error number.
base::Error localDialError(const Endpoint& endpoint, int systemNumber);
base::Error connectTimeout(const Endpoint& endpoint, std::chrono::milliseconds limit, bool isInHandshake);

/// Which wait of an exchange ran out.
enum class Wait { Queue, FirstByte, Head, Quiet, Total };
base::Error waitTimeout(const Endpoint& endpoint, Wait wait, std::chrono::milliseconds limit);

/// The connection ended before any byte (`hasBegun` false) or inside the answer.
base::Error cutError(const Endpoint& endpoint, bool hasBegun, const QString& systemText);
base::Error parserError(const Endpoint& endpoint, const Http1Parser& parser);
/// `limit` in bytes; negative when the reader set none and the answer's packing is what goes too far.
base::Error bodyTooLarge(const Endpoint& endpoint, qint64 limit);
/// An unknown Content-Encoding, damaged or truncated gzip.
base::Error encodingError(const Endpoint& endpoint, const QString& why);
/// A redirect. Only the target's scheme, host and port are named.
base::Error redirectError(const Endpoint& endpoint, int status, const QByteArray& location);
/// A request that cannot be sent as it is (line breaks in a header, a target without slash).
base::Error requestError(const Endpoint& endpoint, const QString& why);
base::Error cancelledError(const Endpoint& endpoint);
/// What becomes of a failure when a write was already under way: Unknown, with the failure as its cause.
base::Error unknownOutcome(const Endpoint& endpoint, const base::Error& cause, int statusSeen);

} // namespace tailboard::http
