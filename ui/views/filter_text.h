// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/row_filter.h"

namespace tailboard::views {

/// What could not be taken of a filter and what was done instead, as one sentence or two; `keys`: the table's own.
QString filterProblemText(const models::FilterProblem& problem, const QStringList& keys);

} // namespace tailboard::views
