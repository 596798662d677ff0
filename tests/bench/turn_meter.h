// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <vector>

namespace tailboard::bench {

/// Watches how long the event loop keeps a window waiting: a precise 1 ms timer, and between two of its ticks the wall
/// time and the CPU time of the thread. The wall time holds what the machine does to others meanwhile; the CPU time is
/// the program's own doing, and never smaller than its longest turn.
class TurnMeter : public QObject
{
    Q_OBJECT

public:
    explicit TurnMeter(QObject* parent = nullptr);

    /// Forgets what was seen and begins. stop() ends; a running meter costs CPU time of its own.
    void start();
    void stop();

    /// Longest time between two ticks, in nanoseconds.
    qint64 longestWall() const;
    qint64 longestCpu() const;
    /// Of all wall gaps, the one that a share (0..1) does not exceed.
    qint64 wallPercentile(double share) const;
    /// Ticks with more CPU time than that between them.
    int cpuGapsOver(qint64 nanoseconds) const;

private:
    void tick();

    QTimer m_timer;
    qint64 m_wall = 0;
    qint64 m_cpu = 0;
    std::vector<qint64> m_wallGaps;
    std::vector<qint64> m_cpuGaps;
};

} // namespace tailboard::bench
