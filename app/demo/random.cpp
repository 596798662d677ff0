// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/random.h"

namespace tailboard::demo {

Random::Random(uint64_t seed, std::string_view purpose)
    : m_state(seed ^ 0x9e3779b97f4a7c15ULL)
{
    for (const char c : purpose)
        m_state = (m_state ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
}

uint64_t Random::next()
{
    m_state += 0x9e3779b97f4a7c15ULL;
    uint64_t z = m_state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

base::Uuid Random::uuid()
{
    base::Uuid id;
    for (size_t half = 0; half < 2; ++half) {
        uint64_t bits = next();
        for (size_t i = 0; i < 8; ++i, bits >>= 8)
            id.bytes[half * 8 + i] = static_cast<unsigned char>(bits);
    }
    return id;
}

std::string Random::hex(int digits)
{
    static constexpr std::string_view alphabet = "0123456789abcdef";
    std::string text;
    while (int(text.size()) < digits)
        text += alphabet[below(16)];
    return text;
}

} // namespace tailboard::demo
