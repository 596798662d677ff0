// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/dial_map.h"
#include "app/base/result.h"
#include "app/http/endpoint.h"
#include "app/http/exchange.h"
#include "app/http/request.h"
#include "app/http/response.h"

#include <QFuture>
#include <QObject>
#include <memory>

namespace tailboard::http {

/// Credentials as one header; the value never reaches a log, an error, or another origin.
struct Credentials
{
    QByteArray headerName; ///< "X-Nomad-Token", "Authorization"; empty: none
    QByteArray headerValue;

    static Credentials nomadToken(const QByteArray& token);
    static Credentials basic(const QString& user, const QString& password);
};

/// HTTP/1.1 to one origin over a unix socket, TCP or TLS. Rules: redirects are not followed (error Redirected), no
/// proxy, no cookies, at most `maxConnections` sockets (further requests wait in order; streams made by open() with
/// `Limits::total` and `Limits::quiet` 0 have their own connection and do not count against the queue), keep-alive
/// reuse for reads only; a read whose reused connection turns out dead before the first byte is sent again once on a
/// fresh one, a write never. Lives on the GUI thread.
class Client : public QObject
{
    Q_OBJECT

public:
    Client(Endpoint endpoint, base::DialMap dialMap, Credentials credentials = {}, QObject* parent = nullptr);
    ~Client() override;

    const Endpoint& endpoint() const;
    void setMaxConnections(int count); ///< default 4

    /// Sends and collects the whole answer. Any HTTP status but a redirect is a value; see statusError() for meaning.
    /// The future ends exactly once; cancelling it ends the exchange; when the Client dies it ends as cancelled.
    QFuture<base::Result<Response>> send(const Request& request);
    /// Sends and hands out the answer piece by piece. The caller owns the exchange.
    std::unique_ptr<Exchange> open(const Request& request);

    /// The text with this client's credentials blacked out, for an error's words that come from an answer.
    QByteArray withoutSecrets(const QByteArray& text) const;

    /// Drops all idle connections, as after a wake-up from suspend.
    void dropIdle();

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// The Error for an HTTP status that is not a success, with the first 2,000 characters of a text body as `original`;
/// `product` names the server in its sentences ("Nomad", "Traefik on firefly-sub01", "tailscaled").
base::Error statusError(const ResponseHead& head, const QByteArray& body, const QString& product);

} // namespace tailboard::http
