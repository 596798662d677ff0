// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/turn_meter.h"

#include "tests/bench/process_figures.h"

#include <algorithm>

namespace tailboard::bench {

namespace {

qint64 longest(const std::vector<qint64>& gaps)
{
    return gaps.empty() ? 0 : *std::max_element(gaps.begin(), gaps.end());
}

} // namespace

TurnMeter::TurnMeter(QObject* parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(1);
    connect(&m_timer, &QTimer::timeout, this, &TurnMeter::tick);
}

void TurnMeter::start()
{
    m_wallGaps.clear();
    m_cpuGaps.clear();
    m_wallGaps.reserve(1 << 14); // 128 kB each: room for 16 s before a copy
    m_cpuGaps.reserve(1 << 14);
    m_wall = wallTime();
    m_cpu = threadCpu();
    m_timer.start();
}

void TurnMeter::stop()
{
    if (!m_timer.isActive()) return;
    tick();
    m_timer.stop();
}

void TurnMeter::tick()
{
    const qint64 wall = wallTime();
    const qint64 cpu = threadCpu();
    m_wallGaps.push_back(wall - std::exchange(m_wall, wall));
    m_cpuGaps.push_back(cpu - std::exchange(m_cpu, cpu));
}

qint64 TurnMeter::longestWall() const
{
    return longest(m_wallGaps);
}

qint64 TurnMeter::longestCpu() const
{
    return longest(m_cpuGaps);
}

qint64 TurnMeter::wallPercentile(double share) const
{
    if (m_wallGaps.empty()) return 0;
    std::vector<qint64> sorted = m_wallGaps;
    std::sort(sorted.begin(), sorted.end());
    return sorted[std::min(sorted.size() - 1, size_t(double(sorted.size()) * share))];
}

int TurnMeter::cpuGapsOver(qint64 nanoseconds) const
{
    return int(std::count_if(m_cpuGaps.begin(), m_cpuGaps.end(), [&](qint64 gap) { return gap > nanoseconds; }));
}

} // namespace tailboard::bench
