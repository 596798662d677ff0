// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/keyed_page.h"
#include "ui/views/search.h"

namespace tailboard::views {

/// The objects of one page in the search field, by their names.
class ObjectSearch final : public SearchSource
{
public:
    /// `page` outlives it; `kind` is shown behind the name: "Node".
    ObjectSearch(const KeyedPage& page, const QString& kind);

    QList<SearchHit> find(const QString& text, int limit) const override;

private:
    const KeyedPage& m_page;
    QString m_kind;
};

} // namespace tailboard::views
