// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tailscale/scripted_daemon.h"

#include <QFile>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace tailboard::tailscale_test {

using namespace Qt::StringLiterals;

namespace {

QByteArray chunk(const QByteArray& bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

/// A socket file that nobody listens at, as a killed daemon leaves it.
void leaveSocketBehind(const QString& path)
{
    QFile::remove(path);
    const int handle = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray bytes = QFile::encodeName(path);
    std::memcpy(address.sun_path, bytes.constData(), size_t(std::min<qsizetype>(bytes.size(), 100)));
    if (::bind(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) qFatal("cannot bind");
    ::close(handle);
}

} // namespace

ScriptedDaemon::ScriptedDaemon(const QString& socketPath)
    : m_path(socketPath)
{
    connect(&m_server, &QLocalServer::newConnection, this, &ScriptedDaemon::accept);
}

ScriptedDaemon::~ScriptedDaemon()
{
    stop();
}

bool ScriptedDaemon::listen()
{
    QFile::remove(m_path);
    return m_server.listen(m_path);
}

void ScriptedDaemon::stop()
{
    endBuses();
    m_server.close();
    for (const auto& socket : std::as_const(m_sockets))
        if (socket) socket->disconnectFromServer();
    m_sockets.clear();
    QFile::remove(m_path);
}

void ScriptedDaemon::kill()
{
    m_server.close();
    for (const auto& socket : std::as_const(m_sockets))
        if (socket) socket->abort();
    m_sockets.clear();
    m_buses.clear();
    leaveSocketBehind(m_path);
}

void ScriptedDaemon::setJson(const QString& path, const QByteArray& json)
{
    setAnswer(path, answer("200 OK", "application/json", json));
}

void ScriptedDaemon::answerHanging(const QString& path, const QByteArray& json)
{
    setJson(path, json);
    for (const auto& socket : std::as_const(m_hanging))
        if (socket) socket->write(m_answers.value(path));
    m_hanging.clear();
}

QByteArray ScriptedDaemon::answer(const QByteArray& status, const QByteArray& contentType, const QByteArray& body)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + contentType +
           "\r\nTailscale-Cap: 142\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

void ScriptedDaemon::sendLine(const QByteArray& line)
{
    sendRaw(chunk(line + '\n'));
}

void ScriptedDaemon::sendRaw(const QByteArray& bytes)
{
    for (const auto& bus : std::as_const(m_buses))
        if (bus) bus->write(bytes);
}

void ScriptedDaemon::endBuses()
{
    for (const auto& bus : std::as_const(m_buses)) {
        if (!bus) continue;
        bus->write("0\r\n\r\n");
        bus->disconnectFromServer();
    }
    m_buses.clear();
}

int ScriptedDaemon::openBuses() const
{
    return int(std::count_if(m_buses.cbegin(), m_buses.cend(),
                             [](const auto& bus) { return bus && bus->state() == QLocalSocket::ConnectedState; }));
}

void ScriptedDaemon::accept()
{
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        m_sockets << socket;
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    }
}

void ScriptedDaemon::read(QLocalSocket* socket)
{
    QByteArray pending = socket->property("pending").toByteArray() + socket->readAll();
    for (qsizetype end = pending.indexOf("\r\n\r\n"); end >= 0; end = pending.indexOf("\r\n\r\n")) {
        const QString head = QString::fromLatin1(pending.left(end));
        pending.remove(0, end + 4);
        m_heads << head;
        const QString target = head.section(u' ', 1, 1);
        const QString path = target.section(u'?', 0, 0).remove(u"/localapi/v0/"_s);
        ++m_counts[path];
        reply(socket, path);
        emit requested(path);
    }
    socket->setProperty("pending", pending);
}

void ScriptedDaemon::reply(QLocalSocket* socket, const QString& path)
{
    if (path == u"watch-ipn-bus"_s) {
        openBus(socket);
        return;
    }
    const QByteArray raw = m_answers.value(path, answer("404 Not Found", "text/plain", "404 page not found\n"));
    if (raw.isEmpty()) m_hanging << socket;
    socket->write(raw);
}

void ScriptedDaemon::openBus(QLocalSocket* socket)
{
    if (!m_busRefusal.isEmpty()) {
        socket->write(m_busRefusal);
        return;
    }
    socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    m_buses << socket;
}

} // namespace tailboard::tailscale_test
