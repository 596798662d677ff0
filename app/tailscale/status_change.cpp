// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/status_change.h"

namespace tailboard::tailscale {

namespace {

bool isSamePeerButCounters(Peer a, const Peer& b)
{
    a.receivedBytes = b.receivedBytes;
    a.sentBytes = b.sentBytes;
    a.lastHandshake = b.lastHandshake;
    return a == b;
}

} // namespace

bool isSameButCounters(const Status& a, const Status& b)
{
    if (a.peers.size() != b.peers.size()) return false;
    for (qsizetype i = 0; i < a.peers.size(); ++i)
        if (!isSamePeerButCounters(a.peers[i], b.peers[i])) return false;
    return a.version == b.version && a.backendText == b.backendText && a.magicDnsSuffix == b.magicDnsSuffix &&
           a.tailnetName == b.tailnetName && a.isMagicDnsEnabled == b.isMagicDnsEnabled &&
           a.certDomains == b.certDomains && a.health == b.health;
}

Status keepingWhatIsNotListed(Status fresh, const Status& known)
{
    if (fresh.backend == BackendState::Running || !fresh.peers.isEmpty()) return fresh;
    fresh.peers = known.peers;
    fresh.magicDnsSuffix = known.magicDnsSuffix;
    fresh.tailnetName = known.tailnetName;
    fresh.isMagicDnsEnabled = known.isMagicDnsEnabled;
    fresh.certDomains = known.certDomains;
    return fresh;
}

} // namespace tailboard::tailscale
