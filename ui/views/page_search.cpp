// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/page_search.h"

#include "ui/views/rail_model.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace tailboard::views {
namespace {

void collect(const QMenu& menu, const QString& text, int limit, QList<SearchHit>& hits)
{
    for (QAction* action : menu.actions()) {
        if (hits.size() >= limit) return;
        if (action->menu()) {
            collect(*action->menu(), text, limit, hits);
            continue;
        }
        // Pages are found as pages, and the search leads not to itself.
        const bool isOther = action->objectName().startsWith("goTo_"_L1) || action->objectName() == "search"_L1;
        if (action->isSeparator() || isOther || !action->isEnabled() || !action->isVisible()) continue;
        QString name = action->text();
        name.remove(u'&');
        const std::optional<int> rank = searchRank(name, text);
        if (!rank) continue;
        QString detail = action->shortcut().toString(QKeySequence::NativeText);
        if (detail.isEmpty()) detail = QCoreApplication::translate("CommandSearch", "Command");
        hits << SearchHit{.icon = widgets::Icon::Arrow,
                          .title = name,
                          .detail = detail,
                          .target = QPointer<QAction>(action),
                          .rank = *rank};
    }
}

} // namespace

QList<SearchHit> PageSearch::find(const QString& text, int limit) const
{
    QList<SearchHit> hits;
    for (const Section section : m_rail.sections()) {
        const std::optional<int> rank = searchRank(sectionTitle(section), text);
        if (!rank || hits.size() >= limit) continue;
        hits << SearchHit{.icon = sectionIcon(section),
                          .title = sectionTitle(section),
                          .detail = QCoreApplication::translate("PageSearch", "Page"),
                          .target = Place{section, {}},
                          .rank = *rank};
    }
    return hits;
}

QList<SearchHit> CommandSearch::find(const QString& text, int limit) const
{
    QList<SearchHit> hits;
    if (text.isEmpty()) return hits;
    for (const QAction* top : m_menus.actions()) {
        if (top->menu()) collect(*top->menu(), text, limit, hits);
    }
    return hits;
}

} // namespace tailboard::views
