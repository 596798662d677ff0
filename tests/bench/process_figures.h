// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace tailboard::bench {

// What the kernel knows of this process. Linux only.

/// CPU time of the calling thread, user and system, in nanoseconds: what others do on the machine does not count.
qint64 threadCpu();
/// CPU time of all threads of this process, in nanoseconds.
qint64 processCpu();
/// Time since an arbitrary start, in nanoseconds.
qint64 wallTime();

/// Resident memory in bytes: now, and the most there ever was ("VmRSS" and "VmHWM" of /proc/self/status).
qint64 residentBytes();
qint64 peakResidentBytes();
/// Times any thread of this process went to sleep and was woken ("voluntary_ctxt_switches"), over its whole life.
qint64 wakeups();

inline double milliseconds(qint64 nanoseconds)
{
    return double(nanoseconds) / 1e6;
}
inline double megabytes(qint64 bytes)
{
    return double(bytes) / 1048576.0;
}

} // namespace tailboard::bench
