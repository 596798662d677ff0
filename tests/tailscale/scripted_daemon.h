// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>
#include <QPointer>
#include <QStringList>

namespace tailboard::tailscale_test {

/// A unix socket that answers as a test tells it to: the paths of LocalAPI with whole, raw HTTP answers, and a bus that
/// stays open. Everything unknown gets tailscaled's own 404. Requests on one connection are answered in order.
class ScriptedDaemon : public QObject
{
    Q_OBJECT

public:
    explicit ScriptedDaemon(const QString& socketPath);
    ~ScriptedDaemon() override;

    bool listen();
    /// As SIGTERM: the buses get their last chunk, the socket is removed.
    void stop();
    /// As kill -9: everything is cut, the socket stays and refuses.
    void kill();

    /// The raw answer to "status" or "prefs" from now on.
    void setAnswer(const QString& path, const QByteArray& raw) { m_answers.insert(path, raw); }
    void setJson(const QString& path, const QByteArray& json);
    /// Takes requests for `path` and does not answer before answerHanging().
    void hang(const QString& path) { m_answers.insert(path, QByteArray()); }
    /// Answers `path` from now on, and the requests that hang.
    void answerHanging(const QString& path, const QByteArray& json);
    /// Gives the bus (default), or refuses it with a raw answer.
    void refuseBus(const QByteArray& raw) { m_busRefusal = raw; }
    void offerBus() { m_busRefusal.clear(); }

    /// Sends a line to every open bus, in one chunk.
    void sendLine(const QByteArray& line);
    /// Sends raw bytes to every open bus.
    void sendRaw(const QByteArray& bytes);
    /// Ends every open bus in order.
    void endBuses();

    int count(const QString& path) const { return m_counts.value(path); }
    int openBuses() const;
    /// Request heads, as they came.
    QStringList heads() const { return m_heads; }

    /// "HTTP/1.1 <status>" with Content-Length and a Tailscale-Cap of 142.
    static QByteArray answer(const QByteArray& status, const QByteArray& contentType, const QByteArray& body);

signals:
    void requested(const QString& path);

private:
    void accept();
    void read(QLocalSocket* socket);
    void reply(QLocalSocket* socket, const QString& path);
    void openBus(QLocalSocket* socket);

    QString m_path;
    QLocalServer m_server;
    QList<QPointer<QLocalSocket>> m_sockets;
    QList<QPointer<QLocalSocket>> m_buses;
    QHash<QString, QByteArray> m_answers;
    QHash<QString, int> m_counts;
    QList<QPointer<QLocalSocket>> m_hanging;
    QByteArray m_busRefusal;
    QStringList m_heads;
};

} // namespace tailboard::tailscale_test
