// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"

#include <QByteArrayView>
#include <QString>
#include <QStringList>

namespace tailboard::tailscale {

/// One line of watch-ipn-bus (tailscale.com/ipn, type Notify), reduced to what makes us ask again: the line says that
/// something changed, /status says what. Most lines have every field null. Engine lines (traffic counters) reach every
/// watcher as soon as any other program asked for them, whatever our own mask says: they say nothing here.
struct Notify
{
    bool hasState = false;  ///< "State": the backend's state changed
    bool hasPrefs = false;  ///< "Prefs"
    bool hasSelf = false;   ///< "SelfChange" or "NetMap": this machine's own node
    bool hasPeers = false;  ///< "PeersChanged", "PeerChanges" (1.98), "PeerChangedPatch", "PeersRemoved" or "NetMap"
    bool hasHealth = false; ///< "Health"
    QString errorMessage;   ///< "ErrMessage"; the daemon closes the bus after most of them

    /// Something that /status shows may have changed.
    bool isStatusTrigger() const { return hasState || hasPrefs || hasSelf || hasPeers || hasHealth; }

    friend bool operator==(const Notify&, const Notify&) = default;
};

/// The bits of the bus mask that we use (tailscale.com/ipn, NotifyWatchOpt).
enum BusMask : quint32 {
    BusInitialState = 1 << 1,  ///< a first line comes at once
    BusNoPrivateKeys = 1 << 4, ///< versions 1.54 to 1.90 give the bus to ordinary users only with it
    BusRateLimit = 1 << 8,     ///< network maps at most every 3 s; since 1.102 refused together with the bits below
    BusPeerChanges = 1 << 12,  ///< since 1.98
    BusNoNetMap = 1 << 13,     ///< since 1.100; before, whole network maps came with every change
    BusPeerPatches = 1 << 15,  ///< since 1.100: short lines for the commonest changes
};
/// The mask for a daemon that says `capability` in its Tailscale-Cap header (141 = 1.100); 0 when it says none. Never
/// asks for engine updates (bit 0): they would come every 2 s, and to every other watcher too.
quint32 busMask(quint64 capability);

/// Reads one line. Fails with Malformed when it is no JSON object, with TooLarge over longestReply. Pure.
base::Result<base::Decoded<Notify>> decodeNotify(QByteArrayView line);

/// The keys that decodeNotify() reads, as "Notify.State".
QStringList notifyKeys();

} // namespace tailboard::tailscale
