// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/tiny_http.h"
#include "tests/support/message_guard.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QtTest>

using namespace tailboard;
using namespace tailboard::test_demo;
using namespace Qt::StringLiterals;

/// 100,000 allocations, 10,000 routers, 10,000 peers: as a server for benchmarks.
class TestDemoLoad : public QObject
{
    Q_OBJECT

private slots:
    void everythingIsServed();
    void eventsAreSentInBulk();
};

void TestDemoLoad::everythingIsServed()
{
    QElapsedTimer timer;
    timer.start();
    demo::Cluster cluster({.moving = false, .extraAllocations = 100'000, .extraRouters = 10'000, .extraPeers = 10'000});
    QVERIFY(cluster.start());
    const qint64 made = timer.restart();
    const Reply allocations = getNomad(cluster, u"/v1/allocations?namespace=*&task_states=false"_s);
    const qint64 first = timer.restart();
    QVERIFY(allocations.complete);
    QVERIFY(allocations.body.count("\"EvalID\"") > 110'000);
    const Reply again =
        getNomad(cluster, u"/v1/allocations?namespace=*&task_states=false"_s, {"Accept-Encoding: gzip"});
    QVERIFY(again.complete);
    const qint64 second = timer.restart();
    const Reply routers = getTraefik(cluster, 1, u"/api/http/routers?per_page=100000"_s);
    QVERIFY(routers.json().toArray().size() > 10'000);
    const qint64 third = timer.restart();
    QVERIFY(getLocal(cluster, "/localapi/v0/status").json()[u"Peer"_s].toObject().size() > 10'000);
    const Reply jobs = getNomad(cluster, u"/v1/jobs"_s);
    QVERIFY(jobs.json().toArray().size() > 100);
    qInfo("made %lld ms, list %lld ms (%lld MB), gzip %lld ms (%lld MB), routers %lld ms, peers and %lld jobs %lld ms",
          made, first, qint64(allocations.body.size() / 1'000'000), second, qint64(again.body.size() / 1'000'000),
          third, qint64(jobs.json().toArray().size()), timer.elapsed());
}

void TestDemoLoad::eventsAreSentInBulk()
{
    demo::Cluster cluster({.moving = false, .extraAllocations = 2000});
    QVERIFY(cluster.start());
    const auto connection = Connection::open(cluster, cluster.addresses().nomad);
    connection->send("/v1/event/stream?topic=Allocation&index=999999999");
    QCOMPARE(connection->readHead().status, 200);
    const quint64 before = cluster.nomadIndex();
    cluster.sendAllocationEvents(5000);
    QCOMPARE(cluster.nomadIndex(), before + 5000);
    int events = 0;
    while (events < 5000) {
        const QByteArray line = connection->readLine(5000);
        QVERIFY(!line.isEmpty());
        events += line.contains("\"AllocationUpdated\"") &&
                  QJsonDocument::fromJson(line)[u"Index"_s].toInteger() > qint64(before);
    }
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestDemoLoad)
#include "test_demo_load.moc"
