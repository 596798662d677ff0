// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace tailboard::tailscale {

/// The part of LocalAPI's /prefs that matters here (tailscale.com/ipn, type Prefs). Private keys in the reply are never
/// read.
struct Prefs
{
    QString controlUrl;             ///< "ControlURL"
    QString hostName;               ///< "Hostname"
    bool isDnsAccepted = false;     ///< "CorpDNS": without it MagicDNS names do not resolve here
    bool isWantRunning = false;     ///< "WantRunning"
    bool isLoggedOut = false;       ///< "LoggedOut"
    bool isShieldsUp = false;       ///< "ShieldsUp"
    bool areRoutesAccepted = false; ///< "RouteAll"
    QStringList advertisedTags;     ///< "AdvertiseTags"

    friend bool operator==(const Prefs&, const Prefs&) = default;
};

} // namespace tailboard::tailscale
