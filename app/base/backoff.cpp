// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/backoff.h"

#include <algorithm>

namespace tailboard::base {

std::chrono::milliseconds Backoff::next()
{
    constexpr int first = 1'000;
    constexpr int longest = 30'000;
    const int full = m_failures >= 5 ? longest : std::min(longest, first << m_failures);
    ++m_failures;
    std::uniform_int_distribution<int> less(0, full / 4);
    return std::chrono::milliseconds(full - less(m_random));
}

} // namespace tailboard::base
