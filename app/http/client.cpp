// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/client.h"

#include "app/http/client_exchange.h"
#include "app/http/pool.h"

#include <QFutureWatcher>
#include <QPromise>

namespace tailboard::http {

using base::Error;
using base::Result;

namespace {

constexpr qint64 largestReserve = 4 << 20;

/// Collects one whole answer for send(). Child of the pool; ends itself.
class Collector final : public QObject
{
public:
    Collector(Pool* pool, const Request& request)
        : QObject(pool)
        , m_exchange(std::make_unique<ClientExchange>(pool, request))
    {
        m_promise.start();
        m_watcher.setFuture(m_promise.future());
        connect(&m_watcher, &QFutureWatcherBase::canceled, this, [this] { end(); });
        Exchange* exchange = m_exchange.get();
        connect(exchange, &Exchange::headArrived, this, [this](const ResponseHead& head) {
            m_response.head = head;
            if (const auto length = head.number("Content-Length"))
                m_response.body.reserve(static_cast<qsizetype>(std::min<quint64>(*length, largestReserve)));
        });
        connect(exchange, &Exchange::bodyArrived, this,
                [this](QByteArrayView piece) { m_response.body.append(piece); });
        connect(exchange, &Exchange::finished, this, [this] {
            // A page that echoes the request (a test service, a proxy's error page) must not carry the token on into
            // an error's text.
            if (m_response.head.status >= 400 || !m_response.head.contentType().contains("json"))
                m_response.body = m_exchange->withoutSecrets(m_response.body);
            finish(std::move(m_response));
        });
        connect(exchange, &Exchange::failed, this, [this](const Error& error) { finish(base::failure(error)); });
        pool->enqueue(m_exchange.get(), false);
    }

    /// Unfinished, the promise ends as cancelled.
    ~Collector() override
    {
        m_watcher.disconnect();
        if (!m_isOver) {
            m_promise.future().cancel();
            m_promise.finish();
        }
    }

    QFuture<Result<Response>> future() { return m_promise.future(); }

private:
    void finish(Result<Response> result)
    {
        m_isOver = true;
        m_watcher.disconnect(this);
        // First out of the way: a continuation may delete the Client, and this with it.
        QPromise<Result<Response>> promise = std::move(m_promise);
        end();
        promise.addResult(std::move(result));
        promise.finish();
    }

    void end()
    {
        m_watcher.disconnect(this);
        m_exchange->abort();
        deleteLater();
    }

    std::unique_ptr<ClientExchange> m_exchange;
    QPromise<Result<Response>> m_promise;
    QFutureWatcher<Result<Response>> m_watcher;
    Response m_response;
    bool m_isOver = false;
};

} // namespace

Credentials Credentials::nomadToken(const QByteArray& token)
{
    const QByteArray trimmed = token.trimmed();
    return trimmed.isEmpty() ? Credentials{} : Credentials{"X-Nomad-Token", trimmed};
}

Credentials Credentials::basic(const QString& user, const QString& password)
{
    return {"Authorization", "Basic " + (user + u':' + password).toUtf8().toBase64()};
}

class Client::Private
{
public:
    std::unique_ptr<Pool> pool;
};

Client::Client(Endpoint endpoint, base::DialMap dialMap, Credentials credentials, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->pool = std::make_unique<Pool>(std::move(endpoint), std::move(dialMap), std::move(credentials));
}

Client::~Client() = default;

const Endpoint& Client::endpoint() const
{
    return d->pool->endpoint();
}

void Client::setMaxConnections(int count)
{
    d->pool->setMaxConnections(count);
}

QFuture<Result<Response>> Client::send(const Request& request)
{
    return (new Collector(d->pool.get(), request))->future();
}

std::unique_ptr<Exchange> Client::open(const Request& request)
{
    auto exchange = std::make_unique<ClientExchange>(d->pool.get(), request);
    d->pool->enqueue(exchange.get(), request.limits.total.count() == 0 && request.limits.quiet.count() == 0);
    return exchange;
}

QByteArray Client::withoutSecrets(const QByteArray& text) const
{
    return d->pool->withoutSecrets(text);
}

void Client::dropIdle()
{
    d->pool->dropIdle();
}

} // namespace tailboard::http
