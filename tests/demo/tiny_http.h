// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster.h"

#include <QByteArray>
#include <QIODevice>
#include <QJsonDocument>
#include <QJsonValue>
#include <memory>

namespace tailboard::test_demo {

/// An answer, read by a reader that shares nothing with the product's client.
struct Reply
{
    int status = 0;        ///< 0 = no answer
    bool complete = false; ///< the body ended as its framing says
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray head; ///< as it came
    QByteArray body; ///< without chunk frames; still compressed if it was

    QByteArray header(const QByteArray& name) const;
    bool chunked() const { return header("Transfer-Encoding") == "chunked"; }
    QJsonValue json() const;
};

/// A connection on which requests can be sent one after the other.
class Connection
{
public:
    /// To the address as the cluster says it, through its dial map; `https` with the demo's CA.
    static std::unique_ptr<Connection> open(const demo::Cluster& cluster, const QUrl& url);
    static std::unique_ptr<Connection> openLocal(const QString& path);

    bool connected() const { return m_connected; }
    QString errorText() const { return m_device->errorString(); }
    void send(const QByteArray& target, const QList<QByteArray>& headers = {});
    /// Waits up to `timeout` ms for one whole answer.
    Reply read(int timeout = 5000);
    /// Reads the head only; what follows comes through readLine().
    Reply readHead(int timeout = 5000);
    /// One line of a stream, chunk frames taken out; empty after `timeout` ms or at the end.
    QByteArray readLine(int timeout = 5000);
    bool waitForEnd(int timeout = 5000);
    QIODevice* device() const { return m_device.get(); }

private:
    bool fill(int timeout);

    std::unique_ptr<QIODevice> m_device;
    QByteArray m_buffer; ///< bytes not yet taken
    QByteArray m_lines;  ///< of a chunked stream, frames taken out
    bool m_connected = false;
    bool m_chunkedStream = false;
};

/// One request on a connection of its own.
Reply get(const demo::Cluster& cluster, const QUrl& url, const QList<QByteArray>& headers = {});
Reply getLocal(const demo::Cluster& cluster, const QByteArray& target);
/// `path` with query at the Nomad API.
Reply getNomad(const demo::Cluster& cluster, const QString& path, const QList<QByteArray>& headers = {});
/// `path` at the Traefik API of node 1 … 3.
Reply getTraefik(const demo::Cluster& cluster, int node, const QString& path, const QList<QByteArray>& headers = {});

/// A recorded reply of tests/fixtures, parsed the same way.
Reply fixture(const QString& name);
/// The lines of a recorded stream.
QList<QByteArray> fixtureLines(const QString& name);

} // namespace tailboard::test_demo
