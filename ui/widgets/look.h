// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icons.h"
#include "ui/widgets/state_painter.h"
#include "ui/widgets/theme.h"

namespace tailboard::widgets {

/// What a widget needs to draw itself; made once in main() and handed down by constructor. It outlives every widget
/// and the style.
struct Look
{
    Theme theme;
    Icons icons{theme};
    StatePainter states{theme};

    explicit Look(const Theme& start)
        : theme(start)
    {}
    Q_DISABLE_COPY_MOVE(Look)
};

} // namespace tailboard::widgets
