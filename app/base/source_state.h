// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/base/state.h"

#include <QDateTime>
#include <QString>
#include <chrono>
#include <optional>

namespace tailboard::base {

/// Where a source of facts stands. A source is one daemon we read: tailscaled, Nomad, or one Traefik.
enum class SourcePhase : unsigned char {
    Unused,     ///< not configured
    Connecting, ///< the first answer is still awaited
    Live,       ///< a stream is up, or the last poll is young
    Waiting,    ///< lost; the last good value is kept and the next try is set
};

/// The freshness of one source. The value itself lives in the Tables; this says how much it may be believed.
struct SourceState
{
    SourcePhase phase = SourcePhase::Unused;
    QString address;                    ///< as configured or found, for people
    QString version;                    ///< what the daemon says of itself; empty until known
    std::optional<QDateTime> fetchedAt; ///< UTC; when the last good answer (or stream line) came
    std::chrono::seconds period{0};     ///< polling period; 0 when a stream keeps it live
    std::optional<Error> error;         ///< why the last try failed; none while live
    std::optional<QDateTime> nextTry;   ///< UTC; when it will be tried again
    bool streaming = false;             ///< a stream is up, so that age does not count
    QString notice;                     ///< a limitation worth saying while live ("may not read services"), else empty

    friend bool operator==(const SourceState&, const SourceState&) = default;
};

/// Age of the last good answer, never negative; nullopt when there was none.
std::optional<std::chrono::seconds> sourceAge(const SourceState& source, const QDateTime& now);
/// ok = live; pending = first answer awaited; stale = value kept but old (connection lost or 2 x period passed);
/// critical = lost and nothing was ever known, or refused for good; unknown = not configured.
State sourceHealth(const SourceState& source, const QDateTime& now);

} // namespace tailboard::base

Q_DECLARE_METATYPE(tailboard::base::SourceState)
