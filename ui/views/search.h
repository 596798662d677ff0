// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/place.h"
#include "ui/widgets/state_words.h"

#include <QPointer>
#include <variant>

class QAction;

namespace tailboard::views {

/// One line that the search field offers.
struct SearchHit
{
    widgets::Icon icon = widgets::Icon::Search;
    QString title;  ///< "firefly-sub01"
    QString detail; ///< quiet, at the right: "Node", or the keys of a command
    std::optional<widgets::State> state;
    std::variant<Place, QPointer<QAction>> target; ///< where it leads, or what it does
    int rank = 0; ///< smaller comes first: 0 begins with the text, 1 has a word that does, 2 contains it
};

/// Whoever knows things that can be searched for: pages, commands, objects of a table.
class SearchSource
{
public:
    virtual ~SearchSource() = default;
    /// At most `limit` hits for the text (trimmed, may be empty), the best first. Called at each keystroke: 10,000
    /// objects must be searched within a frame.
    virtual QList<SearchHit> find(const QString& text, int limit) const = 0;
};

/// The rank of `name` for `text`, both without case; nullopt when it does not match. An empty text matches all.
std::optional<int> searchRank(const QString& name, const QString& text);

} // namespace tailboard::views
