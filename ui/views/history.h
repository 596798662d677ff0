// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/place.h"

#include <vector>

namespace tailboard::views {

/// The places that were visited, as in a browser: going somewhere drops what lay ahead. Holds the last hundred.
class History
{
public:
    /// Nothing was visited yet: no current place.
    std::optional<Place> current() const;
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_places.size(); }

    /// Goes to a new place. The same place again is no step.
    void visit(const Place& place);
    /// The object on the current page changed by moving in its list, which is no step of its own.
    void replaceObject(const QString& object);
    /// The place to show then; nullopt when there is none.
    std::optional<Place> back();
    std::optional<Place> forward();

private:
    std::vector<Place> m_places;
    std::size_t m_at = 0;
};

} // namespace tailboard::views
