// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/path_tab.h"

#include "ui/views/cause_line.h"
#include "ui/widgets/look.h"

#include <QVBoxLayout>

namespace tailboard::views {

PathTab::PathTab(const widgets::Look& look, QWidget* parent)
    : QWidget(parent)
    , m_chain(new widgets::PathChain(look))
    , m_cause(new CauseLine(look))
{
    auto* inset = new QVBoxLayout;
    inset->setContentsMargins(16, 16, 16, 12);
    inset->addWidget(m_chain);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(inset);
    column->addWidget(m_cause);
    column->addStretch();
}

} // namespace tailboard::views
