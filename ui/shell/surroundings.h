// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/means.h"

namespace tailboard::shell {

/// What this machine tells without a request over a network: the environment, where tailscaled listens, whether
/// anything listens on Nomad's port here (Linux: read from /proc, no connection is made).
dialogs::Found lookAround(const QProcessEnvironment& environment);

/// Whether one of the lines of /proc/net/tcp or tcp6 is a socket that listens on the port for connections from this
/// machine. Pure.
bool listensOn(quint16 port, const QByteArray& procTable);

} // namespace tailboard::shell
