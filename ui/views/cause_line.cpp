// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/cause_line.h"

#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/state_glyph.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

CauseLine::CauseLine(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_glyph(new StateGlyph(look, State::Unknown, 16))
    , m_cause(label({}, Token::Text, Step::Strong))
    , m_remedy(label({}, Token::Text2))
{
    setObjectName(u"causeLine"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(18, 6, 16, 6);
    row->setSpacing(8);
    row->addWidget(m_glyph);
    row->addWidget(m_cause);
    row->addSpacing(-4);
    row->addWidget(m_remedy, 1);
    setMinimumHeight(40);
    clear();
}

void CauseLine::setCause(State state, const QString& cause, const QString& remedy)
{
    m_glyph->setShape(state);
    m_cause->setPlain(cause);
    m_remedy->setPlain(remedy);
    m_glyph->show();
    setAccessibleName(cause + u' ' + remedy);
}

void CauseLine::clear()
{
    m_glyph->hide();
    m_cause->setPlain({});
    m_remedy->setPlain({});
    setAccessibleName({});
}

} // namespace tailboard::views
