// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster.h"
#include "tests/journeys/cluster_window.h"

namespace tailboard::test_journeys {

/// How to reach a started demo cluster, by its sockets.
cluster::Connections connectionsTo(const demo::Addresses& addresses);

/// A demo cluster that runs.
struct RunningDemo
{
    explicit RunningDemo(const demo::Options& options);
    demo::Cluster demo;
};

/// The real window on a demo cluster of its own; the monitor is not started yet.
struct DemoWindow : RunningDemo, ClusterWindow
{
    explicit DemoWindow(const demo::Options& options = {.moving = false},
                        widgets::Appearance appearance = widgets::Appearance::Light);
};

} // namespace tailboard::test_journeys
