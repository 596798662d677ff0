// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/object_search.h"

#include <algorithm>

namespace tailboard::views {

ObjectSearch::ObjectSearch(const KeyedPage& page, const QString& kind)
    : m_page(page)
    , m_kind(kind)
{}

QList<SearchHit> ObjectSearch::find(const QString& text, int limit) const
{
    QList<SearchHit> hits;
    if (text.isEmpty()) return hits;
    const models::KeyedModel& model = m_page.model();
    // Objects that the page's filter hides are not found: there, the filter is what the user is looking through.
    for (int row = 0; row < model.rowCount() && hits.size() < limit; ++row) {
        const cluster::Slot slot = model.slotAt(row);
        const QString name = m_page.nameOf(slot);
        const auto rank = searchRank(name, text);
        if (!rank) continue;
        const QModelIndex index = model.index(row, 0);
        hits << SearchHit{.icon = sectionIcon(m_page.section()),
                          .title = name,
                          .detail = m_kind,
                          .state = widgets::State(index.data(models::StateRole).toInt()),
                          .target = Place{m_page.section(), index.data(models::KeyRole).toString()},
                          .rank = *rank};
    }
    std::stable_sort(hits.begin(), hits.end(), [](const SearchHit& a, const SearchHit& b) { return a.rank < b.rank; });
    return hits;
}

} // namespace tailboard::views
