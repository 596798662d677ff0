// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/tiny_http.h"
#include "tests/support/message_guard.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QtTest>

using namespace tailboard;
using namespace tailboard::test_demo;
using namespace Qt::StringLiterals;

/// Things happen: when told to, and by themselves.
class TestDemoMotion : public QObject
{
    Q_OBJECT

private slots:
    void traefikFollowsADeployment();
    void restartedTaskComesBack();
    void replacedAllocationHasANewId();
    void indexesOnlyRise();
    void worldMovesByItself();
};

void TestDemoMotion::traefikFollowsADeployment()
{
    demo::Cluster cluster({.speed = 20, .moving = false});
    QVERIFY(cluster.start());
    const auto status = [&](int node) {
        return getTraefik(cluster, node, u"/api/http/routers/web-preview@nomad"_s).status;
    };
    QCOMPARE(status(1), 404); // its first allocation is still pending
    cluster.redeployPreview();
    for (int node = 1; node <= 3; ++node)
        QTRY_COMPARE(status(node), 200);
    QTRY_COMPARE(getNomad(cluster, u"/v1/job/web-preview/deployment"_s).json()[u"Status"_s].toString(),
                 u"successful"_s);
    QCOMPARE(getNomad(cluster, u"/v1/job/web-preview"_s).json()[u"Version"_s].toInt(), 1);
    QVERIFY(get(cluster, QUrl(u"https://firefly-sub02.tail1a2b3.ts.net/preview"_s)).body.contains("web-preview"));
}

void TestDemoMotion::restartedTaskComesBack()
{
    demo::Cluster cluster({.speed = 40, .moving = false});
    QVERIFY(cluster.start());
    const auto services = [&] { return getNomad(cluster, u"/v1/service/payments"_s).json().toArray().size(); };
    QCOMPARE(services(), 1);
    cluster.restartTask(u"payments"_s);
    QCOMPARE(services(), 0);
    const QJsonValue pending = getNomad(cluster, u"/v1/job/payments/allocations"_s).json()[0];
    QCOMPARE(pending[u"ClientStatus"_s].toString(), u"pending"_s);
    QCOMPARE(pending[u"TaskStates"_s][u"api"_s][u"Restarts"_s].toInt(), 1);
    QTRY_COMPARE(services(), 1);
    const QJsonValue running = getNomad(cluster, u"/v1/job/payments/allocations"_s).json()[0];
    QCOMPARE(running[u"ID"_s], pending[u"ID"_s]);
    QCOMPARE(running[u"ClientStatus"_s].toString(), u"running"_s);
}

void TestDemoMotion::replacedAllocationHasANewId()
{
    demo::Cluster cluster({.speed = 40, .moving = false});
    QVERIFY(cluster.start());
    cluster.replaceAllocation(u"payments"_s);
    const auto allocations = [&] { return getNomad(cluster, u"/v1/job/payments/allocations"_s).json().toArray(); };
    QCOMPARE(allocations().size(), 2);
    QTRY_COMPARE(allocations()[0][u"ClientStatus"_s].toString(), u"complete"_s);
    QTRY_COMPARE(allocations()[1][u"ClientStatus"_s].toString(), u"running"_s);
    QCOMPARE(allocations()[0][u"NextAllocation"_s], allocations()[1][u"ID"_s]);
    QCOMPARE(getNomad(cluster, u"/v1/service/payments"_s).json().toArray().size(), 1);
}

void TestDemoMotion::indexesOnlyRise()
{
    demo::Cluster cluster({.speed = 100});
    QVERIFY(cluster.start());
    const auto connection = Connection::open(cluster, cluster.addresses().nomad);
    connection->send("/v1/event/stream?namespace=*");
    QCOMPARE(connection->readHead().status, 200);
    qint64 last = 0;
    int lines = 0;
    while (lines < 300) {
        const QByteArray line = connection->readLine(10'000);
        QVERIFY(!line.isEmpty());
        if (line == "{}") continue;
        const qint64 index = QJsonDocument::fromJson(line).object()[u"Index"_s].toInteger();
        QVERIFY2(index >= last, qPrintable(u"%1 after %2"_s.arg(index).arg(last)));
        last = index;
        ++lines;
    }
}

void TestDemoMotion::worldMovesByItself()
{
    demo::Cluster cluster({.speed = 100});
    QVERIFY(cluster.start());
    const auto bus = Connection::openLocal(cluster.addresses().tailscaleSocket);
    bus->send("/localapi/v0/watch-ipn-bus?mask=20630");
    QCOMPARE(bus->readHead().status, 200);
    QByteArray line = bus->readLine();
    while (!line.contains("\"PeersChanged\"")) { // the phone comes and goes
        line = bus->readLine(10'000);
        QVERIFY(!line.isEmpty());
    }
    QTRY_COMPARE(getTraefik(cluster, 1, u"/api/http/routers/web-preview@nomad"_s).status, 200);
    QTRY_VERIFY(getNomad(cluster, u"/v1/job/web-preview"_s).json()[u"Version"_s].toInt() >= 1);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestDemoMotion)
#include "test_demo_motion.moc"
