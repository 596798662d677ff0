// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tailboard_style.h"

#include "ui/widgets/look.h"
#include "ui/widgets/type_scale.h"

#include <QPainter>
#include <QStyleOption>

namespace tailboard::widgets {
namespace {

/// A one-pixel border lies on pixel centres: the box is drawn half a pixel inside.
QRectF inset(const QRectF& rect)
{
    return rect.adjusted(0.5, 0.5, -0.5, -0.5);
}

} // namespace

void drawFocusRing(QPainter& painter, const QRectF& box, qreal radius, const QColor& color)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius);
    painter.restore();
}

void TailboardStyle::drawButtonPanel(QPainter& painter, const QStyleOptionButton& button) const
{
    const Theme& theme = m_look.theme;
    const bool isPrimary = button.features & QStyleOptionButton::DefaultButton;
    const bool isFlat = button.features & QStyleOptionButton::Flat;
    const bool isDown = button.state & (State_Sunken | State_On);
    const bool isHovered = button.state & State_MouseOver && button.state & State_Enabled;

    QColor fill = theme.color(isPrimary ? Token::Accent : Token::Ctl);
    QColor border = theme.color(isPrimary ? Token::Accent : Token::Line2);
    if (isFlat) fill = border = isHovered || isDown ? theme.color(Token::Line) : QColor(Qt::transparent);
    if (!isFlat && (isHovered || isDown)) fill = mixed(fill, theme.color(Token::Text), isDown ? 0.14 : 0.06);

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(button.state & State_Enabled ? 1.0 : 0.5);
    painter.setPen(border);
    painter.setBrush(fill);
    painter.drawRoundedRect(inset(button.rect), 4.5, 4.5);
    painter.restore();

    // Only for focus that came by keyboard: a clicked button keeps quiet.
    constexpr State keyboardFocus = State_HasFocus | State_KeyboardFocusChange;
    if ((button.state & keyboardFocus) == keyboardFocus)
        drawFocusRing(painter, button.rect, 4, theme.color(isPrimary ? Token::Text : Token::Accent));
}

void TailboardStyle::drawButtonLabel(QPainter& painter, const QStyleOptionButton& button) const
{
    const bool isPrimary = button.features & QStyleOptionButton::DefaultButton;
    const bool isFlat = button.features & QStyleOptionButton::Flat;
    const bool hasMenu = button.features & QStyleOptionButton::HasMenu;
    const Token ink = isPrimary ? Token::OnAccent : isFlat ? Token::Text2 : Token::Text;
    const QColor color = m_look.theme.color(ink);

    painter.save();
    painter.setOpacity(button.state & State_Enabled ? 1.0 : 0.5);
    if (isPrimary) painter.setFont(type::strong(painter.font()));

    const int iconSpace = button.icon.isNull() ? 0 : button.iconSize.width() + 6;
    const int menuSpace = hasMenu ? 6 + 12 : 0;
    const int textWidth = painter.fontMetrics().horizontalAdvance(button.text);
    const int spare = button.rect.width() - iconSpace - textWidth - menuSpace;
    const QRect content = button.rect.adjusted(qMax(0, spare / 2), 0, 0, 0);

    if (!button.icon.isNull()) {
        const QRect place = StatePainter::square(content, button.iconSize.width()).toRect();
        button.icon.paint(&painter, place);
    }
    painter.setPen(color);
    painter.drawText(content.adjusted(iconSpace, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextHideMnemonic,
                     button.text);
    if (hasMenu) {
        const QRect tail = content.adjusted(iconSpace + textWidth + 6, 0, 0, 0);
        m_look.icons.paint(painter, StatePainter::square(tail, 12), Icon::Down, color);
    }
    painter.restore();
}

void TailboardStyle::drawRadioButton(QPainter& painter, const QStyleOption& box) const
{
    const Theme& theme = m_look.theme;
    const bool isOn = box.state & State_On;
    const QRectF circle = inset(box.rect);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(box.state & State_Enabled ? 1.0 : 0.5);
    painter.setPen(theme.color(isOn ? Token::Accent : Token::Mark));
    painter.setBrush(theme.color(isOn ? Token::Accent : Token::Ctl));
    painter.drawEllipse(circle);
    if (isOn) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::OnAccent));
        const qreal hole = circle.width() * 0.3;
        painter.drawEllipse(circle.adjusted(hole, hole, -hole, -hole));
    }
    painter.restore();
}

void TailboardStyle::drawCheckBox(QPainter& painter, const QStyleOption& box) const
{
    const Theme& theme = m_look.theme;
    const bool isOn = box.state & (State_On | State_NoChange);
    const QRectF square = inset(box.rect);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(box.state & State_Enabled ? 1.0 : 0.5);
    painter.setPen(theme.color(isOn ? Token::Accent : Token::Mark));
    painter.setBrush(theme.color(isOn ? Token::Accent : Token::Ctl));
    painter.drawRoundedRect(square, 3, 3);
    painter.setPen(QPen(theme.color(Token::OnAccent), 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto at = [&](qreal x, qreal y) {
        return QPointF(square.left() + x * square.width(), square.top() + y * square.height());
    };
    if (box.state & State_NoChange)
        painter.drawLine(at(0.25, 0.5), at(0.75, 0.5));
    else if (box.state & State_On)
        painter.drawPolyline(QPolygonF{at(0.22, 0.52), at(0.43, 0.72), at(0.79, 0.30)});
    painter.restore();
}

void TailboardStyle::drawField(QPainter& painter, const QStyleOption& field) const
{
    const Theme& theme = m_look.theme;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.color(Token::Mark));
    painter.setBrush(theme.color(Token::Ctl));
    painter.drawRoundedRect(inset(field.rect), 4.5, 4.5);
    painter.restore();
    if (field.state & State_HasFocus) drawFocusRing(painter, field.rect, 4, theme.color(Token::Accent));
}

void TailboardStyle::drawTab(QPainter& painter, const QStyleOptionTab& tab) const
{
    const bool isChosen = tab.state & State_Selected;
    const bool isHovered = tab.state & State_MouseOver;
    const QRect line(tab.rect.left(), tab.rect.bottom() - 1, tab.rect.width(), 2);
    if (isChosen || isHovered) painter.fillRect(line, m_look.theme.color(isChosen ? Token::Accent : Token::Line2));
}

void TailboardStyle::drawTabLabel(QPainter& painter, const QStyleOptionTab& tab, const QWidget* widget) const
{
    const bool isChosen = tab.state & State_Selected;
    painter.save();
    if (isChosen) painter.setFont(type::strong(painter.font()));
    painter.setPen(m_look.theme.color(isChosen ? Token::Text : Token::Text2));
    const QRect place = tab.rect.adjusted(10, 0, -10 - tab.rightButtonSize.width(), 0);
    const int align = tab.rightButtonSize.isEmpty() ? Qt::AlignCenter : Qt::AlignLeft | Qt::AlignVCenter;
    painter.drawText(place, align | Qt::TextHideMnemonic | Qt::TextDontClip, tab.text);
    painter.restore();

    constexpr State keyboardFocus = State_HasFocus | State_KeyboardFocusChange;
    if (isChosen && (tab.state & keyboardFocus) == keyboardFocus && widget)
        drawFocusRing(painter, tab.rect.adjusted(2, 8, -2, -8), 4, m_look.theme.color(Token::Accent));
}

void TailboardStyle::drawHeader(QPainter& painter, const QStyleOptionHeader& header, const QWidget* widget) const
{
    // QCommonStyle asks itself, not its proxy, where label and arrow go; so they are placed here.
    drawControl(CE_HeaderSection, &header, &painter, widget);
    QStyleOptionHeader label = header;
    label.rect = subElementRect(SE_HeaderLabel, &header, widget);
    QStyleOptionHeader arrow = header;
    arrow.rect = subElementRect(SE_HeaderArrow, &header, widget);
    const bool isSorted = header.sortIndicator != QStyleOptionHeader::None;
    if (isSorted) label.rect.setRight(arrow.rect.left() - 4);
    drawControl(CE_HeaderLabel, &label, &painter, widget);
    if (isSorted) drawPrimitive(PE_IndicatorHeaderArrow, &arrow, &painter, widget);
}

void TailboardStyle::drawHeaderSection(QPainter& painter, const QStyleOption& section, bool isLast) const
{
    const QRect rect = section.rect;
    const QColor line = m_look.theme.color(Token::Line);
    const bool isHovered = section.state & State_MouseOver && section.state & State_Enabled;
    painter.fillRect(rect, isHovered ? m_look.theme.color(Token::Rail) : m_look.theme.color(Token::Win));
    painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), line);
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), line);
    if (!isLast) painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), line);
}

void TailboardStyle::drawHeaderLabel(QPainter& painter, const QStyleOptionHeader& header, const QWidget* widget) const
{
    // The font of the option's widget: QHeaderView puts a bold one on the painter for highlighted sections.
    painter.save();
    if (widget) painter.setFont(widget->font());
    painter.setPen(m_look.theme.color(Token::Text3));
    const QString text = painter.fontMetrics().elidedText(header.text, Qt::ElideRight, header.rect.width());
    const Qt::Alignment across = header.textAlignment & Qt::AlignHorizontal_Mask;
    painter.drawText(header.rect, int((across ? across : Qt::AlignLeft) | Qt::AlignVCenter), text);
    painter.restore();
}

void TailboardStyle::drawMenuBarItem(QPainter& painter, const QStyleOptionMenuItem& item) const
{
    const Theme& theme = m_look.theme;
    painter.fillRect(item.rect, theme.color(Token::Win));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (item.state & State_Selected) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Line));
        painter.drawRoundedRect(item.rect.adjusted(1, 1, -1, -1), 4, 4);
    }
    painter.setFont(item.font);
    painter.setPen(theme.color(Token::Text2));
    const bool isUnderlined = proxy()->styleHint(SH_UnderlineShortcut, &item);
    const int mnemonic = isUnderlined ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
    painter.drawText(item.rect, Qt::AlignCenter | mnemonic, item.text);
    painter.restore();
}

void TailboardStyle::drawScrollBar(QPainter& painter, const QStyleOptionSlider& bar, const QWidget* widget) const
{
    painter.fillRect(bar.rect, m_look.theme.color(Token::Base));
    if (bar.maximum <= bar.minimum) return;
    const bool isBusy = bar.state & State_MouseOver || bar.activeSubControls & SC_ScrollBarSlider;
    const QRectF handle = subControlRect(CC_ScrollBar, &bar, SC_ScrollBarSlider, widget);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_look.theme.color(isBusy ? Token::Mark : Token::Line2));
    painter.drawRoundedRect(handle.adjusted(3, 3, -3, -3), 3, 3);
    painter.restore();
}

} // namespace tailboard::widgets
