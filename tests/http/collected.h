// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/client.h"

#include <QTest>

namespace tailboard::http_test {

/// Waits for a future of Client::send(). An answer that never comes is a failure of kind Cancelled with the text
/// "no answer in the test's time".
inline base::Result<http::Response> await(const QFuture<base::Result<http::Response>>& future, int milliseconds = 5'000)
{
    const bool isOver = QTest::qWaitFor([&] { return future.isFinished(); }, milliseconds);
    if (!isOver || future.resultCount() == 0)
        return base::failure(
            {.kind = base::ErrorKind::Cancelled,
             .what = isOver ? QStringLiteral("cancelled") : QStringLiteral("no answer in the test's time")});
    return future.result();
}

/// Kind of a failure; nullopt for a success.
inline std::optional<base::ErrorKind> kindOf(const base::Result<http::Response>& result)
{
    return result ? std::nullopt : std::optional(result.error().kind);
}

inline http::Request get(const QByteArray& target)
{
    http::Request request;
    request.target = target;
    return request;
}

inline http::Request post(const QByteArray& target, const QByteArray& body)
{
    http::Request request;
    request.method = "POST";
    request.target = target;
    request.body = body;
    return request;
}

inline http::Endpoint tcpEndpoint(quint16 port, const QString& host = QStringLiteral("127.0.0.1"))
{
    http::Endpoint endpoint;
    endpoint.kind = http::Endpoint::Kind::Tcp;
    endpoint.address = {host, port};
    endpoint.hostHeader = base::dialText(endpoint.address).toUtf8();
    return endpoint;
}

} // namespace tailboard::http_test
