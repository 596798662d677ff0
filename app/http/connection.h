// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/dial_map.h"
#include "app/base/error.h"
#include "app/http/endpoint.h"

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QSslConfiguration>
#include <QSslError>
#include <QTimer>
#include <chrono>
#include <memory>

class QAbstractSocket;
class QIODevice;
class QLocalSocket;
class QSslSocket;

namespace tailboard::http {

/// One socket to an endpoint: unix, TCP or TLS behind one face. No proxy, at most 1 MiB buffered for reading, own
/// limits on connecting. Knows nothing of HTTP. Deleting it closes the socket at once.
class Connection : public QObject
{
    Q_OBJECT

public:
    Connection(const Endpoint& endpoint, const base::DialMap& dialMap, const QSslConfiguration& tls);
    ~Connection() override;

    /// Connects. `limit` holds for unix and TCP, twice of it until TLS is up. opened() may be emitted at once,
    /// failed() never is.
    void open(std::chrono::milliseconds limit);
    bool isOpen() const { return m_stage == Stage::Open; }
    /// The other side has ended it, or it broke; what arrived can still be read.
    bool hasEnded() const { return m_stage == Stage::Ended; }
    /// The system's words for how it ended.
    const QString& endText() const { return m_endText; }
    /// Whether TLS itself ended it, with a refusal (a missing client certificate is refused after the handshake).
    bool endedByTls() const { return m_endedByTls; }

    void write(const QByteArray& bytes);
    bool hasUnwritten() const;
    qint64 available() const;
    /// Reads up to `size` bytes; 0 when there are none.
    qint64 read(char* to, qint64 size);
    /// Lets the system find out that the other side is gone during long silences.
    void keepAlive();

    base::Error tlsFailure() const;

    /// How many requests it has carried; 0 = fresh. Counted by its user.
    int uses = 0;
    /// When it was last given back to the pool.
    QElapsedTimer idleSince;

signals:
    void opened();
    void readable();
    void written();
    void ended();
    void failed(const tailboard::base::Error& error);

private:
    enum class Stage { Closed, Connecting, Handshake, Open, Ended };

    void dialLocally();
    void openSocket();
    void onUp();
    void onSocketError(int socketError);
    void onEnd(const QString& text);
    void onLimit();
    void fail(const base::Error& error);

    Endpoint m_endpoint;
    base::DialTarget m_dialled;
    QSslConfiguration m_tls;
    std::unique_ptr<QIODevice> m_device;
    QAbstractSocket* m_socket = nullptr;   ///< m_device when TCP or TLS
    QSslSocket* m_tlsSocket = nullptr;     ///< m_device when TLS
    QLocalSocket* m_localSocket = nullptr; ///< m_device when unix
    QTimer m_limitTimer;
    QTimer m_retryTimer; ///< unix: when to knock again at a full queue
    std::chrono::milliseconds m_limit{0};
    QList<QSslError> m_tlsFaults;
    QString m_endText;
    Stage m_stage = Stage::Closed;
    bool m_endedByTls = false;
};

} // namespace tailboard::http
