// SPDX-License-Identifier: GPL-3.0-or-later
// What the join costs, as JSON lines on stdout: load of N allocations (first argument), CPU of one allocation event
// with and without a route, memory of the loaded tables. Run by hand.
#include "app/findings/findings.h"
#include "tests/cluster/world.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <cstdio>
#include <malloc.h>

using namespace Qt::StringLiterals;
using namespace tailboard;
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
void run(int count)
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

    QElapsedTimer timer;
    timer.start();
    const auto allocationOf = [&](int i) {
        World one;
        return one.addAllocation(i, (i % 10 ? u"job-%1"_s : u"web-%1"_s).arg(i / 10), 1 + i % 50);
    };
    join.beginList(nomad::List::Allocations);
    qint64 making = 0;
    for (int i = 1; i <= count; ++i) {
        QElapsedTimer made;
        made.start();
        const nomad::Allocation row = allocationOf(i);
        making += made.nsecsElapsed();
        join.allocationsArrived({&row, 1});
    }
    join.endList(nomad::List::Allocations);
    findings.update(join.flush());
    join.recycle();
    const double allocationLoad = double(timer.nsecsElapsed() - making) / count;
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
    timer.restart();
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
    timer.restart();
    const quint64 joinsBefore = join.joinCount();
    findings.update(join.flush());
    join.recycle();
    const double joinCost = double(timer.nsecsElapsed()) / double(std::max<quint64>(1, join.joinCount() - joinsBefore));
    const double memory = heapMegabytes() - before - allocationMemory;

    const auto eventCost = [&](int step, bool withFindings) {
        const int events = 20'000;
        qint64 total = 0;
        for (int e = 0; e < events; ++e) {
            int i = 1 + int(quint32(e) * 2654435761u % quint32(count));
            i = step == 10 ? std::max(10, i / 10 * 10) : (i % 10 ? i : i - 1);
            nomad::Allocation row = *join.tables().allocations.get(uuid(i));
            row.clientStatus = e % 2 ? nomad::ClientStatus::Running : nomad::ClientStatus::Pending;
            row.modifyIndex = quint64(e) + 1'000'000;
            QElapsedTimer one;
            one.start();
            join.allocationsArrived({&row, 1});
            const auto deltas = join.flush();
            if (withFindings) findings.update(deltas);
            join.recycle();
            total += one.nsecsElapsed();
        }
        return double(total) / events / 1000;
    };
    const double plain = eventCost(1, true);
    const double routed = eventCost(10, true);
    std::printf("{\"allocations\":%d,\"routes\":%zu,\"load_us_per_allocation\":%.2f,\"allocation_mb\":%.1f,"
                "\"routes_and_registrations_mb\":%.1f,\"us_per_join\":%.2f,\"us_per_event\":%.2f,\"us_per_event_with_"
                "route\":%.2f}\n",
                count, join.tables().routes.size(), allocationLoad / 1000, allocationMemory, memory, joinCost / 1000,
                plain, routed);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    // One size a process, so that memory of one is not reused by the next.
    run(argc > 1 ? std::max(1'000, atoi(argv[1])) : 10'000);
}
