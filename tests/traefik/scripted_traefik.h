// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QTcpServer>

namespace tailboard::test_traefik {

/// A Traefik that says what it is told, byte for byte, on a free port of 127.0.0.1. It begins with the recorded answers
/// of firefly-sub01.
class ScriptedTraefik : public QObject
{
    Q_OBJECT

public:
    ScriptedTraefik();

    QString url() const;
    void listen();
    /// Refuses from now on; listen() takes the same port again.
    void close();

    /// The whole answer of a path (without query), "" for never answering; `isCut` ends the connection behind it.
    void setRaw(const QByteArray& path, const QByteArray& answer, bool isCut = false);
    void setJson(const QByteArray& path, const QByteArray& body);
    void setText(const QByteArray& path, int status, const QByteArray& body, const QByteArray& type = "text/plain");
    /// Every path that has no answer of its own gives this one; removes those there are.
    void setEverything(const QByteArray& answer, bool isCut = false);
    /// Back to the recorded answers.
    void restore();
    /// Only requests with this header value of Authorization are let through; others get 401.
    void requireAuthorization(const QByteArray& value) { m_authorization = value; }

    int requests(const QByteArray& path) const { return m_requests.value(path); }
    int requests() const;
    int connections() const { return m_connections; }
    void forget() { m_requests.clear(); }

    static QByteArray answer(int status, const QByteArray& body, const QByteArray& type);

signals:
    void asked(const QByteArray& path);

private:
    struct Answer
    {
        QByteArray bytes;
        bool isCut = false;
    };

    void serve(QTcpSocket* socket);

    QTcpServer m_server;
    quint16 m_port = 0;
    QHash<QByteArray, Answer> m_answers;
    Answer m_everything;
    QByteArray m_authorization;
    QHash<QByteArray, int> m_requests;
    int m_connections = 0;
};

} // namespace tailboard::test_traefik
