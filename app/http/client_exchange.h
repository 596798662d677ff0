// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/connection.h"
#include "app/http/exchange.h"
#include "app/http/failures.h"
#include "app/http/http1_parser.h"
#include "app/http/inflate.h"
#include "app/http/request.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <memory>
#include <optional>

namespace tailboard::http {

class Pool;

/// One request of a Client: waits for its turn, sends once (a read a second time when a reused connection proves dead
/// before the first byte), reads in budgeted turns, keeps the limits.
class ClientExchange final : public Exchange
{
    Q_OBJECT

public:
    ClientExchange(Pool* pool, Request request);
    ~ClientExchange() override;

    void abort() override;
    void setPaused(bool paused) override;
    QByteArray withoutSecrets(const QByteArray& text) const override;

    /// The pool's call: it is this exchange's turn. `holdsSlot`: one of the pool's places is taken for it.
    void begin(bool holdsSlot);
    bool isOver() const { return m_phase == Phase::Over; }
    const Request& request() const { return m_request; }

private:
    enum class Phase { Queued, Connecting, FirstByte, Head, Body, Over };

    void connectTo(std::unique_ptr<Connection> connection);
    void onOpened();
    void onReadable();
    void onEnded();
    void onConnectFailed(const base::Error& error);
    void onPhaseLimit();
    void pump();
    /// Reads and hands out one piece of the socket's bytes; false when the exchange is over or was deleted.
    bool feed(QByteArrayView bytes, const QPointer<ClientExchange>& self);
    bool onHead(const QPointer<ClientExchange>& self);
    bool onBody(QByteArrayView piece, const QPointer<ClientExchange>& self);
    bool deliver(QByteArrayView piece, const QPointer<ClientExchange>& self);
    bool trySendingAgain();
    void schedulePump();
    void setDeadline(std::chrono::milliseconds limit);
    void armTimer();
    void complete();
    /// Ends with `error`, or with Unknown when a write was already under way.
    void fail(base::Error error);
    void letGo(bool mayReuse);

    QPointer<Pool> m_pool;
    Endpoint m_endpoint; ///< kept for the texts when the pool is gone
    Request m_request;
    std::unique_ptr<Connection> m_connection;
    std::optional<Http1Parser> m_parser;
    std::unique_ptr<Inflate> m_inflate;
    QElapsedTimer m_age;                 ///< since it was asked for
    qint64 m_deadline = -1;              ///< of the present wait, in ms of m_age; -1: none
    QTimer m_timer;                      ///< fires at the deadline or earlier, and is then set again
    std::chrono::milliseconds m_wait{0}; ///< the limit behind the deadline, for the text
    qint64 m_bodyBytes = 0;
    Phase m_phase = Phase::Queued;
    bool m_holdsSlot = false;
    bool m_wasSent = false;
    bool m_isReused = false;
    bool m_isResent = false;
    bool m_isPaused = false;
    bool m_isPumpDue = false;
    bool m_isPumping = false;
};

} // namespace tailboard::http
