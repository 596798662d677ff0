// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icons.h"

#include <QByteArray>

namespace tailboard::widgets {

/// The strokes of an icon as SVG elements in a box of 24, without colour.
QByteArray iconStrokes(Icon icon);

} // namespace tailboard::widgets
