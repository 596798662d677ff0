// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/dial_map.h"
#include "app/base/error.h"
#include "app/http/endpoint.h"

#include <QObject>
#include <chrono>

class QIODevice;
class QLocalSocket;
class QSslSocket;
class QTcpSocket;
class QTimer;

namespace tailboard::http {

/// One socket to an endpoint: unix, TCP or TLS behind one face. Never uses a proxy. Signals may come from inside
/// open(), as QLocalSocket reports some failures before connectToServer() returns.
class Connection : public QObject
{
    Q_OBJECT

public:
    Connection(const Endpoint& endpoint, const base::DialMap& dialMap, QObject* parent = nullptr);
    ~Connection() override;

    /// Connects; one of opened() and failed() follows within `limit` (TLS: twice that).
    void open(std::chrono::milliseconds limit);
    void write(const QByteArray& bytes);
    /// Up to `most` bytes; empty when nothing is there.
    QByteArray read(qint64 most);
    bool hasBytes() const;
    bool isOpen() const;
    void abort();

    /// How many exchanges it has carried; kept by the Client.
    int uses = 0;

signals:
    void opened();
    void readable();
    /// The other side ended it; bytes that came before can still be read.
    void closed();
    /// It could not be opened, or broke.
    void failed(const tailboard::base::Error& error);

private:
    void openLocal();
    void openTcp();
    void openTls();
    void report(const base::Error& error);
    void becomeOpen();

    Endpoint m_endpoint;
    base::DialTarget m_dialled;
    QTimer* m_limit;
    QIODevice* m_device = nullptr;
    QLocalSocket* m_local = nullptr;
    QTcpSocket* m_tcp = nullptr;
    QSslSocket* m_tls = nullptr;
    QList<QSslError> m_tlsErrors;
    bool m_isOpen = false;
    bool m_isOver = false;
};

} // namespace tailboard::http
