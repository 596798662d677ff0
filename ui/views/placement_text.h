// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/job_history.h"

#include <QStringList>

namespace tailboard::views {

/// Why a group found no place, in sentences: first which group, then each reason with its number of nodes, then how
/// much more waits for the same. Reasons without words of ours stand as Nomad sent them.
QStringList placementSentences(const nomad::PlacementFailure& failure);

} // namespace tailboard::views
