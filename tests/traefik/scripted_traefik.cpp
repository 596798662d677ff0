// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/traefik/scripted_traefik.h"

#include "tests/traefik/recorded.h"

#include <QTcpSocket>
#include <memory>
#include <numeric>

namespace tailboard::test_traefik {

using namespace Qt::StringLiterals;

ScriptedTraefik::ScriptedTraefik()
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* socket = m_server.nextPendingConnection()) {
            ++m_connections;
            serve(socket);
        }
    });
    restore();
    listen();
}

QString ScriptedTraefik::url() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_port);
}

void ScriptedTraefik::listen()
{
    if (!m_server.listen(QHostAddress::LocalHost, m_port)) qWarning("cannot listen");
    m_port = m_server.serverPort();
}

void ScriptedTraefik::close()
{
    m_server.close();
    for (QTcpSocket* socket : m_server.findChildren<QTcpSocket*>())
        socket->abort();
}

void ScriptedTraefik::setRaw(const QByteArray& path, const QByteArray& answer, bool isCut)
{
    m_answers[path] = {answer, isCut};
}

void ScriptedTraefik::setJson(const QByteArray& path, const QByteArray& body)
{
    setRaw(path, answer(200, body, "application/json"));
}

void ScriptedTraefik::setText(const QByteArray& path, int status, const QByteArray& body, const QByteArray& type)
{
    setRaw(path, answer(status, body, type));
}

void ScriptedTraefik::setEverything(const QByteArray& answer, bool isCut)
{
    m_answers.clear();
    m_everything = {answer, isCut};
}

void ScriptedTraefik::restore()
{
    m_answers.clear();
    m_everything = {answer(404, "404 page not found\n", "text/plain; charset=utf-8")};
    for (const QString& name : {u"version"_s, u"overview"_s, u"entrypoints"_s, u"certificates"_s, u"http-routers"_s,
                                u"http-services"_s, u"http-middlewares"_s, u"tcp-routers"_s, u"udp-routers"_s}) {
        QString path = name;
        setJson("/api/" + path.replace(u'-', u'/').toLatin1(), recorded(u"firefly-sub01-"_s + name).body);
    }
    for (const QByteArray& path : {"/api/tcp/services"_ba, "/api/tcp/middlewares"_ba, "/api/udp/services"_ba})
        setJson(path, "[]\n");
}

int ScriptedTraefik::requests() const
{
    return std::accumulate(m_requests.cbegin(), m_requests.cend(), 0);
}

QByteArray ScriptedTraefik::answer(int status, const QByteArray& body, const QByteArray& type)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Some Reason\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

void ScriptedTraefik::serve(QTcpSocket* socket)
{
    auto buffer = std::make_shared<QByteArray>();
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QTcpSocket::readyRead, socket, [this, socket, buffer] {
        *buffer += socket->readAll();
        for (qsizetype end = buffer->indexOf("\r\n\r\n"); end >= 0; end = buffer->indexOf("\r\n\r\n")) {
            const QByteArray head = buffer->left(end);
            buffer->remove(0, end + 4);
            QByteArray path = head.split(' ').value(1);
            path = path.left(path.indexOf('?') < 0 ? path.size() : path.indexOf('?'));
            ++m_requests[path];
            Answer given = m_answers.value(path, m_everything);
            if (!m_authorization.isEmpty() && !head.contains("Authorization: " + m_authorization))
                given = {answer(401, "401 Unauthorized\n", "text/plain"), false};
            if (!given.bytes.isEmpty()) socket->write(given.bytes);
            if (given.isCut) socket->disconnectFromHost();
            emit asked(path);
        }
    });
}

} // namespace tailboard::test_traefik
