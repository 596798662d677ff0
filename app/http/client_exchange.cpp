// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/client_exchange.h"

#include "app/http/pool.h"
#include "app/http/request_bytes.h"
#include "app/http/wire_log.h"

#include <QCoreApplication>
#include <array>

namespace tailboard::http {

using namespace std::chrono_literals;
using base::Error;
using base::ErrorKind;

namespace {

constexpr qint64 turnBudget = 4; // ms; a frame is 16.7
constexpr qsizetype pieceSize = 64 * 1024;
/// Packed bytes come out up to some hundred times as many: smaller pieces keep a turn within its budget.
constexpr qsizetype packedPieceSize = 4 * 1024;

/// One buffer for all exchanges: everything is on the GUI thread, and pieces hold during a signal only. Nested use (a
/// slot that makes another exchange read) does not happen, since reading starts from the event loop only.
std::array<char, pieceSize>& pieceBuffer()
{
    static std::array<char, pieceSize> buffer;
    return buffer;
}

QString say(const char* text)
{
    return QCoreApplication::translate("http", text);
}

} // namespace

ClientExchange::ClientExchange(Pool* pool, Request request)
    : m_pool(pool)
    , m_endpoint(pool->endpoint())
    , m_request(std::move(request))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ClientExchange::onPhaseLimit);
    // A Client that dies takes its connections along.
    connect(pool, &QObject::destroyed, this, [this] {
        if (m_phase == Phase::Over) return;
        m_timer.stop();
        m_phase = Phase::Over;
        if (m_connection) {
            // Not at once: a slot may have deleted the Client from inside one of the socket's signals.
            m_connection->disconnect(this);
            m_connection.release()->deleteLater();
        }
        const Error error = m_wasSent && m_request.isWrite() ? unknownOutcome(m_endpoint, cancelledError(m_endpoint), 0)
                                                             : cancelledError(m_endpoint);
        QMetaObject::invokeMethod(
            this, [this, error] { emit failed(error); }, Qt::QueuedConnection);
    });
    m_age.start();
    armTimer();
}

ClientExchange::~ClientExchange()
{
    abort();
}

void ClientExchange::abort()
{
    if (m_phase == Phase::Over) return;
    m_phase = Phase::Over;
    letGo(false);
}

QByteArray ClientExchange::withoutSecrets(const QByteArray& text) const
{
    return m_pool ? m_pool->withoutSecrets(text) : QByteArray();
}

void ClientExchange::begin(bool holdsSlot)
{
    if (m_phase != Phase::Queued || !m_pool) return;
    m_holdsSlot = holdsSlot;
    std::unique_ptr<Connection> idle;
    // A write always goes over a fresh connection: there, no answer never means a dead old connection.
    if (!m_request.isWrite() && holdsSlot) idle = m_pool->takeIdle();
    m_isReused = idle != nullptr;
    connectTo(idle ? std::move(idle) : m_pool->makeFresh(!holdsSlot));
}

void ClientExchange::connectTo(std::unique_ptr<Connection> connection)
{
    m_phase = Phase::Connecting;
    m_connection = std::move(connection);
    m_deadline = -1; // the connection keeps its own limit
    armTimer();
    connect(m_connection.get(), &Connection::readable, this, &ClientExchange::onReadable);
    connect(m_connection.get(), &Connection::ended, this, &ClientExchange::onEnded);
    connect(m_connection.get(), &Connection::failed, this, &ClientExchange::onConnectFailed);
    connect(m_connection.get(), &Connection::written, this, [this] {
        // The wait for the first byte counts from the request's last one.
        if (m_phase == Phase::FirstByte) setDeadline(m_request.limits.firstByte);
    });
    if (m_connection->isOpen())
        onOpened();
    else {
        connect(m_connection.get(), &Connection::opened, this, &ClientExchange::onOpened);
        m_connection->open(m_request.limits.connect);
    }
}

void ClientExchange::onOpened()
{
    if (m_phase != Phase::Connecting || !m_pool) return;
    const auto bytes = requestBytes(m_endpoint, m_request, m_pool->credentials());
    if (!bytes) {
        QMetaObject::invokeMethod(
            this, [this, error = bytes.error()] { fail(error); }, Qt::QueuedConnection);
        return;
    }
    Http1Parser::Bounds bounds;
    bounds.headBytes = m_request.limits.headBytes;
    m_parser.emplace(m_request.method == "HEAD", bounds);
    m_phase = Phase::FirstByte;
    if (m_request.limits.total == 0ms) m_connection->keepAlive();
    logRequest(m_endpoint, m_request, m_pool->credentials().headerName);
    m_wasSent = true;
    ++m_connection->uses;
    setDeadline(m_request.limits.firstByte);
    m_connection->write(*bytes);
}

void ClientExchange::onConnectFailed(const Error& error)
{
    if (m_phase == Phase::Connecting) fail(error);
}

void ClientExchange::onReadable()
{
    if (!m_isPaused && !m_isPumpDue) pump();
}

void ClientExchange::onEnded()
{
    schedulePump();
}

void ClientExchange::setPaused(bool paused)
{
    if (m_isPaused == paused) return;
    m_isPaused = paused;
    if (m_phase == Phase::Body) setDeadline(paused ? 0ms : m_request.limits.quiet);
    if (!paused) schedulePump();
}

void ClientExchange::schedulePump()
{
    if (m_isPumpDue || m_phase == Phase::Over) return;
    m_isPumpDue = true;
    // A timer and not a posted event: other events get their turn in between.
    QTimer::singleShot(0, this, [this] {
        m_isPumpDue = false;
        if (!m_isPaused) pump();
    });
}

void ClientExchange::pump()
{
    if (m_isPumping || !m_connection || !m_parser || m_phase == Phase::Over) return;
    m_isPumping = true;
    const QPointer<ClientExchange> self(this);
    QElapsedTimer spent;
    spent.start();
    auto& buffer = pieceBuffer();
    bool hasRead = false;
    while (!m_isPaused) {
        const qint64 size = m_connection->read(buffer.data(), m_inflate ? packedPieceSize : pieceSize);
        if (size <= 0) break;
        hasRead = true;
        if (!feed(QByteArrayView(buffer.data(), size), self)) {
            if (self) m_isPumping = false;
            return;
        }
        if (spent.elapsed() >= turnBudget) break;
    }
    if (hasRead) {
        emit turnEnded();
        if (!self) return;
    }
    m_isPumping = false;
    if (m_phase == Phase::Over || m_isPaused || !m_connection) return;
    // What was left unread under a full buffer is not announced again.
    if (m_connection->available() > 0) return schedulePump();
    if (!m_connection->hasEnded()) return;
    if (!m_parser->hasBegun() && trySendingAgain()) return;
    if (m_parser->endOfInput() == Http1Parser::Event::End && m_phase == Phase::Body) return complete();
    if (!m_parser->hasBegun() && m_connection->endedByTls()) return fail(m_connection->tlsFailure());
    fail(cutError(m_endpoint, m_parser->hasBegun(), m_connection->endText()));
}

bool ClientExchange::feed(QByteArrayView bytes, const QPointer<ClientExchange>& self)
{
    if (m_phase == Phase::FirstByte) {
        m_phase = Phase::Head;
        setDeadline(m_request.limits.firstByte);
    } else if (m_phase == Phase::Body) {
        setDeadline(m_request.limits.quiet);
    }
    bool isComplete = false;
    while (true) {
        switch (m_parser->next(bytes)) {
        case Http1Parser::Event::NeedMore:
            if (isComplete) complete();
            return !isComplete;
        case Http1Parser::Event::Head:
            if (!onHead(self)) return false;
            break;
        case Http1Parser::Event::Body:
            if (!onBody(m_parser->bodyPiece(), self)) return false;
            break;
        case Http1Parser::Event::End:
            // Not yet told: bytes behind the message make it a fault.
            isComplete = true;
            break;
        case Http1Parser::Event::Fault:
            fail(parserError(m_endpoint, *m_parser));
            return false;
        }
    }
}

bool ClientExchange::onHead(const QPointer<ClientExchange>& self)
{
    const ResponseHead& head = m_parser->head();
    logHead(m_endpoint, m_request, head, m_pool ? m_pool->credentials().headerName : QByteArray(),
            [this](const QByteArray& text) { return withoutSecrets(text); });
    m_phase = Phase::Body;
    setDeadline(m_request.limits.quiet);
    const int status = head.status;
    if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) {
        Error error = redirectError(m_endpoint, status, withoutSecrets(head.header("Location")));
        m_wasSent = false; // an answer did come
        fail(std::move(error));
        return false;
    }
    const qint64 limit = m_request.limits.bodyBytes;
    if (limit >= 0 && m_parser->announcedLength() > limit) {
        fail(bodyTooLarge(m_endpoint, limit));
        return false;
    }
    const QByteArray coding = head.header("Content-Encoding").toLower();
    int codings = 0;
    for (const auto& [name, value] : head.headers)
        if (name.compare("content-encoding", Qt::CaseInsensitive) == 0) ++codings;
    if (codings == 1 && (coding == "gzip" || coding == "x-gzip")) {
        m_inflate = std::make_unique<Inflate>();
    } else if (codings > 1 || (codings == 1 && coding != "identity" && !coding.isEmpty())) {
        fail(encodingError(m_endpoint, say("It is packed in a way that was not asked for.")));
        return false;
    }
    emit headArrived(head);
    return self && m_phase != Phase::Over;
}

bool ClientExchange::onBody(QByteArrayView piece, const QPointer<ClientExchange>& self)
{
    if (!m_inflate) return deliver(piece, self);
    while (true) {
        switch (m_inflate->next(piece)) {
        case Inflate::Event::NeedMore:
            return true;
        case Inflate::Event::Piece:
            if (!deliver(m_inflate->piece(), self)) return false;
            break;
        case Inflate::Event::Fault:
            fail(encodingError(m_endpoint, say("Its gzip form is damaged.")));
            return false;
        case Inflate::Event::TooLarge:
            fail(bodyTooLarge(m_endpoint, m_request.limits.bodyBytes));
            return false;
        }
    }
}

bool ClientExchange::deliver(QByteArrayView piece, const QPointer<ClientExchange>& self)
{
    m_bodyBytes += piece.size();
    if (m_request.limits.bodyBytes >= 0 && m_bodyBytes > m_request.limits.bodyBytes) {
        fail(bodyTooLarge(m_endpoint, m_request.limits.bodyBytes));
        return false;
    }
    emit bodyArrived(piece);
    return self && m_phase != Phase::Over;
}

bool ClientExchange::trySendingAgain()
{
    if (m_request.isWrite() || !m_isReused || m_isResent || !m_pool) return false;
    m_isResent = true;
    m_isReused = false;
    m_connection->disconnect(this);
    m_connection.release()->deleteLater();
    connectTo(m_pool->makeFresh(!m_holdsSlot));
    return true;
}

void ClientExchange::complete()
{
    if (m_inflate && !m_inflate->isComplete())
        return fail(encodingError(m_endpoint, say("Its gzip form ends too early.")));
    m_phase = Phase::Over;
    letGo(m_parser->mayKeepAlive() && !m_connection->hasUnwritten());
    emit finished();
}

void ClientExchange::fail(Error error)
{
    if (m_phase == Phase::Over) return;
    const int statusSeen = m_parser ? m_parser->head().status : 0;
    if (m_request.isWrite() && m_wasSent) error = unknownOutcome(m_endpoint, error, statusSeen);
    m_phase = Phase::Over;
    letGo(false);
    emit failed(error);
}

void ClientExchange::letGo(bool mayReuse)
{
    m_timer.stop();
    if (m_connection) m_connection->disconnect(this);
    if (m_pool) {
        m_pool->release(std::move(m_connection), mayReuse, m_holdsSlot);
    } else if (m_connection) {
        m_connection.release()->deleteLater();
    }
    m_holdsSlot = false;
}

void ClientExchange::setDeadline(std::chrono::milliseconds limit)
{
    m_wait = limit;
    m_deadline = limit > 0ms ? m_age.elapsed() + limit.count() : -1;
    // A timer that fires too early is set again; only one that would be late must be moved.
    const int left = m_timer.remainingTime();
    if (m_deadline >= 0 && (left < 0 || m_age.elapsed() + left > m_deadline)) armTimer();
}

void ClientExchange::armTimer()
{
    qint64 next = m_request.limits.total > 0ms ? m_request.limits.total.count() : -1;
    if (m_deadline >= 0 && (next < 0 || m_deadline < next)) next = m_deadline;
    if (next < 0)
        m_timer.stop();
    else
        m_timer.start(static_cast<int>(std::max<qint64>(0, next - m_age.elapsed())));
}

void ClientExchange::onPhaseLimit()
{
    const qint64 now = m_age.elapsed();
    const auto total = m_request.limits.total;
    if (total > 0ms && now >= total.count())
        return fail(waitTimeout(m_endpoint, m_phase == Phase::Queued ? Wait::Queue : Wait::Total, total));
    if (m_deadline >= 0 && now >= m_deadline && (!m_connection || m_connection->available() == 0)) {
        const Wait wait = m_phase == Phase::FirstByte ? Wait::FirstByte
                          : m_phase == Phase::Head    ? Wait::Head
                                                      : Wait::Quiet;
        return fail(waitTimeout(m_endpoint, wait, m_wait));
    }
    // Fired early, or bytes are there that a busy turn has not read yet.
    if (m_deadline >= 0 && now >= m_deadline) m_deadline = now + 50;
    armTimer();
}

} // namespace tailboard::http
