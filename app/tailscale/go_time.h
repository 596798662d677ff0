// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <optional>
#include <string_view>

namespace tailboard::tailscale {

/// A time as Go writes it into JSON.
struct GoTime
{
    bool isValid = false;           ///< the text is a time of RFC 3339
    std::optional<QDateTime> value; ///< UTC, milliseconds; nullopt for Go's zero time, which stands for "never"

    /// Reads RFC 3339 with up to nine digits of a second's fraction and "Z" or "±hh:mm"; nothing else is accepted.
    /// Written by hand because a status of 10,000 peers holds 30,000 times, and QDateTime's parser takes microseconds.
    static GoTime parse(std::string_view text);
};

} // namespace tailboard::tailscale
