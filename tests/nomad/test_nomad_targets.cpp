// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/client.h"
#include "app/nomad/traefik_api.h"
#include "tests/support/message_guard.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::nomad;

class TestNomadTargets : public QObject
{
    Q_OBJECT

private slots:
    void listsAskForAsLittleAsUseful();
    void namesAreEncodedOnce();
    void regionIsAddedWhereItMatters();
    void metaIsReadFromHeaders();
    void answersGetTheirMeaning_data();
    void answersGetTheirMeaning();
    void apiAddressFollowsTheLabel_data();
    void apiAddressFollowsTheLabel();
};

void TestNomadTargets::listsAskForAsLittleAsUseful()
{
    const Targets all(u"*"_s, {});
    QCOMPARE(all.list(List::Nodes), "/v1/nodes?resources=true");
    QCOMPARE(all.list(List::Jobs), "/v1/jobs?namespace=*");
    QCOMPARE(all.list(List::Allocations), "/v1/allocations?namespace=*&task_states=false&resources=false");
    QCOMPARE(all.list(List::Jobs, {.index = 7, .wait = 30s, .onlyFirst = true}),
             "/v1/jobs?namespace=*&per_page=1&index=7&wait=30000ms");
    QCOMPARE(all.list(List::Services, {.onlyFirst = true}), "/v1/services?namespace=*");
    QCOMPARE(all.list(List::Nodes, {.onlyFirst = true}), "/v1/nodes?per_page=1");
}

void TestNomadTargets::namesAreEncodedOnce()
{
    const Targets targets(u"my team"_s, {});
    QCOMPARE(targets.list(List::Jobs), "/v1/jobs?namespace=my%20team");
    const JobKey job{u"a&b"_s, u"batch/dispatch-1%2F@ü"_s};
    QCOMPARE(targets.job(job), "/v1/job/batch%2Fdispatch-1%252F%40%C3%BC?namespace=a%26b");
    QCOMPARE(targets.job(job, JobPart::Versions), "/v1/job/batch%2Fdispatch-1%252F%40%C3%BC/versions?namespace=a%26b");
    QCOMPARE(targets.service(u"default"_s, u"../x?y#z"_s), "/v1/service/..%2Fx%3Fy%23z?namespace=default");
    QVERIFY(targets.allocationsOfJob({u"d"_s, u"q\"\\"_s}).contains("filter=JobID%20%3D%3D%20%22q%5C%22%5C%5C%22"));
}

void TestNomadTargets::regionIsAddedWhereItMatters()
{
    const Targets targets(u"*"_s, u"eu west"_s);
    QCOMPARE(targets.list(List::Nodes), "/v1/nodes?resources=true&region=eu%20west");
    QVERIFY(targets.events().endsWith("&region=eu%20west"));
    QCOMPARE(targets.leader(), "/v1/status/leader?region=eu%20west");
    QCOMPARE(targets.regions(), "/v1/regions");
    const auto id = *base::Uuid::parse("66b630aa-7d02-05c2-2c96-1db23dcdb806");
    QCOMPARE(targets.allocationStats(id),
             "/v1/client/allocation/66b630aa-7d02-05c2-2c96-1db23dcdb806/stats?region=eu%20west");
    QCOMPARE(targets.node(id), "/v1/node/66b630aa-7d02-05c2-2c96-1db23dcdb806?region=eu%20west");
    QCOMPARE(targets.job({u"d"_s, u"j"_s}, JobPart::Summary), "/v1/job/j/summary?namespace=d&region=eu%20west");
}

void TestNomadTargets::metaIsReadFromHeaders()
{
    http::ResponseHead head;
    head.headers = {
        {"X-Nomad-Index", "18446744073709551615"}, {"X-Nomad-Knownleader", "false"}, {"X-Nomad-Lastcontact", "12000"}};
    QCOMPARE(queryMeta(head), (QueryMeta{18446744073709551615U, false, 12s}));
    head.headers = {{"X-Nomad-Index", "-1"}, {"X-Nomad-Lastcontact", "18446744073709551615"}};
    QCOMPARE(queryMeta(head).index, 0);
    QVERIFY(queryMeta(head).knownLeader);
    QVERIFY(queryMeta(head).lastContact > 0ms);
}

void TestNomadTargets::answersGetTheirMeaning_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<base::ErrorKind>("kind");
    using base::ErrorKind;
    QTest::newRow("HTML") << 200 << "text/html; charset=utf-8"_ba
                          << "<html>"_ba << ErrorKind::WrongProduct;
    QTest::newRow("denied") << 403 << "text/plain"_ba
                            << "Permission denied"_ba << ErrorKind::Forbidden;
    QTest::newRow("token gone") << 403 << "text/plain"_ba
                                << "ACL token not found"_ba << ErrorKind::Unauthorized;
    QTest::newRow("expired") << 500 << "text/plain"_ba
                             << "ACL token expired"_ba << ErrorKind::Unauthorized;
    QTest::newRow("no leader") << 500 << "text/plain"_ba
                               << "No cluster leader"_ba << ErrorKind::NoLeader;
    QTest::newRow("gone") << 404 << "text/plain"_ba
                          << "job not found"_ba << ErrorKind::NotFound;
    QTest::newRow("crowded") << 429 << "text/plain"_ba
                             << ""_ba << ErrorKind::RateLimited;
    QTest::newRow("teapot") << 418 << "text/plain"_ba
                            << ""_ba << ErrorKind::Malformed;
}

void TestNomadTargets::answersGetTheirMeaning()
{
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(base::ErrorKind, kind);
    http::ResponseHead head;
    head.status = status;
    head.headers = {{"Content-Type", type}};
    const auto error = answerError(head, body);
    QVERIFY(error);
    QCOMPARE(error->kind, kind);
    QCOMPARE(error->httpStatus, status);
    QVERIFY(!error->what.isEmpty());
    head.status = 200;
    head.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    QVERIFY(!answerError(head, {}));
}

void TestNomadTargets::apiAddressFollowsTheLabel_data()
{
    QTest::addColumn<TaskSpec>("task");
    QTest::addColumn<QString>("address");
    QTest::addColumn<quint16>("port");
    const auto entryPoint = [](const QString& address) {
        return QStringList{u"--entrypoints.traefik.address="_s + address};
    };
    QTest::newRow("label") << TaskSpec{.arguments = entryPoint(u":${NOMAD_PORT_admin}"_s)} << u"100.64.0.1"_s
                           << quint16(28080);
    QTest::newRow("label with a dash") << TaskSpec{.arguments = entryPoint(u":${NOMAD_PORT_my_api}"_s)}
                                       << u"100.64.0.1"_s << quint16(9100);
    QTest::newRow("unknown label") << TaskSpec{.arguments = entryPoint(u":${NOMAD_PORT_nope}"_s)} << QString()
                                   << quint16(0);
    QTest::newRow("port inside") << TaskSpec{.arguments = entryPoint(u":8080"_s)} << u"100.64.0.1"_s << quint16(28080);
    QTest::newRow("not named") << TaskSpec{} << u"100.64.0.1"_s << quint16(28080);
    QTest::newRow("not exposed") << TaskSpec{.arguments = entryPoint(u":9999"_s)} << QString() << quint16(0);
    QTest::newRow("node's network") << TaskSpec{.networkMode = u"host"_s, .arguments = entryPoint(u":9999"_s)}
                                    << u"100.64.0.1"_s << quint16(9999);
    QTest::newRow("loopback") << TaskSpec{.networkMode = u"host"_s, .arguments = entryPoint(u"127.0.0.1:8080"_s)}
                              << QString() << quint16(0);
}

void TestNomadTargets::apiAddressFollowsTheLabel()
{
    QFETCH(TaskSpec, task);
    QFETCH(QString, address);
    QFETCH(quint16, port);
    AllocationPorts row;
    row.ports = {{u"http"_s, 80, 0, u"100.64.0.1"_s},
                 {u"admin"_s, 28080, 8080, u"100.64.0.1"_s},
                 {u"my-api"_s, 9100, 0, u"100.64.0.1"_s}};
    const TraefikAllocation traefik = traefikAllocation(row, {}, task);
    QCOMPARE(traefik.apiAddress, address);
    QCOMPARE(traefik.apiPort, port);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestNomadTargets)
#include "test_nomad_targets.moc"
