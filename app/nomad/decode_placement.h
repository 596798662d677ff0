// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/json_value.h"
#include "app/nomad/placement_failure.h"
#include "app/nomad/wire_keys.h"

namespace tailboard::nomad {

/// A map from a text to a number of nodes, most first; null is empty.
void readCountedReasons(JsonValue& value, QList<CountedReason>& to);
/// "FailedTGAllocs" of an evaluation, sorted by group; null is empty.
void readPlacementFailures(JsonValue& value, QList<PlacementFailure>& to);
void listPlacementKeys(QList<WireKey>& to);

} // namespace tailboard::nomad
