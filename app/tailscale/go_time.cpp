// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/go_time.h"

namespace tailboard::tailscale {

namespace {

constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd";

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

int number(std::string_view text, size_t at, size_t count)
{
    int result = 0;
    for (size_t i = at; i < at + count; ++i)
        result = result * 10 + (text[i] - '0');
    return result;
}

bool hasShape(std::string_view text, std::string_view form)
{
    if (text.size() != form.size()) return false;
    for (size_t i = 0; i < form.size(); ++i)
        if (form[i] == 'd' ? !isDigit(text[i]) : text[i] != form[i]) return false;
    return true;
}

/// Takes ".123456789" from the front; the milliseconds, or -1 when it is no fraction.
int takeFraction(std::string_view& rest)
{
    if (rest.empty() || rest.front() != '.') return 0;
    size_t end = 1;
    int milliseconds = 0;
    for (int weight = 100; end < rest.size() && isDigit(rest[end]); ++end, weight /= 10)
        milliseconds += weight * (rest[end] - '0');
    if (end == 1 || end > 10) return -1;
    rest.remove_prefix(end);
    return milliseconds;
}

/// Seconds east of UTC; nullopt when the text is no zone.
std::optional<int> zoneOffset(std::string_view zone)
{
    if (zone == "Z") return 0;
    if (!hasShape(zone, "+dd:dd") && !hasShape(zone, "-dd:dd")) return std::nullopt;
    const int hours = number(zone, 1, 2);
    const int minutes = number(zone, 4, 2);
    if (hours > 23 || minutes > 59) return std::nullopt;
    return (zone.front() == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

} // namespace

GoTime GoTime::parse(std::string_view text)
{
    if (text.size() <= shape.size() || !hasShape(text.substr(0, shape.size()), shape)) return {};
    const QDate date(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
    std::string_view rest = text.substr(shape.size());
    const int milliseconds = takeFraction(rest);
    if (milliseconds < 0) return {};
    const QTime time(number(text, 11, 2), number(text, 14, 2), number(text, 17, 2), milliseconds);
    const auto offset = zoneOffset(rest);
    if (!date.isValid() || !time.isValid() || !offset) return {};
    if (date.year() == 1) return {.isValid = true, .value = std::nullopt};
    return {.isValid = true, .value = QDateTime(date, time, Qt::UTC).addSecs(-*offset)};
}

} // namespace tailboard::tailscale
