// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/symbol.h"

#include <compare>

namespace tailboard::models {

/// The order of two symbols' texts without case. Places are worked out once for all symbols there are and again when
/// their number has doubled, so that sorting 100,000 rows compares numbers; younger symbols are compared by text. GUI
/// thread.
std::weak_ordering compareSymbols(base::Symbol a, base::Symbol b);

} // namespace tailboard::models
