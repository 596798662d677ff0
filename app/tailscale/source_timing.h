// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/backoff.h"

#include <chrono>

namespace tailboard::tailscale {

/// The waits of a Source. The defaults are what people get; tests shorten them.
struct SourceTiming
{
    std::chrono::milliseconds coalesce{250}; ///< shortest time between the starts of two status requests
    std::chrono::milliseconds poll{5'000};   ///< between status requests while the bus cannot be had
    std::chrono::milliseconds audit{60'000}; ///< the same beside the bus, which does not report paths and counters,
                                             ///< nor that the daemon hangs
    std::chrono::milliseconds refusedBus{60'000}; ///< until a bus that was refused is asked for again
    std::chrono::milliseconds steadyBus{30'000};  ///< a bus that lived this long was a good one
    std::chrono::milliseconds tick{5'000};        ///< how often a suspend is looked for
    std::chrono::milliseconds suspend{60'000};    ///< a longer jump of the clock between two ticks was one
    std::chrono::milliseconds firstByte{8'000};   ///< limit for an answer's first byte
    std::chrono::milliseconds total{30'000};      ///< limit for a whole status; with `once` firstByte holds for all
    double retryScale = 1;                        ///< multiplies the calm retry's 1, 2, 4 … 30 s

    /// The wait before the next try.
    std::chrono::milliseconds retry(base::Backoff& backoff) const
    {
        return std::chrono::milliseconds(qint64(double(backoff.next().count()) * retryScale));
    }
};

} // namespace tailboard::tailscale
