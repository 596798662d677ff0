// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/join.h"
#include "app/findings/findings.h"

#include <QString>

namespace tailboard::cli {

/// What `tailboard status` prints for people: a line for each source, the joined lines, the findings with their
/// remedies. No colours and no control characters: text of servers is cut and cleaned. `now` is UTC.
QString statusText(const cluster::Join& join, const findings::Findings& findings, const QDateTime& now);

/// The exit code for what is known: 2 when a source is not ok, else 1 when a finding is at `failOn` or above, else 0.
int statusExitCode(const cluster::Tables& tables, const findings::FindingTable& findings, base::State failOn,
                   const QDateTime& now);

} // namespace tailboard::cli
