// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/http_exchange.h"

#include "app/http/connection.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

namespace tailboard::http {

namespace {

constexpr qint64 pieceSize = 64 * 1024;
/// Longest time spent reading in one turn of the event loop; a frame has 16 ms for everybody.
constexpr qint64 turnMilliseconds = 4;

} // namespace

HttpExchange::HttpExchange(const Request& request, QByteArray head, ConnectionPool* pool)
    : m_request(request)
    , m_head(std::move(head))
    , m_pool(pool)
    , m_endpoint(pool->endpoint())
    , m_phaseTimer(new QTimer(this))
    , m_totalTimer(new QTimer(this))
{
    m_phaseTimer->setSingleShot(true);
    m_totalTimer->setSingleShot(true);
    connect(m_phaseTimer, &QTimer::timeout, this,
            [this] { fail(timeoutError(m_endpoint, m_phase, m_phaseTimer->intervalAsDuration())); });
    connect(m_totalTimer, &QTimer::timeout, this,
            [this] { fail(timeoutError(m_endpoint, Limit::Total, m_request.limits.total)); });
    begin();
}

HttpExchange::~HttpExchange()
{
    m_isOver = true;
    letGo(false);
}

void HttpExchange::abort()
{
    m_isOver = true;
    m_phaseTimer->stop();
    m_totalTimer->stop();
    letGo(false);
}

void HttpExchange::begin()
{
    if (isStream()) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!m_isOver && m_pool) take(m_pool->makeUncounted(), false);
            },
            Qt::QueuedConnection);
        return;
    }
    m_pool->acquire(this, m_request.isWrite() || m_wasResent,
                    [this](std::unique_ptr<Connection> connection, bool isReused) {
                        m_isCounted = true;
                        if (m_isOver) {
                            letGo(false);
                            m_pool->release(std::move(connection));
                            return;
                        }
                        take(std::move(connection), isReused);
                    });
}

void HttpExchange::take(std::unique_ptr<Connection> connection, bool isReused)
{
    m_connection = std::move(connection);
    m_isReused = isReused;
    m_isSent = false;
    m_isClosed = false;
    m_parser = std::make_unique<Http1Parser>(m_request.method == "HEAD", m_request.limits.headBytes);
    if (m_request.limits.total.count() > 0 && !m_totalTimer->isActive()) m_totalTimer->start(m_request.limits.total);
    Connection* const c = m_connection.get();
    connect(c, &Connection::opened, this, &HttpExchange::sendRequest);
    connect(c, &Connection::readable, this, &HttpExchange::readSome);
    connect(c, &Connection::closed, this, [this] { connectionEnded(std::nullopt); });
    connect(c, &Connection::failed, this, [this](const base::Error& error) { connectionEnded(error); });
    if (isReused)
        sendRequest();
    else
        c->open(m_request.limits.connect);
}

void HttpExchange::sendRequest()
{
    ++m_connection->uses;
    m_isSent = true;
    arm(Limit::FirstByte, m_request.limits.firstByte);
    m_connection->write(m_head + m_request.body);
}

void HttpExchange::arm(Limit limit, std::chrono::milliseconds after)
{
    m_phase = limit;
    if (after.count() > 0)
        m_phaseTimer->start(after);
    else
        m_phaseTimer->stop();
}

void HttpExchange::setPaused(bool paused)
{
    m_isPaused = paused;
    if (!paused && m_connection && !m_isOver)
        QMetaObject::invokeMethod(this, &HttpExchange::readSome, Qt::QueuedConnection);
}

void HttpExchange::readSome()
{
    if (m_isOver || m_isPaused || !m_connection) return;
    QElapsedTimer turn;
    turn.start();
    while (m_connection->hasBytes()) {
        if (m_isPaused) return;
        if (turn.elapsed() >= turnMilliseconds) {
            // With a bounded read buffer Qt does not announce bytes left unread again.
            if (!m_isReadQueued) {
                m_isReadQueued = true;
                QTimer::singleShot(0, this, [this] {
                    m_isReadQueued = false;
                    readSome();
                });
            }
            return;
        }
        const QByteArray bytes = m_connection->read(pieceSize);
        if (bytes.isEmpty()) break;
        if (m_parser->hasHead()) arm(Limit::Quiet, m_request.limits.quiet);
        if (!feed(bytes)) return;
    }
    if (m_isClosed && !m_connection->hasBytes()) {
        const Http1Parser::Event event = m_parser->end();
        if (event == Http1Parser::Event::Done)
            succeed();
        else
            connectionEnded(cutError(m_endpoint, m_parser->isUntouched()));
    }
}

bool HttpExchange::feed(QByteArrayView input)
{
    for (;;) {
        switch (m_parser->next(input)) {
        case Http1Parser::Event::NeedMore:
            return true;
        case Http1Parser::Event::Head:
            if (!takeHead()) return false;
            break;
        case Http1Parser::Event::Body:
            if (m_inflate ? !deliverInflated(m_parser->body()) : !deliver(m_parser->body())) return false;
            break;
        case Http1Parser::Event::Done:
            succeed();
            return false;
        case Http1Parser::Event::Error:
            fail(notHttpError(m_endpoint, m_parser->error(), m_parser->hasHead()));
            return false;
        }
    }
}

bool HttpExchange::takeHead()
{
    const ResponseHead& head = m_parser->head();
    switch (head.status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        fail(redirectError(m_endpoint, head));
        return false;
    default:
        break;
    }
    const QByteArray encoding = head.header("Content-Encoding").toLower();
    if (encoding == "gzip") {
        m_inflate = std::make_unique<Inflate>();
    } else if (!encoding.isEmpty() && encoding != "identity") {
        fail(notHttpError(m_endpoint, "a content encoding that was not asked for", true));
        return false;
    }
    arm(Limit::Quiet, m_request.limits.quiet);
    const QPointer<HttpExchange> self(this);
    emit headArrived(head);
    return self && !m_isOver;
}

bool HttpExchange::deliver(QByteArrayView piece)
{
    m_bodyBytes += piece.size();
    const qint64 limit = m_request.limits.bodyBytes;
    if (limit >= 0 && m_bodyBytes > limit) {
        fail(tooLargeError(m_endpoint, limit));
        return false;
    }
    const QPointer<HttpExchange> self(this);
    emit bodyArrived(piece);
    return self && !m_isOver;
}

bool HttpExchange::deliverInflated(QByteArrayView piece)
{
    for (;;) {
        switch (m_inflate->next(piece)) {
        case Inflate::Event::NeedMore:
        case Inflate::Event::Done:
            return true;
        case Inflate::Event::Output:
            if (!deliver(m_inflate->output())) return false;
            break;
        case Inflate::Event::Error:
            fail(notHttpError(m_endpoint, "the gzip body is damaged", true));
            return false;
        }
    }
}

void HttpExchange::connectionEnded(const std::optional<base::Error>& error)
{
    if (m_isOver) return;
    if (!error) {
        m_isClosed = true;
        readSome();
        return;
    }
    // A server may close an idle connection in the moment we use it. Only a read is sent again, only on a fresh
    // connection, and only when not one byte of an answer had come.
    const bool mayResend =
        m_isReused && m_isSent && !m_wasResent && !m_request.isWrite() && m_parser->isUntouched() && m_pool;
    if (mayResend) {
        m_wasResent = true;
        m_phaseTimer->stop();
        letGo(false);
        begin();
        return;
    }
    fail(*error);
}

void HttpExchange::succeed()
{
    if (m_inflate && !m_inflate->isDone() && m_bodyBytes + qint64(m_parser->hasHead()) > 0) {
        fail(cutError(m_endpoint, false));
        return;
    }
    m_isOver = true;
    m_phaseTimer->stop();
    m_totalTimer->stop();
    letGo(m_parser->isReusable());
    emit finished();
}

void HttpExchange::fail(const base::Error& error)
{
    if (m_isOver) return;
    m_isOver = true;
    m_phaseTimer->stop();
    m_totalTimer->stop();
    const bool isUnknown = m_request.isWrite() && m_isSent && error.kind != base::ErrorKind::Redirected;
    letGo(false);
    emit failed(isUnknown ? unknownOutcome(error) : error);
}

void HttpExchange::letGo(bool reusable)
{
    if (m_connection) {
        m_connection->disconnect(this);
        if (!reusable) {
            // Not deleted here: this may be running inside one of its signals.
            m_connection->abort();
            m_connection.release()->deleteLater();
        }
    }
    if (m_isCounted && m_pool) {
        m_isCounted = false;
        m_pool->release(std::move(m_connection));
    } else if (m_connection) {
        m_connection->abort();
        m_connection.release()->deleteLater();
    }
}

} // namespace tailboard::http
