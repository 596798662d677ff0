// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtGlobal>

#ifdef Q_OS_UNIX

namespace tailboard::http {

/// One attempt to connect to a unix stream socket, without waiting. QLocalSocket's own connecting is not used: when a
/// frozen daemon's queue is full it turns round at full CPU for up to 30 s.
struct LocalDial
{
    int descriptor = -1; ///< connected and non-blocking; the caller owns it
    int errorNumber = 0; ///< errno when there is no descriptor; EAGAIN: the queue is full, try again later
};

LocalDial dialLocal(const QString& path);

} // namespace tailboard::http

#endif
