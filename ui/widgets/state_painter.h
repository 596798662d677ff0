// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state_words.h"

#include <QColor>
#include <QPixmap>
#include <QRectF>

class QPainter;

namespace tailboard::widgets {

class Theme;

/// Draws the state shapes; shared by delegates, chips, the chain, step lists and the source strip. A shape stays itself
/// in one colour: disc with tick, triangle with !, octagon with x, dashed ring with ?, thin ring with clock hands,
/// three quarters of a ring; and the two marks: thin ring with a dash, empty ring.
class StatePainter
{
public:
    explicit StatePainter(const Theme& theme)
        : m_theme(theme)
    {}

    void paint(QPainter& painter, const QRectF& rect, State state) const;
    void paint(QPainter& painter, const QRectF& rect, Mark mark) const;
    void paint(QPainter& painter, const QRectF& rect, const Shape& shape) const;
    /// The 45-degree hatch over the ground of a cell whose source is stale; text goes over it.
    void paintHatch(QPainter& painter, const QRectF& rect) const;

    /// A square of `side` in the vertical middle of `cell`, at its left edge.
    static QRectF square(const QRectF& cell, qreal side);

private:
    const QPixmap& hatchTile(qreal ratio) const;

    const Theme& m_theme;
    mutable QPixmap m_hatch;
    mutable QColor m_hatchColor;
};

} // namespace tailboard::widgets
