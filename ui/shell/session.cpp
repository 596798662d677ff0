// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/session.h"

#include "ui/cli/connections.h"

namespace tailboard::shell {

base::Result<cluster::Connections> connectionsTo(const demo::Addresses& demo)
{
    return cli::connectionsFor({.nomad = demo.nomad.toString(),
                                .tailscale = demo.tailscaleSocket,
                                .traefik = {},
                                .traefikUser = {},
                                .authorityFile = demo.caFile,
                                .dialFile = demo.dialFile},
                               QProcessEnvironment());
}

Session::Session(const widgets::Look& look, widgets::ThemeSwitch& theme, const base::Clock& clock, Origin origin,
                 std::function<void(const QUrl&)> openUrl)
    : m_origin(std::move(origin))
    , m_monitor(std::make_unique<cluster::Monitor>(m_origin.connections, clock))
    , m_findings(std::make_unique<findings::Findings>(m_monitor->join(), clock))
{
    connect(m_monitor.get(), &cluster::Monitor::changed, m_findings.get(), &findings::Findings::update);
    connect(m_monitor.get(), &cluster::Monitor::sourcesChanged, m_findings.get(), &findings::Findings::updateSources);
    m_live =
        std::make_unique<views::LiveWindow>(look, theme, *m_monitor, *m_findings, m_origin.names, std::move(openUrl));
    connect(m_live.get(), &views::LiveWindow::refreshWanted, m_monitor.get(), &cluster::Monitor::refresh);
    connect(m_live.get(), &views::LiveWindow::ticked, m_findings.get(), &findings::Findings::updateSources);
}

Session::~Session() = default;

void Session::start()
{
    m_monitor->start();
}

void Session::close()
{
    m_monitor->stop();
    m_live->window().hide();
}

base::State Session::state() const
{
    const cluster::Tables& tables = m_monitor->tables();
    const QDateTime now = m_monitor->clock().now();
    base::State worst = base::sourceHealth(tables.nomadSource, now);
    if (m_origin.connections.tailscale) worst = base::worse(worst, base::sourceHealth(tables.tailscaleSource, now));
    tables.instances.forEach([&](cluster::Slot, const cluster::TraefikInstance& instance) {
        worst = base::worse(worst, base::sourceHealth(instance.source, now));
    });
    return worst;
}

} // namespace tailboard::shell
