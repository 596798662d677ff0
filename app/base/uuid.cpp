// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/uuid.h"

#include <cstring>

namespace tailboard::base {

namespace {

constexpr int digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

constexpr bool dashAt(size_t position)
{
    return position == 8 || position == 13 || position == 18 || position == 23;
}

} // namespace

std::optional<Uuid> Uuid::parse(std::string_view text)
{
    if (text.size() != 36) return std::nullopt;
    Uuid id;
    size_t nibble = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        if (dashAt(i)) {
            if (text[i] != '-') return std::nullopt;
            continue;
        }
        const int value = digit(text[i]);
        if (value < 0) return std::nullopt;
        auto& byte = id.bytes[nibble / 2];
        byte = static_cast<unsigned char>(byte << 4 | value);
        ++nibble;
    }
    return id;
}

QString Uuid::toString() const
{
    static constexpr char16_t digits[] = u"0123456789abcdef";
    QString text(36, u'-');
    size_t nibble = 0;
    for (size_t i = 0; i < 36; ++i) {
        if (dashAt(i)) continue;
        const unsigned char byte = bytes[nibble / 2];
        text[qsizetype(i)] = digits[nibble % 2 ? byte & 15 : byte >> 4];
        ++nibble;
    }
    return text;
}

QString Uuid::shortText() const
{
    return toString().left(8);
}

size_t qHash(const Uuid& id, size_t seed)
{
    size_t head = 0;
    std::memcpy(&head, id.bytes.data(), sizeof head);
    return head ^ seed;
}

} // namespace tailboard::base
