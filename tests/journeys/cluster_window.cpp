// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/journeys/cluster_window.h"

#include "ui/widgets/tailboard_style.h"

#include <QApplication>

namespace tailboard::test_journeys {

ClusterWindow::ClusterWindow(cluster::Connections connections, const views::LiveWindow::Names& names,
                             widgets::Appearance appearance)
{
    QApplication::setStyle(new widgets::TailboardStyle(look));
    theme = std::make_unique<widgets::ThemeSwitch>(look, appearance);
    monitor = std::make_unique<cluster::Monitor>(std::move(connections), clock);
    findings = std::make_unique<findings::Findings>(monitor->join(), clock);
    QObject::connect(monitor.get(), &cluster::Monitor::changed, findings.get(), &findings::Findings::update);
    QObject::connect(monitor.get(), &cluster::Monitor::sourcesChanged, findings.get(),
                     &findings::Findings::updateSources);
    live = std::make_unique<views::LiveWindow>(look, *theme, *monitor, *findings, names,
                                               [this](const QUrl& url) { opened << url; });
    QObject::connect(live.get(), &views::LiveWindow::refreshWanted, monitor.get(), &cluster::Monitor::refresh);
    QObject::connect(live.get(), &views::LiveWindow::ticked, findings.get(), &findings::Findings::updateSources);
}

views::KeyedPage& ClusterWindow::page(views::Section section)
{
    return *qobject_cast<views::KeyedPage*>(window().page(section));
}

} // namespace tailboard::test_journeys
