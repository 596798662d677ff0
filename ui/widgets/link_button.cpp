// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/link_button.h"

#include "ui/widgets/look.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/type_scale.h"

#include <QPainter>

namespace tailboard::widgets {

LinkButton::LinkButton(const Look& look, const QString& text, QWidget* parent)
    : QPushButton(text, parent)
    , m_look(look)
{
    setFlat(true);
    setAutoDefault(false);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setFont(type::small(font()));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize LinkButton::sizeHint() const
{
    const QFontMetrics metrics(font());
    return {metrics.horizontalAdvance(text()) + 1, qMax(24, metrics.height() + 4)};
}

void LinkButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QFont underlined = font();
    underlined.setUnderline(underMouse() && isEnabled());
    painter.setFont(underlined);
    painter.setOpacity(isEnabled() ? 1.0 : 0.5);
    painter.setPen(m_look.theme.color(Token::Accent));
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextHideMnemonic, text());
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        drawFocusRing(painter, rect(), 3, m_look.theme.color(Token::Accent));
}

} // namespace tailboard::widgets
