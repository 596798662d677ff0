// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/monitor.h"
#include "app/demo/cluster.h"
#include "tests/cluster/world.h"

#include <QFile>
#include <QSslCertificate>
#include <functional>
#include <memory>

namespace tailboard::cluster_test {

/// The system's clocks, which a test may set as a suspended laptop finds them at its wake-up, or as somebody who sets
/// the time.
class SleepyClock final : public base::Clock
{
public:
    QDateTime now() const override { return m_system.now().addMSecs((m_slept + m_set).count()); }
    std::chrono::milliseconds monotonic() const override { return m_system.monotonic() + m_slept; }
    void sleep(std::chrono::milliseconds time) { m_slept += time; }
    /// The wall clock alone goes wrong (negative: it is behind).
    void setWrong(std::chrono::milliseconds time) { m_set = time; }

private:
    base::SystemClock m_system;
    std::chrono::milliseconds m_slept{0};
    std::chrono::milliseconds m_set{0};
};

/// All that is needed to reach a started demo cluster, but no Nomad token.
inline cluster::Connections connectionsTo(const demo::Addresses& addresses)
{
    cluster::Connections connections;
    connections.tailscale = http::Endpoint::unixSocket(addresses.tailscaleSocket, "local-tailscaled.sock");
    connections.nomad = *http::Endpoint::fromUrl(addresses.nomad, 4646);
    connections.dialMap = addresses.dialMap;
    if (!addresses.traefikUser.isEmpty())
        connections.traefikCredentials = http::Credentials::basic(addresses.traefikUser, addresses.traefikPassword);
    QFile authority(addresses.caFile);
    if (authority.open(QIODevice::ReadOnly)) connections.tls.extraAuthorities = QSslCertificate::fromDevice(&authority);
    return connections;
}

/// A demo cluster and a monitor on it, not yet started.
struct Watched
{
    explicit Watched(const std::function<void(cluster::Connections&)>& change = {},
                     demo::Options options = {.moving = false})
        : demo(std::move(options))
    {
        if (!demo.start()) qFatal("the demo cluster does not start");
        cluster::Connections connections = connectionsTo(demo.addresses());
        if (change) change(connections);
        monitor = std::make_unique<cluster::Monitor>(connections, clock);
    }
    const cluster::Tables& tables() const { return monitor->tables(); }
    const cluster::TraefikInstance* instance(const QString& node) const
    {
        const cluster::TraefikInstance* found = nullptr;
        tables().instances.forEach([&](cluster::Slot, const cluster::TraefikInstance& row) {
            if (row.node == node) found = &row;
        });
        return found;
    }

    demo::Cluster demo;
    SleepyClock clock;
    std::unique_ptr<cluster::Monitor> monitor;
};

} // namespace tailboard::cluster_test
