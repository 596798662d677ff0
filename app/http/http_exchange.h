// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/connection_pool.h"
#include "app/http/errors.h"
#include "app/http/exchange.h"
#include "app/http/http1_parser.h"
#include "app/http/inflate.h"
#include "app/http/request.h"

#include <memory>
#include <optional>

class QTimer;

namespace tailboard::http {

/// One request on one connection, with its limits. Everything it emits may delete it, so that after each emit it looks
/// whether it still lives.
class HttpExchange final : public Exchange
{
    Q_OBJECT

public:
    /// `head` is the whole request head as it goes out, credentials included; `pool` may die before the exchange.
    HttpExchange(const Request& request, QByteArray head, ConnectionPool* pool);
    ~HttpExchange() override;

    void abort() override;
    void setPaused(bool paused) override;

private:
    bool isStream() const { return m_request.limits.total.count() == 0 && m_request.limits.quiet.count() == 0; }
    void begin();
    void take(std::unique_ptr<Connection> connection, bool isReused);
    void sendRequest();
    void readSome();
    /// Feeds the parser; false when the exchange ended or was deleted.
    bool feed(QByteArrayView input);
    bool deliver(QByteArrayView piece);
    bool deliverInflated(QByteArrayView piece);
    bool takeHead();
    void connectionEnded(const std::optional<base::Error>& error);
    void arm(Limit limit, std::chrono::milliseconds after);
    void succeed();
    void fail(const base::Error& error);
    void letGo(bool reusable);

    Request m_request;
    QByteArray m_head;
    QPointer<ConnectionPool> m_pool;
    Endpoint m_endpoint;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<Http1Parser> m_parser;
    std::unique_ptr<Inflate> m_inflate;
    QTimer* m_phaseTimer;
    QTimer* m_totalTimer;
    Limit m_phase = Limit::Connect;
    qint64 m_bodyBytes = 0;
    bool m_isCounted = false; ///< holds a place in the pool
    bool m_isReused = false;
    bool m_wasResent = false;
    bool m_isSent = false;
    bool m_isPaused = false;
    bool m_isReadQueued = false;
    bool m_isClosed = false; ///< the other side ended it, bytes may be left
    bool m_isOver = false;
};

} // namespace tailboard::http
