// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster.h"
#include "app/findings/findings.h"
#include "ui/views/live_window.h"
#include "ui/widgets/look.h"
#include "ui/widgets/theme_switch.h"

namespace tailboard::test_journeys {

/// How to reach a started demo cluster, by its sockets.
cluster::Connections connectionsTo(const demo::Addresses& addresses);

/// The real window on a demo cluster of its own; the monitor is not started yet.
struct DemoWindow
{
    explicit DemoWindow(const demo::Options& options = {.moving = false},
                        widgets::Appearance appearance = widgets::Appearance::Light);

    views::MainWindow& window() { return live->window(); }
    views::KeyedPage& page(views::Section section);
    const cluster::Tables& tables() const { return monitor->tables(); }

    demo::Cluster demo;
    base::SystemClock clock;
    widgets::Look look{widgets::Theme(widgets::Theme::Scheme::Light)};
    std::unique_ptr<widgets::ThemeSwitch> theme;
    std::unique_ptr<cluster::Monitor> monitor;
    std::unique_ptr<findings::Findings> findings;
    std::unique_ptr<views::LiveWindow> live;
    QList<QUrl> opened; ///< what would have been shown in the browser
};

} // namespace tailboard::test_journeys
