// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/connection_pool.h"

#include "app/http/connection.h"

#include <QMetaObject>
#include <algorithm>

namespace tailboard::http {

ConnectionPool::ConnectionPool(const Endpoint& endpoint, const base::DialMap& dialMap, QObject* parent)
    : QObject(parent)
    , m_endpoint(endpoint)
    , m_dialMap(dialMap)
{}

ConnectionPool::~ConnectionPool() = default;

void ConnectionPool::setMaxConnections(int count)
{
    m_max = std::max(1, count);
}

void ConnectionPool::acquire(QObject* owner, bool fresh, Taker take)
{
    m_waiting.push_back({owner, fresh, std::move(take)});
    serve();
}

std::unique_ptr<Connection> ConnectionPool::makeUncounted()
{
    return std::make_unique<Connection>(m_endpoint, m_dialMap);
}

void ConnectionPool::release(std::unique_ptr<Connection> connection)
{
    --m_busy;
    if (connection && connection->isOpen() && !connection->hasBytes()) {
        connection->disconnect();
        // A server closes idle connections when it likes; the socket tells, and the connection is dropped on the spot.
        Connection* const raw = connection.get();
        const auto drop = [this, raw] {
            const auto found =
                std::find_if(m_idle.begin(), m_idle.end(), [raw](const auto& c) { return c.get() == raw; });
            if (found == m_idle.end()) return;
            found->release()->deleteLater();
            m_idle.erase(found);
        };
        connect(raw, &Connection::closed, this, drop);
        connect(raw, &Connection::failed, this, drop);
        connect(raw, &Connection::readable, this, drop); // nobody asked for anything
        m_idle.push_back(std::move(connection));
    } else if (connection) {
        connection.release()->deleteLater();
    }
    serve();
}

void ConnectionPool::dropIdle()
{
    for (auto& connection : m_idle)
        connection.release()->deleteLater();
    m_idle.clear();
}

void ConnectionPool::serve()
{
    if (m_isServing || m_waiting.empty()) return;
    m_isServing = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_isServing = false;
            while (!m_waiting.empty() && m_busy < m_max) {
                Waiting waiting = std::move(m_waiting.front());
                m_waiting.pop_front();
                if (!waiting.owner) continue;
                std::unique_ptr<Connection> connection;
                while (!waiting.fresh && !connection && !m_idle.empty()) {
                    connection = std::move(m_idle.back());
                    m_idle.pop_back();
                    connection->disconnect(this);
                    if (!connection->isOpen() || connection->hasBytes()) connection.release()->deleteLater();
                }
                const bool isReused = connection != nullptr;
                if (!connection) connection = makeUncounted();
                ++m_busy;
                waiting.take(std::move(connection), isReused);
            }
        },
        Qt::QueuedConnection);
}

} // namespace tailboard::http
