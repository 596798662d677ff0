// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/cluster/join.h"
#include "app/cluster/object_reader.h"
#include "app/http/client.h"

#include <QObject>
#include <memory>
#include <optional>

namespace tailboard::cluster {

/// Where the three kinds of source are, and with what rights. Secrets are inside Credentials only.
struct Connections
{
    std::optional<http::Endpoint> tailscale;
    std::optional<http::Endpoint> nomad;
    http::Credentials nomadCredentials;
    QString nomadNameSpace = QStringLiteral("*");
    QString nomadRegion;
    QList<QUrl> traefik; ///< named addresses; when empty every instance is found through Nomad
    http::Credentials traefikCredentials;
    http::TlsOptions tls; ///< extra authorities for Nomad and Traefik over https
    base::DialMap dialMap;
};

/// Owns the sources and the Join, starts and stops them, and delivers Deltas in batches of at most one a frame (16 ms).
/// Adds and removes Traefik sources as Nomad tells of their allocations. GUI thread.
class Monitor : public QObject
{
    Q_OBJECT

public:
    /// `clock` outlives the monitor.
    Monitor(Connections connections, const base::Clock& clock, QObject* parent = nullptr);
    ~Monitor() override;

    /// Starts; with `once` every source makes a single attempt, then settled() comes.
    void start(bool once = false);
    void stop();
    /// Every source asks again now.
    void refresh();

    const Tables& tables() const;
    const Join& join() const;
    const base::Clock& clock() const;
    /// Every source has answered or failed at least once, the Traefiks found through Nomad included.
    bool isSettled() const;
    nomad::ListAccess access(nomad::List list) const;
    /// Reads what details show, over the sources' connections. Lives as long as the monitor.
    ObjectReader& reader() const;

signals:
    /// Rows changed; slots named as removed are readable until the signal returns.
    void changed(const std::vector<tailboard::cluster::Delta>& deltas);
    /// A source's state changed (not its age).
    void sourcesChanged();
    void settled();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::cluster
