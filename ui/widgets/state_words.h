// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/state.h"

#include <QString>
#include <array>
#include <variant>

namespace tailboard::widgets {

using base::State;

/// What is drawn like a state, but is none: it has no place in the order of severity and is never counted.
enum class Mark : unsigned char {
    NotApplicable, ///< nothing to check here, as a node that does not own a name
    ToDo,          ///< a step whose turn has not come
};

/// One of the drawn shapes: a state, or a mark.
using Shape = std::variant<State, Mark>;

/// All six, worst first.
inline constexpr std::array kStates{State::Critical, State::Warning, State::Unknown,
                                    State::Stale,    State::Pending, State::Ok};

/// The translated word that goes with colour and shape: no state is told by colour alone.
QString word(State state);
QString word(Mark mark);
QString word(const Shape& shape);

} // namespace tailboard::widgets
