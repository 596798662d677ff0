// SPDX-License-Identifier: GPL-3.0-or-later
// What the join costs without sockets: load of N allocations, CPU of one allocation event with and without a route,
// memory of the loaded tables. Without an argument at 1,000, 10,000 and 100,000, each in a process of its own so that
// none reuses another's memory; with one at that size alone. JSON on stdout.
#include "app/cluster/activity.h"
#include "app/findings/findings.h"
#include "tests/bench/gates.h"
#include "tests/bench/process_figures.h"
#include "tests/cluster/world.h"

#include <QCoreApplication>
#include <QProcess>
#include <malloc.h>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::bench;
using namespace tailboard::cluster;
using namespace tailboard::cluster_test;

namespace {

/// What the heap holds, without holes between.
double heapMegabytes()
{
    const auto heap = mallinfo2();
    return double(heap.uordblks + heap.hblkhd) / 1e6;
}

/// `count` allocations on 50 nodes; one in ten is registered with a router of its own that three Traefiks show.
QJsonObject run(int count)
{
    base::FixedClock clock(QDateTime(QDate(2026, 11, 23), QTime(19, 0), Qt::UTC));
    const double before = heapMegabytes();
    Join join(clock);
    findings::Findings findings(join, clock);
    World small;
    for (int n = 1; n <= 50; ++n)
        small.addNode(n);
    for (int n = 1; n <= 3; ++n)
        small.addTraefik(n);
    small.feed(join);
    findings.update(join.flush());
    join.recycle();

    qint64 begin = threadCpu();
    const auto allocationOf = [&](int i) {
        World one;
        return one.addAllocation(i, (i % 10 ? u"job-%1"_s : u"web-%1"_s).arg(i / 10), 1 + i % 50);
    };
    join.beginList(nomad::List::Allocations);
    qint64 making = 0;
    std::vector<nomad::Allocation> piece;
    for (int i = 1; i <= count;) {
        const qint64 made = threadCpu();
        for (piece.clear(); i <= count && piece.size() < 200; ++i)
            piece.push_back(allocationOf(i));
        making += threadCpu() - made;
        join.allocationsArrived(piece);
    }
    join.endList(nomad::List::Allocations);
    findings.update(join.flush());
    join.recycle();
    const double allocationLoad = double(threadCpu() - begin - making) / count;
    const double allocationMemory = heapMegabytes() - before;

    join.beginList(nomad::List::Services);
    for (int i = 10; i <= count; i += 10) {
        nomad::ServiceRegistration row;
        const nomad::Allocation owner = allocationOf(i);
        row.serviceName = u"service-%1"_s.arg(i);
        row.id = u"_nomad-task-%1-web-%2-http"_s.arg(owner.id.toString(), row.serviceName);
        row.nameSpace = u"default"_s;
        row.jobId = owner.jobId.text();
        row.allocationId = owner.id;
        row.nodeId = owner.nodeId;
        row.tags = {u"traefik.http.routers.r%1.rule=Host(`host-%1`)"_s.arg(i)};
        row.address = u"100.64.0.%1"_s.arg(1 + i % 50);
        row.port = quint16(1000 + i / 50 % 60'000);
        join.registrationsArrived({&row, 1});
    }
    join.endList(nomad::List::Services);
    for (int n = 1; n <= 3; ++n) {
        traefik::Configuration configuration;
        configuration.providers = {u"Nomad"_s};
        for (int i = 10; i <= count; i += 10) {
            configuration.routers.append(
                router(u"r%1"_s.arg(i), hostRule(u"host-%1"_s.arg(i)), u"service-%1"_s.arg(i)));
            configuration.services.append(service(
                u"service-%1"_s.arg(i), {u"http://100.64.0.%1:%2"_s.arg(1 + i % 50).arg(1000 + i / 50 % 60'000)}));
        }
        join.setConfiguration(traefikKey(n), configuration);
    }
    begin = threadCpu();
    const quint64 joinsBefore = join.joinCount();
    findings.update(join.flush());
    join.recycle();
    const double joinCost = double(threadCpu() - begin) / double(std::max<quint64>(1, join.joinCount() - joinsBefore));
    const double memory = heapMegabytes() - before - allocationMemory;

    quint64 index = 1'000'000;
    Activity* activity = nullptr;
    // Each event is joined and delivered by itself, a millisecond after the last one. Taking the row and changing it is
    // counted, too.
    const auto eventCost = [&](int step, int events) {
        const qint64 start = threadCpu();
        for (int e = 0; e < events; ++e) {
            int i = 1 + int(quint32(e) * 2654435761u % quint32(count));
            i = step == 10 ? std::max(10, i / 10 * 10) : (i % 10 ? i : i - 1);
            nomad::Allocation row = *join.tables().allocations.get(uuid(i));
            row.clientStatus = e % 2 ? nomad::ClientStatus::Running : nomad::ClientStatus::Pending;
            row.modifyIndex = ++index;
            join.allocationsArrived({&row, 1});
            const std::vector<Delta> deltas = join.flush();
            findings.update(deltas);
            if (activity) activity->update(deltas);
            join.recycle();
            clock.advance(std::chrono::milliseconds(1));
        }
        return double(threadCpu() - start) / events / 1000;
    };
    eventCost(1, 2'000); // a warm-up: what grows on first use has grown
    const double plain = eventCost(1, 20'000);
    const double routed = eventCost(10, 20'000);
    const double beforeActivity = heapMegabytes();
    join.setNomadSource(liveSource());
    Activity told(join, clock);
    const double marks = heapMegabytes() - beforeActivity;
    activity = &told;
    eventCost(1, 2'000);
    const double withActivity = eventCost(1, 20'000);
    return {{u"allocations"_s, count},
            {u"routes"_s, int(join.tables().routes.size())},
            {u"load_us_per_allocation"_s, allocationLoad / 1000},
            {u"bytes_per_allocation"_s, allocationMemory * 1e6 / count},
            {u"routes_and_registrations_mb"_s, memory},
            {u"us_per_join"_s, joinCost / 1000},
            {u"us_per_event"_s, plain},
            {u"us_per_event_with_route"_s, routed},
            {u"us_per_event_with_activity"_s, withActivity},
            {u"activity_lines"_s, int(told.lines().size())},
            {u"activity_mb_before_lines"_s, marks},
            {u"activity_mb"_s, heapMegabytes() - beforeActivity}};
}

QJsonObject inProcess(int count)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(), {QString::number(count)});
    process.waitForFinished(300'000);
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc > 1) {
        print(run(std::max(1'000, atoi(argv[1]))));
        return 0;
    }
    QJsonArray runs;
    for (const int count : {1'000, 10'000, 100'000})
        runs.append(inProcess(count));
    const QJsonObject least = runs.first().toObject();
    const QJsonObject most = runs.last().toObject();
    Gates gates;
    gates.atLeast(u"routes"_s, most[u"routes"_s].toInt(), 10'000);
    for (const QString& figure : {u"us_per_event"_s, u"us_per_event_with_route"_s, u"us_per_event_with_activity"_s}) {
        // Caches no longer hold 100,000 rows: what counts is that the cost does not follow the rows.
        gates.atMost(figure + u", 100,000 by 1,000 rows"_s, most[figure].toDouble() / least[figure].toDouble(), 6);
        gates.atMost(figure + u" at 100,000 rows"_s, most[figure].toDouble(), 20);
    }
    gates.atMost(u"bytes per allocation"_s, most[u"bytes_per_allocation"_s].toDouble(), 200);
    print({{u"runs"_s, runs}, {u"gates"_s, gates.json()}, {u"pass"_s, gates.hold()}});
    return gates.hold() ? 0 : 1;
}
