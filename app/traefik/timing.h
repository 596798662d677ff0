// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/request.h"

#include <QList>
#include <chrono>

namespace tailboard::traefik {

/// When a Source reads. The defaults are for life; tests make them short.
struct Timing
{
    using Wait = std::chrono::milliseconds;

    Wait overviewPeriod{10'000};
    Wait safetyPeriod{60'000}; ///< everything is read after this time, since the overview counts and does not compare
    // While nothing changes, both periods double after every `quietLooks` looks up to these, so that a quiet hour costs
    // a Traefik 52 requests. A change, a poke or a failure brings the short ones back.
    Wait longestOverviewPeriod{120'000};
    Wait longestSafetyPeriod{1'800'000};
    int quietLooks = 3;
    /// Reads after a poke. The Nomad provider polls every 15 s by default and each instance has its own phase.
    QList<Wait> pokeOffsets{Wait{500}, Wait{2'000}, Wait{5'000}, Wait{10'000}, Wait{16'000}};
    Wait pokeGap{1'500}; ///< shortest time between two reads that pokes ask for
    /// A closed API is believed when it lasts this long: just after its start Traefik 3.7.15 answers 404 text to
    /// everything for up to 0.5 s.
    Wait closedAfter{2'000};
    /// After a restart an object that was there before may be missing until the providers have answered.
    Wait settlePeriod{5'000};
    Wait settleStep{500};    ///< between two looks while it settles
    Wait suspendJump{5'000}; ///< slept at least this long: connections are given up and everything is read again
    Wait onceLimit{8'000};   ///< whole attempt of start(once)
    double retryScale = 1.0; ///< of Backoff's waits
    http::Limits limits;     ///< of each request
};

} // namespace tailboard::traefik
