// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/state_glyph.h"

#include "ui/widgets/look.h"
#include "ui/widgets/type_scale.h"

#include <QEvent>
#include <QPainter>

namespace tailboard::widgets {

StateGlyph::StateGlyph(const Look& look, const Shape& shape, int side, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_shape(shape)
    , m_side(side)
{
    setFixedSize(QSize(1, 1) * type::width(m_side, font()));
    setAccessibleName(word(shape));
}

void StateGlyph::setShape(const Shape& shape)
{
    if (shape == m_shape) return;
    m_shape = shape;
    setAccessibleName(word(shape));
    update();
}

void StateGlyph::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    m_look.states.paint(painter, rect(), m_shape);
}

void StateGlyph::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange) setFixedSize(QSize(1, 1) * type::width(m_side, font()));
    QWidget::changeEvent(event);
}

} // namespace tailboard::widgets
