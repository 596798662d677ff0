// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/dial_map.h"
#include "app/http/client.h"
#include "app/tailscale/status.h"

#include <QFuture>
#include <QObject>
#include <QUrl>
#include <memory>
#include <vector>

namespace tailboard::cluster {

/// Asks a tailscaled for its status once. `client` speaks to its LocalAPI and lives until the future ends.
QFuture<base::Result<tailscale::Status>> readTailnet(http::Client& client);

/// A Nomad agent that answered on a peer.
struct FoundNomad
{
    QString peer; ///< short name of the machine
    QUrl url;     ///< https where it asks for TLS
    bool isTls = false;

    friend bool operator==(const FoundNomad&, const FoundNomad&) = default;
};

/// Asks every machine of a tailnet that is online once whether a Nomad agent answers on port 4646, without a token: 16
/// at once, each for at most 2 s, at most 1,000 machines. GUI thread.
class TailnetSearch : public QObject
{
    Q_OBJECT

public:
    static constexpr quint16 port = 4646;
    static constexpr int atOnce = 16;
    static constexpr qsizetype mostPeers = 1'000;

    TailnetSearch(const tailscale::Status& tailnet, const base::DialMap& dialMap, QObject* parent = nullptr);
    ~TailnetSearch() override;

    /// Once only.
    void start();
    /// How many are asked in all, and how many of them have answered or not answered in time.
    int total() const { return int(m_peers.size()); }
    int asked() const { return m_done; }
    const QList<FoundNomad>& found() const { return m_found; }

signals:
    void advanced();
    void finished();

private:
    struct Asked
    {
        QString name;
        QString address;
        std::unique_ptr<http::Client> client;
    };

    void askNext();
    void take(Asked& peer, const base::Result<http::Response>& answer);

    base::DialMap m_dialMap;
    std::vector<Asked> m_peers;
    size_t m_next = 0;
    int m_done = 0;
    QList<FoundNomad> m_found;
};

} // namespace tailboard::cluster
