// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/states.h"
#include "tests/cluster/watched.h"
#include "tests/support/message_guard.h"

#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::cluster;
using tailboard::cluster_test::Watched;

namespace {

const QString sub01 = u"firefly-sub01.tail1a2b3.ts.net"_s;

const Route* webOf(const Watched& w)
{
    return cluster_test::routeOf(w.tables(), sub01, u"web@nomad"_s);
}

} // namespace

class TestMonitorDemo : public QObject
{
    Q_OBJECT

private slots:
    void routesOfTheDemoAppearJoined();
    void singleAttemptSettlesWithEverything();
    void singleAttemptSettlesWithoutAnySource();
    void nothingConfiguredIsSettledAtOnce();
    void killedTraefikKeepsItsRowsAndComesBack();
    void lostNomadKeepsEverythingElse();
    void namedTraefikIsTheFoundOne();
    void deltasRebuildTheTables();
};

void TestMonitorDemo::routesOfTheDemoAppearJoined()
{
    Watched w;
    QSignalSpy settled(w.monitor.get(), &Monitor::settled);
    w.monitor->start();
    QVERIFY(!w.monitor->isSettled());

    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, 15'000);

    QCOMPARE(w.tables().instances.size(), size_t(3));
    const Route* web = webOf(w);
    QVERIFY(web);
    QCOMPARE(web->instances.size(), 3);
    QVERIFY(web->allocations.size() >= 2);
    QVERIFY(!web->nodes.isEmpty());
    QVERIFY(!web->peers.contains(QString()));
    const tailscale::Peer* owner = w.tables().peers.get(web->ownerPeer);
    QVERIFY(owner);
    QCOMPARE(owner->dnsName, sub01);
    QCOMPARE(web->state, base::State::Ok);
    QCOMPARE(routeState(*web, w.tables(), w.clock.now()), base::State::Ok);
}

void TestMonitorDemo::singleAttemptSettlesWithEverything()
{
    Watched w;
    QSignalSpy settled(w.monitor.get(), &Monitor::settled);

    w.monitor->start(true);

    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, 10'000);
    QVERIFY(w.monitor->isSettled());
    QVERIFY(webOf(w));
    QCOMPARE(webOf(w)->instances.size(), 3);
    QVERIFY(!w.monitor->join().isDirty());
}

void TestMonitorDemo::singleAttemptSettlesWithoutAnySource()
{
    Watched w;
    for (const demo::Server server : {demo::Server::Nomad, demo::Server::Tailscale, demo::Server::Traefik1})
        w.demo.faults().set(server, demo::FaultKind::Refuse);
    QSignalSpy settled(w.monitor.get(), &Monitor::settled);

    w.monitor->start(true);

    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, 10'000);
    QVERIFY(w.tables().nomadSource.error);
    QVERIFY(w.tables().tailscaleSource.error);
    QCOMPARE(w.tables().instances.size(), size_t(0));
}

void TestMonitorDemo::nothingConfiguredIsSettledAtOnce()
{
    base::SystemClock clock;
    Monitor monitor(Connections(), clock);
    QSignalSpy settled(&monitor, &Monitor::settled);

    monitor.start(true);

    QTRY_COMPARE(settled.size(), 1);
    QCOMPARE(traefikState(monitor.tables(), clock.now()), base::State::Unknown);
}

void TestMonitorDemo::killedTraefikKeepsItsRowsAndComesBack()
{
    Watched w;
    w.monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled(), 15'000);
    const size_t routes = w.tables().routes.size();
    const Route before = *webOf(w);

    w.demo.faults().set(demo::Server::Traefik2, demo::FaultKind::Refuse);
    w.monitor->refresh();

    QTRY_VERIFY(w.instance(u"firefly-sub02"_s)->source.error);
    const auto now = w.clock.now();
    QCOMPARE(base::sourceHealth(w.instance(u"firefly-sub02"_s)->source, now), base::State::Stale);
    QCOMPARE(base::sourceHealth(w.instance(u"firefly-sub01"_s)->source, now), base::State::Ok);
    QCOMPARE(traefikState(w.tables(), now), base::State::Warning);
    QCOMPARE(w.tables().routes.size(), routes);
    QCOMPARE(*webOf(w), before);
    QCOMPARE(routeState(*webOf(w), w.tables(), now), base::State::Ok);
    QVERIFY(!w.tables().nomadSource.error);

    w.demo.faults().clear(demo::Server::Traefik2);

    QTRY_COMPARE_WITH_TIMEOUT(w.instance(u"firefly-sub02"_s)->source.phase, base::SourcePhase::Live, 10'000);
    QCOMPARE(traefikState(w.tables(), w.clock.now()), base::State::Ok);
    QCOMPARE(w.tables().routes.size(), routes);
}

void TestMonitorDemo::lostNomadKeepsEverythingElse()
{
    Watched w;
    w.monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled(), 15'000);
    const size_t routes = w.tables().routes.size();
    const size_t allocations = w.tables().allocations.size();

    w.demo.faults().set(demo::Server::Nomad, demo::FaultKind::Refuse);

    QTRY_VERIFY_WITH_TIMEOUT(w.tables().nomadSource.error, 10'000);
    QCOMPARE(w.tables().routes.size(), routes);
    QCOMPARE(w.tables().allocations.size(), allocations);
    QCOMPARE(w.tables().instances.size(), size_t(3));
    QCOMPARE(routeState(*webOf(w), w.tables(), w.clock.now()), base::State::Stale);
    QCOMPARE(traefikState(w.tables(), w.clock.now()), base::State::Ok);

    w.demo.faults().clear(demo::Server::Nomad);

    QTRY_VERIFY_WITH_TIMEOUT(!w.tables().nomadSource.error, 15'000);
    QTRY_COMPARE(routeState(*webOf(w), w.tables(), w.clock.now()), base::State::Ok);
}

void TestMonitorDemo::namedTraefikIsTheFoundOne()
{
    Watched w([](Connections& connections) { connections.traefik = {QUrl(u"http://100.64.0.2:8080"_s)}; });
    w.monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled(), 15'000);

    QCOMPARE(w.tables().instances.size(), size_t(1));
    QTRY_VERIFY(w.instance(u"firefly-sub02"_s));
    QVERIFY(!w.instance(u"firefly-sub02"_s)->arguments.isEmpty());
    QCOMPARE(webOf(w)->instances.size(), 1);
    QCOMPARE(webOf(w)->instances.first().node, u"firefly-sub02"_s);
}

void TestMonitorDemo::deltasRebuildTheTables()
{
    Watched w({}, {.speed = 20, .moving = true});
    std::map<Slot, Route> routes;
    std::map<Slot, base::Uuid> allocations;
    int batches = 0;
    connect(w.monitor.get(), &Monitor::changed, this, [&](const std::vector<Delta>& deltas) {
        ++batches;
        for (const Delta& delta : deltas) {
            QVERIFY(!delta.isEmpty());
            if (delta.table == TableId::Routes) {
                for (const Slot slot : delta.removed)
                    QVERIFY(routes.erase(slot) == 1);
                for (const Slot slot : delta.inserted)
                    QVERIFY(routes.emplace(slot, w.tables().routes.at(slot)).second);
                for (const Slot slot : delta.changed)
                    routes.at(slot) = w.tables().routes.at(slot);
            }
            if (delta.table == TableId::Allocations) {
                for (const Slot slot : delta.removed)
                    QVERIFY(allocations.erase(slot) == 1);
                for (const Slot slot : delta.inserted)
                    QVERIFY(allocations.emplace(slot, w.tables().allocations.at(slot).id).second);
            }
        }
    });

    w.monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled(), 15'000);
    w.demo.sendAllocationEvents(2'000);
    w.demo.replaceAllocation(u"web"_s);
    const int settledBatches = batches;
    QTRY_VERIFY_WITH_TIMEOUT(batches > settledBatches + 5, 15'000);
    QTRY_VERIFY(!w.monitor->join().isDirty());

    QCOMPARE(routes.size(), w.tables().routes.size());
    QCOMPARE(allocations.size(), w.tables().allocations.size());
    for (const auto& [slot, route] : routes)
        QVERIFY(route == w.tables().routes.at(slot));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestMonitorDemo)
#include "test_monitor_demo.moc"
