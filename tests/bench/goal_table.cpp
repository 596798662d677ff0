// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/goal_table.h"

#include <QStringList>
#include <algorithm>

namespace tailboard::bench {

using namespace Qt::StringLiterals;

namespace {

struct Line
{
    const char* title;
    const char* part;
    const char* figure;
    const char* goal;
    const char* floor = ""; ///< part/figure of the same run; empty: none
};

const Line lines[] = {
    {"longest turn while loading, CPU ms", "load", "longest_turn_cpu_ms", "33"},
    {"first row, ms", "load", "first_row_ms", "80"},
    {"first row by an empty window", "load", "first_row_by_empty_window", "1.3"},
    {"all rows, ms", "load", "all_rows_ms", "300", "download/bare_socket_ms"},
    {"settled, ms", "load", "settled_ms", "-"},
    {"memory above an empty window, MB", "load", "steady_above_empty_mb", "35"},
    {"load peak above steady, MB", "load", "peak_above_steady_mb", "16"},
    {"CPU per event, us", "bulk_events", "cpu_per_event_us", "20"},
    {"event to painted, p99 ms", "single_events", "to_painted_p99_ms", "16.7"},
    {"15,000 events/s, % of a core", "storm", "cpu_percent", "30"},
    {"15,000 events/s, longest turn, CPU ms", "storm", "longest_turn_cpu_ms", "33"},
    {"filter key, longest, CPU ms", "filter", "cpu_longest_ms", "16.7"},
    {"idle, % of a core", "idle", "cpu_percent", "0.1"},
    {"idle, wakeups in 10 s", "idle", "wakeups", "-"},
};

QString figureOf(const QJsonObject& run, const QString& part, const QString& figure)
{
    const QJsonValue value = run[part][figure];
    return value.isDouble() ? QString::number(value.toDouble(), 'f', value.toDouble() < 10 ? 2 : 1) : u"-"_s;
}

} // namespace

QString goalTable(const QJsonObject& runs)
{
    QStringList sizes;
    for (const QString& name : runs.keys())
        if (runs[name].toObject().contains(u"load"_s)) sizes << name;
    std::sort(sizes.begin(), sizes.end(), [](const QString& a, const QString& b) { // "all" is no number and last
        const int left = a.toInt(), right = b.toInt();
        return (left == 0 ? 1'000'000'000 : left) < (right == 0 ? 1'000'000'000 : right);
    });
    QString text = u"%1"_s.arg(QString(), -40);
    for (const QString& size : sizes)
        text += u"%1"_s.arg(size, 12);
    text += u"%1%2\n"_s.arg(u"goal"_s, 10).arg(u"floor"_s, 10);
    for (const Line& line : lines) {
        const QString part = QString::fromLatin1(line.part), figure = QString::fromLatin1(line.figure);
        text += u"%1"_s.arg(QString::fromLatin1(line.title), -40);
        for (const QString& size : sizes)
            text += u"%1"_s.arg(figureOf(runs[size].toObject(), part, figure), 12);
        const QStringList floor = QString::fromLatin1(line.floor).split(u'/');
        const QString least = floor.size() == 2 && !sizes.isEmpty()
                                  ? figureOf(runs[sizes.last()].toObject(), floor[0], floor[1])
                                  : u"-"_s;
        text += u"%1%2\n"_s.arg(QString::fromLatin1(line.goal), 10).arg(least, 10);
    }
    return text;
}

} // namespace tailboard::bench
