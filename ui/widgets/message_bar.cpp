// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/state_glyph.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tailboard::widgets {

MessageBar::MessageBar(const Look& look, QWidget* parent)
    : QFrame(parent)
    , m_look(look)
    , m_glyph(new StateGlyph(look, State::Unknown, 16))
    , m_sentence(new Label({}, Token::Text, Step::Body, Label::Mode::Wrapped))
    , m_original(new Label({}, Token::Text2, Step::Code, Label::Mode::Selectable))
    , m_button(new QPushButton)
{
    setObjectName(u"messageBar"_s);
    m_original->setAccessibleName(tr("Original message"));
    m_button->setAutoDefault(false);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_sentence);
    texts->addWidget(m_original);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(8);
    row->addWidget(m_glyph, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(m_button, 0, Qt::AlignVCenter);
    connect(m_button, &QPushButton::clicked, this, &MessageBar::buttonPressed);
    hide();
}

void MessageBar::showMessage(State state, const QString& sentence, const QString& original, const QString& button)
{
    const bool isNew = isHidden() || sentence != m_sentence->text();
    m_state = state;
    m_glyph->setShape(state);
    m_sentence->setPlain(sentence);
    m_original->setPlain(original);
    m_original->setVisible(!original.isEmpty());
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    setAccessibleName(tr("%1: %2", "state and sentence").arg(word(state), sentence));
    show();
    update();
    if (!isNew) return;
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void MessageBar::clearMessage()
{
    hide();
    m_sentence->setPlain({});
}

QString MessageBar::sentence() const
{
    return m_sentence->text();
}

void MessageBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_look.theme.color(m_state));
    painter.setBrush(m_look.theme.tint(m_state));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5.5, 5.5);
}

} // namespace tailboard::widgets
