// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <chrono>
#include <random>

namespace tailboard::base {

/// Calm retry: 1, 2, 4, 8, 16, 30, 30 … seconds, each less up to a quarter at random, so that many laptops that lost
/// the same server do not come back in one moment.
class Backoff
{
public:
    /// `seed` makes the random part repeatable.
    explicit Backoff(quint32 seed = std::random_device{}())
        : m_random(seed)
    {}

    /// The wait before the next try; each call lengthens the one after.
    std::chrono::milliseconds next();
    /// After a success: the next wait is the first again.
    void reset() { m_failures = 0; }
    /// Failures since the last success.
    int failures() const { return m_failures; }

private:
    int m_failures = 0;
    std::minstd_rand m_random;
};

} // namespace tailboard::base
