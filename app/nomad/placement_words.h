// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/job_history.h"

#include <QStringList>

namespace tailboard::nomad {

/// What kept the nodes out, one plain sentence each, of one kind most nodes first. Nomad itself tells only counts and
/// names. Never empty. Pure.
QStringList placementReasons(const PlacementFailure& failure);

} // namespace tailboard::nomad
