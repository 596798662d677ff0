// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cluster/watched.h"
#include "tests/support/message_guard.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::cluster;
using base::ErrorKind;
using base::Result;
using cluster_test::Watched;
using demo::FaultKind;
using demo::Server;

namespace {

/// What a call was answered with, and how often.
template<typename Value>
struct Answer
{
    int count = 0;
    std::optional<Result<Value>> result;

    auto taker()
    {
        return [this](const Result<Value>& given) {
            ++count;
            result.emplace(given);
        };
    }
    bool isGood() const { return result && result->has_value(); }
    ErrorKind kind() const { return result && !*result ? result->error().kind : ErrorKind::Unknown; }
};

const nomad::Allocation* allocationOf(const Tables& tables, const QString& job)
{
    const nomad::Allocation* found = nullptr;
    tables.allocations.forEach([&](Slot, const nomad::Allocation& row) {
        if (row.jobId.text() == job && row.clientStatus == nomad::ClientStatus::Running) found = &row;
    });
    return found;
}

const nomad::Node* nodeNamed(const Tables& tables, const QString& name)
{
    const nomad::Node* found = nullptr;
    tables.nodes.forEach([&](Slot, const nomad::Node& row) {
        if (row.name == name) found = &row;
    });
    return found;
}

const base::Uuid absent = *base::Uuid::parse("00000000-0000-4000-8000-000000000000");

} // namespace

/// Every call against the demo cluster.
class TestObjectReaderDemo : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void allocationIsRead();
    void usageMoves();
    void jobTellsItsHistory();
    void jobWithoutRoomTellsWhy();
    void nodeIsRead();
    void routeIsToldByEveryInstanceAndNomad();
    void everySubjectHasItsDocuments_data();
    void everySubjectHasItsDocuments();
    void unknownObjectsAreNotFound();
    void subjectsNobodyKnowsAreNotFound();
    void lostSourceIsUnreachable();
    void lostInstanceLeavesTheOtherDocuments();
    void forbiddenNamesTheCapability();
    void htmlIsNotTakenForNomad();
    void endlessAnswerIsTooLarge();
    void deadContextIsNeverCalled();
    void deadMonitorStillAnswers();
    void nothingConnectedIsSaid();
    void ownSecretsAreBlackedOut();
    void socketsStayFew();

private:
    ObjectReader& reader() const { return m_watched->monitor->reader(); }

    std::unique_ptr<Watched> m_watched;
    std::unique_ptr<QObject> m_context;
};

void TestObjectReaderDemo::init()
{
    m_context = std::make_unique<QObject>();
    m_watched = std::make_unique<Watched>();
    QSignalSpy settled(m_watched->monitor.get(), &Monitor::settled);
    m_watched->monitor->start();
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, 15'000);
}

void TestObjectReaderDemo::cleanup()
{
    m_context.reset();
    m_watched.reset();
}

void TestObjectReaderDemo::allocationIsRead()
{
    const nomad::Allocation* row = allocationOf(m_watched->tables(), u"web"_s);
    QVERIFY(row);
    Answer<nomad::AllocationDetail> answer;
    reader().readAllocation(row->id, m_context.get(), answer.taker());
    QCOMPARE(answer.count, 0); // never before the call returns
    QTRY_COMPARE(answer.count, 1);
    QVERIFY(answer.isGood());
    const nomad::AllocationDetail& detail = **answer.result;
    QCOMPARE(detail.id, row->id);
    QCOMPARE(detail.name, row->name());
    QCOMPARE(detail.nodeName, row->nodeName.text());
    QCOMPARE(detail.tasks.size(), 1);
    QCOMPARE(detail.tasks.first().state, u"running"_s);
    QCOMPARE(detail.tasks.first().driver, u"docker"_s);
    QCOMPARE(detail.ports.size(), 1);
    QVERIFY(detail.ports.first().hostAddress.startsWith(u"100.64.0."_s));
}

void TestObjectReaderDemo::usageMoves()
{
    const nomad::Allocation* row = allocationOf(m_watched->tables(), u"web"_s);
    Answer<nomad::AllocationUsage> first;
    reader().readUsage(row->id, m_context.get(), first.taker());
    QTRY_COMPARE(first.count, 1);
    QVERIFY(first.isGood());
    QVERIFY((*first.result)->whole.memory > 1'000'000);
    QVERIFY((*first.result)->whole.cpuPercent > 0.0);
    QCOMPARE((*first.result)->tasks.size(), 1);
    QVERIFY(std::abs((*first.result)->time.msecsTo(QDateTime::currentDateTimeUtc())) < 60'000);

    m_watched->demo.faults().setClockSkew(std::chrono::seconds(20)); // later by the node's clock
    Answer<nomad::AllocationUsage> second;
    reader().readUsage(row->id, m_context.get(), second.taker());
    QTRY_COMPARE(second.count, 1);
    QVERIFY(second.isGood());
    QVERIFY((*second.result)->time > (*first.result)->time);
    QVERIFY((*second.result)->whole.cpuPercent != (*first.result)->whole.cpuPercent);
}

void TestObjectReaderDemo::jobTellsItsHistory()
{
    Answer<nomad::JobHistory> answer;
    reader().readJob({u"default"_s, u"web"_s}, m_context.get(), answer.taker());
    QTRY_COMPARE(answer.count, 1);
    QVERIFY(answer.isGood());
    const nomad::JobHistory& history = **answer.result;
    QCOMPARE(history.key.id, u"web"_s);
    QCOMPARE(history.versions.size(), 1);
    QVERIFY(history.versions.first().isStable);
    QCOMPARE(history.deployments.size(), 1);
    QCOMPARE(history.deployments.first().status, u"successful"_s);
    QCOMPARE(history.deployments.first().groups.first().healthy, 2);
    QVERIFY(history.evaluations.size() >= 2);
    QCOMPARE(history.groups.size(), 1);
    QCOMPARE(history.groups.first().summary.running, 2);
    QVERIFY(history.failures().isEmpty());
}

void TestObjectReaderDemo::jobWithoutRoomTellsWhy()
{
    Answer<nomad::JobHistory> answer;
    reader().readJob({u"default"_s, u"archive"_s}, m_context.get(), answer.taker());
    QTRY_COMPARE(answer.count, 1);
    QVERIFY(answer.isGood());
    const nomad::JobHistory& history = **answer.result;
    QCOMPARE(history.status, u"pending"_s);
    QCOMPARE(history.blocked().size(), 1);
    QCOMPARE(history.groups.first().summary.queued, 1);
    QCOMPARE(history.failures().size(), 1);
    QCOMPARE(history.failures().first().group, u"archive"_s);
    QCOMPARE(history.failures().first().nodesExhausted, 3);
    QCOMPARE(history.failures().first().dimensions, (QList<nomad::CountedReason>{{u"memory"_s, 3}}));
}

void TestObjectReaderDemo::nodeIsRead()
{
    const nomad::Node* row = nodeNamed(m_watched->tables(), u"firefly-sub02"_s);
    QVERIFY(row);
    Answer<nomad::NodeDetail> answer;
    reader().readNode(row->id, m_context.get(), answer.taker());
    QTRY_COMPARE(answer.count, 1);
    QVERIFY(answer.isGood());
    QCOMPARE((*answer.result)->name, row->name);
    QCOMPARE((*answer.result)->attribute(u"unique.network.ip-address"), u"100.64.0.2"_s);
    QCOMPARE((*answer.result)->hostVolumes.size(), 1);
    QVERIFY(!(*answer.result)->drivers.isEmpty());
}

void TestObjectReaderDemo::routeIsToldByEveryInstanceAndNomad()
{
    const Route* route =
        cluster_test::routeOf(m_watched->tables(), u"firefly-sub01.tail1a2b3.ts.net"_s, u"web@nomad"_s);
    QVERIFY(route);
    Answer<QList<RawDocument>> answer;
    reader().readRaw(route->key, m_context.get(), answer.taker());
    QTRY_COMPARE(answer.count, 1);
    QVERIFY(answer.isGood());
    const QList<RawDocument>& documents = **answer.result;
    QCOMPARE(documents.size(), 7); // router and service of three instances, registrations
    QCOMPARE(documents.at(0).title, u"Traefik firefly-sub01 /api/http/routers/web@nomad"_s);
    QCOMPARE(documents.at(1).title, u"Traefik firefly-sub01 /api/http/services/web@nomad"_s);
    QCOMPARE(documents.at(6).title, u"Nomad /v1/service/web?namespace=default"_s);
    for (const RawDocument& document : documents) {
        QVERIFY2(!document.error, qPrintable(document.title));
        QVERIFY(!QJsonDocument::fromJson(document.text.toUtf8()).isNull());
    }
    const QJsonObject router = QJsonDocument::fromJson(documents.at(0).text.toUtf8()).object();
    QCOMPARE(router[u"rule"_s].toString(), route->rule);
    QVERIFY(documents.at(0).text.startsWith(u"{\n  \""_s));
    QCOMPARE(QJsonDocument::fromJson(documents.at(6).text.toUtf8()).array().size(), 2);
}

void TestObjectReaderDemo::everySubjectHasItsDocuments_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QStringList>("titles");
    QTest::addColumn<QString>("key");
    QTest::newRow("service") << u"service"_s << QStringList{u"Nomad /v1/service/nginx?namespace=default"_s}
                             << u"ServiceName"_s;
    QTest::newRow("job") << u"job"_s << QStringList{u"Nomad /v1/job/web?namespace=default"_s} << u"TaskGroups"_s;
    QTest::newRow("allocation") << u"allocation"_s << QStringList{u"Nomad /v1/allocation/ID"_s} << u"TaskStates"_s;
    QTest::newRow("node") << u"node"_s << QStringList{u"Nomad /v1/node/ID"_s} << u"HostVolumes"_s;
    QTest::newRow("peer") << u"peer"_s << QStringList{u"tailscaled /localapi/v0/status"_s} << u"TailscaleIPs"_s;
    QTest::newRow("this machine") << u"self"_s << QStringList{u"tailscaled /localapi/v0/status"_s} << u"HostName"_s;
    QTest::newRow("instance") << u"instance"_s
                              << QStringList{u"Traefik firefly-sub03 /api/overview"_s,
                                             u"Traefik firefly-sub03 /api/version"_s,
                                             u"Traefik firefly-sub03 /api/entrypoints"_s}
                              << u"providers"_s;
}

void TestObjectReaderDemo::everySubjectHasItsDocuments()
{
    QFETCH(QString, kind);
    QFETCH(QStringList, titles);
    QFETCH(QString, key);
    const Tables& tables = m_watched->tables();
    Subject subject;
    if (kind == u"service"_s) {
        subject = ServiceKey{u"default"_s, u"nginx"_s};
    } else if (kind == u"job"_s) {
        subject = nomad::JobKey{u"default"_s, u"web"_s};
    } else if (kind == u"allocation"_s) {
        const base::Uuid id = allocationOf(tables, u"web"_s)->id;
        subject = AllocationSubject{id};
        titles.first().replace(u"ID"_s, id.toString());
    } else if (kind == u"node"_s) {
        const base::Uuid id = nodeNamed(tables, u"firefly-sub01"_s)->id;
        subject = NodeSubject{id};
        titles.first().replace(u"ID"_s, id.toString());
    } else if (kind == u"instance"_s) {
        subject = InstanceSubject{m_watched->instance(u"firefly-sub03"_s)->key};
    } else {
        tables.peers.forEach([&](Slot, const tailscale::Peer& row) {
            if (row.isSelf == (kind == u"self"_s)) subject = PeerSubject{row.id};
        });
    }
    Answer<QList<RawDocument>> answer;
    reader().readRaw(subject, m_context.get(), answer.taker());
    QTRY_COMPARE(answer.count, 1);
    QVERIFY(answer.isGood());
    QStringList found;
    for (const RawDocument& document : **answer.result) {
        QVERIFY2(!document.error, qPrintable(document.title));
        found << document.title;
    }
    QCOMPARE(found, titles);
    QVERIFY((*answer.result)->first().text.contains(u"\""_s + key + u"\": "_s));
}

void TestObjectReaderDemo::unknownObjectsAreNotFound()
{
    Answer<nomad::AllocationDetail> allocation;
    Answer<nomad::AllocationUsage> usage;
    Answer<nomad::JobHistory> job;
    Answer<nomad::NodeDetail> node;
    Answer<QList<RawDocument>> raw;
    Answer<QList<RawDocument>> peer;
    reader().readAllocation(absent, m_context.get(), allocation.taker());
    reader().readUsage(absent, m_context.get(), usage.taker());
    reader().readJob({u"default"_s, u"no/such job"_s}, m_context.get(), job.taker());
    reader().readNode(absent, m_context.get(), node.taker());
    reader().readRaw(AllocationSubject{absent}, m_context.get(), raw.taker());
    reader().readRaw(PeerSubject{u"nobody"_s}, m_context.get(), peer.taker());
    QTRY_VERIFY(allocation.count && usage.count && job.count && node.count && raw.count && peer.count);
    QCOMPARE(allocation.kind(), ErrorKind::NotFound);
    QCOMPARE(allocation.result->error().what, u"Nomad does not have this allocation any more."_s);
    QCOMPARE(usage.kind(), ErrorKind::NotFound);
    QCOMPARE(job.kind(), ErrorKind::NotFound);
    QCOMPARE(job.result->error().what, u"Nomad does not have this job any more."_s);
    QCOMPARE(node.kind(), ErrorKind::NotFound);
    QCOMPARE(raw.kind(), ErrorKind::NotFound);
    QCOMPARE(peer.kind(), ErrorKind::NotFound);
    QCOMPARE(job.count, 1); // though it had four answers
}

void TestObjectReaderDemo::subjectsNobodyKnowsAreNotFound()
{
    Answer<QList<RawDocument>> route;
    Answer<QList<RawDocument>> instance;
    Answer<QList<RawDocument>> consul;
    reader().readRaw(RouteKey{u"no@nomad"_s, u"no"_s, u"/"_s}, m_context.get(), route.taker());
    reader().readRaw(InstanceSubject{u"http://100.64.0.9:8080"_s}, m_context.get(), instance.taker());
    reader().readRaw(ServiceKey{u"default"_s, u"node-metrics"_s}, m_context.get(), consul.taker());
    QCOMPARE(route.count, 0);
    QTRY_VERIFY(route.count && instance.count && consul.count);
    QCOMPARE(route.kind(), ErrorKind::NotFound);
    QCOMPARE(instance.kind(), ErrorKind::NotFound);
    QCOMPARE(consul.kind(), ErrorKind::NotFound); // a service of Consul's, which is not read
}

void TestObjectReaderDemo::lostSourceIsUnreachable()
{
    m_watched->demo.faults().set(Server::Nomad, FaultKind::Refuse);
    m_watched->demo.faults().set(Server::Tailscale, FaultKind::Refuse);
    Answer<nomad::NodeDetail> node;
    Answer<nomad::JobHistory> job;
    Answer<QList<RawDocument>> peer;
    reader().readNode(nodeNamed(m_watched->tables(), u"firefly-sub01"_s)->id, m_context.get(), node.taker());
    reader().readJob({u"default"_s, u"web"_s}, m_context.get(), job.taker());
    reader().readRaw(PeerSubject{m_watched->tables().peers.at(0).id}, m_context.get(), peer.taker());
    QTRY_VERIFY(node.count && job.count && peer.count);
    QCOMPARE(node.kind(), ErrorKind::Unreachable);
    QCOMPARE(job.kind(), ErrorKind::Unreachable);
    QCOMPARE(job.count, 1);
    QCOMPARE(peer.kind(), ErrorKind::Unreachable);
}

void TestObjectReaderDemo::lostInstanceLeavesTheOtherDocuments()
{
    m_watched->demo.faults().set(Server::Traefik2, FaultKind::Refuse);
    const Route* route =
        cluster_test::routeOf(m_watched->tables(), u"firefly-sub01.tail1a2b3.ts.net"_s, u"web@nomad"_s);
    Answer<QList<RawDocument>> answer;
    reader().readRaw(route->key, m_context.get(), answer.taker());
    QTRY_COMPARE(answer.count, 1);
    QVERIFY(answer.isGood());
    QCOMPARE((*answer.result)->size(), 7);
    QVERIFY(!(*answer.result)->at(0).error);
    QVERIFY((*answer.result)->at(2).error);
    QCOMPARE((*answer.result)->at(2).error->kind, ErrorKind::Unreachable);
    QVERIFY((*answer.result)->at(2).text.isEmpty());
    QVERIFY(!(*answer.result)->at(6).error);
}

void TestObjectReaderDemo::forbiddenNamesTheCapability()
{
    const base::Uuid node = nodeNamed(m_watched->tables(), u"firefly-sub01"_s)->id;
    m_watched->demo.faults().setNomadDenied({"/v1/node/", "/v1/job/"});
    Answer<nomad::NodeDetail> answer;
    Answer<nomad::JobHistory> job;
    reader().readNode(node, m_context.get(), answer.taker());
    reader().readJob({u"default"_s, u"web"_s}, m_context.get(), job.taker());
    QTRY_VERIFY(answer.count && job.count);
    QCOMPARE(answer.kind(), ErrorKind::Forbidden);
    QVERIFY(answer.result->error().sentence().contains(u"node:read"_s));
    QCOMPARE(job.kind(), ErrorKind::Forbidden);
    QVERIFY(job.result->error().sentence().contains(u"read-job"_s));
}

void TestObjectReaderDemo::htmlIsNotTakenForNomad()
{
    m_watched->demo.faults().set(Server::Nomad, {.kind = FaultKind::WrongProduct, .pathPrefix = "/v1/node/"});
    m_watched->demo.faults().set(Server::Traefik1, {.kind = FaultKind::NonJson, .pathPrefix = "/api/version"});
    Answer<nomad::NodeDetail> node;
    Answer<QList<RawDocument>> instance;
    reader().readNode(nodeNamed(m_watched->tables(), u"firefly-sub01"_s)->id, m_context.get(), node.taker());
    reader().readRaw(InstanceSubject{m_watched->instance(u"firefly-sub01"_s)->key}, m_context.get(), instance.taker());
    QTRY_VERIFY(node.count && instance.count);
    QVERIFY(!node.isGood());
    QVERIFY(instance.isGood());
    QVERIFY(!(*instance.result)->at(0).error);
    QVERIFY((*instance.result)->at(1).error);
    QCOMPARE((*instance.result)->at(1).error->kind, ErrorKind::Malformed);
}

void TestObjectReaderDemo::endlessAnswerIsTooLarge()
{
    m_watched->demo.faults().set(Server::Nomad, {.kind = FaultKind::Oversized, .pathPrefix = "/v1/node/"});
    Answer<nomad::NodeDetail> node;
    reader().readNode(nodeNamed(m_watched->tables(), u"firefly-sub01"_s)->id, m_context.get(), node.taker());
    QTRY_COMPARE_WITH_TIMEOUT(node.count, 1, 30'000);
    QCOMPARE(node.kind(), ErrorKind::TooLarge);
}

void TestObjectReaderDemo::deadContextIsNeverCalled()
{
    Answer<nomad::JobHistory> dead;
    Answer<QList<RawDocument>> deadRaw;
    Answer<QList<RawDocument>> deadRefusal;
    Answer<nomad::JobHistory> living;
    auto context = std::make_unique<QObject>();
    reader().readJob({u"default"_s, u"web"_s}, context.get(), dead.taker());
    reader().readRaw(nomad::JobKey{u"default"_s, u"web"_s}, context.get(), deadRaw.taker());
    reader().readRaw(InstanceSubject{u"none"_s}, context.get(), deadRefusal.taker());
    reader().readJob({u"default"_s, u"web"_s}, m_context.get(), living.taker());
    context.reset();
    QTRY_COMPARE(living.count, 1);
    QVERIFY(living.isGood());
    QCOMPARE(dead.count, 0);
    QCOMPARE(deadRaw.count, 0);
    QCOMPARE(deadRefusal.count, 0);
}

void TestObjectReaderDemo::deadMonitorStillAnswers()
{
    m_watched->demo.faults().set(Server::Nomad, FaultKind::Hang);
    Answer<nomad::JobHistory> job;
    Answer<QList<RawDocument>> raw;
    reader().readJob({u"default"_s, u"web"_s}, m_context.get(), job.taker());
    reader().readRaw(InstanceSubject{m_watched->instance(u"firefly-sub01"_s)->key}, m_context.get(), raw.taker());
    m_watched->monitor.reset();
    QTRY_VERIFY(job.count && raw.count);
    QCOMPARE(job.kind(), ErrorKind::Cancelled);
    QCOMPARE(raw.kind(), ErrorKind::Cancelled);
}

void TestObjectReaderDemo::nothingConnectedIsSaid()
{
    Monitor lonely(Connections(), m_watched->clock);
    Answer<nomad::NodeDetail> node;
    Answer<QList<RawDocument>> peer;
    lonely.reader().readNode(absent, m_context.get(), node.taker());
    lonely.reader().readRaw(PeerSubject{u"x"_s}, m_context.get(), peer.taker());
    QCOMPARE(node.count, 0);
    QTRY_VERIFY(node.count && peer.count);
    QCOMPARE(node.kind(), ErrorKind::Unreachable);
    QCOMPARE(peer.kind(), ErrorKind::NotFound);
}

void TestObjectReaderDemo::ownSecretsAreBlackedOut()
{
    // The token is a word of the answer: what a server repeats of our credentials must not be shown.
    const QByteArray token = "unique.network.ip-address";
    Watched w([&token](Connections& c) { c.nomadCredentials = http::Credentials::nomadToken(token); });
    QSignalSpy settled(w.monitor.get(), &Monitor::settled);
    w.monitor->start();
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, 15'000);
    Answer<QList<RawDocument>> answer;
    w.monitor->reader().readRaw(NodeSubject{nodeNamed(w.tables(), u"firefly-sub01"_s)->id}, m_context.get(),
                                answer.taker());
    QTRY_COMPARE(answer.count, 1);
    QVERIFY(answer.isGood());
    QVERIFY(!(*answer.result)->first().text.contains(QString::fromLatin1(token)));
    QVERIFY((*answer.result)->first().text.contains(u"•••"_s));
}

void TestObjectReaderDemo::socketsStayFew()
{
    const Route* route =
        cluster_test::routeOf(m_watched->tables(), u"firefly-sub01.tail1a2b3.ts.net"_s, u"web@nomad"_s);
    std::vector<Answer<QList<RawDocument>>> answers(20);
    std::vector<Answer<nomad::JobHistory>> jobs(20);
    for (size_t i = 0; i < answers.size(); ++i) {
        reader().readRaw(route->key, m_context.get(), answers[i].taker());
        reader().readJob({u"default"_s, u"web"_s}, m_context.get(), jobs[i].taker());
    }
    int open = 0;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            int now = 0;
            for (const Server server :
                 {Server::Nomad, Server::Tailscale, Server::Traefik1, Server::Traefik2, Server::Traefik3})
                now += int(m_watched->demo.counters(server).openConnections);
            open = std::max(open, now);
            return std::all_of(answers.begin(), answers.end(), [](const auto& a) { return a.count == 1; }) &&
                   std::all_of(jobs.begin(), jobs.end(), [](const auto& a) { return a.count == 1; });
        }(),
        20'000);
    QVERIFY2(open <= 10, qPrintable(QString::number(open))); // eight, and those the servers have not closed yet
    for (const auto& answer : answers)
        QVERIFY(answer.isGood());
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestObjectReaderDemo)
#include "test_object_reader_demo.moc"
