// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/tailscale/peer.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace tailboard::tailscale {

/// tailscaled's own state (ipn.State, ipn/backend.go). Unknown text is kept beside in Status::backendText.
enum class BackendState { NoState, InUseOtherUser, NeedsLogin, NeedsMachineAuth, Stopped, Starting, Running, Unknown };

/// What LocalAPI's /status says. Field names: tailscale.com/ipn/ipnstate, type Status.
struct Status
{
    QString version; ///< "Version": of the daemon
    BackendState backend = BackendState::NoState;
    QString backendText;    ///< "BackendState" as sent
    QString magicDnsSuffix; ///< "CurrentTailnet.MagicDNSSuffix": "tail1a2b3.ts.net"
    QString tailnetName;    ///< "CurrentTailnet.Name"
    bool isMagicDnsEnabled = false;
    QStringList certDomains; ///< "CertDomains": names this machine may get certificates for; empty: HTTPS is off
    QStringList health;      ///< "Health": the daemon's own warnings
    QList<Peer> peers;       ///< self first; ghosts (empty ID, as seen after a logout with 1.102.3) left out

    friend bool operator==(const Status&, const Status&) = default;
};

} // namespace tailboard::tailscale
