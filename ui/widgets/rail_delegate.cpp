// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/rail_delegate.h"

#include "ui/widgets/look.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/type_scale.h"

#include <QPainter>
#include <QPainterPath>
#include <optional>

namespace tailboard::widgets {
namespace {

constexpr int kNarrow = 100; // pixels
constexpr int kIcon = 16;
constexpr int kGlyph = 12;

std::optional<State> worstOf(const QModelIndex& index)
{
    const QVariant worst = index.data(RailWorstRole);
    if (!worst.isValid() || worst.value<State>() == State::Ok) return {};
    return worst.value<State>();
}

bool isFocused(const QStyleOptionViewItem& option)
{
    constexpr auto keyboardFocus = QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
    return (option.state & keyboardFocus) == keyboardFocus;
}

} // namespace

RailDelegate::RailDelegate(const Look& look, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_look(look)
{}

void RailDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    if (index.data(RailHeadingRole).toBool()) return paintHeading(*painter, option, text);

    const Theme& theme = m_look.theme;
    const bool isChosen = option.state & QStyle::State_Selected;
    const bool isHovered = option.state & QStyle::State_MouseOver;
    const QRectF box = option.rect;

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (isChosen || isHovered) {
        QPainterPath shape;
        shape.addRoundedRect(box, 5, 5);
        painter->fillPath(shape, theme.color(isChosen ? Token::Sel : Token::Line));
        if (isChosen) {
            // The accent bar is the left edge of the same rounded shape.
            painter->setClipRect(QRectF(box.left(), box.top(), 2, box.height()));
            painter->fillPath(shape, theme.color(Token::Accent));
            painter->setClipping(false);
        }
    }

    const QColor ink = theme.color(isChosen ? Token::Accent : Token::Text3);
    const int side = type::width(kIcon, option.font);
    if (box.width() < kNarrow) {
        paintNarrow(*painter, box, index, ink, side);
        painter->restore();
        if (isFocused(option)) drawFocusRing(*painter, box, 4, theme.color(Token::Accent));
        return;
    }
    QRectF room = box.adjusted(8, 0, -8, 0);
    m_look.icons.paint(*painter, StatePainter::square(room, side), index.data(RailIconRole).value<Icon>(), ink);
    room.setLeft(room.left() + side + 8);

    const QFont nameFont = isChosen ? type::strong(option.font) : option.font;
    if (const QVariant count = index.data(RailCountRole); count.isValid()) {
        const QString digits = QString::number(count.toInt());
        painter->setFont(type::small(nameFont));
        painter->setPen(theme.color(isChosen ? Token::Text2 : Token::Text3));
        painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, digits);
        room.setRight(room.right() - painter->fontMetrics().horizontalAdvance(digits) - 4);
    }
    if (const std::optional<State> worst = worstOf(index)) {
        QRectF glyph = StatePainter::square(room, type::width(kGlyph, option.font));
        glyph.moveRight(room.right());
        m_look.states.paint(*painter, glyph, *worst);
        room.setRight(glyph.left() - 4);
    }

    painter->setFont(nameFont);
    painter->setPen(theme.color(isChosen ? Token::Text : Token::Text2));
    const QString fitting = painter->fontMetrics().elidedText(text, Qt::ElideRight, int(room.width()));
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, fitting);
    painter->restore();

    if (isFocused(option)) drawFocusRing(*painter, box, 4, theme.color(Token::Accent));
}

QSize RailDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const bool isHeading = index.data(RailHeadingRole).toBool();
    return {option.rect.width(), type::height(isHeading ? 32 : 28, option.font)};
}

void RailDelegate::paintNarrow(QPainter& painter, const QRectF& box, const QModelIndex& index, const QColor& ink,
                               int side) const
{
    QRectF icon(0, 0, side, side);
    icon.moveCenter(box.center());
    icon.moveTopLeft(icon.topLeft().toPoint());
    m_look.icons.paint(painter, icon, index.data(RailIconRole).value<Icon>(), ink);
    if (const std::optional<State> worst = worstOf(index))
        m_look.states.paint(painter, QRectF(icon.right() - 3, icon.top() - 5, 10, 10), *worst);
}

void RailDelegate::paintHeading(QPainter& painter, const QStyleOptionViewItem& option, const QString& text) const
{
    if (option.rect.width() < kNarrow) {
        if (option.rect.top() <= 0) return; // nothing above to part from
        const int middle = option.rect.center().y();
        painter.fillRect(QRect(option.rect.left() + 6, middle, option.rect.width() - 12, 1),
                         m_look.theme.color(Token::Line2));
        return;
    }
    painter.save();
    painter.setFont(type::strong(type::caption(option.font)));
    painter.setPen(m_look.theme.color(Token::Text3));
    painter.drawText(option.rect.adjusted(8, 8, -8, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
    painter.restore();
}

} // namespace tailboard::widgets
