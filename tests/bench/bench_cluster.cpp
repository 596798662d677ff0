// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/memory.h"
#include "tests/bench/demo_process.h"
#include "tests/bench/gates.h"
#include "tests/bench/goal_table.h"
#include "tests/bench/measure.h"

#include <QCoreApplication>
#include <QProcess>
#include <QStringList>
#include <QThread>
#include <cstring>

using namespace Qt::StringLiterals;
using namespace tailboard::bench;

namespace {

/// A measuring process for each figure, so that none finds memory that another has used; empty when it failed.
QJsonObject inProcess(const QStringList& arguments)
{
    std::fprintf(stderr, "%s\n", qPrintable(arguments.join(u' ')));
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(), arguments);
    if (!process.waitForFinished(400'000) || process.exitCode() != 0) return {};
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

double at(const QJsonObject& run, const QString& part, const QString& figure)
{
    return run[part].toObject()[figure].toDouble(-1);
}

/// `many` is the most allocations of the run, small when somebody only tries the program.
QJsonObject wholeRun(int many, Gates& gates)
{
    QJsonObject runs;
    const QJsonObject empty = inProcess({u"--empty"_s});
    runs[u"empty"_s] = empty;
    std::vector<std::pair<QString, QJsonObject>> loads;
    const auto load = [&](int allocations, int routers, int peers) {
        const QString name = routers > 0 ? u"all"_s : QString::number(allocations);
        QJsonObject run =
            inProcess({u"--load"_s, QString::number(allocations), QString::number(routers), QString::number(peers)});
        QJsonObject figures = run[u"load"_s].toObject();
        const double above = figures[u"steady_mb"_s].toDouble() - empty[u"steady_mb"_s].toDouble();
        figures[u"steady_above_empty_mb"_s] = above;
        figures[u"peak_above_steady_mb"_s] = figures[u"peak_mb"_s].toDouble() - figures[u"steady_mb"_s].toDouble();
        figures[u"first_row_by_empty_window"_s] =
            figures[u"first_row_ms"_s].toDouble() / empty[u"window_ms"_s].toDouble();
        figures[u"all_rows_by_bare_socket"_s] =
            figures[u"all_rows_ms"_s].toDouble() / at(run, u"download"_s, u"bare_socket_ms"_s);
        run[u"load"_s] = figures;
        runs[name] = run;
        loads.emplace_back(name, run);
        gates.atLeast(name + u": rows"_s, figures[u"rows"_s].toObject()[u"allocations"_s].toInt(), allocations);
        gates.atMost(name + u": longest turn while loading, CPU ms"_s, at(run, u"load"_s, u"longest_turn_cpu_ms"_s),
                     33);
        gates.atLeast(name + u": settled"_s, figures[u"settled"_s].toBool() ? 1 : 0, 1);
        gates.atMost(name + u": single events not painted"_s, at(run, u"single_events"_s, u"not_painted"_s), 0);
        gates.atMost(name + u": longest turn in the storm, CPU ms"_s, at(run, u"storm"_s, u"longest_turn_cpu_ms"_s),
                     33);
        gates.atLeast(name + u": storm caught up"_s, run[u"storm"_s].toObject()[u"caught_up"_s].toBool() ? 1 : 0, 1);
    };
    for (int count = many / 100; count <= many; count *= 10)
        load(count, 0, 0);
    load(many, many / 10, many / 10);

    const QJsonObject& least = loads.front().second;
    const QJsonObject& most = loads[2].second;
    QJsonObject growth;
    const auto ratio = [&](const QString& part, const QString& figure) {
        const double value = at(most, part, figure) / at(least, part, figure);
        growth[figure] = value;
        return value;
    };
    gates.atMost(u"CPU per event of a stream, most by least rows"_s, ratio(u"bulk_events"_s, u"cpu_per_event_us"_s),
                 2.0);
    gates.atMost(u"CPU per single event with its paint, most by least rows"_s,
                 ratio(u"single_events"_s, u"cpu_with_paint_us"_s), 2.0);
    runs[u"growth"_s] = growth;
    const QString tenth = QString::number(many / 10);
    runs[u"pages"_s] = inProcess({u"--pages"_s, QString::number(many), tenth, tenth});
    return runs;
}

} // namespace

int main(int argc, char** argv)
{
    tailboard::base::keepNoLargePieces(); // as the program does
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const auto number = [&](int i) { return argc > i ? std::atoi(argv[i]) : 0; };
    const Load load{number(2), number(3), number(4)};
    const char* role = argc > 1 ? argv[1] : "";
    if (std::strcmp(role, "--serve") == 0) return serveDemo(argc, argv, load);
    if (std::strcmp(role, "--empty") == 0) {
        print(measureEmpty(argc, argv));
        return 0;
    }
    if (std::strcmp(role, "--load") == 0) {
        print(measureLoad(argc, argv, load, argc > 5 && std::strcmp(argv[5], "only") == 0));
        return 0;
    }
    if (std::strcmp(role, "--pages") == 0) {
        print(measurePages(argc, argv, load));
        return 0;
    }
    const QCoreApplication application(argc, argv);
    Gates gates;
    QJsonObject json;
    json[u"cores"_s] = QThread::idealThreadCount();
    const QJsonObject runs = wholeRun(argc > 1 ? std::max(100, number(1)) : 100'000, gates);
    json[u"runs"_s] = runs;
    json[u"gates"_s] = gates.json();
    json[u"pass"_s] = gates.hold();
    print(json);
    std::fprintf(stderr, "\n%s", qPrintable(goalTable(runs)));
    return gates.hold() ? 0 : 1;
}
