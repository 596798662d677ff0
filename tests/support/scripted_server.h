// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QLocalServer>
#include <QObject>
#include <QSslCertificate>
#include <QSslKey>
#include <QTcpServer>
#include <functional>
#include <memory>
#include <optional>

namespace tailboard::test_support {

/// What a scripted server received: one request, or (raw mode) the bytes so far.
struct ReceivedRequest
{
    QByteArray method;
    QByteArray target;
    QByteArray head; ///< the whole head as it came, with its blank line
    QByteArray body;
    int connection = 0;   ///< 0 for the first accepted one
    int onConnection = 0; ///< 0 for the first request of that connection

    /// Value of a header by its name in lower case; empty when absent.
    QByteArray header(const QByteArray& name) const;
    int headerCount(const QByteArray& name) const;
};

/// One thing that a scripted server does. A script without an end holds the connection open and says nothing.
struct ScriptStep
{
    enum class Do { Send, Pause, Close, Reset };

    Do what = Do::Send;
    QByteArray bytes;
    int milliseconds = 0;

    static ScriptStep send(const QByteArray& bytes) { return {Do::Send, bytes, 0}; }
    static ScriptStep pause(int milliseconds) { return {Do::Pause, {}, milliseconds}; }
    /// Ends it in order, after what was sent.
    static ScriptStep close() { return {Do::Close, {}, 0}; }
    /// Ends it at once (TCP: with a reset).
    static ScriptStep reset() { return {Do::Reset, {}, 0}; }
};

using Script = QList<ScriptStep>;

/// A server that answers every request by a script and writes down what it received. Everything happens in the test's
/// own event loop.
class ScriptedServer : public QObject
{
    Q_OBJECT

public:
    using Answer = std::function<Script(const ReceivedRequest& request)>;

    struct Identity
    {
        QList<QSslCertificate> chain;
        QSslKey key;
    };

    ScriptedServer();
    ~ScriptedServer() override;

    /// Listens on a free port of 127.0.0.1.
    bool listenTcp();
    bool listenTls(const Identity& identity);
    bool listenLocal(const QString& path);
    /// No new connections; those there are stay.
    void stopListening();

    /// The same script for every request.
    void setScript(const Script& script);
    void setAnswer(Answer answer) { m_answer = std::move(answer); }
    /// Runs at each accepted connection, before any request; nullopt: waits for a request.
    void setGreeting(std::function<std::optional<Script>(int connection)> greeting)
    {
        m_greeting = std::move(greeting);
    }

    /// Ends all connections in order.
    void closeConnections();
    /// Sends bytes on every open connection.
    void sendToAll(const QByteArray& bytes);

    quint16 port() const { return m_tcp ? m_tcp->serverPort() : quint16(0); }
    const QList<ReceivedRequest>& requests() const { return m_requests; }
    /// Every byte received, decrypted, of all connections.
    const QByteArray& received() const { return m_received; }
    int connections() const { return m_connections; }
    int openConnections() const;
    int mostOpenConnections() const { return m_mostOpen; }

    /// "HTTP/1.1 <status>" with a Content-Length.
    static QByteArray whole(const QByteArray& body, const QByteArray& status = "200 OK",
                            const QByteArray& moreHeaders = {});
    static QByteArray chunk(const QByteArray& piece);

signals:
    void requestCame();

private:
    class Peer;

    void take(QIODevice* socket);
    void serve(Peer& peer);
    void play(Peer& peer);

    std::unique_ptr<QTcpServer> m_tcp;
    std::unique_ptr<QLocalServer> m_local;
    std::vector<std::unique_ptr<Peer>> m_peers;
    Answer m_answer;
    std::function<std::optional<Script>(int)> m_greeting;
    QList<ReceivedRequest> m_requests;
    QByteArray m_received;
    int m_connections = 0;
    int m_mostOpen = 0;
};

} // namespace tailboard::test_support
