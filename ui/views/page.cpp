// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/page.h"

#include "ui/widgets/theme.h"

using namespace Qt::StringLiterals;

namespace tailboard::views {

Page::Page(Section section, QWidget* parent)
    : QWidget(parent)
    , m_section(section)
{
    setObjectName(sectionId(section) + "Page"_L1);
    setAccessibleName(sectionTitle(section));
    setAutoFillBackground(true);
    setBackgroundRole(widgets::Theme::role(widgets::Token::Base));
}

} // namespace tailboard::views
