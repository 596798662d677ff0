// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history.h"

namespace tailboard::views {
namespace {

constexpr std::size_t kMost = 100;

} // namespace

std::optional<Place> History::current() const
{
    if (m_places.empty()) return {};
    return m_places[m_at];
}

void History::visit(const Place& place)
{
    if (!m_places.empty()) {
        if (m_places[m_at] == place) return;
        m_places.resize(m_at + 1);
    }
    m_places.push_back(place);
    if (m_places.size() > kMost) m_places.erase(m_places.begin());
    m_at = m_places.size() - 1;
}

void History::replaceObject(const QString& object)
{
    if (!m_places.empty()) m_places[m_at].object = object;
}

std::optional<Place> History::back()
{
    if (!canGoBack()) return {};
    return m_places[--m_at];
}

std::optional<Place> History::forward()
{
    if (!canGoForward()) return {};
    return m_places[++m_at];
}

} // namespace tailboard::views
