// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/source.h"
#include "tests/nomad/fixture.h"
#include "tests/nomad/recording_receiver.h"
#include "tests/nomad/scripted_nomad.h"
#include "tests/support/message_guard.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QUrl>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::nomad;
using base::ErrorKind;
using base::SourcePhase;
using nomad_test::Answer;
using nomad_test::recordedBody;
using nomad_test::RecordingReceiver;
using nomad_test::ScriptedNomad;

namespace {

const QList<QByteArray> listPaths{"/v1/nodes",    "/v1/jobs",        "/v1/allocations",
                                  "/v1/services", "/v1/deployments", "/v1/evaluations"};
const QByteArray token = "canary-7d1f-token";

/// Waits of a source under test: long ones never end inside a test, unless the test is about them.
SourceTiming quickTiming()
{
    SourceTiming timing;
    timing.firstLine = 20s;
    timing.silence = 20s;
    timing.audit = 60s;
    timing.tick = 10ms;
    timing.pollWait = 1s;
    timing.pollThrottle = 10ms;
    timing.traefikDelay = 5ms;
    timing.retryFactor = 0.02;
    return timing;
}

/// A source on a scripted Nomad.
struct Bench
{
    explicit Bench(SourceTiming timing = quickTiming(), const QString& nameSpace = u"*"_s)
    {
        auto endpoint = http::Endpoint::fromUrl(QUrl(u"http://127.0.0.1:%1"_s.arg(server.port())), 4646);
        auto client = std::make_unique<http::Client>(*endpoint, base::DialMap(), http::Credentials::nomadToken(token));
        source = std::make_unique<Source>(std::move(client), SourceOptions{nameSpace, {}, timing}, receiver, clock);
    }
    ~Bench()
    {
        // Whatever happened, the token is in no text.
        const auto& state = source->state();
        const QString texts = state.notice + state.address + (state.error ? state.error->sentence() : QString()) +
                              (state.error ? state.error->original : QString());
        if (texts.contains(QString::fromLatin1(token))) qFatal("the token leaked");
    }

    /// For a failed check: what was asked and what the source says of itself.
    QByteArray story() const
    {
        const auto& state = source->state();
        return "asked:\n" + server.targets.join('\n') + "\nphase " + QByteArray::number(int(state.phase)) +
               (state.error ? "\nerror " + (state.error->sentence() + u" | "_s + state.error->original).toUtf8()
                            : QByteArray());
    }
    bool isLive() const { return source->state().phase == SourcePhase::Live; }
    std::optional<ErrorKind> errorKind() const
    {
        return source->state().error ? std::optional(source->state().error->kind) : std::nullopt;
    }

    ScriptedNomad server;
    RecordingReceiver receiver;
    base::FixedClock clock{QDateTime(QDate(2026, 11, 23), QTime(19, 0), Qt::UTC)};
    std::unique_ptr<Source> source;
};

QByteArray withoutSpace(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray eventLine(quint64 index, const char* topic, const char* type, const QString& key, const QJsonObject& payload)
{
    const QJsonObject event{
        {"Topic"_L1, QLatin1StringView(topic)}, {"Type"_L1, QLatin1StringView(type)}, {"Key"_L1, key},
        {"Namespace"_L1, "default"_L1},         {"Index"_L1, qint64(index)},          {"Payload"_L1, payload}};
    return withoutSpace({{"Index"_L1, qint64(index)}, {"Events"_L1, QJsonArray{event}}});
}

/// The first recorded allocation, with another status, as an event.
QByteArray allocationEvent(quint64 index, const QString& status, const char* type = "AllocationUpdated")
{
    QJsonObject row = QJsonDocument::fromJson(recordedBody(u"allocations"_s)).array().first().toObject();
    row["ClientStatus"_L1] = status;
    row["ModifyIndex"_L1] = qint64(index);
    return eventLine(index, "Allocation", type, row["ID"_L1].toString(), {{"Allocation"_L1, row}});
}

QJsonObject registrationOfNginx()
{
    return QJsonDocument::fromJson(recordedBody(u"service-nginx"_s)).array().first().toObject();
}

QByteArray serviceEvent(quint64 index, const char* type, QJsonObject registration)
{
    registration["ModifyIndex"_L1] = qint64(index);
    return eventLine(index, "Service", type, registration["ID"_L1].toString(), {{"Service"_L1, registration}});
}

ClientStatus firstStatus(const RecordingReceiver& receiver)
{
    return receiver.allocations.value(*base::Uuid::parse("40778be0-6108-bd3b-9b9d-b7ff17da3504")).clientStatus;
}

} // namespace

class TestNomadSource : public QObject
{
    Q_OBJECT

private slots:
    void streamIsOpenedBeforeListsAreAsked();
    void listsReachTheReceiver();
    void traefiksAreFoundWithTheirApi();
    void eventsChangeRowsWhateverTheirType();
    void eventsOlderThanTheListAreDropped();
    void eventsDuringListsAreAppliedAfterThem();
    void listInSlicesGivesTheSameRows();
    void slowListLeavesTheOthers();
    void cutListKeepsOldRowsAndIsBegunAgain();
    void endedStreamIsAGapAndListsAgain();
    void streamGoingBackListsAgain();
    void silentStreamIsDead();
    void restartedAgentIsFoundAgain();
    void refusedStreamFallsBackToBlockingQueries();
    void blockingQueryThatReturnsListsAgain();
    void streamGrantedLaterIsTaken();
    void oneDeniedListLeavesTheOthers();
    void listDeniedLaterLosesItsRows();
    void rejectedTokenIsSaid_data();
    void rejectedTokenIsSaid();
    void faultyAnswerIsSaid_data();
    void faultyAnswerIsSaid();
    void refusedConnectionIsSaidAndTriedCalmly();
    void onceReadsEverythingWithoutAStream();
    void onceFailsWithoutANextTry();
    void serviceEventsArriveAndRemove();
    void serviceOfANodeGoneDownIsReadAgain();
    void purgedJobIsRemoved();
    void jobOfOlderNomadIsLookedAt();
    void consulServicesComeAndGo();
    void stoppedTraefikIsGone();
    void auditListsAgainWhatIsOutdated();
    void auditNoticesAnOlderState();
    void nodeCarriedAlongIsNoOlderState();
    void leaderLostWhileStreamingIsSaid();
    void hangingAgentIsGivenUpAtOnce();
    void wakingUpConnectsAtOnce();
    void refreshAsksEverything();
    void stopEndsEverything();
};

void TestNomadSource::streamIsOpenedBeforeListsAreAsked()
{
    Bench bench;
    bench.server.stream = ScriptedNomad::Stream::Silent;
    bench.source->start();
    QTRY_COMPARE(bench.server.openStreams(), 1);
    QCOMPARE(bench.server.targets.size(), 1);
    QVERIFY(bench.server.targets.first().startsWith("/v1/event/stream?"));
    for (const char* topic : {"Node", "Job", "Allocation", "Deployment", "Evaluation", "Service"}) {
        QVERIFY(bench.server.targets.first().contains(QByteArray("&topic=") + topic));
    }
    QCOMPARE(bench.source->state().phase, SourcePhase::Connecting);
    bench.server.sendLine("{}");
    QTRY_VERIFY2(bench.isLive(), bench.story().constData());
    QVERIFY(bench.source->state().streaming);
    const QList<QByteArray> paths = bench.server.takePaths();
    for (const QByteArray& path : listPaths) {
        QVERIFY(paths.contains(path));
    }
    QCOMPARE(paths.first(), "/v1/event/stream");
}

void TestNomadSource::listsReachTheReceiver()
{
    Bench bench;
    QSignalSpy completed(bench.source.get(), &Source::completed);
    bench.source->start();
    QVERIFY(completed.wait());
    QVERIFY(bench.source->isComplete());
    QCOMPARE(bench.receiver.nodes.size(), 2);
    QCOMPARE(bench.receiver.jobs.size(), 3);
    QCOMPARE(bench.receiver.allocations.size(), QJsonDocument::fromJson(recordedBody(u"allocations"_s)).array().size());
    QCOMPARE(bench.receiver.deployments.size(), 3);
    QVERIFY(!bench.receiver.evaluations.isEmpty());
    QCOMPARE(bench.receiver.registrations.size(), 3);
    QCOMPARE(bench.source->leader(), u"100.64.0.1:4647"_s);
    QCOMPARE(bench.source->regions(), QStringList{u"global"_s});
    QCOMPARE(bench.source->nameSpaces(), QStringList{u"default"_s});
    QCOMPARE(bench.source->state().version, u"1.11.3"_s);
    QCOMPARE(bench.source->state().fetchedAt, bench.clock.now());
    QVERIFY(!bench.source->state().error);
    QVERIFY(bench.source->state().notice.isEmpty());
    // Services for Traefik come before the others.
    const auto paths = bench.server.takePaths();
    QVERIFY(paths.indexOf("/v1/service/nginx") < paths.indexOf("/v1/service/database"));
}

void TestNomadSource::traefiksAreFoundWithTheirApi()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    QCOMPARE(bench.receiver.traefiks.size(), 2);
    const TraefikAllocation& first = bench.receiver.traefiks.first();
    QCOMPARE(first.nodeName, u"firefly-sub01"_s);
    QCOMPARE(first.apiAddress, u"100.64.0.1"_s);
    QCOMPARE(first.apiPort, 8080);
    QCOMPARE(first.task, u"server"_s);
    QCOMPARE(first.arguments.size(), 8);
    QCOMPARE(bench.receiver.traefiks.last().apiAddress, u"100.64.0.2"_s);
    bool wasFiltered = false;
    for (const QByteArray& target : bench.server.targets) {
        wasFiltered = wasFiltered || target.contains("filter=JobID%20%3D%3D%20%22traefik%22");
    }
    QVERIFY(wasFiltered);
}

void TestNomadSource::eventsChangeRowsWhateverTheirType()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    QCOMPARE(firstStatus(bench.receiver), ClientStatus::Running);
    const int batches = bench.receiver.batches;
    bench.server.sendLine(allocationEvent(200, u"failed"_s));
    QTRY_COMPARE(firstStatus(bench.receiver), ClientStatus::Failed);
    bench.server.sendLine(allocationEvent(201, u"lost"_s, "PlanResult"));
    QTRY_COMPARE(firstStatus(bench.receiver), ClientStatus::Lost);
    QTRY_VERIFY(bench.receiver.batches > batches);
    bench.clock.advance(7s);
    bench.server.sendLine("{}");
    QTRY_COMPARE(bench.source->state().fetchedAt, bench.clock.now());
}

void TestNomadSource::eventsOlderThanTheListAreDropped()
{
    Bench bench;
    // As Nomad replays its buffer to who asks for a far index.
    bench.server.streamBacklog = {allocationEvent(137, u"failed"_s)};
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    bench.server.sendLine(allocationEvent(137, u"failed"_s));
    // A newer one tells when the older one has been read.
    bench.server.sendLine(serviceEvent(300, "ServiceDeregistration", registrationOfNginx()));
    QTRY_COMPARE(bench.receiver.registrations.size(), 2);
    QCOMPARE(firstStatus(bench.receiver), ClientStatus::Running);
}

void TestNomadSource::eventsDuringListsAreAppliedAfterThem()
{
    Bench bench;
    bench.server.streamBacklog = {allocationEvent(150, u"failed"_s)};
    bench.server.answers["/v1/allocations"] = {.body = recordedBody(u"allocations"_s), .pieces = 30};
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    QCOMPARE(firstStatus(bench.receiver), ClientStatus::Failed);
}

void TestNomadSource::listInSlicesGivesTheSameRows()
{
    Bench whole;
    whole.source->start();
    QTRY_VERIFY(whole.source->isComplete());
    Bench sliced;
    for (const char* list : {"nodes", "jobs", "allocations", "deployments", "evaluations"}) {
        sliced.server.answers[QByteArray("/v1/") + list] = {.body = recordedBody(QString::fromLatin1(list)),
                                                            .pieces = 40};
    }
    sliced.source->start();
    QTRY_VERIFY(sliced.source->isComplete());
    QCOMPARE(sliced.receiver.nodes, whole.receiver.nodes);
    QCOMPARE(sliced.receiver.jobs, whole.receiver.jobs);
    QCOMPARE(sliced.receiver.allocations, whole.receiver.allocations);
    QCOMPARE(sliced.receiver.deployments, whole.receiver.deployments);
    QCOMPARE(sliced.receiver.evaluations, whole.receiver.evaluations);
    QVERIFY(sliced.receiver.largestPiece < whole.receiver.largestPiece);
}

void TestNomadSource::slowListLeavesTheOthers()
{
    Bench bench;
    bench.server.answers["/v1/allocations"] = {.isHeld = true};
    bench.source->start();
    QTRY_COMPARE(bench.receiver.jobs.size(), 3);
    QTRY_COMPARE(bench.receiver.registrations.size(), 3);
    QCOMPARE(bench.source->state().phase, SourcePhase::Connecting);
    QVERIFY(!bench.source->isComplete());
}

void TestNomadSource::cutListKeepsOldRowsAndIsBegunAgain()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    const auto before = bench.receiver.allocations;
    const QByteArray body = recordedBody(u"allocations"_s);
    bench.server.answers["/v1/allocations"] = {.body = body, .cutAt = body.size() / 2};
    const int ended = bench.receiver.ended[int(List::Allocations)];
    bench.server.endStreams();
    QTRY_COMPARE(bench.errorKind(), ErrorKind::Cut);
    QTRY_VERIFY(bench.receiver.isOpen(List::Allocations));
    QTRY_COMPARE(bench.source->state().phase, SourcePhase::Waiting);
    QCOMPARE(bench.receiver.ended[int(List::Allocations)], ended);
    QCOMPARE(bench.receiver.allocations, before);
    bench.server.answers.clear();
    QTRY_VERIFY(bench.isLive());
    QCOMPARE(bench.receiver.ended[int(List::Allocations)], ended + 1);
    QCOMPARE(bench.receiver.allocations, before);
}

void TestNomadSource::endedStreamIsAGapAndListsAgain()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    bench.server.targets.clear();
    QSignalSpy changes(bench.source.get(), &Source::stateChanged);
    bench.server.endStreams();
    QTRY_COMPARE(bench.source->state().phase, SourcePhase::Waiting);
    QCOMPARE(bench.errorKind(), ErrorKind::Cut);
    QVERIFY(bench.source->state().nextTry);
    QVERIFY(!bench.source->state().streaming);
    QVERIFY(!changes.isEmpty());
    QCOMPARE(bench.receiver.jobs.size(), 3);
    QTRY_VERIFY(bench.isLive());
    QVERIFY(!bench.source->state().error);
    QVERIFY(!bench.source->state().nextTry);
    const QList<QByteArray> paths = bench.server.takePaths();
    QCOMPARE(paths.first(), "/v1/event/stream");
    for (const QByteArray& path : listPaths) {
        QVERIFY(paths.contains(path));
    }
}

void TestNomadSource::streamGoingBackListsAgain()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    bench.server.sendLine(allocationEvent(500, u"failed"_s));
    QTRY_COMPARE(firstStatus(bench.receiver), ClientStatus::Failed);
    bench.server.targets.clear();
    bench.server.sendLine(allocationEvent(20, u"pending"_s));
    QTRY_COMPARE(bench.server.count("/v1/event/stream"), 1);
    QTRY_VERIFY(bench.server.count("/v1/allocations") >= 1);
    QTRY_VERIFY(bench.isLive());
}

void TestNomadSource::silentStreamIsDead()
{
    SourceTiming timing = quickTiming();
    timing.silence = 60ms;
    Bench bench(timing);
    bench.source->start();
    QTRY_COMPARE(bench.errorKind(), ErrorKind::TimedOut);
    QTRY_VERIFY(bench.server.count("/v1/event/stream") > 1);
    timing = quickTiming();
    timing.firstLine = 60ms;
    Bench first(timing);
    first.server.stream = ScriptedNomad::Stream::Silent;
    first.source->start();
    QTRY_COMPARE(first.errorKind(), ErrorKind::TimedOut);
    QCOMPARE(first.server.count("/v1/jobs"), 0);
}

void TestNomadSource::restartedAgentIsFoundAgain()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    bench.server.goDown();
    QTRY_COMPARE(bench.source->state().phase, SourcePhase::Waiting);
    QTRY_COMPARE(bench.errorKind(), ErrorKind::Unreachable);
    QCOMPARE(bench.receiver.nodes.size(), 2);
    QVERIFY(bench.source->state().fetchedAt);
    bench.server.comeUp();
    QTRY_VERIFY(bench.isLive());
    QVERIFY(!bench.source->state().error);
}

void TestNomadSource::refusedStreamFallsBackToBlockingQueries()
{
    Bench bench;
    bench.server.stream = ScriptedNomad::Stream::Refused;
    bench.server.script = [](const QByteArray& target) -> std::optional<Answer> {
        if (target.contains("index=") && !target.contains("/stream")) return Answer{.isHeld = true};
        return std::nullopt;
    };
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    QVERIFY(bench.isLive());
    QVERIFY(!bench.source->state().streaming);
    QCOMPARE(bench.source->state().period, 1s);
    QVERIFY(bench.source->state().notice.contains(u"event stream"_s));
    QVERIFY(!bench.source->state().error);
    QCOMPARE(bench.receiver.jobs.size(), 3);
    const auto isHeld = [&bench](const QByteArray& target) { return bench.server.targets.contains(target); };
    QTRY_VERIFY(
        isHeld("/v1/allocations?namespace=*&task_states=false&resources=false&per_page=1&index=137&wait=1000ms"));
    QTRY_VERIFY(isHeld("/v1/nodes?per_page=1&index=137&wait=1000ms"));
    QTRY_VERIFY(isHeld("/v1/services?namespace=*&index=137&wait=1000ms"));
    // Nothing else is asked for while they are held.
    const qsizetype asked = bench.server.targets.size();
    QTest::qWait(100);
    QCOMPARE(bench.server.targets.size(), asked);
}

void TestNomadSource::blockingQueryThatReturnsListsAgain()
{
    Bench bench;
    bench.server.stream = ScriptedNomad::Stream::Refused;
    bool isChanged = false;
    bench.server.script = [&isChanged](const QByteArray& target) -> std::optional<Answer> {
        if (target.contains("/stream")) return std::nullopt;
        if (target.contains("index=137") && target.startsWith("/v1/jobs") && isChanged) {
            return Answer{.body = "[]", .index = 140};
        }
        if (target.contains("index=")) return Answer{.isHeld = true};
        if (target == "/v1/jobs?namespace=*" && isChanged) return Answer{.body = "[]", .index = 140};
        return std::nullopt;
    };
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    QTRY_VERIFY(bench.server.targets.contains("/v1/jobs?namespace=*&per_page=1&index=137&wait=1000ms"));
    QCOMPARE(bench.receiver.jobs.size(), 3);
    isChanged = true;
    bench.source->refresh();
    QTRY_COMPARE(bench.receiver.jobs.size(), 0);
    QTRY_VERIFY(bench.server.targets.contains("/v1/jobs?namespace=*&per_page=1&index=140&wait=1000ms"));
}

void TestNomadSource::streamGrantedLaterIsTaken()
{
    SourceTiming timing = quickTiming();
    timing.audit = 30ms;
    Bench bench(timing);
    bench.server.stream = ScriptedNomad::Stream::Refused;
    bench.server.script = [](const QByteArray& target) -> std::optional<Answer> {
        if (target.contains("index=") && !target.contains("/stream")) return Answer{.isHeld = true};
        return std::nullopt;
    };
    bench.source->start();
    QTRY_VERIFY(bench.isLive());
    QVERIFY(!bench.source->state().streaming);
    bench.server.stream = ScriptedNomad::Stream::Granted;
    QTRY_VERIFY(bench.source->state().streaming);
    QVERIFY(bench.source->state().notice.isEmpty());
    bench.server.sendLine(allocationEvent(200, u"failed"_s));
    QTRY_COMPARE(firstStatus(bench.receiver), ClientStatus::Failed);
}

void TestNomadSource::oneDeniedListLeavesTheOthers()
{
    Bench bench;
    bench.server.answers["/v1/nodes"] = Answer::error(403, "Permission denied");
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    QVERIFY(bench.isLive());
    QCOMPARE(bench.source->access(List::Nodes), (ListAccess{true, u"node:read"_s}));
    QCOMPARE(bench.source->access(List::Jobs), ListAccess());
    QVERIFY(bench.source->state().notice.contains(u"node:read"_s));
    QCOMPARE(bench.receiver.jobs.size(), 3);
    QCOMPARE(bench.receiver.begun[int(List::Nodes)], 0);
}

void TestNomadSource::listDeniedLaterLosesItsRows()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    QCOMPARE(bench.receiver.nodes.size(), 2);
    bench.server.answers["/v1/nodes"] = Answer::error(403, "Permission denied");
    bench.source->refresh();
    QTRY_COMPARE(bench.receiver.nodes.size(), 0);
    QTRY_VERIFY(bench.source->state().notice.contains(u"node:read"_s));
    QVERIFY(bench.isLive());
}

void TestNomadSource::rejectedTokenIsSaid_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("word");
    QTest::newRow("none given") << 200 << R"({"AccessorID":"anonymous","Policies":["anonymous"]})"_ba
                                << ErrorKind::Forbidden << u"asks for a token"_s;
    QTest::newRow("unknown") << 403 << "Permission denied"_ba << ErrorKind::Unauthorized << u"not know this token"_s;
    QTest::newRow("expired") << 500 << "ACL token expired"_ba << ErrorKind::Unauthorized << u"expired"_s;
    QTest::newRow("no UUID") << 500
                             << "ACL token not found or invalid workload identity: failed to parse signed token: x"_ba
                             << ErrorKind::Unauthorized << u"not know this token"_s;
    QTest::newRow("without rights") << 200 << R"({"AccessorID":"a-b","Policies":["p"]})"_ba << ErrorKind::Forbidden
                                    << u"may read nothing"_s;
}

void TestNomadSource::rejectedTokenIsSaid()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, word);
    Bench bench;
    bench.server.stream = ScriptedNomad::Stream::Refused;
    for (const QByteArray& path : listPaths) {
        bench.server.answers[path] = Answer::error(403, "Permission denied");
    }
    bench.server.answers["/v1/acl/token/self"] = status == 200 ? Answer{.body = body} : Answer::error(status, body);
    bench.source->start();
    QTRY_COMPARE(bench.errorKind(), kind);
    QVERIFY(bench.source->state().error->what.contains(word));
    QVERIFY(!bench.source->state().error->hint.isEmpty());
    QCOMPARE(bench.source->state().phase, SourcePhase::Waiting);
    QVERIFY(bench.source->state().nextTry);
}

void TestNomadSource::faultyAnswerIsSaid_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("no leader") << 500 << "text/plain"_ba
                               << "No cluster leader"_ba << ErrorKind::NoLeader;
    QTest::newRow("error") << 500 << "text/plain"_ba
                           << "rpc error: boom"_ba << ErrorKind::ServerError;
    QTest::newRow("unavailable") << 503 << "text/html"_ba
                                 << "<html>"_ba << ErrorKind::ServerError;
    QTest::newRow("too many") << 429 << "text/plain"_ba
                              << "Your IP is issuing too many concurrent connections"_ba << ErrorKind::RateLimited;
    QTest::newRow("user and password") << 401 << "text/plain"_ba
                                       << "401"_ba << ErrorKind::Unauthorized;
    QTest::newRow("HTML") << 200 << "text/html"_ba
                          << "<!doctype html>"_ba << ErrorKind::WrongProduct;
    QTest::newRow("text") << 200 << "text/plain"_ba
                          << "[]"_ba << ErrorKind::WrongProduct;
    QTest::newRow("not found") << 404 << "text/plain"_ba
                               << "404 page not found"_ba << ErrorKind::WrongProduct;
    QTest::newRow("not JSON") << 200 << "application/json"_ba
                              << "hello"_ba << ErrorKind::Malformed;
    QTest::newRow("object") << 200 << "application/json"_ba
                            << "{}"_ba << ErrorKind::Malformed;
    QTest::newRow("redirect") << 307 << "text/plain"_ba
                              << ""_ba << ErrorKind::Redirected;
}

void TestNomadSource::faultyAnswerIsSaid()
{
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    const Answer answer{.body = body,
                        .status = status,
                        .type = type,
                        .index = 0,
                        .headers = status == 307 ? "Location: http://127.0.0.1:1/\r\n"_ba : ""_ba};
    bench.server.script = [answer](const QByteArray& target) -> std::optional<Answer> {
        return target.startsWith("/v1/event/stream") ? std::nullopt : std::optional(answer);
    };
    bench.source->refresh();
    QTRY_COMPARE(bench.errorKind(), kind);
    QVERIFY(!bench.source->state().error->what.isEmpty());
    QCOMPARE(bench.source->state().phase, SourcePhase::Waiting);
    // The last good rows are kept.
    QCOMPARE(bench.receiver.jobs.size(), 3);
    QCOMPARE(bench.receiver.registrations.size(), 3);
    // It says so too when the stream itself is answered like that.
    bench.server.targets.clear();
    bench.server.script = [answer](const QByteArray&) { return std::optional(answer); };
    QTRY_VERIFY(bench.server.count("/v1/event/stream") >= 2);
    // An empty object is a good first line, after which that stream ends.
    QTRY_COMPARE(bench.errorKind(), body == "{}" ? ErrorKind::Cut : kind);
    bench.server.script = {};
    QTRY_VERIFY(bench.isLive());
}

void TestNomadSource::refusedConnectionIsSaidAndTriedCalmly()
{
    SourceTiming timing = quickTiming();
    timing.retryFactor = 1.0;
    Bench bench(timing);
    bench.server.goDown();
    bench.source->start();
    QTRY_COMPARE(bench.errorKind(), ErrorKind::Unreachable);
    const auto wait = bench.clock.now().msecsTo(*bench.source->state().nextTry);
    QVERIFY(wait >= 750 && wait <= 1000);
    QVERIFY(!bench.source->state().fetchedAt);
    QCOMPARE(base::sourceHealth(bench.source->state(), bench.clock.now()), base::State::Critical);
}

void TestNomadSource::onceReadsEverythingWithoutAStream()
{
    Bench bench;
    QSignalSpy completed(bench.source.get(), &Source::completed);
    bench.source->start(true);
    QVERIFY(completed.wait());
    QCOMPARE(bench.server.count("/v1/event/stream"), 0);
    QCOMPARE(bench.receiver.jobs.size(), 3);
    QCOMPARE(bench.receiver.traefiks.size(), 2);
    QCOMPARE(bench.source->leader(), u"100.64.0.1:4647"_s);
    QVERIFY(bench.isLive());
    QVERIFY(!bench.source->state().streaming);
    const qsizetype asked = bench.server.targets.size();
    QTest::qWait(100);
    QCOMPARE(bench.server.targets.size(), asked);
    QCOMPARE(completed.size(), 1);
}

void TestNomadSource::onceFailsWithoutANextTry()
{
    Bench bench;
    bench.server.goDown();
    bench.source->start(true);
    QTRY_COMPARE(bench.errorKind(), ErrorKind::Unreachable);
    QVERIFY(!bench.source->state().nextTry);
    QVERIFY(!bench.source->isComplete());
}

void TestNomadSource::serviceEventsArriveAndRemove()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    const QJsonObject nginx = registrationOfNginx();
    const QString id = nginx["ID"_L1].toString();
    bench.server.sendLine(serviceEvent(200, "ServiceDeregistration", nginx));
    QTRY_VERIFY(!bench.receiver.registrations.contains(id));
    bench.server.sendLine(serviceEvent(201, "ServiceRegistration", nginx));
    QTRY_VERIFY(bench.receiver.registrations.contains(id));
    QCOMPARE(bench.server.count("/v1/service/nginx"), 1);
}

void TestNomadSource::serviceOfANodeGoneDownIsReadAgain()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    QCOMPARE(bench.receiver.registrations.size(), 3);
    bench.server.answers["/v1/service/nginx"] = {.body = "[]", .index = 200};
    bench.server.sendLine(serviceEvent(200, "PlanResult", registrationOfNginx()));
    QTRY_COMPARE(bench.receiver.registrations.size(), 2);
    QCOMPARE(bench.server.count("/v1/service/nginx"), 2);
    QCOMPARE(bench.server.count("/v1/services"), 1);
}

void TestNomadSource::purgedJobIsRemoved()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    QJsonObject job = QJsonDocument::fromJson(recordedBody(u"job-traefik"_s)).object();
    job["ModifyIndex"_L1] = 200;
    bench.server.sendLine(
        eventLine(200, "Job", "JobDeregistered", u"traefik"_s, {{"Job"_L1, job}, {"Deleted"_L1, true}}));
    QTRY_VERIFY(!bench.receiver.jobs.contains({u"default"_s, u"traefik"_s}));
    QTRY_VERIFY(bench.receiver.traefiks.isEmpty());
}

void TestNomadSource::jobOfOlderNomadIsLookedAt()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    QJsonObject job = QJsonDocument::fromJson(recordedBody(u"job-web"_s)).object();
    job["ModifyIndex"_L1] = 200;
    job["Stop"_L1] = true;
    // Stopped, not purged: it is still there.
    bench.server.targets.clear();
    bench.server.sendLine(eventLine(200, "Job", "JobDeregistered", u"web"_s, {{"Job"_L1, job}}));
    QTRY_COMPARE(bench.server.count("/v1/job/web"), 1);
    QTRY_VERIFY(bench.receiver.jobs.value({u"default"_s, u"web"_s}).isStopped);
    // Purged.
    bench.server.answers["/v1/job/web"] = Answer::error(404, "job not found");
    job["ModifyIndex"_L1] = 201;
    bench.server.sendLine(eventLine(201, "Job", "JobDeregistered", u"web"_s, {{"Job"_L1, job}}));
    QTRY_VERIFY(!bench.receiver.jobs.contains({u"default"_s, u"web"_s}));
}

void TestNomadSource::consulServicesComeAndGo()
{
    Bench bench;
    QByteArray job = recordedBody(u"job-web"_s);
    job.replace("\"Provider\":\"nomad\"", "\"Provider\":\"consul\"");
    bench.server.answers["/v1/job/web"] = {.body = job};
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    const JobKey web{u"default"_s, u"web"_s};
    QCOMPARE(bench.receiver.consul.value(web).size(), 1);
    QCOMPARE(bench.receiver.consul.value(web).first().provider, u"consul"_s);
    QVERIFY(!bench.receiver.consul.contains({u"default"_s, u"hashicups"_s}));
    // The new specification comes with the event; no request is made.
    bench.server.targets.clear();
    QJsonObject changed = QJsonDocument::fromJson(recordedBody(u"job-web"_s)).object();
    changed["ModifyIndex"_L1] = 200;
    changed["JobModifyIndex"_L1] = 200;
    bench.server.sendLine(
        eventLine(200, "Job", "JobRegistered", u"web"_s, {{"Job"_L1, changed}, {"Deleted"_L1, false}}));
    QTRY_VERIFY(bench.receiver.consul.value(web).isEmpty());
    QCOMPARE(bench.server.count("/v1/job/web"), 0);
}

void TestNomadSource::stoppedTraefikIsGone()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    QCOMPARE(bench.receiver.traefiks.size(), 2);
    QByteArray allocations = recordedBody(u"allocations"_s);
    allocations.replace(allocations.indexOf("\"ClientStatus\":\"running\""), 24, "\"ClientStatus\":\"complete\"");
    bench.server.answers["/v1/allocations"] = {.body = allocations, .index = 200};
    bench.server.sendLine(allocationEvent(200, u"complete"_s));
    QTRY_COMPARE(bench.receiver.traefiks.size(), 1);
    QCOMPARE(bench.receiver.traefiks.first().nodeName, u"firefly-sub02"_s);
    // Nothing changed: nothing is told again.
    const int changes = bench.receiver.traefikChanges;
    bench.source->refresh();
    bench.server.targets.clear();
    QTRY_VERIFY(bench.server.count("/v1/allocations") >= 2);
    QCOMPARE(bench.receiver.traefikChanges, changes);
}

void TestNomadSource::auditListsAgainWhatIsOutdated()
{
    SourceTiming timing = quickTiming();
    timing.audit = 50ms;
    Bench bench(timing);
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    // Garbage collection takes rows away without an event.
    bench.server.answers["/v1/evaluations"] = {.body = "[]", .index = 160};
    QTRY_VERIFY(bench.receiver.evaluations.isEmpty());
    QVERIFY(bench.isLive());
    QCOMPARE(bench.receiver.ended[int(List::Nodes)], 1);
    QCOMPARE(bench.server.count("/v1/event/stream"), 1);
}

void TestNomadSource::auditNoticesAnOlderState()
{
    SourceTiming timing = quickTiming();
    timing.audit = 50ms;
    Bench bench(timing);
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    bench.server.answers["/v1/nodes"] = {.body = "[]", .index = 12};
    QTRY_VERIFY(bench.receiver.nodes.isEmpty());
    QVERIFY(bench.server.count("/v1/event/stream") > 1);
}

void TestNomadSource::nodeCarriedAlongIsNoOlderState()
{
    SourceTiming timing = quickTiming();
    timing.audit = 30ms;
    Bench bench(timing);
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    // An allocation's change at 349 brings its node as it was long before; the list of nodes stays at 137.
    QJsonObject node = QJsonDocument::fromJson(recordedBody(u"node-firefly-sub01"_s)).object();
    node["ModifyIndex"_L1] = 120;
    bench.server.sendLine(eventLine(349, "Node", "AllocationUpdated", node["ID"_L1].toString(), {{"Node"_L1, node}}));
    bench.server.targets.clear();
    // Two rounds of the audit.
    QTRY_VERIFY(bench.server.count("/v1/evaluations") >= 2);
    QCOMPARE(bench.server.count("/v1/event/stream"), 0);
    QCOMPARE(bench.receiver.ended[int(List::Nodes)], 1);
}

void TestNomadSource::leaderLostWhileStreamingIsSaid()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    bench.server.answers["/v1/status/leader"] = {.body = "\"\""};
    bench.server.sendLine("{}");
    QTRY_COMPARE(bench.errorKind(), ErrorKind::NoLeader);
    QCOMPARE(bench.receiver.jobs.size(), 3);
    QVERIFY(bench.source->leader().isEmpty());
    bench.server.answers.clear();
    QTRY_VERIFY(bench.isLive());
    QCOMPARE(bench.source->leader(), u"100.64.0.1:4647"_s);
}

void TestNomadSource::hangingAgentIsGivenUpAtOnce()
{
    // The product's own limit leaves room for the rest of a call that must end within 10 s.
    QVERIFY(SourceTiming().onceFirstByte < 9s);
    SourceTiming timing = quickTiming();
    timing.onceFirstByte = 100ms;
    Bench bench(timing);
    bench.server.script = [](const QByteArray&) { return std::optional(Answer{.isHeld = true}); };
    bench.source->start(true);
    QTRY_COMPARE(bench.errorKind(), ErrorKind::TimedOut);
    QVERIFY(!bench.source->state().nextTry);
    // The requests that waited for a connection were not made, each with a wait of its own.
    QVERIFY(bench.server.targets.size() <= 4);
}

void TestNomadSource::wakingUpConnectsAtOnce()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    QCOMPARE(bench.server.count("/v1/event/stream"), 1);
    bench.clock.advance(30s);
    QTest::qWait(50);
    QCOMPARE(bench.server.count("/v1/event/stream"), 1);
    bench.clock.advance(10min);
    QTRY_COMPARE(bench.server.count("/v1/event/stream"), 2);
    QTRY_VERIFY(bench.isLive());
    QTRY_COMPARE(bench.server.openStreams(), 1);
}

void TestNomadSource::refreshAsksEverything()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    bench.server.targets.clear();
    bench.source->refresh();
    for (const QByteArray& path : listPaths) {
        QTRY_VERIFY(bench.server.count(path) >= 1);
    }
    QCOMPARE(bench.server.count("/v1/event/stream"), 0);
    QCOMPARE(bench.server.openStreams(), 1);
    QVERIFY(bench.isLive());
}

void TestNomadSource::stopEndsEverything()
{
    Bench bench;
    bench.source->start();
    QTRY_VERIFY(bench.source->isComplete());
    bench.source->stop();
    QTRY_COMPARE(bench.server.openStreams(), 0);
    QCOMPARE(bench.receiver.jobs.size(), 3);
    const qsizetype asked = bench.server.targets.size();
    QTest::qWait(60);
    QCOMPARE(bench.server.targets.size(), asked);
    bench.source->start();
    QTRY_VERIFY(bench.isLive());
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestNomadSource)
#include "test_nomad_source.moc"
