// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/client.h"

#include "app/base/log.h"
#include "app/http/http_exchange.h"

#include <QFutureWatcher>
#include <QPromise>

namespace tailboard::http {

namespace {

/// Collects one answer for a future; deletes itself when the exchange ended or the future was cancelled.
class Collector final : public QObject
{
public:
    using Answer = base::Result<Response>;

    Collector(std::unique_ptr<Exchange> exchange, QObject* parent)
        : QObject(parent)
        , m_exchange(std::move(exchange))
    {
        m_promise.start();
        connect(m_exchange.get(), &Exchange::headArrived, this,
                [this](const ResponseHead& head) { m_response.head = head; });
        connect(m_exchange.get(), &Exchange::bodyArrived, this,
                [this](QByteArrayView piece) { m_response.body.append(piece); });
        connect(m_exchange.get(), &Exchange::finished, this, [this] { end(std::move(m_response)); });
        connect(m_exchange.get(), &Exchange::failed, this,
                [this](const base::Error& error) { end(base::failure(error)); });
        connect(&m_watcher, &QFutureWatcherBase::canceled, this, [this] {
            m_exchange->abort();
            m_promise.finish();
            deleteLater();
        });
        m_watcher.setFuture(m_promise.future());
    }

    ~Collector() override
    {
        m_watcher.disconnect(this);
        if (!m_isEnded) {
            m_promise.future().cancel();
            m_promise.finish();
        }
    }

    QFuture<Answer> future() { return m_promise.future(); }

private:
    void end(Answer answer)
    {
        m_isEnded = true;
        m_watcher.disconnect(this);
        m_promise.addResult(std::move(answer));
        m_promise.finish();
        deleteLater();
    }

    std::unique_ptr<Exchange> m_exchange;
    QPromise<Answer> m_promise;
    QFutureWatcher<Answer> m_watcher;
    Response m_response;
    bool m_isEnded = false;
};

} // namespace

class Client::Private
{
public:
    Private(Endpoint endpoint, base::DialMap dialMap, Credentials theCredentials)
        : credentials(std::move(theCredentials))
        , pool(endpoint, dialMap)
    {}

    QByteArray requestHead(const Request& request) const
    {
        const Endpoint& endpoint = pool.endpoint();
        QByteArray head = request.method + ' ' + endpoint.pathPrefix + request.target + " HTTP/1.1\r\n";
        const auto add = [&head](const QByteArray& name, const QByteArray& value) {
            head += name + ": " + value + "\r\n";
        };
        add("Host", endpoint.hostHeader);
        add("User-Agent", "tailboard");
        add("Accept-Encoding", request.acceptGzip ? "gzip" : "identity");
        for (const auto& [name, value] : request.headers)
            add(name, value);
        if (!credentials.headerName.isEmpty()) add(credentials.headerName, credentials.headerValue);
        if (!request.body.isEmpty() || request.isWrite())
            add("Content-Length", QByteArray::number(request.body.size()));
        return head + "\r\n";
    }

    Credentials credentials;
    ConnectionPool pool;
};

Credentials Credentials::nomadToken(const QByteArray& token)
{
    return token.isEmpty() ? Credentials{} : Credentials{"X-Nomad-Token", token};
}

Credentials Credentials::basic(const QString& user, const QString& password)
{
    return {"Authorization", "Basic " + (user + u':' + password).toUtf8().toBase64()};
}

Client::Client(Endpoint endpoint, base::DialMap dialMap, Credentials credentials, QObject* parent)
    : QObject(parent)
{
    // A line break in a token (pasted with one) would otherwise begin a header of its own.
    for (const char c : {'\r', '\n', '\0'})
        credentials.headerValue.replace(c, "");
    d = std::make_unique<Private>(std::move(endpoint), std::move(dialMap), std::move(credentials));
}

Client::~Client() = default;

const Endpoint& Client::endpoint() const
{
    return d->pool.endpoint();
}

void Client::setMaxConnections(int count)
{
    d->pool.setMaxConnections(count);
}

QFuture<base::Result<Response>> Client::send(const Request& request)
{
    auto* collector = new Collector(open(request), this);
    return collector->future();
}

std::unique_ptr<Exchange> Client::open(const Request& request)
{
    Q_ASSERT(request.target.startsWith('/') && !request.target.contains('\n') && !request.target.contains(' '));
    qCDebug(base::logHttp).noquote() << request.method << endpoint().text() << request.target;
    return std::make_unique<HttpExchange>(request, d->requestHead(request), &d->pool);
}

void Client::dropIdle()
{
    d->pool.dropIdle();
}

} // namespace tailboard::http
