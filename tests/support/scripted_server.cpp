// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scripted_server.h"

#include <QFile>
#include <QLocalSocket>
#include <QPointer>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>
#include <algorithm>
#include <cerrno>
#include <deque>
#include <sys/socket.h>

namespace tailboard::test_support {

namespace {

/// Makes each accepted socket a TLS one.
class TlsServer final : public QTcpServer
{
public:
    TlsServer(ScriptedServer::Identity identity, std::function<void(QIODevice*)> take)
        : m_identity(std::move(identity))
        , m_take(std::move(take))
    {}

protected:
    void incomingConnection(qintptr handle) override
    {
        auto* const socket = new QSslSocket(this);
        socket->setSocketDescriptor(handle);
        QSslConfiguration configuration = socket->sslConfiguration();
        configuration.setLocalCertificateChain(m_identity.chain);
        configuration.setPrivateKey(m_identity.key);
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket->setSslConfiguration(configuration);
        socket->startServerEncryption();
        m_take(socket);
    }

private:
    ScriptedServer::Identity m_identity;
    std::function<void(QIODevice*)> m_take;
};

} // namespace

QByteArray ReceivedRequest::header(const QByteArray& name) const
{
    for (const QByteArray& line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).toLower() == name) return line.mid(colon + 1).trimmed();
    }
    return {};
}

int ReceivedRequest::headerCount(const QByteArray& name) const
{
    const QList<QByteArray> lines = head.split('\n');
    return int(std::count_if(lines.cbegin(), lines.cend(),
                             [&](const QByteArray& line) { return line.toLower().startsWith(name + ':'); }));
}

class ScriptedServer::Peer
{
public:
    QPointer<QIODevice> socket;
    QByteArray pending;
    std::deque<ScriptStep> steps;
    QTimer wait;
    int number = 0;
    int requests = 0;

    /// As far as Qt has noticed.
    bool isOpen() const { return socket && socket->isOpen() && m_isConnected; }
    /// Asks the system: the other side may have closed it in this very turn of the event loop.
    bool isConnected() const
    {
        if (!isOpen()) return false;
        const auto* const tcp = qobject_cast<QTcpSocket*>(socket.data());
        if (!tcp) return true;
        char byte = 0;
        const auto got = ::recv(int(tcp->socketDescriptor()), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return got > 0 || (got < 0 && errno == EAGAIN);
    }
    void setEnded() { m_isConnected = false; }

private:
    bool m_isConnected = true;
};

ScriptedServer::ScriptedServer()
{
    setScript({ScriptStep::send(whole("{}"))});
}

ScriptedServer::~ScriptedServer()
{
    for (const auto& peer : m_peers)
        if (peer->socket) peer->socket->disconnect(this);
}

bool ScriptedServer::listenTcp()
{
    m_tcp = std::make_unique<QTcpServer>();
    connect(m_tcp.get(), &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* const socket = m_tcp->nextPendingConnection())
            take(socket);
    });
    return m_tcp->listen(QHostAddress::LocalHost);
}

bool ScriptedServer::listenTls(const Identity& identity)
{
    m_tcp = std::make_unique<TlsServer>(identity, [this](QIODevice* socket) { take(socket); });
    return m_tcp->listen(QHostAddress::LocalHost);
}

bool ScriptedServer::listenLocal(const QString& path)
{
    m_local = std::make_unique<QLocalServer>();
    connect(m_local.get(), &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* const socket = m_local->nextPendingConnection())
            take(socket);
    });
    return m_local->listen(path);
}

void ScriptedServer::stopListening()
{
    if (m_tcp) m_tcp->close();
    if (m_local) m_local->close();
}

void ScriptedServer::setScript(const Script& script)
{
    m_answer = [script](const ReceivedRequest&) { return script; };
}

void ScriptedServer::take(QIODevice* socket)
{
    auto owned = std::make_unique<Peer>();
    Peer* const peer = owned.get();
    peer->socket = socket;
    peer->number = m_connections++;
    peer->wait.setSingleShot(true);
    m_peers.push_back(std::move(owned));
    connect(&peer->wait, &QTimer::timeout, this, [this, peer] { play(*peer); });
    connect(socket, &QIODevice::readyRead, this, [this, peer] { serve(*peer); });
    const auto ended = [peer] {
        peer->setEnded();
        peer->wait.stop();
        peer->steps.clear();
    };
    if (auto* const tcp = qobject_cast<QTcpSocket*>(socket)) connect(tcp, &QTcpSocket::disconnected, this, ended);
    if (auto* const local = qobject_cast<QLocalSocket*>(socket))
        connect(local, &QLocalSocket::disconnected, this, ended);
    m_mostOpen = std::max(m_mostOpen, openConnections());
    if (m_greeting) {
        if (const auto script = m_greeting(peer->number)) {
            peer->steps.assign(script->cbegin(), script->cend());
            play(*peer);
        }
    }
    if (socket->bytesAvailable() > 0) serve(*peer);
}

void ScriptedServer::serve(Peer& peer)
{
    const QByteArray bytes = peer.socket->readAll();
    m_received += bytes;
    peer.pending += bytes;
    for (;;) {
        const qsizetype end = peer.pending.indexOf("\r\n\r\n");
        if (end < 0) return;
        ReceivedRequest request;
        request.head = peer.pending.left(end + 4);
        const qsizetype length = request.header("content-length").toLongLong();
        if (peer.pending.size() < end + 4 + length) return;
        request.body = peer.pending.mid(end + 4, length);
        peer.pending.remove(0, end + 4 + length);
        const QList<QByteArray> words = request.head.left(request.head.indexOf('\r')).split(' ');
        request.method = words.value(0);
        request.target = words.value(1);
        request.connection = peer.number;
        request.onConnection = peer.requests++;
        m_requests << request;
        const Script script = m_answer(request);
        peer.steps.insert(peer.steps.end(), script.cbegin(), script.cend());
        play(peer);
        emit requestCame();
    }
}

void ScriptedServer::play(Peer& peer)
{
    while (!peer.steps.empty() && !peer.wait.isActive() && peer.isOpen()) {
        const ScriptStep step = peer.steps.front();
        peer.steps.pop_front();
        auto* const tcp = qobject_cast<QTcpSocket*>(peer.socket.data());
        auto* const local = qobject_cast<QLocalSocket*>(peer.socket.data());
        switch (step.what) {
        case ScriptStep::Do::Send:
            peer.socket->write(step.bytes);
            // Each step is a packet of its own, as far as the system lets it be.
            if (tcp) tcp->flush();
            if (local) local->flush();
            break;
        case ScriptStep::Do::Pause:
            peer.wait.start(step.milliseconds);
            break;
        case ScriptStep::Do::Close:
            if (tcp) tcp->disconnectFromHost();
            if (local) local->disconnectFromServer();
            break;
        case ScriptStep::Do::Reset:
            if (tcp) {
                const linger atOnce{1, 0};
                ::setsockopt(int(tcp->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
                tcp->abort();
            }
            if (local) local->abort();
            break;
        }
    }
}

void ScriptedServer::closeConnections()
{
    for (const auto& peer : m_peers) {
        if (!peer->isOpen()) continue;
        peer->steps.push_back(ScriptStep::close());
        play(*peer);
    }
}

void ScriptedServer::sendToAll(const QByteArray& bytes)
{
    for (const auto& peer : m_peers) {
        if (!peer->isOpen()) continue;
        peer->steps.push_back(ScriptStep::send(bytes));
        play(*peer);
    }
}

int ScriptedServer::openConnections() const
{
    return int(std::count_if(m_peers.cbegin(), m_peers.cend(), [](const auto& peer) { return peer->isConnected(); }));
}

QByteArray ScriptedServer::whole(const QByteArray& body, const QByteArray& status, const QByteArray& moreHeaders)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n" + moreHeaders +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray ScriptedServer::chunk(const QByteArray& piece)
{
    return QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
}

} // namespace tailboard::test_support
