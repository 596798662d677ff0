// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/journeys/demo_window.h"

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

RunningDemo::RunningDemo(const demo::Options& options)
    : demo(options)
{
    if (!demo.start()) qFatal("the demo cluster does not start");
}

DemoWindow::DemoWindow(const demo::Options& options, widgets::Appearance appearance)
    : RunningDemo(options)
    , ClusterWindow(connectionsTo(demo.addresses()), {u"firefly"_s, u"Demo"_s}, appearance)
{}

} // namespace tailboard::test_journeys
