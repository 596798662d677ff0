// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>
#include <optional>

namespace tailboard::nomad_test {

/// What the scripted server sends for one request.
struct Answer
{
    QByteArray body;
    int status = 200;
    QByteArray type = "application/json";
    quint64 index = 137;  ///< X-Nomad-Index; 0: not sent
    qsizetype cutAt = -1; ///< closes the connection after so many bytes of the body
    qsizetype pieces = 1; ///< body in so many pieces, each in a turn of the event loop of its own
    bool isHeld = false;  ///< never answered
    QByteArray headers;   ///< more header lines, each with its line end

    static Answer error(int status, const QByteArray& text) { return {text, status, "text/plain; charset=utf-8", 0}; }
};

/// A Nomad that answers as the recorded one did, on a loopback port, and misbehaves as told.
class ScriptedNomad : public QObject
{
    Q_OBJECT

public:
    ScriptedNomad();
    ~ScriptedNomad() override;

    quint16 port() const { return m_port; }
    /// Closes every connection and the port.
    void goDown();
    /// Opens the same port again.
    void comeUp();

    /// Overrides for a path without its query; otherwise the recordings are used.
    QHash<QByteArray, Answer> answers;
    /// Looked at first, with the whole target.
    std::function<std::optional<Answer>(const QByteArray& target)> script;
    /// Whole targets in order of arrival.
    QList<QByteArray> targets;

    enum class Stream { Granted, Refused, Silent };
    Stream stream = Stream::Granted;
    /// Lines sent at once after the first `{}`.
    QList<QByteArray> streamBacklog;
    void sendLine(const QByteArray& line);
    /// Ends all streams in good order.
    void endStreams();
    int openStreams() const;
    /// Paths asked for since the last call, without queries.
    QList<QByteArray> takePaths();
    int count(const QByteArray& path) const;

private:
    void accept();
    void readSome(QTcpSocket* socket);
    void reply(QTcpSocket* socket, const QByteArray& target);
    void send(QTcpSocket* socket, const Answer& answer);
    Answer recorded(const QByteArray& target) const;

    QTcpServer m_server;
    quint16 m_port = 0;
    QHash<QTcpSocket*, QByteArray> m_buffers;
    QList<QPointer<QTcpSocket>> m_streams;
};

} // namespace tailboard::nomad_test
