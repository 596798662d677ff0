// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/traefik/timing.h"

#include <QList>
#include <optional>

namespace tailboard::traefik {

/// When to read after hints that a Traefik's configuration may be changing. Times are milliseconds on any steady clock.
class PokeSchedule
{
public:
    explicit PokeSchedule(const Timing& timing)
        : m_timing(timing)
    {}

    /// A hint came. What was planned is replaced by the offsets from now on, but the next read keeps its time, or a
    /// stream of hints would put it off for ever.
    void poke(qint64 now);
    /// When to read next; nullopt: nothing is planned. Never closer than Timing::pokeGap to the read before.
    std::optional<qint64> nextDue() const;
    /// A read begins; what was due by now is done.
    void read(qint64 now);
    void clear() { m_due.clear(); }

private:
    Timing m_timing;
    QList<qint64> m_due; ///< rising
    std::optional<qint64> m_lastRead;
};

} // namespace tailboard::traefik
