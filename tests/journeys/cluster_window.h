// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/findings/findings.h"
#include "ui/views/live_window.h"
#include "ui/widgets/look.h"
#include "ui/widgets/theme_switch.h"

namespace tailboard::test_journeys {

/// The real window on a cluster; the monitor is not started yet.
struct ClusterWindow
{
    ClusterWindow(cluster::Connections connections, const views::LiveWindow::Names& names,
                  widgets::Appearance appearance = widgets::Appearance::Light);

    views::MainWindow& window() { return live->window(); }
    views::KeyedPage& page(views::Section section);
    const cluster::Tables& tables() const { return monitor->tables(); }

    base::SystemClock clock;
    widgets::Look look{widgets::Theme(widgets::Theme::Scheme::Light)};
    std::unique_ptr<widgets::ThemeSwitch> theme;
    std::unique_ptr<cluster::Monitor> monitor;
    std::unique_ptr<findings::Findings> findings;
    std::unique_ptr<views::LiveWindow> live;
    QList<QUrl> opened; ///< what would have been shown in the browser
};

} // namespace tailboard::test_journeys
