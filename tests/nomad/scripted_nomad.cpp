// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/nomad/scripted_nomad.h"

#include "tests/nomad/fixture.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace tailboard::nomad_test {

namespace {

QByteArray pathOf(const QByteArray& target)
{
    return target.split('?').first();
}

} // namespace

ScriptedNomad::ScriptedNomad()
{
    connect(&m_server, &QTcpServer::newConnection, this, &ScriptedNomad::accept);
    comeUp();
}

ScriptedNomad::~ScriptedNomad()
{
    goDown();
}

void ScriptedNomad::comeUp()
{
    if (!m_server.listen(QHostAddress::LocalHost, m_port)) qFatal("cannot listen on port %d", m_port);
    m_port = m_server.serverPort();
}

void ScriptedNomad::goDown()
{
    m_server.close();
    const auto sockets = m_buffers.keys();
    for (QTcpSocket* socket : sockets) {
        socket->disconnect(this);
        socket->abort();
        socket->deleteLater();
    }
    m_buffers.clear();
    m_streams.clear();
}

void ScriptedNomad::accept()
{
    while (QTcpSocket* socket = m_server.nextPendingConnection()) {
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_buffers.insert(socket, {});
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { readSome(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_buffers.remove(socket);
            socket->deleteLater();
        });
    }
}

void ScriptedNomad::readSome(QTcpSocket* socket)
{
    QByteArray& buffer = m_buffers[socket];
    buffer += socket->readAll();
    const qsizetype end = buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const QByteArray target = buffer.left(buffer.indexOf("\r\n")).split(' ').value(1);
    buffer = buffer.mid(end + 4);
    targets.append(target);
    reply(socket, target);
}

void ScriptedNomad::reply(QTcpSocket* socket, const QByteArray& target)
{
    if (script) {
        if (const auto answer = script(target)) return send(socket, *answer);
    }
    const QByteArray path = pathOf(target);
    if (answers.contains(path)) return send(socket, answers.value(path));
    if (path != "/v1/event/stream") return send(socket, recorded(target));
    socket->write("HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-cache\r\n"
                  "Content-Type: application/json\r\n\r\n");
    if (stream == Stream::Refused) return socket->disconnectFromHost();
    m_streams.append(socket);
    if (stream == Stream::Silent) return;
    socket->write("{}\n");
    for (const QByteArray& line : std::as_const(streamBacklog)) {
        socket->write(line + '\n');
    }
}

void ScriptedNomad::send(QTcpSocket* socket, const Answer& answer)
{
    if (answer.isHeld) return;
    QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.status) + " Said\r\nContent-Type: " + answer.type +
                      "\r\nContent-Length: " + QByteArray::number(answer.body.size()) + "\r\n" + answer.headers;
    if (answer.index > 0) {
        head += "X-Nomad-Index: " + QByteArray::number(answer.index) +
                "\r\nX-Nomad-Knownleader: true\r\nX-Nomad-Lastcontact: 0\r\n";
    }
    socket->write(head + "\r\n");
    if (answer.cutAt >= 0) {
        socket->write(answer.body.left(answer.cutAt));
        socket->disconnectFromHost();
        return;
    }
    if (answer.pieces <= 1) {
        socket->write(answer.body);
        return;
    }
    const qsizetype size = answer.body.size() / answer.pieces + 1;
    auto* const timer = new QTimer(socket);
    connect(timer, &QTimer::timeout, socket, [socket, timer, body = answer.body, size, at = qsizetype(0)]() mutable {
        socket->write(body.mid(at, size));
        socket->flush();
        at += size;
        if (at >= body.size()) timer->deleteLater();
    });
    timer->start(1);
}

Answer ScriptedNomad::recorded(const QByteArray& target) const
{
    const QByteArray path = pathOf(target);
    static const QHash<QByteArray, QString> files{
        {"/v1/nodes", u"nodes"_s},
        {"/v1/jobs", u"jobs"_s},
        {"/v1/allocations", u"allocations"_s},
        {"/v1/deployments", u"deployments"_s},
        {"/v1/evaluations", u"evaluations"_s},
        {"/v1/services", u"services"_s},
        {"/v1/service/nginx", u"service-nginx"_s},
        {"/v1/service/traefik-https", u"service-traefik-https"_s},
        {"/v1/job/traefik", u"job-traefik"_s},
        {"/v1/job/web", u"job-web"_s},
        {"/v1/job/hashicups", u"job-hashicups"_s},
        {"/v1/status/leader", u"status-leader"_s},
        {"/v1/regions", u"regions"_s},
        {"/v1/namespaces", u"namespaces"_s},
        {"/v1/agent/self", u"agent-self"_s},
    };
    if (files.contains(path)) return {recordedBody(files.value(path))};
    if (path.startsWith("/v1/service/")) return {"[]"};
    return Answer::error(404, "Not found");
}

void ScriptedNomad::sendLine(const QByteArray& line)
{
    for (const auto& socket : std::as_const(m_streams)) {
        if (socket) socket->write(line + '\n');
    }
}

void ScriptedNomad::endStreams()
{
    for (const auto& socket : std::exchange(m_streams, {})) {
        if (socket) socket->disconnectFromHost();
    }
}

int ScriptedNomad::openStreams() const
{
    int open = 0;
    for (const auto& socket : m_streams) {
        open += socket && socket->state() == QAbstractSocket::ConnectedState;
    }
    return open;
}

QList<QByteArray> ScriptedNomad::takePaths()
{
    QList<QByteArray> paths;
    for (const QByteArray& target : std::exchange(targets, {})) {
        paths.append(pathOf(target));
    }
    return paths;
}

int ScriptedNomad::count(const QByteArray& path) const
{
    int found = 0;
    for (const QByteArray& target : targets) {
        found += pathOf(target) == path;
    }
    return found;
}

} // namespace tailboard::nomad_test
