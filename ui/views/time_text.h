// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <chrono>

namespace tailboard::views {

/// "12 s", "4 min", "3 h", "6 d": how long, in its largest unit, rounded down.
QString durationText(std::chrono::seconds duration);
/// How long ago, "3 h ago"; "just now" under a second and for times still to come. Both in UTC.
QString agoText(const QDateTime& time, const QDateTime& now);
/// Nomad's times: nanoseconds since 1970, UTC.
QDateTime fromNanoseconds(qint64 nanoseconds);
/// Local date and time by the locale.
QString dateText(const QDateTime& time);

} // namespace tailboard::views
