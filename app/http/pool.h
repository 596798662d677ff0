// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/dial_map.h"
#include "app/http/client.h"
#include "app/http/connection.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace tailboard::http {

class ClientExchange;

/// The sockets of one Client and the order in which exchanges get one. An exchange owns its connection while it uses
/// it, and gives it back when another read may follow on it.
class Pool : public QObject
{
    Q_OBJECT

public:
    Pool(Endpoint endpoint, base::DialMap dialMap, Credentials credentials);
    ~Pool() override;

    const Endpoint& endpoint() const { return m_endpoint; }
    const Credentials& credentials() const { return m_credentials; }
    void setMaxConnections(int count);

    /// Puts an exchange at the end of the queue, or straight to work (in the next turn) when it `isApart`.
    void enqueue(ClientExchange* exchange, bool isApart);
    /// An idle connection for a read; null when there is none.
    std::unique_ptr<Connection> takeIdle();
    std::unique_ptr<Connection> makeFresh(bool isApart);
    /// The exchange is over or sends again; its slot is free. `connection` may be null; it is kept when `mayReuse`.
    void release(std::unique_ptr<Connection> connection, bool mayReuse, bool hadSlot);
    void dropIdle();
    /// Replaces the credentials wherever they stand in `text`.
    QByteArray withoutSecrets(QByteArray text) const;

private:
    void scheduleDispatch();
    void dispatch();
    void forget(Connection* connection);
    void dropAllIdle();

    Endpoint m_endpoint;
    base::DialMap m_dialMap;
    Credentials m_credentials;
    std::optional<QSslConfiguration> m_tls;
    std::deque<QPointer<ClientExchange>> m_waiting;
    std::vector<QPointer<ClientExchange>> m_apart;   ///< those without a place in the queue, to be begun
    std::vector<std::unique_ptr<Connection>> m_idle; ///< the youngest last
    QTimer m_idleTimer;
    int m_maxConnections = 4;
    int m_busy = 0; ///< exchanges that hold one of the maxConnections slots
    bool m_isDispatchDue = false;
};

} // namespace tailboard::http
