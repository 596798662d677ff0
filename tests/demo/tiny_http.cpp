// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/tiny_http.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QLocalSocket>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>

namespace tailboard::test_demo {

using namespace Qt::StringLiterals;

QByteArray Reply::header(const QByteArray& name) const
{
    for (const auto& [key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0) return value;
    }
    return {};
}

QJsonValue Reply::json() const
{
    // QJsonDocument takes no bare values; in brackets everything is an array.
    const QJsonDocument document = QJsonDocument::fromJson("[" + body + "]");
    return document.isArray() && document.array().size() == 1 ? document.array().at(0) : QJsonValue::Undefined;
}

namespace {

Reply parseHead(QByteArray& bytes)
{
    Reply reply;
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0) return reply;
    reply.head = bytes.first(end + 4);
    bytes.remove(0, end + 4);
    const QList<QByteArray> lines = reply.head.trimmed().split('\n');
    reply.status = lines.first().mid(9, 3).toInt();
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines[i].indexOf(':');
        reply.headers.append({lines[i].first(colon).trimmed(), lines[i].mid(colon + 1).trimmed()});
    }
    return reply;
}

/// Takes complete chunks out of `bytes`; true when the last one has come.
bool takeChunks(QByteArray& bytes, QByteArray& into)
{
    for (;;) {
        const qsizetype line = bytes.indexOf("\r\n");
        if (line < 0) return false;
        const qsizetype size = bytes.first(line).toLongLong(nullptr, 16);
        if (bytes.size() < line + 2 + size + 2) return false;
        into += bytes.mid(line + 2, size);
        bytes.remove(0, line + 2 + size + 2);
        if (size == 0) return true;
    }
}

} // namespace

std::unique_ptr<Connection> Connection::open(const demo::Cluster& cluster, const QUrl& url)
{
    auto connection = std::make_unique<Connection>();
    const bool secure = url.scheme() == u"https"_s;
    const auto target = cluster.addresses().dialMap.resolve({url.host(), quint16(url.port(secure ? 443 : 80))});
    if (!secure) {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(target.host, target.port);
        connection->m_connected = socket->waitForConnected(5000);
        connection->m_device = std::move(socket);
        return connection;
    }
    auto socket = std::make_unique<QSslSocket>();
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromPath(cluster.addresses().caFile));
    socket->setSslConfiguration(configuration);
    socket->setPeerVerifyName(url.host());
    socket->connectToHostEncrypted(target.host, target.port, url.host());
    connection->m_connected = socket->waitForEncrypted(5000);
    connection->m_device = std::move(socket);
    return connection;
}

std::unique_ptr<Connection> Connection::openLocal(const QString& path)
{
    auto connection = std::make_unique<Connection>();
    auto socket = std::make_unique<QLocalSocket>();
    socket->connectToServer(path);
    connection->m_connected = socket->waitForConnected(5000);
    connection->m_device = std::move(socket);
    return connection;
}

void Connection::send(const QByteArray& target, const QList<QByteArray>& headers)
{
    QByteArray request = "GET " + target + " HTTP/1.1\r\n";
    bool host = false;
    for (const QByteArray& header : headers) {
        request += header + "\r\n";
        host = host || header.startsWith("Host:");
    }
    if (!host) request += "Host: demo\r\n";
    m_device->write(request + "\r\n");
    if (auto* local = qobject_cast<QLocalSocket*>(m_device.get()))
        local->flush();
    else
        qobject_cast<QTcpSocket*>(m_device.get())->flush();
}

bool Connection::fill(int timeout)
{
    if (m_device->bytesAvailable() == 0 && !m_device->waitForReadyRead(timeout)) return false;
    m_buffer += m_device->readAll();
    return true;
}

Reply Connection::readHead(int timeout)
{
    QElapsedTimer timer;
    timer.start();
    while (!m_buffer.contains("\r\n\r\n")) {
        if (timer.elapsed() > timeout || !fill(std::max(1, timeout - int(timer.elapsed())))) return {};
    }
    Reply reply = parseHead(m_buffer);
    m_chunkedStream = reply.chunked();
    return reply;
}

Reply Connection::read(int timeout)
{
    QElapsedTimer timer;
    timer.start();
    Reply reply = readHead(timeout);
    if (reply.status == 0) return reply;
    const qsizetype length = reply.header("Content-Length").toLongLong();
    for (;;) {
        if (reply.chunked())
            reply.complete = takeChunks(m_buffer, reply.body);
        else if (m_buffer.size() >= length) {
            reply.body = m_buffer.first(length);
            m_buffer.remove(0, length);
            reply.complete = true;
        }
        if (reply.complete || timer.elapsed() > timeout || !fill(std::max(1, timeout - int(timer.elapsed()))))
            return reply;
    }
}

QByteArray Connection::readLine(int timeout)
{
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        if (m_chunkedStream) takeChunks(m_buffer, m_lines);
        QByteArray& source = m_chunkedStream ? m_lines : m_buffer;
        if (const qsizetype end = source.indexOf('\n'); end >= 0) {
            const QByteArray line = source.first(end);
            source.remove(0, end + 1);
            return line;
        }
        if (timer.elapsed() > timeout || !fill(std::max(1, timeout - int(timer.elapsed())))) return {};
    }
}

bool Connection::waitForEnd(int timeout)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < timeout) {
        if (!fill(std::max(1, timeout - int(timer.elapsed()))) && timer.elapsed() < timeout) return true;
    }
    return false;
}

Reply get(const demo::Cluster& cluster, const QUrl& url, const QList<QByteArray>& headers)
{
    const auto connection = Connection::open(cluster, url);
    if (!connection->connected()) return {};
    QList<QByteArray> all = headers;
    all.append("Host: " + url.host().toUtf8());
    connection->send(url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority), all);
    return connection->read(20'000);
}

Reply getLocal(const demo::Cluster& cluster, const QByteArray& target)
{
    const auto connection = Connection::openLocal(cluster.addresses().tailscaleSocket);
    if (!connection->connected()) return {};
    connection->send(target, {"Host: local-tailscaled.sock"});
    return connection->read(20'000);
}

Reply getNomad(const demo::Cluster& cluster, const QString& path, const QList<QByteArray>& headers)
{
    return get(cluster, QUrl(cluster.addresses().nomad.toString() + path), headers);
}

Reply getTraefik(const demo::Cluster& cluster, int node, const QString& path, const QList<QByteArray>& headers)
{
    return get(cluster, QUrl(cluster.addresses().traefik.at(node - 1).toString() + path), headers);
}

Reply fixture(const QString& name)
{
    QFile file(QString::fromUtf8(TAILBOARD_FIXTURES) + u'/' + name);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QByteArray bytes = file.readAll();
    if (!bytes.contains("\r\n\r\n")) // recordings keep LF in heads
        bytes.replace(bytes.indexOf("\n\n"), 2, "\r\n\r\n");
    Reply reply = parseHead(bytes);
    reply.body = bytes;
    return reply;
}

QList<QByteArray> fixtureLines(const QString& name)
{
    QFile file(QString::fromUtf8(TAILBOARD_FIXTURES) + u'/' + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().split('\n') : QList<QByteArray>();
}

} // namespace tailboard::test_demo
