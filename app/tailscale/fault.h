// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/http/endpoint.h"
#include "app/http/response.h"
#include "app/tailscale/status.h"

#include <QDateTime>
#include <optional>

// The plain sentences of this module: what happened, why, what to do.
namespace tailboard::tailscale {

/// Words a failed exchange with tailscaled: its socket absent, left behind by a killed daemon, or closed to this user;
/// no answer in time; no HTTP. Looks at the socket's path, because "connection failed" alone does not tell. Other
/// failures are handed back as they are.
base::Error connectionFault(const http::Endpoint& endpoint, base::Error error);

/// Words an HTTP status that is not a success of /status or /prefs.
base::Error answerFault(const http::ResponseHead& head, const QByteArray& body);

/// Why peers must not be believed now although tailscaled answers; nullopt while it is Running. `now` (UTC) tells an
/// ended key from a logout: tailscaled says NeedsLogin for both (1.102.3).
std::optional<base::Error> backendFault(const Status& status, const QDateTime& now);

/// tailscaled is on its way and will say more itself: nothing of what it lists now counts (NoState lists no peers).
bool isStarting(BackendState state);

} // namespace tailboard::tailscale
