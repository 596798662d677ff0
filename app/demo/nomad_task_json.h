// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/json_writer.h"
#include "app/demo/model.h"

namespace tailboard::demo {

/// Whether the client has reported on the tasks at all.
bool hasTaskStates(const Allocation& allocation);
/// The member TaskStates: null before the first report.
void writeTaskStates(JsonWriter& json, const Allocation& allocation);

} // namespace tailboard::demo
