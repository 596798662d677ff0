// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/found_row.h"

#include "ui/widgets/icon_glyph.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/state_glyph.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace tailboard::dialogs {

using namespace widgets;

FoundRow::FoundRow(const Look& look, Icon icon, const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_shape(State::Unknown)
    , m_title(title)
    , m_glyph(new StateGlyph(look, State::Unknown, 14))
    , m_words(label({}, Token::Text, Step::Small))
    , m_fact(new Label({}, Token::Text2, Step::Small, Label::Mode::Wrapped))
    , m_texts(new QVBoxLayout)
    , m_tail(new QHBoxLayout)
{
    m_fact->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_texts->setSpacing(1);
    m_texts->addStretch();
    m_texts->addWidget(label(title, Token::Text, Step::Strong));
    m_texts->addWidget(m_fact);
    m_texts->addStretch();

    auto* state = new QWidget;
    state->setFixedWidth(type::width(148, font()));
    auto* words = new QHBoxLayout(state);
    words->setContentsMargins(0, 0, 0, 0);
    words->setSpacing(6);
    words->addWidget(m_glyph);
    words->addWidget(m_words, 1);

    auto* tail = new QWidget;
    tail->setFixedWidth(type::width(104, font()));
    tail->setLayout(m_tail);
    m_tail->setContentsMargins(0, 0, 0, 0);
    m_tail->addStretch();

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(14);
    row->addWidget(new IconGlyph(look, icon, Token::Text3, 22));
    row->addLayout(m_texts, 1);
    row->addWidget(state);
    row->addWidget(tail);
    setMinimumHeight(type::height(64, font()));
}

void FoundRow::setFound(const Shape& shape, const QString& words, const QString& fact)
{
    m_shape = shape;
    m_glyph->setShape(shape);
    m_words->setPlain(words);
    m_fact->setPlain(fact);
    m_fact->setVisible(!fact.isEmpty());
    setAccessibleName(u"%1, %2. %3"_s.arg(m_title, words, fact));
}

QString FoundRow::fact() const
{
    return m_fact->text();
}

QString FoundRow::stateWords() const
{
    return m_words->text();
}

void FoundRow::addButton(QWidget* button)
{
    m_tail->addWidget(button);
}

void FoundRow::addField(QWidget* field)
{
    m_texts->insertWidget(m_texts->count() - 1, field);
}

} // namespace tailboard::dialogs
