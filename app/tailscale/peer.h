// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <optional>

namespace tailboard::tailscale {

/// A machine of the tailnet as LocalAPI's status lists it; this machine itself included and flagged.
/// Field names: tailscale.com/ipn/ipnstate, type PeerStatus. Go's zero time decodes to nullopt.
struct Peer
{
    QString id;            ///< stable node id ("ID"); the key
    QString hostName;      ///< "HostName": what the machine calls itself
    QString dnsName;       ///< "DNSName" without the final dot: "firefly-sub01.tail1a2b3.ts.net"
    QString os;            ///< "OS"
    QStringList addresses; ///< "TailscaleIPs": IPv4 first
    QStringList aclTags;   ///< "Tags": "tag:server"
    QStringList routes;    ///< "PrimaryRoutes": subnets it serves
    bool isSelf = false;
    bool isOnline = false; ///< "Online"; only believed while the backend is Running
    bool isActive = false; ///< "Active": traffic lately
    bool isExitNode = false;
    bool isExpired =
        false; ///< "Expired"; may stay absent although KeyExpiry passed (1.102.3), so compare keyExpiry too
    QString currentAddress;                 ///< "CurAddr": "ip:port" of the direct path, empty when there is none
    QString relay;                          ///< "Relay": DERP region code
    quint64 receivedBytes = 0;              ///< "RxBytes"
    quint64 sentBytes = 0;                  ///< "TxBytes"
    std::optional<QDateTime> lastSeen;      ///< UTC
    std::optional<QDateTime> lastHandshake; ///< UTC
    std::optional<QDateTime> keyExpiry;     ///< UTC; nullopt: the key never ends

    /// First label of dnsName, else hostName: what people call the machine.
    QString shortName() const;

    friend bool operator==(const Peer&, const Peer&) = default;
};

} // namespace tailboard::tailscale
