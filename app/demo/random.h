// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/uuid.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tailboard::demo {

/// SplitMix64: small, and the same on every platform, which std::uniform_int_distribution is not.
class Random
{
public:
    explicit Random(uint64_t seed)
        : m_state(seed)
    {}
    /// A generator of its own for one named purpose, so that more of one thing does not move all others.
    Random(uint64_t seed, std::string_view purpose);

    uint64_t next();
    /// 0 … bound-1; bound > 0.
    uint64_t below(uint64_t bound) { return next() % bound; }
    /// 0 ≤ x < 1.
    double unit() { return double(next() >> 11) * 0x1.0p-53; }
    base::Uuid uuid();
    /// `digits` lower-case hexadecimal digits.
    std::string hex(int digits);

private:
    uint64_t m_state;
};

} // namespace tailboard::demo
