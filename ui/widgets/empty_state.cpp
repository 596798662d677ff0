// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/widgets/icon_glyph.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tailboard::widgets {

EmptyState::EmptyState(const Look& look, Icon icon, const QString& sentence, QWidget* parent)
    : QWidget(parent)
    , m_sentence(new Label({}, Token::Text2, Step::Body, Label::Mode::Wrapped))
    , m_buttons(new QHBoxLayout)
{
    setObjectName(u"emptyState"_s);
    setAutoFillBackground(true);
    setBackgroundRole(Theme::role(Token::Base));
    m_sentence->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_sentence->setMaximumWidth(type::width(480, font()));
    // In a row of its own: a column would ask for the height at its full width, and cut the second line.
    auto* sentenceRow = new QHBoxLayout;
    sentenceRow->addStretch(1);
    sentenceRow->addWidget(m_sentence, 1000);
    sentenceRow->addStretch(1);
    m_buttons->setSpacing(8);
    m_buttons->addStretch();
    m_buttons->addStretch();

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addStretch(2);
    column->addWidget(new IconGlyph(look, icon, Token::Text3, 32), 0, Qt::AlignHCenter);
    column->addLayout(sentenceRow);
    column->addLayout(m_buttons);
    column->addStretch(3);
    setSentence(sentence);
}

void EmptyState::setSentence(const QString& sentence)
{
    m_sentence->setPlain(sentence);
    setAccessibleName(m_sentence->text());
}

QPushButton* EmptyState::addButton(const QString& text)
{
    auto* button = new QPushButton(text);
    button->setAutoDefault(false);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

} // namespace tailboard::widgets
