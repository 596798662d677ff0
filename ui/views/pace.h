// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <chrono>
#include <functional>

namespace tailboard::views {

/// Lets work that grows with a large table be done at once when it is little, and else at most twice a second however
/// often something changes.
class Pace
{
public:
    /// `due`: work that had to wait can be done now.
    explicit Pace(std::function<void()> due)
    {
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this, due = std::move(due)] {
            if (m_isDue) due();
        });
    }

    /// Something changed; `isUrgent`: it cannot wait, as when another object is shown.
    void touch(bool isUrgent = false)
    {
        m_isDue = true;
        if (isUrgent) m_timer.stop();
    }
    /// Whether the work is to be done now. `rows`: how many it looks at.
    bool take(size_t rows)
    {
        if (!m_isDue || m_timer.isActive()) return false;
        m_isDue = false;
        if (rows > 1000) m_timer.start(std::chrono::milliseconds(500));
        return true;
    }

private:
    QTimer m_timer;
    bool m_isDue = true;
};

} // namespace tailboard::views
