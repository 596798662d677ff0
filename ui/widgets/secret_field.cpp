// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/secret_field.h"

#include "ui/widgets/look.h"
#include "ui/widgets/type_scale.h"

#include <QApplication>
#include <QClipboard>
#include <QPainter>

namespace tailboard::widgets {

namespace {

constexpr int kPadding = 8;
constexpr int kMargin = 5;
/// Nomad's tokens are UUIDs; tokens of a login are signed and long.
constexpr int kLongest = 16'384;

} // namespace

SecretField::SecretField(const Look& look, QWidget* parent)
    : QLineEdit(parent)
    , m_look(look)
{
    setEchoMode(QLineEdit::Password);
    setMaxLength(kLongest);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    connect(this, &QLineEdit::textEdited, this, [this] { setOrigin({}); });
}

void SecretField::setSecret(const QByteArray& secret, const QString& origin)
{
    setText(QString::fromUtf8(secret));
    setOrigin(secret.isEmpty() ? QString() : origin);
}

void SecretField::pasteSecret()
{
    setText(QApplication::clipboard()->text().trimmed());
    setOrigin({});
    setFocus();
    emit textEdited(text());
}

void SecretField::setOrigin(const QString& origin)
{
    if (m_origin == origin) return;
    m_origin = origin;
    setAccessibleDescription(origin);
    const QFontMetrics metrics(type::small(font()));
    setTextMargins(kMargin, 0, origin.isEmpty() ? kMargin : metrics.horizontalAdvance(origin) + kPadding, 0);
    update();
}

void SecretField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (m_origin.isEmpty()) return;
    QPainter painter(this);
    painter.setFont(type::small(font()));
    painter.setPen(m_look.theme.color(Token::Text3));
    painter.drawText(rect().adjusted(kPadding, 0, -kPadding, 0), Qt::AlignRight | Qt::AlignVCenter, m_origin);
}

} // namespace tailboard::widgets
