// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/join.h"
#include "app/findings/findings.h"

#include <QJsonObject>

namespace tailboard::cli {

/// The document of `tailboard status --json`, version 1, as README.md documents it: ages in seconds, times RFC 3339 in
/// UTC, state words "critical warning unknown stale pending ok". Keys may be added in later versions, none changes its
/// meaning. `now` is UTC. Lists are sorted by what people read (URL, name), so that two documents can be compared.
QJsonObject statusJson(const cluster::Join& join, const findings::Findings& findings, const QDateTime& now);

} // namespace tailboard::cli
