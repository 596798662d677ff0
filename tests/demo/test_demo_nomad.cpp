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

/// Nomad's live half: blocking queries, paging, filters, the event stream, compression, tokens.
class TestDemoNomad : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_cluster.reset(); }
    void blockingQueryWakesWithTheChange();
    void blockingQueryEndsAfterItsWait();
    void badIndexAndWaitAreRefused();
    void pagesMakeTheWholeList();
    void filterSelects();
    void listsAreCompressedWhenAskedFor();
    void streamReplaysFromTheIndex();
    void streamHonoursTopicsAndNamespace();
    void deployEventsComeInTheRecordedOrder();
    void failureEventsComeInTheRecordedOrder();
    void tokenIsAskedFor();
    void oneListCanBeDenied();
    void tooManyConnectionsGet429();
    void requestsAreRecorded();

private:
    std::unique_ptr<Connection> stream(const QByteArray& query) const;
    static QStringList outline(const QByteArray& line);

    std::unique_ptr<demo::Cluster> m_cluster;
};

void TestDemoNomad::init()
{
    m_cluster = std::make_unique<demo::Cluster>(demo::Options{.speed = 20, .moving = false});
    QVERIFY(m_cluster->start());
}

std::unique_ptr<Connection> TestDemoNomad::stream(const QByteArray& query) const
{
    auto connection = Connection::open(*m_cluster, m_cluster->addresses().nomad);
    connection->send("/v1/event/stream?" + query);
    return connection->readHead().status == 200 && connection->readLine() == "{}" ? std::move(connection) : nullptr;
}

/// "Topic/Type" of a batch, sorted: within one index Nomad's order is that of a map.
QStringList TestDemoNomad::outline(const QByteArray& line)
{
    QStringList list;
    for (const QJsonValue& event : QJsonDocument::fromJson(line).object()[u"Events"_s].toArray()) {
        if (event[u"Topic"_s].toString() != u"Node"_s)
            list.append(event[u"Topic"_s].toString() + u'/' + event[u"Type"_s].toString());
    }
    list.sort();
    return list;
}

void TestDemoNomad::blockingQueryWakesWithTheChange()
{
    const Reply before = getNomad(*m_cluster, u"/v1/allocations"_s);
    const QByteArray index = before.header("X-Nomad-Index");
    const auto connection = Connection::open(*m_cluster, m_cluster->addresses().nomad);
    connection->send("/v1/allocations?index=" + index + "&wait=60s");
    QCOMPARE(connection->read(150).status, 0);
    m_cluster->restartTask(u"web"_s);
    const Reply after = connection->read();
    QCOMPARE(after.status, 200);
    QVERIFY(after.header("X-Nomad-Index").toULongLong() > index.toULongLong());
    QVERIFY(after.body.contains("\"Terminated\""));
    // The same connection goes on.
    connection->send("/v1/status/leader");
    QCOMPARE(connection->read().body, "\"100.64.0.1:4647\"");
}

void TestDemoNomad::blockingQueryEndsAfterItsWait()
{
    QElapsedTimer timer;
    timer.start();
    const Reply reply = getNomad(*m_cluster, u"/v1/services?index=999999&wait=400ms"_s);
    QCOMPARE(reply.status, 200);
    QVERIFY(timer.elapsed() >= 400);
    QVERIFY(reply.header("X-Nomad-Index").toULongLong() < 999999); // the true one, lower than asked for
}

void TestDemoNomad::badIndexAndWaitAreRefused()
{
    QCOMPARE(getNomad(*m_cluster, u"/v1/jobs?index=x"_s).body, "Invalid index");
    QCOMPARE(getNomad(*m_cluster, u"/v1/jobs?index=1&wait=soon"_s).body, "Invalid wait time");
    const Reply reply = getNomad(*m_cluster, u"/v1/event/stream?index=x"_s);
    QCOMPARE(reply.status, 400);
    QCOMPARE(reply.body, "Unable to parse index: strconv.Atoi: parsing \"x\": invalid syntax");
}

void TestDemoNomad::pagesMakeTheWholeList()
{
    const QJsonArray all = getNomad(*m_cluster, u"/v1/allocations"_s).json().toArray();
    QVERIFY(all.size() > 12);
    QJsonArray pages;
    QString token;
    int rounds = 0;
    do {
        const Reply reply = getNomad(*m_cluster, u"/v1/allocations?per_page=5&next_token="_s + token);
        for (const QJsonValue& item : reply.json().toArray())
            pages.append(item);
        token = QString::fromLatin1(reply.header("X-Nomad-Nexttoken"));
        QVERIFY(++rounds < 10);
    } while (!token.isEmpty());
    QCOMPARE(pages, all);
    QCOMPARE(getNomad(*m_cluster, u"/v1/allocations?per_page=5&next_token=nonsense"_s).body, "[]");
}

void TestDemoNomad::filterSelects()
{
    const auto count = [&](const QString& filter) {
        return getNomad(*m_cluster, u"/v1/allocations?filter="_s + QString::fromLatin1(QUrl::toPercentEncoding(filter)))
            .json()
            .toArray()
            .size();
    };
    QCOMPARE(count(u"JobID == \"web\""_s), 2);
    QCOMPARE(count(u"JobID == \"web\" and NodeName == \"firefly-sub01\""_s), 1);
    QCOMPARE(count(u"ClientStatus == \"failed\""_s), 1);
    const Reply unknown = getNomad(*m_cluster, u"/v1/allocations?filter=Nope%20%3D%3D%20%221%22"_s);
    QCOMPARE(unknown.status, 400);
    QVERIFY(unknown.body.startsWith("failed to read result page: error finding value in datum: /Nope at part 0"));
    QCOMPARE(getNomad(*m_cluster, u"/v1/allocations?filter=%3D%3D"_s).status, 400);
}

void TestDemoNomad::listsAreCompressedWhenAskedFor()
{
    const Reply plain = getNomad(*m_cluster, u"/v1/allocations"_s);
    const Reply packed = getNomad(*m_cluster, u"/v1/allocations"_s, {"Accept-Encoding: gzip"});
    QVERIFY(packed.complete);
    QCOMPARE(packed.header("Content-Encoding"), "gzip");
    QVERIFY(packed.body.startsWith("\x1f\x8b"));
    QVERIFY(packed.body.size() < plain.body.size() / 4);
    QVERIFY(getNomad(*m_cluster, u"/v1/regions"_s, {"Accept-Encoding: gzip"}).header("Content-Encoding").isEmpty());
}

void TestDemoNomad::streamReplaysFromTheIndex()
{
    const quint64 index = m_cluster->nomadIndex();
    m_cluster->restartTask(u"payments"_s); // deregistration and report: index + 1 and + 2
    const auto first = [](Connection& connection) {
        return QJsonDocument::fromJson(connection.readLine()).object()[u"Index"_s].toInteger();
    };
    QCOMPARE(first(*stream("index=" + QByteArray::number(index + 1))), qint64(index + 1)); // it included
    QCOMPARE(first(*stream("index=999999999")), qint64(m_cluster->nomadIndex()));          // the last batch again
    const qint64 oldest = first(*stream("index=1"));
    QVERIFY(oldest < qint64(index));
    QCOMPARE(first(*stream("")), oldest);
}

void TestDemoNomad::streamHonoursTopicsAndNamespace()
{
    const auto unknown = stream("topic=Nonsense");
    const auto elsewhere = stream("namespace=nope&index=999999999&topic=Node&topic=Allocation");
    const auto keyed = stream("index=999999999&topic=Allocation:payments&topic=Service:payments");
    (void)keyed->readLine(100); // what the last batch may hold
    m_cluster->restartTask(u"blog"_s);
    m_cluster->restartTask(u"payments"_s);
    QCOMPARE(outline(keyed->readLine()), QStringList{u"Service/ServiceDeregistration"_s});
    const QByteArray line = keyed->readLine();
    QCOMPARE(outline(line), QStringList{u"Allocation/AllocationUpdated"_s});
    QVERIFY(line.contains("\"JobID\":\"payments\""));
    QVERIFY(unknown->readLine(100).isEmpty());
    for (QByteArray seen = elsewhere->readLine(200); !seen.isEmpty(); seen = elsewhere->readLine(100))
        QVERIFY(!seen.contains("\"Topic\":\"Allocation\""));
}

void TestDemoNomad::deployEventsComeInTheRecordedOrder()
{
    const auto connection = stream("index=999999999");
    (void)connection->readLine(100);
    m_cluster->redeployPreview();
    QList<QStringList> recorded;
    for (const QByteArray& line : fixtureLines(u"nomad/event-stream-deploy.ndjson"_s)) {
        if (line != "{}") recorded.append(outline(line));
    }
    QList<QStringList> seen;
    while (seen.size() < recorded.size()) {
        const QByteArray line = connection->readLine(3000);
        QVERIFY(!line.isEmpty());
        const bool ofTheOldOne = line.contains("\"DesiredStatus\":\"stop\"") && seen.size() > 2;
        if (!ofTheOldOne) seen.append(outline(line));
    }
    // The pending allocation of the version before is told to stop in the same plan, and ends.
    seen[2].removeOne(u"Allocation/PlanResult"_s);
    QCOMPARE(seen, recorded);
}

void TestDemoNomad::failureEventsComeInTheRecordedOrder()
{
    // The world was made with a failing job; its past is in the buffer.
    const auto connection = stream("topic=*:thumbnails");
    QList<QStringList> seen;
    for (QByteArray line = connection->readLine(); !line.isEmpty(); line = connection->readLine(200))
        seen.append(outline(line));
    QList<QStringList> recorded;
    for (const QByteArray& line : fixtureLines(u"nomad/event-stream-alloc-failure.ndjson"_s).mid(1)) {
        if (line != "{}") recorded.append(outline(line));
    }
    recorded.removeAt(4); // "pending" is not reported apart
    QCOMPARE(seen.mid(0, 4), recorded.mid(0, 4));
    QCOMPARE(seen.mid(4, 2), (QList<QStringList>{{u"Allocation/AllocationUpdated"_s, u"Deployment/AllocationUpdated"_s,
                                                  u"Job/AllocationUpdated"_s},
                                                 {u"Evaluation/AllocationUpdated"_s}}));
}

void TestDemoNomad::tokenIsAskedFor()
{
    const QByteArray token = "11111111-2222-3333-4444-555555555555";
    m_cluster->faults().setNomadAcl(true, {token});
    const QList<QByteArray> good{"X-Nomad-Token: " + token};
    const QList<QByteArray> unknown{"X-Nomad-Token: 99999999-2222-3333-4444-555555555555"};
    const QList<QByteArray> malformed{"X-Nomad-Token: secret"};
    QCOMPARE(getNomad(*m_cluster, u"/v1/jobs"_s).status, 403);
    QCOMPARE(getNomad(*m_cluster, u"/v1/jobs"_s).body, "Permission denied");
    QCOMPARE(getNomad(*m_cluster, u"/v1/jobs"_s, unknown).status, 403);
    QCOMPARE(getNomad(*m_cluster, u"/v1/jobs"_s, good).status, 200);
    QCOMPARE(getNomad(*m_cluster, u"/v1/status/leader"_s).status, 200);
    QCOMPARE(getNomad(*m_cluster, u"/v1/namespaces"_s).body, "[]");
    QCOMPARE(getNomad(*m_cluster, u"/v1/namespaces"_s, unknown).status, 403);
    QCOMPARE(getNomad(*m_cluster, u"/v1/agent/self"_s, malformed).status, 500);
    QCOMPARE(getNomad(*m_cluster, u"/v1/acl/token/self"_s).json()[u"AccessorID"_s].toString(), u"anonymous"_s);
    QCOMPARE(getNomad(*m_cluster, u"/v1/acl/token/self"_s, unknown).status, 403);
    const auto refused = Connection::open(*m_cluster, m_cluster->addresses().nomad);
    refused->send("/v1/event/stream");
    QCOMPARE(refused->readHead().status, 200);
    QVERIFY(refused->waitForEnd());
    QVERIFY(refused->readLine(10).isEmpty());
}

void TestDemoNomad::oneListCanBeDenied()
{
    m_cluster->faults().setNomadDenied({"/v1/services"});
    QCOMPARE(getNomad(*m_cluster, u"/v1/services"_s).status, 403);
    QCOMPARE(getNomad(*m_cluster, u"/v1/jobs"_s).status, 200);
}

void TestDemoNomad::tooManyConnectionsGet429()
{
    std::vector<std::unique_ptr<Connection>> held;
    for (int i = 0; i < 100; ++i)
        held.push_back(Connection::open(*m_cluster, m_cluster->addresses().nomad));
    const auto late = Connection::open(*m_cluster, m_cluster->addresses().nomad);
    const Reply reply = late->read();
    QCOMPARE(reply.status, 429);
    QVERIFY(reply.body.startsWith("Your IP is issuing too many concurrent connections"));
}

void TestDemoNomad::requestsAreRecorded()
{
    m_cluster->clearRequests();
    getNomad(*m_cluster, u"/v1/jobs?meta=true"_s, {"X-Nomad-Token: abc"});
    const auto requests = m_cluster->requests();
    QCOMPARE(requests.size(), 1);
    QCOMPARE(requests.first().server, u"nomad"_s);
    QCOMPARE(requests.first().target, "/v1/jobs?meta=true");
    QCOMPARE(requests.first().header("x-nomad-token"), "abc");
    QVERIFY(m_cluster->counters(demo::Server::Nomad).bytesOut > 100);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestDemoNomad)
#include "test_demo_nomad.moc"
