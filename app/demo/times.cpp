// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/times.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace tailboard::demo {

namespace {

std::string formatted(Nanoseconds time, const char* pattern)
{
    const auto seconds = static_cast<time_t>(time / second);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), pattern, &parts)};
}

} // namespace

Nanoseconds systemNow()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string goTime(Nanoseconds time)
{
    if (time == 0) return "0001-01-01T00:00:00Z";
    std::string text = formatted(time, "%Y-%m-%dT%H:%M:%S");
    if (const auto fraction = time % second) {
        std::array<char, 16> digits{};
        std::snprintf(digits.data(), digits.size(), ".%09lld", static_cast<long long>(fraction));
        std::string tail = digits.data();
        tail.erase(tail.find_last_not_of('0') + 1);
        text += tail;
    }
    return text + 'Z';
}

std::string goTimeSeconds(Nanoseconds time)
{
    return goTime(time / second * second);
}

std::string httpDate(Nanoseconds time)
{
    return formatted(time, "%a, %d %b %Y %H:%M:%S GMT");
}

std::string uuidText(const base::Uuid& id)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text(36, '-');
    size_t at = 0;
    for (size_t i = 0; i < id.bytes.size(); ++i) {
        if (at == 8 || at == 13 || at == 18 || at == 23) ++at;
        text[at++] = digits[id.bytes[i] >> 4];
        text[at++] = digits[id.bytes[i] & 15];
    }
    return text;
}

std::string uuidOrEmpty(const base::Uuid& id)
{
    return id.isNull() ? std::string() : uuidText(id);
}

} // namespace tailboard::demo
