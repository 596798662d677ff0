// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/table_page.h"

#include "ui/widgets/table_view.h"
#include "ui/widgets/type_scale.h"

#include <QSplitter>
#include <QTabBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

TablePage::TablePage(const Look& look, Section section, const QString& filterHint, const QString& nothing,
                     QWidget* parent)
    : Page(section, parent)
    , m_list(new TablePane(look, sectionTitle(section), filterHint))
    , m_details(new DetailPane(look, nothing))
    , m_splitter(new QSplitter(Qt::Vertical))
{
    m_list->table().setObjectName(sectionId(section) + "Table"_L1);
    m_splitter->setObjectName(u"detailSplitter"_s);
    m_splitter->setHandleWidth(0); // Qt then lays a grip of its own over the pane's edge
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setCollapsible(0, false);
    m_splitter->setSizes({10000, type::height(228, font())}); // the pane keeps 228, the table takes what is left

    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_splitter);

    connect(&m_list->table(), &TableView::detailsWanted, this, [this] {
        if (m_splitter->sizes().value(1) == 0) m_splitter->setSizes({10000, 228});
        if (auto* tabs = m_details->findChild<QTabBar*>(u"detailTabs"_s)) tabs->setFocus(Qt::TabFocusReason);
    });
    connect(m_details, &DetailPane::left, this, &TablePage::focusContent);
}

bool TablePage::focusFilter()
{
    m_list->focusFilter();
    return true;
}

void TablePage::focusContent()
{
    m_list->table().setFocus(Qt::OtherFocusReason);
}

} // namespace tailboard::views
