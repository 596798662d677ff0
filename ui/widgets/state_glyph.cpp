// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/state_glyph.h"

#include "ui/widgets/look.h"
#include "ui/widgets/type_scale.h"

#include <QEvent>
#include <QPainter>

namespace tailboard::widgets {

StateGlyph::StateGlyph(const Look& look, State state, int side, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_shape(state)
    , m_side(side)
{
    setFixedSize(QSize(1, 1) * type::width(m_side, font()));
    setAccessibleName(word(state));
}

void StateGlyph::setState(State state)
{
    show(state);
}

void StateGlyph::setMark(Mark mark)
{
    show(mark);
}

void StateGlyph::show(std::variant<State, Mark> shape)
{
    if (shape == m_shape) return;
    m_shape = shape;
    setAccessibleName(std::visit([](auto each) { return word(each); }, shape));
    update();
}

void StateGlyph::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    std::visit([&](auto shape) { m_look.states.paint(painter, rect(), shape); }, m_shape);
}

void StateGlyph::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange) setFixedSize(QSize(1, 1) * type::width(m_side, font()));
    QWidget::changeEvent(event);
}

} // namespace tailboard::widgets
