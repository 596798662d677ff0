// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/state_painter.h"

#include "ui/widgets/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <cmath>

namespace tailboard::widgets {
namespace {

constexpr int kPitch = 6;  // of the hatch, along both axes
constexpr qreal kBox = 16; // all shapes are drawn in a box of 16 and scaled

QPainterPath lines(std::initializer_list<std::initializer_list<QPointF>> strokes)
{
    QPainterPath path;
    for (const auto& stroke : strokes) {
        auto point = stroke.begin();
        path.moveTo(*point);
        while (++point != stroke.end())
            path.lineTo(*point);
    }
    return path;
}

QPainterPath closed(QPainterPath path)
{
    path.closeSubpath();
    return path;
}

QPainterPath ringOf(qreal radius)
{
    QPainterPath path;
    path.addEllipse(QPointF(8, 8), radius, radius);
    return path;
}

QPainterPath threeQuarters()
{
    const QRectF ring(2, 2, 12, 12);
    QPainterPath path;
    path.arcMoveTo(ring, 90);
    path.arcTo(ring, 90, -270);
    return path;
}

QPainterPath questionMark()
{
    QPainterPath path(QPointF(6.2, 6.5));
    path.cubicTo(QPointF(6.2, 4.2), QPointF(9.8, 4.2), QPointF(9.8, 6.5));
    path.cubicTo(QPointF(9.8, 8.0), QPointF(8.0, 8.0), QPointF(8.0, 9.4));
    path.moveTo(8, 11.5);
    path.lineTo(8, 11.6);
    return path;
}

struct Shapes
{
    QPainterPath disc = ringOf(7);
    QPainterPath tick = lines({{{4.9, 8.2}, {7.1, 10.4}, {11.1, 5.9}}});
    QPainterPath triangle = closed(lines({{{8, 1.8}, {15, 14}, {1, 14}}}));
    QPainterPath bang = lines({{{8, 6}, {8, 10}}, {{8, 12.1}, {8, 12.2}}});
    QPainterPath octagon =
        closed(lines({{{5.1, 1}, {10.9, 1}, {15, 5.1}, {15, 10.9}, {10.9, 15}, {5.1, 15}, {1, 10.9}, {1, 5.1}}}));
    QPainterPath cross = lines({{{5.6, 5.6}, {10.4, 10.4}}, {{10.4, 5.6}, {5.6, 10.4}}});
    QPainterPath ring = ringOf(6);
    QPainterPath question = questionMark();
    QPainterPath hands = lines({{{8, 4.8}, {8, 8}, {10.2, 9.6}}});
    QPainterPath arc = threeQuarters();
    QPainterPath dash = lines({{{5.2, 8}, {10.8, 8}}});
};

QPen roundPen(const QColor& color, qreal width)
{
    return QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
}

const Shapes& shapes()
{
    static const Shapes made;
    return made;
}

/// Takes the painter into the box of 16 for as long as it lives.
class InBox
{
public:
    InBox(QPainter& painter, const QRectF& rect)
        : m_painter(painter)
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
        m_painter.translate(rect.topLeft());
        m_painter.scale(rect.width() / kBox, rect.height() / kBox);
    }
    ~InBox() { m_painter.restore(); }
    Q_DISABLE_COPY_MOVE(InBox)

private:
    QPainter& m_painter;
};

} // namespace

void StatePainter::paint(QPainter& painter, const QRectF& rect, State state) const
{
    const QColor color = m_theme.color(state);
    const QPen mark = roundPen(m_theme.color(Token::Glyph), 1.7);
    const InBox box(painter, rect);

    switch (state) {
    case State::Ok:
        painter.fillPath(shapes().disc, color);
        painter.strokePath(shapes().tick, mark);
        break;
    case State::Warning:
        painter.fillPath(shapes().triangle, color);
        painter.strokePath(shapes().triangle, roundPen(color, 1.4)); // rounds the corners
        painter.strokePath(shapes().bang, mark);
        break;
    case State::Critical:
        painter.fillPath(shapes().octagon, color);
        painter.strokePath(shapes().cross, mark);
        break;
    case State::Unknown: {
        QPen dashed(color, 1.5, Qt::SolidLine, Qt::FlatCap);
        dashed.setDashPattern({2.0, 1.7});
        painter.strokePath(shapes().ring, dashed);
        painter.strokePath(shapes().question, roundPen(color, 1.5));
        break;
    }
    case State::Stale:
        painter.strokePath(shapes().ring, QPen(color, 1.25));
        painter.strokePath(shapes().hands, roundPen(color, 1.5));
        break;
    case State::Pending:
        painter.strokePath(shapes().ring, QPen(m_theme.color(Token::Track), 2));
        painter.strokePath(shapes().arc, roundPen(color, 2));
        break;
    }
}

void StatePainter::paint(QPainter& painter, const QRectF& rect, Mark mark) const
{
    const QColor color = m_theme.color(State::Unknown); // the grey of what is not known
    const InBox box(painter, rect);
    painter.strokePath(shapes().ring, QPen(color, 1.25));
    if (mark == Mark::NotApplicable) painter.strokePath(shapes().dash, roundPen(color, 1.5));
}

void StatePainter::paint(QPainter& painter, const QRectF& rect, const Shape& shape) const
{
    std::visit([&](auto each) { paint(painter, rect, each); }, shape);
}

void StatePainter::paintHatch(QPainter& painter, const QRectF& rect) const
{
    // One tile, laid in the grid of the device: it repeats along both axes, so neighbouring cells join.
    const QPixmap& tile = hatchTile(painter.device()->devicePixelRatioF());
    painter.drawTiledPixmap(rect, tile, QPointF(std::fmod(rect.left(), kPitch), std::fmod(rect.top(), kPitch)));
}

const QPixmap& StatePainter::hatchTile(qreal ratio) const
{
    QColor color = m_theme.color(Token::Text);
    color.setAlphaF(0.10F);
    if (m_hatch.devicePixelRatio() == ratio && m_hatchColor == color && !m_hatch.isNull()) return m_hatch;

    m_hatchColor = color;
    m_hatch = QPixmap((QSizeF(kPitch, kPitch) * ratio).toSize());
    m_hatch.setDevicePixelRatio(ratio);
    m_hatch.fill(Qt::transparent);
    QPainter painter(&m_hatch);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.5));
    for (const int sum : {0, 6, 12})
        painter.drawLine(QPointF(sum + kPitch, -kPitch), QPointF(sum - 2 * kPitch, 2 * kPitch));
    return m_hatch;
}

QRectF StatePainter::square(const QRectF& cell, qreal side)
{
    return QRectF(cell.left(), cell.top() + qRound((cell.height() - side) / 2), side, side);
}

} // namespace tailboard::widgets
