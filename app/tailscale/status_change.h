// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/tailscale/status.h"

namespace tailboard::tailscale {

/// Equal but for bytes and handshakes, which grow all the time and say nothing about how the tailnet is.
bool isSameButCounters(const Status& a, const Status& b);

/// Takes the counters of a status that isSameButCounters() into the one that is kept, whose texts others share.
void takeCounters(Status& known, const Status& fresh);

/// `fresh`, with the peers, names and certificate domains of `known` when tailscaled is not Running and lists none (as
/// after a logout): what was known stays, shown as stale.
Status keepingWhatIsNotListed(Status fresh, const Status& known);

} // namespace tailboard::tailscale
