// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/time_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

namespace tailboard::views {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("time", text);
}

} // namespace

QString durationText(std::chrono::seconds duration)
{
    const qint64 seconds = std::max<qint64>(0, duration.count());
    if (seconds < 60) return tr("%1 s").arg(seconds);
    if (seconds < 3600) return tr("%1 min").arg(seconds / 60);
    if (seconds < 48 * 3600) return tr("%1 h").arg(seconds / 3600);
    return tr("%1 d").arg(seconds / 86400);
}

QString agoText(const QDateTime& time, const QDateTime& now)
{
    const qint64 seconds = time.secsTo(now);
    return seconds < 1 ? tr("just now") : tr("%1 ago").arg(durationText(std::chrono::seconds(seconds)));
}

QDateTime fromNanoseconds(qint64 nanoseconds)
{
    return QDateTime::fromMSecsSinceEpoch(nanoseconds / 1'000'000, Qt::UTC);
}

QString dateText(const QDateTime& time)
{
    return QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
}

} // namespace tailboard::views
