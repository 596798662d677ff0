// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/fact_list.h"

#include "ui/views/fact_value.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/state_glyph.h"

#include <QGridLayout>
#include <QScrollBar>
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

    auto* content = new QWidget;
    m_grid = new QGridLayout(content);
    m_grid->setContentsMargins(16, 12, 16, 12);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnMinimumWidth(0, type::width(140, font()));
    m_grid->setColumnStretch(2, 1);
    setWidget(content);
    content->setAutoFillBackground(false); // setWidget() had turned it on; the pane's ground shall be seen
    viewport()->setAutoFillBackground(false);
}

void FactList::setFacts(std::vector<Fact> facts)
{
    if (facts == m_facts) return;
    const auto sameNames = [](const Fact& a, const Fact& b) { return a.name == b.name; };
    const bool isSameObject = std::equal(facts.begin(), facts.end(), m_facts.begin(), m_facts.end(), sameNames);

    const bool isLayoutChanged = facts.size() != m_facts.size();
    if (isLayoutChanged) m_grid->setRowStretch(int(m_facts.size()), 0);
    m_grid->setEnabled(false); // one layout of all lines instead of one for each
    for (size_t i = 0; i < facts.size(); ++i)
        if (i >= m_facts.size() || facts[i] != m_facts[i]) setLine(i, facts[i]);
    for (size_t i = facts.size(); i < m_lines.size(); ++i) {
        Line& line = m_lines[i];
        line.name->hide();
        line.value->hide();
        if (line.glyph) line.glyph->hide();
    }
    if (isLayoutChanged) m_grid->setRowStretch(int(facts.size()), 1);
    m_grid->setEnabled(true);
    m_grid->invalidate();
    widget()->updateGeometry();
    m_facts = std::move(facts);
    if (!isSameObject) verticalScrollBar()->setValue(0);
}

void FactList::setLine(size_t at, const Fact& fact)
{
    if (at == m_lines.size()) {
        Line line{.name = new Label({}, Token::Text3, Step::Small), .glyph = nullptr, .value = new FactValue};
        m_grid->addWidget(line.name, int(at), 0, Qt::AlignTop);
        m_grid->addWidget(line.value, int(at), 1, 1, 2);
        line.value->setObjectName(u"value%1"_s.arg(at));
        connect(line.value, &FactValue::followed, this, [this, at] {
            if (at < m_facts.size() && m_facts[at].place) emit placeWanted(*m_facts[at].place);
        });
        m_lines.push_back(line);
    }
    Line& line = m_lines[at];
    if (line.isHeading != fact.isHeading) {
        line.isHeading = fact.isHeading;
        m_grid->removeWidget(line.name);
        m_grid->addWidget(line.name, int(at), 0, 1, fact.isHeading ? 3 : 1, Qt::AlignTop);
        line.name->setStep(fact.isHeading ? Step::SmallStrong : Step::Small);
        line.name->setToken(fact.isHeading ? Token::Text2 : Token::Text3);
        line.name->setAlignment(fact.isHeading ? Qt::AlignBottom : Qt::AlignTop);
        line.name->setMinimumHeight(fact.isHeading && at > 0 ? line.name->sizeHint().height() + 8 : 0);
    }
    line.name->setPlain(fact.name);
    line.name->show();
    line.value->setVisible(!fact.isHeading);
    const bool hasShape = fact.shape.has_value() && !fact.isHeading;
    placeValue(at, hasShape);
    if (hasShape) line.glyph->setShape(*fact.shape);
    if (fact.isHeading) return;
    line.value->setValue(fact.name, fact.value, fact.isCode);
    line.value->setLink(fact.place.has_value());
}

/// A value without a shape begins where the shapes stand.
void FactList::placeValue(size_t at, bool hasShape)
{
    Line& line = m_lines[at];
    const bool hadShape = line.glyph && !line.glyph->isHidden();
    if (hadShape == hasShape) return;
    if (hasShape && !line.glyph) {
        line.glyph = new StateGlyph(m_look, State::Unknown, 14);
        line.glyph->setObjectName(u"shape%1"_s.arg(at));
        m_grid->addWidget(line.glyph, int(at), 1, Qt::AlignTop);
    }
    line.glyph->setVisible(hasShape);
    m_grid->removeWidget(line.value);
    if (hasShape)
        m_grid->addWidget(line.value, int(at), 2);
    else
        m_grid->addWidget(line.value, int(at), 1, 1, 2);
}

} // namespace tailboard::views
