// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/status_line.h"

#include "ui/widgets/icon_glyph.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/rule.h"
#include "ui/widgets/state_glyph.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

namespace {

QWidget* separator()
{
    auto* rule = new Rule(Qt::Vertical);
    rule->setFixedHeight(16);
    return rule;
}

} // namespace

StatusLine::StatusLine(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_counts(label({}, Token::Text2, Step::Small))
    , m_expiryRule(separator())
    , m_expiryGlyph(new StateGlyph(look, State::Unknown, 12))
    , m_expiry(label({}, Token::Text2, Step::Small))
    , m_updatedRule(separator())
    , m_updated(label({}, Token::Text3, Step::Small))
{
    setObjectName(u"statusLine"_s);
    m_counts->setObjectName(u"statusCounts"_s);
    m_expiry->setObjectName(u"statusExpiry"_s);
    m_updated->setObjectName(u"statusUpdated"_s);
    auto* access = label(tr("Read-only"), Token::Text2, Step::Small);
    access->setObjectName(u"statusAccess"_s);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 0, 12, 1);
    row->setSpacing(6);
    row->addWidget(new IconGlyph(look, Icon::ReadOnly, Token::Text2, 14));
    row->addWidget(access);
    row->addStretch();
    row->addWidget(m_counts);
    const auto group = [row](QWidget* rule) {
        row->addSpacing(10);
        row->addWidget(rule);
        row->addSpacing(10);
    };
    group(m_expiryRule);
    row->addWidget(m_expiryGlyph);
    row->addWidget(m_expiry);
    group(m_updatedRule);
    row->addWidget(m_updated);
    m_facts.updated = u" "_s; // so that the first call is a change
    setFacts({});
}

void StatusLine::setFacts(const StatusFacts& facts)
{
    if (facts == m_facts) return;
    m_facts = facts;
    m_counts->setPlain(facts.counts.join(u"     "_s));
    m_expiry->setPlain(facts.expiry);
    m_updated->setPlain(facts.updated);
    m_expiryGlyph->setShape(facts.expiryState.value_or(State::Unknown));
    m_expiryGlyph->setVisible(!facts.expiry.isEmpty() && facts.expiryState);
    m_expiryRule->setVisible(!facts.expiry.isEmpty());
    m_updatedRule->setVisible(!facts.updated.isEmpty() && (!facts.counts.isEmpty() || !facts.expiry.isEmpty()));
}

} // namespace tailboard::views
