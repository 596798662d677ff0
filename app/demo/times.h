// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/model.h"

#include <string>

namespace tailboard::demo {

constexpr Nanoseconds second = 1'000'000'000;
constexpr Nanoseconds minute = 60 * second;
constexpr Nanoseconds hour = 60 * minute;
constexpr Nanoseconds day = 24 * hour;

/// The system clock.
Nanoseconds systemNow();
/// Go's RFC3339Nano in UTC: "2026-11-23T18:55:26.94318115Z", trailing zeros cut. 0 gives Go's zero time, year 1.
std::string goTime(Nanoseconds time);
/// The same rounded to whole seconds.
std::string goTimeSeconds(Nanoseconds time);
/// For a Date header: "Mon, 23 Nov 2026 19:00:54 GMT".
std::string httpDate(Nanoseconds time);
/// A UUID's 36 characters in UTF-8.
std::string uuidText(const base::Uuid& id);
/// The same, but nothing for the null id.
std::string uuidOrEmpty(const base::Uuid& id);

} // namespace tailboard::demo
