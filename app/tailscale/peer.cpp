// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/peer.h"

namespace tailboard::tailscale {

QString Peer::shortName() const
{
    const QString label = dnsName.left(dnsName.indexOf(u'.'));
    return label.isEmpty() ? hostName : label;
}

} // namespace tailboard::tailscale
