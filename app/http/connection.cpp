// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/connection.h"

#include "app/http/failures.h"
#include "app/http/local_dial.h"
#include "app/http/tls_setup.h"

#include <QLocalSocket>
#include <QNetworkProxy>
#include <QSslSocket>
#include <QTcpSocket>
#include <cerrno>

namespace tailboard::http {

namespace {

constexpr qint64 readBuffer = 1 << 20;
constexpr std::chrono::milliseconds knockAgain{50};

bool isTlsFault(int socketError)
{
    return socketError == QAbstractSocket::SslHandshakeFailedError ||
           socketError == QAbstractSocket::SslInternalError || socketError == QAbstractSocket::SslInvalidUserDataError;
}

} // namespace

Connection::Connection(const Endpoint& endpoint, const base::DialMap& dialMap, const QSslConfiguration& tls)
    : m_endpoint(endpoint)
    , m_dialled(endpoint.kind == Endpoint::Kind::UnixSocket ? endpoint.address : dialMap.resolve(endpoint.address))
    , m_tls(tls)
{
    m_limitTimer.setSingleShot(true);
    connect(&m_limitTimer, &QTimer::timeout, this, &Connection::onLimit);
}

Connection::~Connection()
{
    if (!m_device) return;
    m_device->disconnect(this);
    if (m_socket) m_socket->abort();
    if (m_localSocket) m_localSocket->abort();
}

void Connection::open(std::chrono::milliseconds limit)
{
    m_stage = Stage::Connecting;
    m_limit = limit;
    m_limitTimer.start(limit);
    if (m_endpoint.kind == Endpoint::Kind::UnixSocket)
        dialLocally();
    else
        openSocket();
}

void Connection::dialLocally()
{
    auto socket = std::make_unique<QLocalSocket>();
    m_localSocket = socket.get();
    m_device = std::move(socket);
    m_localSocket->setReadBufferSize(readBuffer);
    connect(m_localSocket, &QLocalSocket::readyRead, this, &Connection::readable);
    connect(m_localSocket, &QLocalSocket::bytesWritten, this, &Connection::written);
    connect(m_localSocket, &QLocalSocket::disconnected, this, [this] { onEnd(m_localSocket->errorString()); });
#ifdef Q_OS_UNIX
    m_retryTimer.setSingleShot(true);
    const auto knock = [this] {
        const LocalDial dial = dialLocal(m_endpoint.socketPath);
        if (dial.descriptor >= 0) {
            if (m_localSocket->setSocketDescriptor(dial.descriptor))
                onUp();
            else
                fail(localDialError(m_endpoint, EIO));
        } else if (dial.errorNumber == EAGAIN) {
            m_retryTimer.start(knockAgain);
        } else {
            fail(localDialError(m_endpoint, dial.errorNumber));
        }
    };
    connect(&m_retryTimer, &QTimer::timeout, this, knock);
    knock();
#else
    connect(m_localSocket, &QLocalSocket::connected, this, &Connection::onUp);
    connect(m_localSocket, &QLocalSocket::errorOccurred, this, [this](QLocalSocket::LocalSocketError socketError) {
        if (m_stage != Stage::Connecting) return;
        const bool isDenied = socketError == QLocalSocket::SocketAccessError;
        const bool isAbsent = socketError == QLocalSocket::ServerNotFoundError;
        fail(localDialError(m_endpoint, isDenied ? EACCES : isAbsent ? ENOENT : ECONNREFUSED));
    });
    m_localSocket->connectToServer(m_endpoint.socketPath);
#endif
}

void Connection::openSocket()
{
    if (m_endpoint.kind == Endpoint::Kind::Tls) {
        auto socket = std::make_unique<QSslSocket>();
        m_tlsSocket = socket.get();
        m_socket = socket.get();
        m_device = std::move(socket);
        m_tlsSocket->setSslConfiguration(m_tls);
        m_tlsSocket->setPeerVerifyName(tlsName(m_endpoint));
        connect(m_tlsSocket, &QSslSocket::sslErrors, this,
                [this](const QList<QSslError>& faults) { m_tlsFaults = faults; });
        connect(m_tlsSocket, &QSslSocket::encrypted, this, &Connection::onUp);
        connect(m_tlsSocket, &QSslSocket::encryptedBytesWritten, this, &Connection::written);
    } else {
        auto socket = std::make_unique<QTcpSocket>();
        m_socket = socket.get();
        m_device = std::move(socket);
        connect(m_socket, &QAbstractSocket::bytesWritten, this, &Connection::written);
    }
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setReadBufferSize(readBuffer);
    connect(m_socket, &QAbstractSocket::readyRead, this, &Connection::readable);
    connect(m_socket, &QAbstractSocket::errorOccurred, this, &Connection::onSocketError);
    connect(m_socket, &QAbstractSocket::disconnected, this, [this] { onEnd(m_socket->errorString()); });
    connect(m_socket, &QAbstractSocket::connected, this, [this] {
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        if (!m_tlsSocket) return onUp();
        m_stage = Stage::Handshake;
        // Until twice the limit, from the start on.
        m_limitTimer.start(m_limit + m_limitTimer.remainingTimeAsDuration());
    });
    if (m_tlsSocket)
        m_tlsSocket->connectToHostEncrypted(m_dialled.host, m_dialled.port, tlsName(m_endpoint));
    else
        m_socket->connectToHost(m_dialled.host, m_dialled.port);
}

void Connection::onUp()
{
    m_limitTimer.stop();
    m_stage = Stage::Open;
    emit opened();
}

void Connection::onSocketError(int socketError)
{
    if (m_stage == Stage::Connecting && !isTlsFault(socketError)) {
        fail(dialError(m_endpoint, m_dialled, static_cast<QAbstractSocket::SocketError>(socketError),
                       m_socket->errorString()));
    } else if (m_stage == Stage::Connecting || m_stage == Stage::Handshake) {
        fail(tlsFailure());
    } else if (m_stage == Stage::Open) {
        m_endedByTls = isTlsFault(socketError);
        onEnd(m_socket->errorString());
    }
}

base::Error Connection::tlsFailure() const
{
    return tlsError(m_endpoint, m_tlsFaults, m_tlsSocket ? m_tlsSocket->peerCertificate() : QSslCertificate(),
                    m_endText.isEmpty() && m_socket ? m_socket->errorString() : m_endText);
}

void Connection::onEnd(const QString& text)
{
    if (m_stage != Stage::Open) return;
    m_stage = Stage::Ended;
    m_endText = text;
    emit ended();
}

void Connection::onLimit()
{
    fail(connectTimeout(m_endpoint, m_stage == Stage::Handshake ? 2 * m_limit : m_limit, m_stage == Stage::Handshake));
}

void Connection::fail(const base::Error& error)
{
    if (m_stage == Stage::Closed) return;
    m_stage = Stage::Closed;
    m_limitTimer.stop();
    m_retryTimer.stop();
    // Some sockets tell their error from inside the connecting call; our users hear of it in a later turn.
    QMetaObject::invokeMethod(
        this, [this, error] { emit failed(error); }, Qt::QueuedConnection);
    if (m_device) m_device->disconnect(this);
}

void Connection::write(const QByteArray& bytes)
{
    if (m_stage != Stage::Open) return;
    m_device->write(bytes);
    // At once, not when the event loop comes round.
    if (m_socket)
        m_socket->flush();
    else
        m_localSocket->flush();
}

bool Connection::hasUnwritten() const
{
    return m_device && (m_device->bytesToWrite() > 0 || (m_tlsSocket && m_tlsSocket->encryptedBytesToWrite() > 0));
}

qint64 Connection::available() const
{
    return m_device ? m_device->bytesAvailable() : 0;
}

qint64 Connection::read(char* to, qint64 size)
{
    // A QLocalSocket whose other side is gone stays open itself, and warns when it is read empty (Qt 6.4.2).
    return available() > 0 ? std::max<qint64>(0, m_device->read(to, size)) : 0;
}

void Connection::keepAlive()
{
    if (m_socket) m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
}

} // namespace tailboard::http
