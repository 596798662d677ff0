// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/status_change.h"

namespace tailboard::tailscale {

namespace {

bool isSamePeerButCounters(const Peer& a, const Peer& b)
{
    return a.id == b.id && a.hostName == b.hostName && a.dnsName == b.dnsName && a.os == b.os &&
           a.addresses == b.addresses && a.aclTags == b.aclTags && a.routes == b.routes && a.isSelf == b.isSelf &&
           a.isOnline == b.isOnline && a.isActive == b.isActive && a.isExitNode == b.isExitNode &&
           a.isExpired == b.isExpired && a.currentAddress == b.currentAddress && a.relay == b.relay &&
           a.lastSeen == b.lastSeen && a.keyExpiry == b.keyExpiry;
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

void takeCounters(Status& known, const Status& fresh)
{
    for (qsizetype i = 0; i < known.peers.size(); ++i) {
        Peer& peer = known.peers[i];
        peer.receivedBytes = fresh.peers[i].receivedBytes;
        peer.sentBytes = fresh.peers[i].sentBytes;
        peer.lastHandshake = fresh.peers[i].lastHandshake;
    }
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
