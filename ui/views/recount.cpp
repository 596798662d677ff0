// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/recount.h"

#include <algorithm>

namespace tailboard::views {

void Recount::take(const std::vector<cluster::Delta>& deltas, std::initializer_list<cluster::TableId> from)
{
    m_isChanged |= std::any_of(deltas.begin(), deltas.end(), [&](const cluster::Delta& delta) {
        return !delta.isEmpty() && std::find(from.begin(), from.end(), delta.table) != from.end();
    });
}

bool Recount::isDue(const QString& object, std::chrono::milliseconds now)
{
    const bool isOther = object != m_object;
    const auto wait = std::chrono::seconds(m_isChanged ? 1 : 10);
    if (!isOther && now - m_doneAt < wait) return false;
    m_object = object;
    m_doneAt = now;
    m_isChanged = false;
    return true;
}

} // namespace tailboard::views
