// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/connection.h"

#include "app/http/errors.h"

#include <QLocalSocket>
#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

namespace tailboard::http {

namespace {

/// Without a bound Qt buffers whatever comes, as fast as it comes.
constexpr qint64 readBuffer = 1 << 20;

} // namespace

Connection::Connection(const Endpoint& endpoint, const base::DialMap& dialMap, QObject* parent)
    : QObject(parent)
    , m_endpoint(endpoint)
    , m_limit(new QTimer(this))
{
    if (endpoint.kind != Endpoint::Kind::UnixSocket) m_dialled = dialMap.resolve(endpoint.address);
    m_limit->setSingleShot(true);
}

Connection::~Connection()
{
    m_isOver = true;
    if (m_device) m_device->disconnect(this);
    abort();
}

void Connection::open(std::chrono::milliseconds limit)
{
    // A unix socket whose backlog is full (a frozen daemon) gives no error and makes Qt spin until its own 30 s limit
    // (6.4.2): our limit with abort() is what ends it.
    const bool isTls = m_endpoint.kind == Endpoint::Kind::Tls;
    connect(m_limit, &QTimer::timeout, this,
            [this, limit] { report(timeoutError(m_endpoint, Limit::Connect, limit)); });
    m_limit->start(isTls ? 2 * limit : limit);
    switch (m_endpoint.kind) {
    case Endpoint::Kind::UnixSocket:
        openLocal();
        break;
    case Endpoint::Kind::Tcp:
        openTcp();
        break;
    case Endpoint::Kind::Tls:
        openTls();
        break;
    }
}

void Connection::openLocal()
{
    m_local = new QLocalSocket(this);
    m_device = m_local;
    m_local->setReadBufferSize(readBuffer);
    connect(m_local, &QLocalSocket::connected, this, &Connection::becomeOpen);
    connect(m_local, &QLocalSocket::readyRead, this, &Connection::readable);
    connect(m_local, &QLocalSocket::disconnected, this, [this] {
        if (m_isOpen && !m_isOver) emit closed();
    });
    connect(m_local, &QLocalSocket::errorOccurred, this, [this](QLocalSocket::LocalSocketError code) {
        if (code == QLocalSocket::PeerClosedError) return; // disconnected() follows
        report(localSocketError(m_endpoint, code, m_local->errorString()));
    });
    m_local->connectToServer(m_endpoint.socketPath);
}

void Connection::openTcp()
{
    m_tcp = new QTcpSocket(this);
    m_device = m_tcp;
    m_tcp->setProxy(QNetworkProxy::NoProxy);
    m_tcp->setReadBufferSize(readBuffer);
    connect(m_tcp, &QTcpSocket::connected, this, [this] {
        m_tcp->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_tcp->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
        becomeOpen();
    });
    connect(m_tcp, &QTcpSocket::readyRead, this, &Connection::readable);
    connect(m_tcp, &QTcpSocket::disconnected, this, [this] {
        if (m_isOpen && !m_isOver) emit closed();
    });
    connect(m_tcp, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError code) {
        if (m_isOpen && code == QAbstractSocket::RemoteHostClosedError) return; // disconnected() follows
        report(tcpError(m_endpoint, code, m_tcp->errorString()));
    });
    m_tcp->connectToHost(m_dialled.host, m_dialled.port);
}

void Connection::openTls()
{
    m_tls = new QSslSocket(this);
    m_device = m_tls;
    m_tls->setProxy(QNetworkProxy::NoProxy);
    m_tls->setReadBufferSize(readBuffer);
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    // Adding is cheap; asking for the system's list as a list costs 137 ms (Qt 6.4.2).
    if (!m_endpoint.tls.extraAuthorities.isEmpty()) configuration.addCaCertificates(m_endpoint.tls.extraAuthorities);
    if (!m_endpoint.tls.clientCertificate.isNull()) {
        configuration.setLocalCertificate(m_endpoint.tls.clientCertificate);
        configuration.setPrivateKey(m_endpoint.tls.clientKey);
    }
    m_tls->setSslConfiguration(configuration);
    const QString name = m_endpoint.tls.serverName.isEmpty() ? m_endpoint.address.host : m_endpoint.tls.serverName;
    connect(m_tls, &QSslSocket::encrypted, this, &Connection::becomeOpen);
    connect(m_tls, &QSslSocket::readyRead, this, &Connection::readable);
    connect(m_tls, &QSslSocket::sslErrors, this, [this](const QList<QSslError>& errors) { m_tlsErrors = errors; });
    connect(m_tls, &QSslSocket::disconnected, this, [this] {
        if (m_isOpen && !m_isOver) emit closed();
    });
    connect(m_tls, &QSslSocket::errorOccurred, this, [this](QAbstractSocket::SocketError code) {
        if (m_isOpen && code == QAbstractSocket::RemoteHostClosedError) return;
        if (code == QAbstractSocket::SslHandshakeFailedError || !m_tlsErrors.isEmpty())
            report(tlsError(m_endpoint, m_tlsErrors, m_tls->errorString()));
        else
            report(tcpError(m_endpoint, code, m_tls->errorString()));
    });
    m_tls->connectToHostEncrypted(m_dialled.host, m_dialled.port, name);
}

void Connection::becomeOpen()
{
    m_limit->stop();
    m_isOpen = true;
    emit opened();
}

void Connection::report(const base::Error& error)
{
    if (m_isOver) return;
    m_isOver = true;
    m_isOpen = false;
    m_limit->stop();
    // The socket may be in the middle of its own function: it is left to end by itself, unless it is still connecting.
    if (m_local && m_local->state() == QLocalSocket::ConnectingState)
        QTimer::singleShot(0, m_local, &QLocalSocket::abort);
    emit failed(error);
}

void Connection::write(const QByteArray& bytes)
{
    m_device->write(bytes);
}

QByteArray Connection::read(qint64 most)
{
    return m_device ? m_device->read(most) : QByteArray();
}

bool Connection::hasBytes() const
{
    return m_device && m_device->bytesAvailable() > 0;
}

bool Connection::isOpen() const
{
    if (!m_isOpen || m_isOver) return false;
    if (m_local) return m_local->state() == QLocalSocket::ConnectedState;
    const QTcpSocket* socket = m_tls ? m_tls : m_tcp;
    return socket->state() == QAbstractSocket::ConnectedState;
}

void Connection::abort()
{
    m_isOver = true;
    m_isOpen = false;
    m_limit->stop();
    if (m_local) m_local->abort();
    if (m_tcp) m_tcp->abort();
    if (m_tls) m_tls->abort();
}

} // namespace tailboard::http
