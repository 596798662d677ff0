// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/allocation_ports.h"
#include "app/nomad/decode.h"
#include "app/nomad/event.h"
#include "app/nomad/list_decoder.h"
#include "app/nomad/node.h"
#include "app/nomad/wire_keys.h"
#include "tests/nomad/fixture.h"
#include "tests/support/message_guard.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::nomad;
using nomad_test::recordedBody;
using nomad_test::recordedLines;

namespace {

template<typename Row>
QList<Row> rowsOf(const QByteArray& body)
{
    const auto decoded = decodeList<Row>(body);
    if (!decoded) qFatal("%s", qPrintable(decoded.error().original));
    for (const auto& issue : decoded->issues) {
        qFatal("%s: %s", qPrintable(issue.path), qPrintable(issue.reason));
    }
    return decoded->value;
}

template<typename Row>
QList<Row> rowsCutAt(const QByteArray& body, qsizetype cut)
{
    ListDecoder<Row> decoder;
    QList<Row> rows;
    const auto keep = [&] {
        for (auto& row : decoder.takeRows()) {
            rows.append(row);
        }
    };
    if (!decoder.feed(QByteArrayView(body).first(cut))) return {};
    keep();
    if (!decoder.feed(QByteArrayView(body).sliced(cut))) return {};
    keep();
    return decoder.finish() ? rows : QList<Row>();
}

/// Every key of every object of a document, as "Key".
void collectKeys(const QJsonValue& value, QSet<QString>& keys)
{
    if (value.isArray()) {
        for (const auto& element : value.toArray()) {
            collectKeys(element, keys);
        }
    }
    const QJsonObject object = value.toObject();
    for (auto field = object.begin(); field != object.end(); ++field) {
        keys.insert(field.key());
        collectKeys(field.value(), keys);
    }
}

} // namespace

class TestNomadDecode : public QObject
{
    Q_OBJECT

private slots:
    void allocationsGiveWhatTheListSays();
    void allocationsWithResourcesGiveTheirPorts();
    void nodesGiveAddressDriversAndVolumes();
    void jobsGiveTheirSummary();
    void deploymentsAreSummedOverGroups();
    void evaluationsNameTheGroupsThatFailed();
    void nodesTellTheNetworkTheyOffer();
    void registrationsTellTheirTask();
    void servicesComeWithTheirNamespace();
    void agentTellsItsVersion();
    void smallListsAreRead();
    void listsCutAtEveryByteGiveTheSameRows_data();
    void listsCutAtEveryByteGiveTheSameRows();
    void listsByteByByteGiveTheSameRows();
    void everyRecordedEventIsReadWithoutAnIssue_data();
    void everyRecordedEventIsReadWithoutAnIssue();
    void payloadsFollowTheTopic();
    void eventsGiveTheSameNodeAsTheList();
    void eventsTellHowATaskEnded();
    void nullAndEmptyListsHaveNoRows();
    void wireKeysAreListedAndRecorded();
};

void TestNomadDecode::allocationsGiveWhatTheListSays()
{
    const auto rows = rowsOf<Allocation>(recordedBody(u"allocations"_s));
    QCOMPARE(rows.size(), QJsonDocument::fromJson(recordedBody(u"allocations"_s)).array().size());
    const Allocation& first = rows.first();
    QCOMPARE(first.id.toString(), u"40778be0-6108-bd3b-9b9d-b7ff17da3504"_s);
    QCOMPARE(first.name(), u"traefik.traefik[0]"_s);
    QCOMPARE(first.nodeName.text(), u"firefly-sub01"_s);
    QCOMPARE(first.clientStatus, ClientStatus::Running);
    QCOMPARE(clientStatusText(first), u"running"_s);
    QCOMPARE(first.desiredStatus, DesiredStatus::Run);
    QCOMPARE(first.health, DeploymentHealth::Healthy);
    QCOMPARE(first.jobVersion, 0);
    QVERIFY(first.modifyIndex > 0);
    QVERIFY(first.createTime > 1'700'000'000'000'000'000);
    for (const auto& row : rows) {
        QVERIFY(!row.nodeId.isNull());
        QVERIFY(!row.jobId.isEmpty());
    }
}

void TestNomadDecode::allocationsWithResourcesGiveTheirPorts()
{
    const auto rows = rowsOf<AllocationPorts>(recordedBody(u"allocations"_s));
    const QList<MappedPort> expected{{u"http"_s, 80, 0, u"100.64.0.1"_s},
                                     {u"https"_s, 443, 0, u"100.64.0.1"_s},
                                     {u"admin"_s, 8080, 0, u"100.64.0.1"_s}};
    QCOMPARE(rows.first().ports, expected);
    QCOMPARE(rows.first().allocation.jobId.text(), u"traefik"_s);
    QCOMPARE(rows.first().allocation.clientStatus, ClientStatus::Running);
}

void TestNomadDecode::nodesGiveAddressDriversAndVolumes()
{
    const auto rows = rowsOf<Node>(recordedBody(u"nodes"_s));
    QCOMPARE(rows.size(), 2);
    const Node& node = rows.first();
    QCOMPARE(node.name, u"firefly-sub02"_s);
    QCOMPARE(node.address, u"100.64.0.2"_s);
    QCOMPARE(node.version, u"1.11.3"_s);
    QCOMPARE(node.status, NodeStatus::Ready);
    QVERIFY(node.isEligible);
    QVERIFY(!node.isDraining);
    QVERIFY(node.healthyDrivers.contains(u"docker"_s));
    QVERIFY(!node.healthyDrivers.contains(u"qemu"_s));
    QCOMPARE(node.hostVolumes, QStringList{u"tailscale-socket"_s});
}

void TestNomadDecode::jobsGiveTheirSummary()
{
    const auto rows = rowsOf<Job>(recordedBody(u"jobs"_s));
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows[1].key, (JobKey{u"default"_s, u"traefik"_s}));
    QCOMPARE(rows[1].type, u"system"_s);
    QCOMPARE(rows[1].groups.size(), 1);
    QCOMPARE(rows[1].groups.first().running, 2);
    QCOMPARE(rows[0].groups.size(), 6);
    QCOMPARE(rows[0].groups.first().group, u"database"_s);
    QCOMPARE(rows[0].jobModifyIndex, 97);
    QCOMPARE(rows[0].submitTime, 1795460295430328799);
}

void TestNomadDecode::deploymentsAreSummedOverGroups()
{
    const auto rows = rowsOf<Deployment>(recordedBody(u"deployments"_s));
    for (const auto& row : rows) {
        if (row.job.id != "hashicups"_L1) continue;
        QCOMPARE(row.desired, 6);
        QCOMPARE(row.status, u"successful"_s);
        return;
    }
    QFAIL("no deployment of hashicups");
}

void TestNomadDecode::evaluationsNameTheGroupsThatFailed()
{
    QVERIFY(!rowsOf<Evaluation>(recordedBody(u"evaluations"_s)).isEmpty());
    const auto blocked = rowsOf<Evaluation>(
        R"([{"ID":"e69869bd-c8fb-3998-1be1-6ce80a9c58c4","Namespace":"default","TriggeredBy":"job-register",
             "JobID":"web","Status":"blocked","ModifyIndex":9,"FailedTGAllocs":{"api":null,
             "web":{"NodesEvaluated":2,"NodesFiltered":0,"NodesExhausted":2,"DimensionExhausted":{"memory":2}}}}])"_ba);
    QCOMPARE(blocked.first().failedGroups, (QStringList{u"api"_s, u"web"_s}));
    QCOMPARE(blocked.first().failures.size(), 2);
    QCOMPARE(blocked.first().failures.last().dimensions, (QList<CountedReason>{{u"memory"_s, 2}}));
}

void TestNomadDecode::nodesTellTheNetworkTheyOffer()
{
    const auto node = [](const QByteArray& networks) {
        return rowsOf<Node>(R"([{"ID":"e69869bd-c8fb-3998-1be1-6ce80a9c58c4","Name":"a","Datacenter":"dc1",
            "SchedulingEligibility":"eligible","Status":"ready","ModifyIndex":9,"NodeResources":{"Networks":)" +
                            networks + "}}]")
            .first();
    };
    // Bridges have no address, IPv4 goes before IPv6.
    const Node both = node(R"([{"Mode":"bridge"},{"Mode":"host","Device":"tailscale0","IP":"fd7a::1"},
                               {"Mode":"host","Device":"tailscale0","IP":"100.64.0.1"},
                               {"Mode":"host","Device":"eth0","IP":"10.0.0.1"}])");
    QCOMPARE(both.networkDevice, u"tailscale0"_s);
    QCOMPARE(both.networkAddress, u"100.64.0.1"_s);
    QVERIFY(node("null").networkAddress.isEmpty());
}

void TestNomadDecode::registrationsTellTheirTask()
{
    const auto nginx = rowsOf<ServiceRegistration>(recordedBody(u"service-nginx"_s));
    QCOMPARE(nginx.size(), 1);
    QCOMPARE(nginx.first().taskName(), u"nginx"_s);
    QCOMPARE(nginx.first().address, u"100.64.0.2"_s);
    QCOMPARE(nginx.first().port, 28583);
    QCOMPARE(nginx.first().tags.size(), 2);
    const auto traefik = rowsOf<ServiceRegistration>(recordedBody(u"service-traefik-https"_s));
    QCOMPARE(traefik.size(), 2);
    QCOMPARE(traefik.first().taskName(), QString());
    ServiceRegistration dashes;
    dashes.id = u"_nomad-task-66b630aa-7d02-05c2-2c96-1db23dcdb806-my-web-demo-my-web-http-8080"_s;
    dashes.serviceName = u"my-web"_s;
    QCOMPARE(dashes.taskName(), u"my-web-demo"_s);
    dashes.id = u"web-1"_s;
    QCOMPARE(dashes.taskName(), QString());
}

void TestNomadDecode::servicesComeWithTheirNamespace()
{
    const auto decoded = decodeServiceNames(recordedBody(u"services"_s));
    QVERIFY(decoded.has_value());
    QVERIFY(decoded->issues.isEmpty());
    QCOMPARE(decoded->value.size(), 9);
    QCOMPARE(decoded->value[4].name, u"web"_s);
    QCOMPARE(decoded->value[4].nameSpace, u"default"_s);
    QCOMPARE(decoded->value[4].tags.size(), 2);
    QVERIFY(decodeServiceNames("null").has_value());
    QVERIFY(!decodeServiceNames("{}").has_value());
}

void TestNomadDecode::agentTellsItsVersion()
{
    const auto agent = decodeAgent(recordedBody(u"agent-self"_s));
    QVERIFY(agent.has_value());
    QCOMPARE(agent->value, (Agent{u"1.11.3"_s, u"global"_s}));
    QVERIFY(agent->issues.isEmpty());
}

void TestNomadDecode::smallListsAreRead()
{
    QCOMPARE(decodeLeader(recordedBody(u"status-leader"_s)).value(), u"100.64.0.1:4647"_s);
    QCOMPARE(decodeLeader("\"\"").value(), QString());
    QVERIFY(!decodeLeader("<html>").has_value());
    QCOMPARE(decodeRegions(recordedBody(u"regions"_s))->value, QStringList{u"global"_s});
    QCOMPARE(decodeNameSpaces(recordedBody(u"namespaces"_s))->value, QStringList{u"default"_s});
    const auto anonymous = decodeToken(R"({"AccessorID":"anonymous","Name":"Anonymous Token","Type":"client",
                                           "Policies":["anonymous"],"CreateIndex":0})");
    QVERIFY(anonymous->value.isAnonymous());
}

void TestNomadDecode::listsCutAtEveryByteGiveTheSameRows_data()
{
    QTest::addColumn<QString>("file");
    for (const char* file : {"nodes", "jobs", "deployments", "service-traefik-https", "allocations-page-1"}) {
        QTest::newRow(file) << QString::fromLatin1(file);
    }
}

void TestNomadDecode::listsCutAtEveryByteGiveTheSameRows()
{
    QFETCH(QString, file);
    const QByteArray body = recordedBody(file);
    const auto check = [&]<typename Row>(const QList<Row>& whole) {
        QVERIFY(!whole.isEmpty());
        for (qsizetype cut = 0; cut <= body.size(); ++cut) {
            if (rowsCutAt<Row>(body, cut) != whole) QFAIL(qPrintable(u"other rows when cut at %1"_s.arg(cut)));
        }
    };
    if (file == "nodes"_L1) check(rowsOf<Node>(body));
    if (file == "jobs"_L1) check(rowsOf<Job>(body));
    if (file == "deployments"_L1) check(rowsOf<Deployment>(body));
    if (file == "service-traefik-https"_L1) check(rowsOf<ServiceRegistration>(body));
    if (file == "allocations-page-1"_L1) check(rowsOf<Allocation>(body));
}

void TestNomadDecode::listsByteByByteGiveTheSameRows()
{
    const QByteArray body = recordedBody(u"allocations"_s);
    ListDecoder<Allocation> decoder;
    for (qsizetype i = 0; i < body.size(); ++i) {
        QVERIFY(decoder.feed(QByteArrayView(body).sliced(i, 1)).has_value());
    }
    QVERIFY(decoder.finish().has_value());
    const auto rows = decoder.takeRows();
    QCOMPARE(QList<Allocation>(rows.begin(), rows.end()), rowsOf<Allocation>(body));
}

void TestNomadDecode::everyRecordedEventIsReadWithoutAnIssue_data()
{
    QTest::addColumn<QString>("file");
    for (const QString& name : nomad_test::recordedNames(u"ndjson"_s)) {
        QTest::newRow(qPrintable(name)) << name;
    }
}

void TestNomadDecode::everyRecordedEventIsReadWithoutAnIssue()
{
    QFETCH(QString, file);
    EventDecoder decoder;
    qsizetype events = 0;
    for (const QByteArray& line : recordedLines(file)) {
        const auto batch = decoder.decode(line);
        QVERIFY(batch.has_value());
        for (const auto& issue : batch->issues) {
            QFAIL(qPrintable(issue.path + u": "_s + issue.reason));
        }
        QCOMPARE(batch->isHeartbeat(), line == "{}");
        for (const Event& event : batch->events) {
            ++events;
            QVERIFY(event.topic != Topic::Other);
            QVERIFY(!std::holds_alternative<std::monostate>(event.payload));
            QVERIFY(event.index > 0);
        }
    }
    QVERIFY(events > 0);
}

void TestNomadDecode::payloadsFollowTheTopic()
{
    EventDecoder decoder;
    for (const QByteArray& line : recordedLines(u"event-stream-deploy"_s)) {
        const auto batch = decoder.decode(line);
        QVERIFY(batch.has_value());
        for (const Event& event : batch->events) {
            switch (event.topic) {
            case Topic::Job:
                QCOMPARE(std::get<JobDetail>(event.payload).job.key.id, event.key);
                QVERIFY(event.saysDeleted);
                QVERIFY(!event.isDeleted);
                break;
            case Topic::Allocation: {
                const auto& row = std::get<Allocation>(event.payload);
                QCOMPARE(row.id.toString(), event.key);
                QCOMPARE(row.jobVersion, -1);
                QVERIFY(!row.deploymentId.isNull());
                break;
            }
            case Topic::Deployment:
                QCOMPARE(std::get<Deployment>(event.payload).id.toString(), event.key);
                break;
            case Topic::Evaluation:
                QCOMPARE(std::get<Evaluation>(event.payload).id.toString(), event.key);
                break;
            case Topic::Service:
                QCOMPARE(std::get<ServiceRegistration>(event.payload).id, event.key);
                QCOMPARE(event.filterKeys, (QStringList{u"demo"_s, u"demo"_s}));
                break;
            case Topic::Node:
            case Topic::Other:
                QFAIL("not in this recording");
            }
        }
    }
}

void TestNomadDecode::eventsGiveTheSameNodeAsTheList()
{
    EventDecoder decoder;
    int nodes = 0;
    for (const QByteArray& line : recordedLines(u"event-stream-node-down-up"_s)) {
        const auto batch = decoder.decode(line);
        QVERIFY(batch.has_value());
        for (const Event& event : batch->events) {
            if (event.topic != Topic::Node) continue;
            const Node& node = std::get<Node>(event.payload);
            QCOMPARE(node.version, u"1.11.3"_s);
            QVERIFY(node.address.startsWith("100.64.0."_L1));
            QVERIFY(node.hostVolumes.contains(u"tailscale-socket"_s));
            QVERIFY(node.healthyDrivers.contains(u"docker"_s));
            ++nodes;
        }
    }
    QVERIFY(nodes > 2);
}

void TestNomadDecode::eventsTellHowATaskEnded()
{
    EventDecoder decoder;
    QSet<QString> outcomes;
    for (const QString& name : nomad_test::recordedNames(u"ndjson"_s)) {
        for (const QByteArray& line : recordedLines(name)) {
            const auto batch = decoder.decode(line);
            QVERIFY(batch.has_value());
            for (const Event& event : batch->events) {
                const auto* allocation = std::get_if<Allocation>(&event.payload);
                if (!allocation) continue;
                outcomes.insert(allocation->taskOutcome.text());
                if (allocation->clientStatus == ClientStatus::Failed) QVERIFY(!allocation->taskOutcome.isEmpty());
            }
        }
    }
    QVERIFY(outcomes.contains(u"exit code 1"_s));
    QVERIFY(outcomes.contains(u"Driver Failure"_s));
    QVERIFY(outcomes.contains(QString())); // none has ended yet
}

void TestNomadDecode::nullAndEmptyListsHaveNoRows()
{
    QVERIFY(rowsOf<Job>("null").isEmpty());
    QVERIFY(rowsOf<Job>("[]").isEmpty());
    QVERIFY(rowsOf<Job>(" [ ] \n").isEmpty());
}

void TestNomadDecode::wireKeysAreListedAndRecorded()
{
    QFile file(QStringLiteral(TAILBOARD_FIXTURES "/nomad/wire_keys.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QSet<QString> listed;
    for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)) {
        if (!line.startsWith(u'#')) listed.insert(line.simplified());
    }
    QSet<QString> recorded;
    for (const QString& name : nomad_test::recordedNames(u"http"_s)) {
        const QJsonDocument document = QJsonDocument::fromJson(recordedBody(name));
        collectKeys(document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()), recorded);
    }
    for (const QString& name : nomad_test::recordedNames(u"ndjson"_s)) {
        for (const QByteArray& line : recordedLines(name)) {
            collectKeys(QJsonDocument::fromJson(line).object(), recorded);
        }
    }
    QSet<QString> known;
    for (const WireKey& key : wireKeys()) {
        const QString line = key.type + u' ' + key.key + (key.isRequired ? u" required"_s : u" optional"_s);
        known.insert(line);
        if (key.isRequired && key.type != "api.ACLToken"_L1 && !recorded.contains(key.key)) {
            QFAIL(qPrintable(u"no recorded reply has the required key: "_s + line));
        }
    }
    const auto names = [](const QSet<QString>& lines) {
        QStringList sorted(lines.begin(), lines.end());
        sorted.sort();
        return sorted.join(u'\n');
    };
    QVERIFY2((known - listed).isEmpty(), qPrintable(u"wire_keys.txt lacks:\n"_s + names(known - listed)));
    QVERIFY2((listed - known).isEmpty(), qPrintable(u"nobody reads:\n"_s + names(listed - known)));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestNomadDecode)
#include "test_nomad_decode.moc"
