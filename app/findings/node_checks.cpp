// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/check.h"

#include <QHostAddress>

namespace tailboard::findings {

using namespace Qt::StringLiterals;

namespace {

/// The address that the node's allocations get. Where the server does not tell, the one of its HTTP API, which is
/// mostly the same.
const QString& offeredAddress(const nomad::Node& node)
{
    return node.networkAddress.isEmpty() ? node.address : node.networkAddress;
}

} // namespace

bool isOnTailnet(const nomad::Node& node)
{
    // tailscale.com/net/tsaddr: CGNATRange and TailscaleULARange.
    static const auto v4 = QHostAddress::parseSubnet(u"100.64.0.0/10"_s);
    static const auto v6 = QHostAddress::parseSubnet(u"fd7a:115c:a1e0::/48"_s);
    const QHostAddress address(offeredAddress(node));
    return address.isNull() || address.isInSubnet(v4) || address.isInSubnet(v6);
}

void checkNode(const World&, const nomad::Node& node, const tailscale::Peer* peer, Found& found)
{
    if (!peer || isOnTailnet(node)) return;
    const QString& address = offeredAddress(node);
    if (peer->addresses.contains(address)) return;
    cluster::Finding& finding =
        found.add(u"node-off-tailnet"_s, node.id.toString(), cluster::TableId::Nodes, base::State::Warning);
    finding.subject = node.name;
    finding.text = node.networkDevice.isEmpty()
                       ? words("Nomad knows %1 by %2, not by its tailnet address %3.")
                             .arg(node.name, address, peer->addresses.value(0))
                       : words("Nomad on %1 offers %2 of the interface %3, not its tailnet address %4.")
                             .arg(node.name, address, node.networkDevice, peer->addresses.value(0));
    finding.remedy = words("Set network_interface = \"tailscale0\" in the client block of Nomad on %1 and restart it.")
                         .arg(node.name);
}

} // namespace tailboard::findings
