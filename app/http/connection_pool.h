// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/dial_map.h"
#include "app/http/endpoint.h"

#include <QObject>
#include <QPointer>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace tailboard::http {

class Connection;

/// The sockets of one Client: hands out idle or new ones up to a bound and lets the rest wait in order.
class ConnectionPool : public QObject
{
    Q_OBJECT

public:
    /// Gets the connection; `isReused` when it has carried an exchange before. Not yet open when new.
    using Taker = std::function<void(std::unique_ptr<Connection> connection, bool isReused)>;

    ConnectionPool(const Endpoint& endpoint, const base::DialMap& dialMap, QObject* parent = nullptr);
    ~ConnectionPool() override;

    void setMaxConnections(int count);
    const Endpoint& endpoint() const { return m_endpoint; }

    /// Calls `take` when a place is free, in a later turn of the event loop, unless `owner` is gone by then. `fresh`
    /// asks for a connection that carried nothing.
    void acquire(QObject* owner, bool fresh, Taker take);
    /// A connection outside of the bound, for streams that stay.
    std::unique_ptr<Connection> makeUncounted();
    /// Gives a connection of acquire() back for the next one; nullptr when it ended.
    void release(std::unique_ptr<Connection> connection);
    void dropIdle();

private:
    struct Waiting
    {
        QPointer<QObject> owner;
        bool fresh;
        Taker take;
    };

    void serve();

    Endpoint m_endpoint;
    base::DialMap m_dialMap;
    int m_max = 4;
    int m_busy = 0;
    bool m_isServing = false;
    std::vector<std::unique_ptr<Connection>> m_idle;
    std::deque<Waiting> m_waiting;
};

} // namespace tailboard::http
