// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/clock.h"

#ifdef Q_OS_LINUX
#include <ctime>
#endif

namespace tailboard::base {

QDateTime SystemClock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

std::chrono::milliseconds SystemClock::monotonic() const
{
#ifdef Q_OS_LINUX
    timespec t{};
    if (::clock_gettime(CLOCK_BOOTTIME, &t) == 0)
        return std::chrono::milliseconds(qint64(t.tv_sec) * 1000 + t.tv_nsec / 1'000'000);
#endif
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

} // namespace tailboard::base
