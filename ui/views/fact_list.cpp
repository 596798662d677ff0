// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/fact_list.h"

#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/state_glyph.h"

#include <QGridLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

FactList::FactList(const Look& look, QWidget* parent)
    : QScrollArea(parent)
    , m_look(look)
{
    setObjectName(u"factList"_s);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::TabFocus);
    build();
}

void FactList::setFacts(std::vector<Fact> facts)
{
    if (facts == m_facts) return;
    const auto sameLine = [](const Fact& a, const Fact& b) {
        return a.name == b.name && a.isCode == b.isCode && a.shape.has_value() == b.shape.has_value();
    };
    const bool isSame = std::equal(facts.begin(), facts.end(), m_facts.begin(), m_facts.end(), sameLine);
    m_facts = std::move(facts);
    if (!isSame) return build();
    for (std::size_t i = 0; i < m_facts.size(); ++i) {
        if (auto* value = widget()->findChild<Label*>(u"value%1"_s.arg(i))) value->setPlain(m_facts[i].value);
        auto* glyph = widget()->findChild<StateGlyph*>(u"shape%1"_s.arg(i));
        if (glyph && m_facts[i].shape) glyph->setShape(*m_facts[i].shape);
    }
}

void FactList::build()
{
    auto* content = new QWidget;
    auto* grid = new QGridLayout(content);
    grid->setContentsMargins(16, 12, 16, 12);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(0, type::width(140, font()));
    grid->setColumnStretch(2, 1);
    for (std::size_t i = 0; i < m_facts.size(); ++i) {
        const Fact& fact = m_facts[i];
        const int row = int(i);
        grid->addWidget(label(fact.name, Token::Text3, Step::Small), row, 0, Qt::AlignTop);
        auto* value =
            new Label(fact.value, Token::Text, fact.isCode ? Step::Code : Step::Body, Label::Mode::Selectable);
        value->setObjectName(u"value%1"_s.arg(i));
        value->setAccessibleName(fact.name);
        if (fact.shape) {
            auto* glyph = new StateGlyph(m_look, *fact.shape, 14);
            glyph->setObjectName(u"shape%1"_s.arg(i));
            grid->addWidget(glyph, row, 1, Qt::AlignTop);
            grid->addWidget(value, row, 2);
        } else {
            grid->addWidget(value, row, 1, 1, 2);
        }
    }
    grid->setRowStretch(int(m_facts.size()), 1);
    setWidget(content);                    // deletes the one before
    content->setAutoFillBackground(false); // setWidget() had turned it on; the pane's ground shall be seen
    viewport()->setAutoFillBackground(false);
}

} // namespace tailboard::views
