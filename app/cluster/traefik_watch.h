// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/monitor.h"
#include "app/traefik/source.h"

#include <QTimer>
#include <map>

namespace tailboard::cluster {

/// Keeps one source for every Traefik: those named, or, when none is named, those that Nomad tells of. Writes what they
/// say into the Join. An instance whose allocation stopped is kept a while with what it showed, because most come back
/// at the same address (a new version of a system job stops the old one first).
class TraefikWatch : public QObject
{
    Q_OBJECT

public:
    /// All three outlive it.
    TraefikWatch(const Connections& connections, Join& join, const base::Clock& clock, QObject* parent = nullptr);
    ~TraefikWatch() override;

    /// Starts those that are named; found ones start as they are found.
    void start(bool once);
    void stop();
    void refresh();
    /// The provider's input changed.
    void poke();
    /// All Traefik allocations that run now.
    void setFound(const QList<nomad::TraefikAllocation>& allocations);
    /// Peers changed: a named host may now be known as a node's.
    void matchNamed();
    /// Every one has answered or failed at least once.
    bool isSettled() const;
    /// The source of an instance; null when there is no such instance, or its API has no address.
    traefik::Source* source(const QString& key) const;

signals:
    /// The Join was written to.
    void written();
    void stateChanged();

private:
    struct Watched
    {
        TraefikInstance row;
        std::unique_ptr<traefik::Source> source; ///< none when its API has no address
        std::unique_ptr<QTimer> leaving;         ///< runs while its allocation is gone
    };

    void add(const QString& key, TraefikInstance row, const base::Result<http::Endpoint>& endpoint,
             const QString& name);
    void remove(const QString& key);
    void take(const QString& key);

    const Connections& m_connections;
    Join& m_join;
    const base::Clock& m_clock;
    std::map<QString, Watched> m_watched; ///< by key
    QList<nomad::TraefikAllocation> m_found;
    bool m_isRunning = false;
    bool m_isOnce = false;
};

} // namespace tailboard::cluster
