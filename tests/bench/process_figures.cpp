// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/process_figures.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <ctime>

namespace tailboard::bench {

using namespace Qt::StringLiterals;

namespace {

qint64 read(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

/// The number of a line "name: 123 kB"; 0 when there is none.
qint64 numberOf(const QString& path, const QByteArray& name)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : file.readAll().split('\n'))
        if (line.startsWith(name + ':')) return line.mid(name.size() + 1).simplified().split(' ').first().toLongLong();
    return 0;
}

} // namespace

qint64 threadCpu()
{
    return read(CLOCK_THREAD_CPUTIME_ID);
}

qint64 processCpu()
{
    return read(CLOCK_PROCESS_CPUTIME_ID);
}

qint64 wallTime()
{
    return read(CLOCK_MONOTONIC);
}

qint64 residentBytes()
{
    return numberOf(u"/proc/self/status"_s, "VmRSS") * 1024;
}

qint64 peakResidentBytes()
{
    return numberOf(u"/proc/self/status"_s, "VmHWM") * 1024;
}

qint64 wakeups()
{
    qint64 sum = 0;
    for (const QString& thread : QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        sum += numberOf(u"/proc/self/task/%1/status"_s.arg(thread), "voluntary_ctxt_switches");
    return sum;
}

} // namespace tailboard::bench
