// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/journeys/demo_window.h"

#include "ui/widgets/tailboard_style.h"

#include <QApplication>

using namespace Qt::StringLiterals;

namespace tailboard::test_journeys {

cluster::Connections connectionsTo(const demo::Addresses& addresses)
{
    cluster::Connections connections;
    connections.tailscale = http::Endpoint::unixSocket(addresses.tailscaleSocket, "local-tailscaled.sock");
    connections.nomad = *http::Endpoint::fromUrl(addresses.nomad, 4646);
    connections.dialMap = addresses.dialMap;
    return connections;
}

DemoWindow::DemoWindow(const demo::Options& options, widgets::Appearance appearance)
    : demo(options)
{
    if (!demo.start()) qFatal("the demo cluster does not start");
    QApplication::setStyle(new widgets::TailboardStyle(look));
    theme = std::make_unique<widgets::ThemeSwitch>(look, appearance);
    monitor = std::make_unique<cluster::Monitor>(connectionsTo(demo.addresses()), clock);
    findings = std::make_unique<findings::Findings>(monitor->join(), clock);
    QObject::connect(monitor.get(), &cluster::Monitor::changed, findings.get(), &findings::Findings::update);
    QObject::connect(monitor.get(), &cluster::Monitor::sourcesChanged, findings.get(),
                     &findings::Findings::updateSources);
    live = std::make_unique<views::LiveWindow>(look, *theme, *monitor, *findings,
                                               views::LiveWindow::Names{u"firefly"_s, u"Demo"_s},
                                               [this](const QUrl& url) { opened << url; });
    QObject::connect(live.get(), &views::LiveWindow::refreshWanted, monitor.get(), &cluster::Monitor::refresh);
    QObject::connect(live.get(), &views::LiveWindow::ticked, findings.get(), &findings::Findings::updateSources);
}

views::KeyedPage& DemoWindow::page(views::Section section)
{
    return *qobject_cast<views::KeyedPage*>(window().page(section));
}

} // namespace tailboard::test_journeys
