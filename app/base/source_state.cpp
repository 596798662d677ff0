// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/source_state.h"

#include <algorithm>

namespace tailboard::base {

std::optional<std::chrono::seconds> sourceAge(const SourceState& source, const QDateTime& now)
{
    if (!source.fetchedAt) return std::nullopt;
    return std::chrono::seconds(std::max<qint64>(0, source.fetchedAt->secsTo(now)));
}

State sourceHealth(const SourceState& source, const QDateTime& now)
{
    switch (source.phase) {
    case SourcePhase::Unused:
        return State::Unknown;
    case SourcePhase::Connecting:
        return source.fetchedAt ? State::Stale : State::Pending;
    case SourcePhase::Waiting:
        return source.fetchedAt ? State::Stale : State::Critical;
    case SourcePhase::Live:
        break;
    }
    if (source.streaming) return State::Ok;
    const auto age = sourceAge(source, now);
    const bool isOld = !age || (source.period.count() > 0 && *age > 2 * source.period);
    return isOld ? State::Stale : State::Ok;
}

} // namespace tailboard::base
