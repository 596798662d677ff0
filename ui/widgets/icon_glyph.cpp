// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icon_glyph.h"

#include "ui/widgets/look.h"
#include "ui/widgets/type_scale.h"

#include <QEvent>
#include <QPainter>

namespace tailboard::widgets {

IconGlyph::IconGlyph(const Look& look, Icon icon, Token token, int side, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_icon(icon)
    , m_token(token)
    , m_side(side)
{
    setFixedSize(QSize(1, 1) * type::width(m_side, font()));
}

void IconGlyph::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    m_look.icons.paint(painter, rect(), m_icon, m_look.theme.color(m_token));
}

void IconGlyph::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange) setFixedSize(QSize(1, 1) * type::width(m_side, font()));
    QWidget::changeEvent(event);
}

} // namespace tailboard::widgets
