// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/hint_field.h"

#include "ui/widgets/look.h"
#include "ui/widgets/type_scale.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>

namespace tailboard::widgets {
namespace {

constexpr int kPadding = 8;

} // namespace

HintField::HintField(const Look& look, Icon icon, const QString& placeholder, const QString& key, int iconSide,
                     QWidget* parent)
    : QLineEdit(parent)
    , m_look(look)
    , m_icon(icon)
    , m_key(key)
    , m_iconSide(iconSide)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    if (!key.isEmpty()) setAccessibleDescription(tr("Key: %1").arg(key));
    reserveRoom();
}

QSize HintField::sizeHint() const
{
    return {type::width(340, font()), type::height(28, font())};
}

void HintField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);

    const Theme& theme = m_look.theme;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF room = QRectF(rect()).adjusted(kPadding, 0, -kPadding, 0);
    m_look.icons.paint(painter, StatePainter::square(room, iconSide()), m_icon, theme.color(Token::Text3));
    if (!text().isEmpty() || m_key.isEmpty()) return;

    painter.setFont(type::caption(font()));
    const int height = painter.fontMetrics().height() + 2;
    QRectF key(0, 0, keyWidth(), height);
    key.moveCenter(room.center());
    key.moveTop(qRound(key.top()));
    key.moveRight(room.right());
    painter.setPen(theme.color(Token::Line2));
    painter.drawRoundedRect(key.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setPen(theme.color(Token::Text3));
    painter.drawText(key, Qt::AlignCenter, m_key);
}

void HintField::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        if (text().isEmpty())
            emit left();
        else
            clear();
        return;
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        emit listWanted();
        return;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

void HintField::changeEvent(QEvent* event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange) reserveRoom();
}

int HintField::keyWidth() const
{
    return m_key.isEmpty() ? 0 : QFontMetrics(type::caption(font())).horizontalAdvance(m_key) + 10;
}

int HintField::iconSide() const
{
    return type::width(m_iconSide, font());
}

void HintField::reserveRoom()
{
    // QLineEdit adds its frame and 2 px of its own to these margins.
    setTextMargins(kPadding + iconSide() + iconSide() / 2 - 3, 0, kPadding + keyWidth() + 4, 0);
}

} // namespace tailboard::widgets
