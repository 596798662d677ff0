// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tailboard::base {

/// How a thing is, in the six words of the whole program. Order is severity: the first is the worst, so that sorting by
/// the number puts what needs attention on top.
enum class State : unsigned char {
    Critical, ///< broken for users now
    Warning,  ///< works, but will break or is partly broken
    Unknown,  ///< not checked or not knowable; never shown as well
    Stale,    ///< was known, is old now
    Pending,  ///< on its way, within its normal time
    Ok,       ///< seen to be well
};

/// The worse of two states.
constexpr State worse(State a, State b)
{
    return a < b ? a : b;
}

/// Stable ASCII word ("critical", "warning", "unknown", "stale", "pending", "ok") for JSON output.
QString stateName(State state);

} // namespace tailboard::base
