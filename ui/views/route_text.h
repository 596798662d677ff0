// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/tables.h"

#include <QString>

namespace tailboard::views {

/// Why a route's state is what it is, in one sentence.
QString causeText(const cluster::Route& route);
/// "direct", "relay fra", "offline 3 h", "idle": how traffic to a peer goes. `now` is UTC.
QString pathText(const tailscale::Peer& peer, const cluster::Tables& tables, const QDateTime& now);
/// Names of nodes as short as they stay different: "sub01, sub02" of "firefly-sub01", "firefly-sub02" when there are
/// several, the whole name when there is one.
QString shortNodes(const QStringList& nodes);
/// "firefly-sub01" and ".tail1a2b3.ts.net" of a host in the tailnet; the whole host and nothing elsewhere.
std::pair<QString, QString> hostParts(const QString& host, const QString& suffix);

} // namespace tailboard::views
