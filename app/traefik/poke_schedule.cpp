// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/poke_schedule.h"

#include <algorithm>

namespace tailboard::traefik {

void PokeSchedule::poke(qint64 now)
{
    QList<qint64> due;
    if (!m_due.isEmpty()) due << m_due.first();
    for (const Timing::Wait offset : m_timing.pokeOffsets)
        if (due.isEmpty() || now + offset.count() > due.last()) due << now + offset.count();
    m_due = due;
}

std::optional<qint64> PokeSchedule::nextDue() const
{
    if (m_due.isEmpty()) return std::nullopt;
    if (!m_lastRead) return m_due.first();
    return std::max(m_due.first(), *m_lastRead + qint64(m_timing.pokeGap.count()));
}

void PokeSchedule::read(qint64 now)
{
    m_due.removeIf([now](qint64 due) { return due <= now; });
    m_lastRead = now;
}

} // namespace tailboard::traefik
