// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/pool.h"

#include "app/http/client_exchange.h"
#include "app/http/tls_setup.h"

#include <algorithm>

namespace tailboard::http {

using namespace std::chrono_literals;

namespace {

// Go's servers end idle connections after one to three minutes; a connection through a tailnet can die without a word.
constexpr auto longestIdle = 30s;

/// The connection may be inside its own signal: an exchange gives it back, and its user deletes the client, or drops
/// the idle ones, before the socket's function has returned.
void discard(std::unique_ptr<Connection> connection)
{
    connection->disconnect();
    connection.release()->deleteLater();
}

} // namespace

Pool::Pool(Endpoint endpoint, base::DialMap dialMap, Credentials credentials)
    : m_endpoint(std::move(endpoint))
    , m_dialMap(std::move(dialMap))
    , m_credentials(std::move(credentials))
{
    m_idleTimer.setSingleShot(true);
    m_idleTimer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_idleTimer, &QTimer::timeout, this, &Pool::dropIdle);
}

Pool::~Pool()
{
    dropAllIdle();
}

void Pool::setMaxConnections(int count)
{
    m_maxConnections = std::max(1, count);
    scheduleDispatch();
}

void Pool::enqueue(ClientExchange* exchange, bool isApart)
{
    if (isApart)
        m_apart.emplace_back(exchange);
    else
        m_waiting.emplace_back(exchange);
    scheduleDispatch();
}

void Pool::scheduleDispatch()
{
    if (m_isDispatchDue) return;
    m_isDispatchDue = true;
    QMetaObject::invokeMethod(this, &Pool::dispatch, Qt::QueuedConnection);
}

void Pool::dispatch()
{
    m_isDispatchDue = false;
    // Nothing below emits to users: connections tell their failures in a later turn.
    for (const auto& exchange : std::exchange(m_apart, {}))
        if (exchange) exchange->begin(false);
    while (m_busy < m_maxConnections && !m_waiting.empty()) {
        const QPointer<ClientExchange> exchange = m_waiting.front();
        m_waiting.pop_front();
        if (!exchange || exchange->isOver()) continue;
        ++m_busy;
        exchange->begin(true);
    }
}

std::unique_ptr<Connection> Pool::takeIdle()
{
    while (!m_idle.empty()) {
        std::unique_ptr<Connection> connection = std::move(m_idle.back());
        m_idle.pop_back();
        connection->disconnect(this);
        const bool isYoung = !connection->idleSince.hasExpired(std::chrono::milliseconds(longestIdle).count());
        if (connection->isOpen() && connection->available() == 0 && isYoung) return connection;
    }
    return nullptr;
}

std::unique_ptr<Connection> Pool::makeFresh(bool isApart)
{
    // Idle sockets count, too: never more than maxConnections in all.
    while (!isApart && !m_idle.empty() && m_busy + static_cast<int>(m_idle.size()) > m_maxConnections)
        m_idle.erase(m_idle.begin());
    if (!m_tls) m_tls = m_endpoint.kind == Endpoint::Kind::Tls ? tlsConfiguration(m_endpoint.tls) : QSslConfiguration();
    return std::make_unique<Connection>(m_endpoint, m_dialMap, *m_tls);
}

void Pool::release(std::unique_ptr<Connection> connection, bool mayReuse, bool hadSlot)
{
    if (hadSlot) --m_busy;
    if (connection && mayReuse && connection->isOpen() && m_busy + static_cast<int>(m_idle.size()) < m_maxConnections) {
        Connection* kept = connection.get();
        kept->idleSince.start();
        // Whatever happens on an idle connection, its end or bytes nobody asked for, makes it useless.
        const auto drop = [this, kept] { forget(kept); };
        connect(kept, &Connection::ended, this, drop, Qt::QueuedConnection);
        connect(kept, &Connection::readable, this, drop, Qt::QueuedConnection);
        m_idle.push_back(std::move(connection));
        if (!m_idleTimer.isActive()) m_idleTimer.start(longestIdle);
    } else if (connection) {
        discard(std::move(connection));
    }
    if (!m_waiting.empty()) scheduleDispatch();
}

void Pool::forget(Connection* connection)
{
    std::erase_if(m_idle, [&](const auto& idle) {
        return idle.get() == connection && (!idle->isOpen() || idle->available() > 0);
    });
}

void Pool::dropIdle()
{
    if (sender() == &m_idleTimer) {
        std::erase_if(m_idle, [](const auto& idle) {
            return idle->idleSince.hasExpired(std::chrono::milliseconds(longestIdle).count());
        });
        if (!m_idle.empty()) m_idleTimer.start(longestIdle);
        return;
    }
    dropAllIdle();
}

void Pool::dropAllIdle()
{
    for (auto& idle : std::exchange(m_idle, {}))
        discard(std::move(idle));
}

QByteArray Pool::withoutSecrets(QByteArray text) const
{
    const QByteArray& value = m_credentials.headerValue;
    if (value.isEmpty() || text.isEmpty()) return text;
    text.replace(value, "•••");
    // "Basic abc": the part behind the scheme is the secret; and what it is made of.
    const qsizetype space = value.indexOf(' ');
    if (space < 0) return text;
    const QByteArray secret = value.sliced(space + 1).trimmed();
    if (!secret.isEmpty()) text.replace(secret, "•••");
    const QByteArray pair = QByteArray::fromBase64(secret);
    const QByteArray password = pair.sliced(pair.indexOf(':') + 1);
    if (password.size() >= 4) text.replace(password, "•••");
    return text;
}

} // namespace tailboard::http
