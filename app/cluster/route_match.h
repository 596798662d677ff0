// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/tables.h"

#include <QUrl>
#include <vector>

namespace tailboard::cluster {

/// The address that somebody typed or pasted: "https://host/path", or "host/path" when the host has a dot. Invalid when
/// it is none.
QUrl pastedUrl(const QString& text);

/// Slots of the HTTP routes whose rule takes this address, the one that Traefik would take first at the beginning:
/// of the address's scheme before others, then by priority (the rule's length where none is set, as Traefik counts).
/// Reads only host and path; a rule's other conditions (headers, methods, client addresses) are taken as met. At most
/// `most`. Walks all routes: for a press of a key, not for a tick.
std::vector<Slot> routesAt(const Tables& tables, const QUrl& url, size_t most);

} // namespace tailboard::cluster
