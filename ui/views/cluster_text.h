// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/join.h"
#include "app/cluster/states.h"
#include "ui/views/fact_list.h"

#include <QDateTime>
#include <QStringList>

namespace tailboard::views {

// Words for what several pages show.

/// A length of time by its largest unit, cut: "12 s", "3 min", "5 h", "6 d". Negative counts as 0.
QString spanText(std::chrono::seconds span);
/// How long ago: a span, "never" when there is no time. `now` in UTC.
QString agoText(const std::optional<QDateTime>& time, const QDateTime& now);
/// A time of Nomad in nanoseconds since 1970.
QDateTime nomadTime(qint64 nanoseconds);
/// A date and time of the user's place and language.
QString dateText(const QDateTime& time);

/// How traffic to a peer goes: "direct", "relay fra", "offline 3 h", "idle", "this machine", "not known".
QString pathText(const tailscale::Peer& peer, const cluster::Tables& tables, const QDateTime& now);
/// "online", "offline 3 h"; for a peer that is itself well or not.
QString onlineText(const tailscale::Peer& peer, const cluster::Tables& tables, const QDateTime& now);
/// When a key ends: "never ends", "ends in 12 d", "ended 3 d ago".
QString keyText(const tailscale::Peer& peer, const QDateTime& now);

/// Several node names in little room: one in full; several without what their names begin with alike ("sub01, sub02");
/// "all 3 nodes" when it is more than two and all there are.
QString nodesText(const QStringList& nodes, qsizetype all);

/// "3 nodes", "1 node"; English has no plural file.
QString countText(qsizetype count, const QString& one, const QString& many);

/// The name of a state as this page's facts show it, with its shape.
Fact stateFact(const QString& name, const QString& value, base::State state);

/// Why a list of Nomad's stays empty: "The token may not read jobs (needs read-job)."
QString forbiddenText(nomad::List list, const nomad::ListAccess& access);

} // namespace tailboard::views
