// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <chrono>

namespace tailboard::base {

/// Where time comes from, so that tests decide it. Two readings, because a laptop sleeps: `monotonic` measures ages and
/// limits while the program runs, `now` is compared with what servers write. Used on the GUI thread.
class Clock
{
public:
    virtual ~Clock() = default;

    /// Wall-clock time, UTC.
    virtual QDateTime now() const = 0;
    /// Time since an arbitrary start. On Linux this is CLOCK_BOOTTIME, which goes on while the laptop is suspended, so
    /// that after a wake-up everything is as old as it really is.
    virtual std::chrono::milliseconds monotonic() const = 0;
};

/// The system's clocks.
class SystemClock final : public Clock
{
public:
    QDateTime now() const override;
    std::chrono::milliseconds monotonic() const override;
};

/// A clock that stands until it is moved.
class FixedClock final : public Clock
{
public:
    explicit FixedClock(const QDateTime& now)
        : m_now(now.toUTC())
    {}

    QDateTime now() const override { return m_now; }
    std::chrono::milliseconds monotonic() const override { return m_monotonic; }

    /// Moves both readings forward.
    void advance(std::chrono::milliseconds step)
    {
        m_now = m_now.addMSecs(step.count());
        m_monotonic += step;
    }
    /// Moves the wall clock alone, as somebody setting the time does.
    void setNow(const QDateTime& now) { m_now = now.toUTC(); }

private:
    QDateTime m_now;
    std::chrono::milliseconds m_monotonic{0};
};

} // namespace tailboard::base
