// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/clock.h"
#include "app/tailscale/daemon.h"
#include "app/tailscale/decode.h"
#include "app/tailscale/source.h"
#include "tests/support/message_guard.h"
#include "tests/tailscale/recorded.h"
#include "tests/tailscale/scripted_daemon.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::tailscale;
using namespace tailboard::tailscale_test;
using base::ErrorKind;
using base::SourcePhase;

namespace {

const auto emptyLine =
    R"({"Version":"1.102.3","ErrMessage":null,"State":null,"Prefs":null,"NetMap":null,"Engine":null})"_ba;
const auto stateLine = R"({"Version":"1.102.3","SessionID":"1","State":6,"Prefs":null})"_ba;
const auto healthLine = R"({"Version":"1.102.3","Health":{"Warnings":null}})"_ba;

/// Nothing happens by itself within a test, but for retries, which come at once.
SourceTiming quickTiming()
{
    SourceTiming timing;
    timing.coalesce = 30ms;
    timing.poll = 1h;
    timing.audit = 1h;
    timing.refusedBus = 1h;
    timing.tick = 10ms;
    timing.retryScale = 0.01;
    return timing;
}

/// Root may open everything; while this lives, the test is nobody.
class OrdinaryUser
{
public:
    OrdinaryUser()
        : m_isAnother(::geteuid() == 0 && ::setresuid(65'534, 65'534, 0) == 0)
    {}
    ~OrdinaryUser()
    {
        if (m_isAnother && ::setresuid(0, 0, 0) != 0) qFatal("cannot be root again");
    }
    OrdinaryUser(const OrdinaryUser&) = delete;
    OrdinaryUser& operator=(const OrdinaryUser&) = delete;

    bool isAnother() const { return m_isAnother; }

private:
    bool m_isAnother;
};

} // namespace

class TestTailscaleSource : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void asksForStatusThenPrefsThenBus();
    void requestsCarryWhatTailscaledDemands();
    void busLineGivesOneStatusRequest();
    void manyBusLinesGiveFewStatusRequests();
    void changeDuringARequestIsNotLost();
    void emptyBusLineGivesNoRequest();
    void changedPeerIsAnnounced();
    void countersAloneAreNotAnnounced();
    void prefsChangeIsRead();
    void auditRunsBesideTheBus();
    void stoppedDaemonKeepsThePeersAndRecovers();
    void killedDaemonHasItsOwnSentence();
    void restartingDaemonAnnouncesNothingEmpty();
    void stoppedTailscaleIsSaidAndItsPeersStay();
    void loggedOutKeepsTheLastPeers();
    void endedKeyIsSaid();
    void unknownBackendIsNotLive();
    void refusedBusMeansPolling_data();
    void refusedBusMeansPolling();
    void busIsAskedForAgain();
    void endedBusAloneIsNoLoss();
    void brokenBusLineIsNoLoss();
    void absentSocketIsSaidAndRetried();
    void closedSocketIsSaid_data();
    void closedSocketIsSaid();
    void fileInsteadOfSocketIsSaid();
    void badAnswersAreSaidAndTheLastStatusStays_data();
    void badAnswersAreSaidAndTheLastStatusStays();
    void hangingDaemonTimesOut();
    void onceReadsOneStatusAndEnds();
    void onceFailsOnceAndEnds();
    void wakeUpAsksAtOnce();
    void refreshAsksAtOnceWhileWaiting();
    void stopEndsEverything();
    void neverAsksForCertificates();
    void socketIsChosenInOrder();
    void sameUserProofIsReadStrictly();

private:
    void start(bool once = false, SourceTiming timing = quickTiming());
    /// The source is up with status, prefs and bus, and calm.
    void startLive(SourceTiming timing = quickTiming());
    const base::SourceState& state() const { return m_source->state(); }
    ErrorKind errorKind() const { return state().error ? state().error->kind : ErrorKind::Cancelled; }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_socket;
    std::unique_ptr<ScriptedDaemon> m_daemon;
    std::unique_ptr<base::FixedClock> m_clock;
    std::unique_ptr<Source> m_source;
    std::unique_ptr<QSignalSpy> m_statusSpy;
    std::unique_ptr<QSignalSpy> m_stateSpy;
};

void TestTailscaleSource::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_socket = m_folder->filePath(u"tailscaled.sock"_s);
    m_clock = std::make_unique<base::FixedClock>(QDateTime::fromString(u"2026-11-23T20:20:00Z"_s, Qt::ISODate));
    m_daemon = std::make_unique<ScriptedDaemon>(m_socket);
    m_daemon->setJson(u"status"_s, recordedBody(u"laptop-status.http"_s));
    m_daemon->setJson(u"prefs"_s, recordedBody(u"laptop-prefs.http"_s));
    QVERIFY(m_daemon->listen());
}

void TestTailscaleSource::cleanup()
{
    m_statusSpy.reset();
    m_stateSpy.reset();
    m_source.reset();
    m_daemon.reset();
}

void TestTailscaleSource::start(bool once, SourceTiming timing)
{
    auto client = std::make_unique<http::Client>(localApiEndpoint(m_socket), base::DialMap());
    m_source = std::make_unique<Source>(std::move(client), *m_clock, nullptr, timing);
    m_statusSpy = std::make_unique<QSignalSpy>(m_source.get(), &Source::statusChanged);
    m_stateSpy = std::make_unique<QSignalSpy>(m_source.get(), &Source::stateChanged);
    m_source->start(once);
}

void TestTailscaleSource::startLive(SourceTiming timing)
{
    start(false, timing);
    QTRY_VERIFY(state().streaming);
    QTRY_COMPARE(m_daemon->count(u"status"_s), 2);
    QTRY_COMPARE(m_daemon->count(u"prefs"_s), 1);
    QTRY_COMPARE(m_statusSpy->count(), 1);
    QCOMPARE(state().phase, SourcePhase::Live);
    QTest::qWait(int(timing.coalesce.count()) * 2);
    m_statusSpy->clear();
    m_stateSpy->clear();
}

void TestTailscaleSource::asksForStatusThenPrefsThenBus()
{
    start();
    QCOMPARE(state().phase, SourcePhase::Connecting);
    QCOMPARE(m_stateSpy->count(), 1);
    QCOMPARE(state().address, m_socket);

    QTRY_VERIFY(state().streaming);
    QTRY_COMPARE(m_source->prefs().hostName, u"laptop"_s);

    QCOMPARE(state().phase, SourcePhase::Live);
    QCOMPARE(state().version, u"1.102.3-ERR-BuildInfo"_s);
    QCOMPARE(state().fetchedAt, m_clock->now());
    QVERIFY(!state().error);
    QCOMPARE(m_source->status().peers.size(), 3);
    QCOMPARE(m_statusSpy->count(), 1);
    // What changed before the bus was up is read once more.
    QTRY_COMPARE(m_daemon->count(u"status"_s), 2);
}

void TestTailscaleSource::requestsCarryWhatTailscaledDemands()
{
    startLive();

    for (const QString& head : m_daemon->heads()) {
        QVERIFY(head.startsWith(u"GET /localapi/v0/"_s));
        QVERIFY(head.contains(u"\r\nHost: local-tailscaled.sock"_s));
        QVERIFY(!head.contains(u"\r\nOrigin:"_s, Qt::CaseInsensitive));
        QVERIFY(!head.contains(u"\r\nReferer:"_s, Qt::CaseInsensitive));
    }
    QVERIFY(m_daemon->heads().join(u'\n').contains(u"watch-ipn-bus?mask=45074 "_s));
}

void TestTailscaleSource::busLineGivesOneStatusRequest()
{
    startLive();

    m_daemon->sendLine(stateLine);

    QTRY_COMPARE(m_daemon->count(u"status"_s), 3);
    QTest::qWait(100);
    QCOMPARE(m_daemon->count(u"status"_s), 3);
    QCOMPARE(m_statusSpy->count(), 0);
}

void TestTailscaleSource::manyBusLinesGiveFewStatusRequests()
{
    startLive();
    // A change right after each answer: without a shortest time this would never rest.
    connect(m_daemon.get(), &ScriptedDaemon::requested, this, [this] { m_daemon->sendLine(healthLine); });

    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 50; ++i)
        m_daemon->sendLine(healthLine);
    QTest::qWait(300);

    const int asked = m_daemon->count(u"status"_s) - 2;
    QVERIFY(asked >= 2);
    QVERIFY2(asked <= 1 + timer.elapsed() / quickTiming().coalesce.count(), qPrintable(QString::number(asked)));
    m_daemon->disconnect(this);
}

void TestTailscaleSource::changeDuringARequestIsNotLost()
{
    startLive();
    m_daemon->hang(u"status"_s);
    m_daemon->sendLine(stateLine);
    QTRY_COMPARE(m_daemon->count(u"status"_s), 3);

    m_daemon->sendLine(healthLine);
    QTest::qWait(100);
    QCOMPARE(m_daemon->count(u"status"_s), 3);
    m_daemon->answerHanging(u"status"_s, recordedBody(u"laptop-status.http"_s));

    QTRY_COMPARE(m_daemon->count(u"status"_s), 4);
}

void TestTailscaleSource::emptyBusLineGivesNoRequest()
{
    startLive();

    m_daemon->sendLine(emptyLine);
    m_daemon->sendLine(R"({"Engine":{"RBytes":1,"WBytes":1,"NumLive":1,"LivePeers":{}}})");
    QTest::qWait(100);

    QCOMPARE(m_daemon->count(u"status"_s), 2);
}

void TestTailscaleSource::changedPeerIsAnnounced()
{
    startLive();

    m_daemon->setJson(u"status"_s, recordedBody(u"laptop-status-peer-offline.http"_s));
    m_clock->advance(10s);
    for (const QByteArray& line : recordedLines(u"watch-ipn-bus-peer-changes.ndjson"_s).mid(2, 2))
        m_daemon->sendLine(line);

    QTRY_COMPARE(m_statusSpy->count(), 1);
    const auto& peers = m_source->status().peers;
    QCOMPARE(std::count_if(peers.cbegin(), peers.cend(), [](const Peer& peer) { return !peer.isOnline; }), 1);
    QCOMPARE(state().fetchedAt, m_clock->now());
}

void TestTailscaleSource::countersAloneAreNotAnnounced()
{
    startLive();
    QByteArray body = recordedBody(u"laptop-status.http"_s);
    body.replace("\"RxBytes\": 530548", "\"RxBytes\": 530549").replace("18:59:03.636633207Z", "19:01:03.636633207Z");
    m_daemon->setJson(u"status"_s, body);

    m_clock->advance(10s);
    m_daemon->sendLine(healthLine);

    QTRY_COMPARE(state().fetchedAt, m_clock->now());
    QCOMPARE(m_statusSpy->count(), 0);
    QCOMPARE(m_source->status().peers[2].receivedBytes, 530549u);
}

void TestTailscaleSource::prefsChangeIsRead()
{
    startLive();
    const QSignalSpy prefsSpy(m_source.get(), &Source::prefsChanged);
    m_daemon->setJson(u"prefs"_s,
                      recordedBody(u"laptop-prefs.http"_s).replace("\"CorpDNS\": true", "\"CorpDNS\": false"));

    m_daemon->sendLine(R"({"Prefs":{"CorpDNS":false}})");

    QTRY_COMPARE(prefsSpy.count(), 1);
    QVERIFY(!m_source->prefs().isDnsAccepted);
}

void TestTailscaleSource::auditRunsBesideTheBus()
{
    SourceTiming timing = quickTiming();
    timing.audit = 20ms;
    start(false, timing);

    QTRY_VERIFY(state().streaming);
    QTRY_VERIFY(m_daemon->count(u"status"_s) > 5);
}

void TestTailscaleSource::stoppedDaemonKeepsThePeersAndRecovers()
{
    startLive();

    m_daemon->stop();

    QTRY_COMPARE(state().phase, SourcePhase::Waiting);
    QCOMPARE(errorKind(), ErrorKind::Unreachable);
    QCOMPARE(state().error->what, u"tailscaled is not running on this machine."_s);
    QCOMPARE(state().error->why, u"Its socket %1 does not exist."_s.arg(m_socket));
    QVERIFY(!state().streaming);
    QVERIFY(state().nextTry);
    QCOMPARE(base::sourceHealth(state(), m_clock->now()), base::State::Stale);
    QCOMPARE(m_source->status().peers.size(), 3);
    QCOMPARE(m_statusSpy->count(), 0);

    QVERIFY(m_daemon->listen());

    QTRY_COMPARE(state().phase, SourcePhase::Live);
    QTRY_VERIFY(state().streaming);
    QVERIFY(!state().error && !state().nextTry);
    QCOMPARE(m_statusSpy->count(), 0);
    QTRY_COMPARE(m_daemon->count(u"prefs"_s), 2);
}

void TestTailscaleSource::killedDaemonHasItsOwnSentence()
{
    startLive();

    m_daemon->kill();

    QTRY_COMPARE(state().phase, SourcePhase::Waiting);
    QCOMPARE(errorKind(), ErrorKind::Unreachable);
    QVERIFY(state().error->why.contains(u"killed or crashed"_s));
    QCOMPARE(m_source->status().peers.size(), 3);
    QVERIFY(m_daemon->listen());
    QTRY_VERIFY(state().streaming);
    QCOMPARE(state().phase, SourcePhase::Live);
}

void TestTailscaleSource::restartingDaemonAnnouncesNothingEmpty()
{
    startLive();
    const QDateTime seen = *state().fetchedAt;
    m_daemon->stop();
    QTRY_COMPARE(state().phase, SourcePhase::Waiting);
    m_clock->advance(3s);

    // What a daemon says in its first moments: the "InitialStatus" of the recorded restart.
    m_daemon->setJson(u"status"_s,
                      R"({"Version":"1.102.3","BackendState":"NoState","Self":{"ID":"","HostName":"laptop"},)"
                      R"("Health":["Tailscale is starting. Please wait."],"CurrentTailnet":null,"Peer":{}})");
    QVERIFY(m_daemon->listen());

    QTRY_VERIFY(state().streaming);
    QTRY_COMPARE(errorKind(), ErrorKind::NotRunning);
    QCOMPARE(state().error->what, u"Tailscale is starting on this machine."_s);
    QCOMPARE(state().phase, SourcePhase::Waiting);
    QCOMPARE(state().fetchedAt, seen);
    QCOMPARE(m_statusSpy->count(), 0);
    QCOMPARE(m_source->status().peers.size(), 3);

    m_daemon->setJson(u"status"_s, recordedBody(u"laptop-status.http"_s));
    m_daemon->sendLine(stateLine);

    QTRY_COMPARE(state().phase, SourcePhase::Live);
    QCOMPARE(state().fetchedAt, m_clock->now());
    QCOMPARE(m_statusSpy->count(), 0);
}

void TestTailscaleSource::stoppedTailscaleIsSaidAndItsPeersStay()
{
    startLive();
    m_daemon->setJson(u"status"_s, recordedBody(u"laptop-status-stopped.http"_s));

    m_daemon->sendLine(R"({"State":4})");

    QTRY_COMPARE(errorKind(), ErrorKind::NotRunning);
    QCOMPARE(state().error->sentence(), u"Tailscale is stopped on this machine. Run “tailscale up”."_s);
    QCOMPARE(state().phase, SourcePhase::Waiting);
    QVERIFY(state().streaming);
    QCOMPARE(m_statusSpy->count(), 1);
    QCOMPARE(m_source->status().backend, BackendState::Stopped);
    QCOMPARE(m_source->status().peers.size(), 3);
}

void TestTailscaleSource::loggedOutKeepsTheLastPeers()
{
    startLive();
    m_daemon->setJson(u"status"_s, recordedBody(u"laptop-status-logged-out.http"_s));

    m_daemon->sendLine(R"({"State":2})");

    QTRY_COMPARE(errorKind(), ErrorKind::NotRunning);
    QCOMPARE(state().error->what, u"Tailscale is logged out on this machine."_s);
    QCOMPARE(m_source->status().backend, BackendState::NeedsLogin);
    QCOMPARE(m_source->status().peers.size(), 3);
    QCOMPARE(m_source->status().magicDnsSuffix, u"tail1a2b3.ts.net"_s);
    QCOMPARE(base::sourceHealth(state(), m_clock->now()), base::State::Stale);
}

void TestTailscaleSource::endedKeyIsSaid()
{
    startLive();
    m_daemon->setJson(u"status"_s, recordedBody(u"laptop-status-self-key-expired.http"_s));

    m_daemon->sendLine(R"({"State":2})");

    QTRY_COMPARE(errorKind(), ErrorKind::NotRunning);
    QCOMPARE(state().error->what, u"This machine's Tailscale key has ended."_s);
    QCOMPARE(state().error->why, u"It was valid until 2026-11-23 19:17 UTC."_s);
    QVERIFY(!state().error->hint.isEmpty());
}

void TestTailscaleSource::unknownBackendIsNotLive()
{
    m_daemon->setJson(u"status"_s, recordedBody(u"laptop-status.http"_s).replace("\"Running\"", "\"Dreaming\""));

    start();

    QTRY_COMPARE(errorKind(), ErrorKind::NotRunning);
    QCOMPARE(state().error->original, u"Dreaming"_s);
    QCOMPARE(m_source->status().peers.size(), 3);
}

void TestTailscaleSource::refusedBusMeansPolling_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("403") << "403 Forbidden"_ba;
    QTest::newRow("404") << "404 Not Found"_ba;
    QTest::newRow("400") << "400 Bad Request"_ba;
}

void TestTailscaleSource::refusedBusMeansPolling()
{
    QFETCH(QByteArray, status);
    m_daemon->refuseBus(ScriptedDaemon::answer(status, "text/plain", "watch IPN bus access denied"));
    SourceTiming timing = quickTiming();
    timing.poll = 25ms;

    start(false, timing);

    QTRY_VERIFY(m_daemon->count(u"status"_s) > 4);
    QCOMPARE(m_daemon->count(u"watch-ipn-bus"_s), 1);
    QCOMPARE(state().phase, SourcePhase::Live);
    QVERIFY(!state().streaming && !state().error);
    QVERIFY(state().notice.contains(QString::fromLatin1(status.left(3))));
}

void TestTailscaleSource::busIsAskedForAgain()
{
    m_daemon->refuseBus(ScriptedDaemon::answer("403 Forbidden", "text/plain", "denied"));
    SourceTiming timing = quickTiming();
    timing.refusedBus = 20ms;
    start(false, timing);
    QTRY_VERIFY(m_daemon->count(u"watch-ipn-bus"_s) >= 2);

    m_daemon->offerBus();

    QTRY_VERIFY(state().streaming);
    QVERIFY(state().notice.isEmpty());
    QCOMPARE(state().period.count(), 0);
}

void TestTailscaleSource::endedBusAloneIsNoLoss()
{
    startLive();

    m_daemon->sendLine(R"({"ErrMessage":"IPN bus consumer fell behind; closing watch"})");
    m_daemon->endBuses();

    QTRY_COMPARE(m_daemon->count(u"watch-ipn-bus"_s), 2);
    QTRY_VERIFY(state().streaming);
    QCOMPARE(state().phase, SourcePhase::Live);
    QVERIFY(!state().error);
}

void TestTailscaleSource::brokenBusLineIsNoLoss()
{
    startLive();

    m_daemon->sendLine("<html>");

    QTRY_COMPARE(m_daemon->count(u"watch-ipn-bus"_s), 2);
    QTRY_VERIFY(state().streaming);
    QTRY_COMPARE(m_daemon->openBuses(), 1);
    QCOMPARE(state().phase, SourcePhase::Live);
}

void TestTailscaleSource::absentSocketIsSaidAndRetried()
{
    m_daemon->stop();

    start();

    QTRY_COMPARE(state().phase, SourcePhase::Waiting);
    QCOMPARE(errorKind(), ErrorKind::Unreachable);
    QCOMPARE(state().error->what, u"tailscaled is not running on this machine."_s);
    QCOMPARE(base::sourceHealth(state(), m_clock->now()), base::State::Critical);
    const int before = m_stateSpy->count();
    QTRY_VERIFY(m_stateSpy->count() > before + 2); // each failure sets another next try
    QVERIFY(m_daemon->listen());
    QTRY_COMPARE(state().phase, SourcePhase::Live);
    QCOMPARE(m_statusSpy->count(), 1);
}

void TestTailscaleSource::closedSocketIsSaid_data()
{
    QTest::addColumn<bool>("isFolderClosed");
    QTest::newRow("socket") << false;
    QTest::newRow("folder") << true;
}

void TestTailscaleSource::closedSocketIsSaid()
{
    QFETCH(bool, isFolderClosed);
    QFile::setPermissions(m_folder->path(), QFile::Permissions(isFolderClosed ? 0x7000 : 0x7755));
    QFile::setPermissions(m_socket, isFolderClosed ? QFile::Permissions(0x6666) : QFile::Permissions());
    const OrdinaryUser user;
    if (isFolderClosed && !user.isAnother()) QFile::setPermissions(m_folder->path(), {});

    start();

    QTRY_COMPARE(errorKind(), ErrorKind::Forbidden);
    QVERIFY(state().error->why.contains(m_socket));
    QFile::setPermissions(m_folder->path(), QFile::Permissions(0x7000));
}

void TestTailscaleSource::fileInsteadOfSocketIsSaid()
{
    m_daemon->stop();
    QFile file(m_socket);
    QVERIFY(file.open(QIODevice::WriteOnly));

    start();

    QTRY_COMPARE(errorKind(), ErrorKind::WrongProduct);
    QVERIFY(state().error->what.contains(u"is a file"_s));
}

void TestTailscaleSource::badAnswersAreSaidAndTheLastStatusStays_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<ErrorKind>("kind");
    const auto answer = &ScriptedDaemon::answer;
    const QByteArray html = "<!DOCTYPE html><html><body>Welcome to nginx!</body></html>";
    QTest::newRow("403") << answer("403 Forbidden", "text/plain", "status access denied\n") << ErrorKind::Forbidden;
    QTest::newRow("404") << answer("404 Not Found", "text/plain", "404 page not found\n") << ErrorKind::WrongProduct;
    QTest::newRow("401") << answer("401 Unauthorized", "text/plain", "auth required") << ErrorKind::Unauthorized;
    QTest::newRow("429") << answer("429 Too Many Requests", "text/plain", "slow") << ErrorKind::RateLimited;
    QTest::newRow("500") << answer("500 Internal Server Error", "text/plain", "oh") << ErrorKind::ServerError;
    QTest::newRow("HTML") << answer("200 OK", "text/html", html) << ErrorKind::WrongProduct;
    QTest::newRow("HTML as JSON") << answer("200 OK", "application/json", html) << ErrorKind::WrongProduct;
    QTest::newRow("text") << answer("200 OK", "text/plain", "all is well") << ErrorKind::Malformed;
    QTest::newRow("empty") << answer("200 OK", "application/json", "") << ErrorKind::Malformed;
    QTest::newRow("another product") << answer("200 OK", "application/json", "{\"member\":{}}")
                                     << ErrorKind::WrongProduct;
    QTest::newRow("redirect") << "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"_ba
                              << ErrorKind::Redirected;
    QTest::newRow("not HTTP") << "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"_ba << ErrorKind::WrongProduct;
    QTest::newRow("oversized") << answer("200 OK", "application/json", QByteArray(longestReply + 1, ' '))
                               << ErrorKind::TooLarge;
}

void TestTailscaleSource::badAnswersAreSaidAndTheLastStatusStays()
{
    QFETCH(QByteArray, raw);
    QFETCH(ErrorKind, kind);
    startLive();

    m_daemon->setAnswer(u"status"_s, raw);
    m_daemon->sendLine(stateLine);

    QTRY_COMPARE(state().phase, SourcePhase::Waiting);
    QCOMPARE(errorKind(), kind);
    QVERIFY(!state().error->what.isEmpty());
    QVERIFY(state().nextTry && !state().streaming);
    QCOMPARE(m_source->status().peers.size(), 3);
    QCOMPARE(m_statusSpy->count(), 0);
    QTRY_COMPARE(m_daemon->openBuses(), 0);
    m_daemon->setJson(u"status"_s, recordedBody(u"laptop-status.http"_s));
    QTRY_COMPARE(state().phase, SourcePhase::Live);
    QTRY_VERIFY(state().streaming);
}

void TestTailscaleSource::hangingDaemonTimesOut()
{
    SourceTiming timing = quickTiming();
    timing.firstByte = 100ms;
    startLive(timing);

    m_daemon->hang(u"status"_s);
    m_daemon->sendLine(stateLine);

    QTRY_COMPARE(errorKind(), ErrorKind::TimedOut);
    QCOMPARE(state().phase, SourcePhase::Waiting);
    QCOMPARE(state().error->what, u"tailscaled does not answer."_s);
    QCOMPARE(m_source->status().peers.size(), 3);
}

void TestTailscaleSource::onceReadsOneStatusAndEnds()
{
    SourceTiming timing = quickTiming();
    timing.poll = timing.audit = 10ms;

    start(true, timing);

    QTRY_COMPARE(state().phase, SourcePhase::Live);
    QCOMPARE(m_statusSpy->count(), 1);
    m_clock->advance(10min);
    QTest::qWait(100);
    QCOMPARE(m_daemon->heads().size(), 1);
    QVERIFY(!state().streaming);
}

void TestTailscaleSource::onceFailsOnceAndEnds()
{
    m_daemon->setAnswer(u"status"_s, ScriptedDaemon::answer("500 Internal Server Error", "text/plain", "oh"));

    start(true);

    QTRY_COMPARE(state().phase, SourcePhase::Waiting);
    QVERIFY(!state().nextTry);
    QTest::qWait(100);
    QCOMPARE(m_daemon->heads().size(), 1);
}

void TestTailscaleSource::wakeUpAsksAtOnce()
{
    startLive();
    QStringList phases;
    connect(m_source.get(), &Source::stateChanged, this,
            [&] { phases << base::stateName(base::sourceHealth(state(), m_clock->now())); });

    m_clock->advance(61s);

    QTRY_COMPARE(m_daemon->count(u"watch-ipn-bus"_s), 2);
    QTRY_VERIFY(state().streaming);
    QCOMPARE(phases.value(0), u"stale"_s);
    QCOMPARE(phases.constLast(), u"ok"_s);
    QTRY_COMPARE(m_daemon->openBuses(), 1);
}

void TestTailscaleSource::refreshAsksAtOnceWhileWaiting()
{
    SourceTiming timing = quickTiming();
    timing.retryScale = 1'000;
    m_daemon->setAnswer(u"status"_s, ScriptedDaemon::answer("500 Internal Server Error", "text/plain", "oh"));
    start(false, timing);
    QTRY_COMPARE(state().phase, SourcePhase::Waiting);
    m_daemon->setJson(u"status"_s, recordedBody(u"laptop-status.http"_s));

    m_source->refresh();

    QTRY_COMPARE(state().phase, SourcePhase::Live);
    QTRY_VERIFY(state().streaming);
}

void TestTailscaleSource::stopEndsEverything()
{
    startLive();

    m_source->stop();

    QTRY_COMPARE(m_daemon->openBuses(), 0);
    QCOMPARE(state().phase, SourcePhase::Unused);
    const qsizetype before = m_daemon->heads().size();
    m_clock->advance(10min);
    QTest::qWait(100);
    QCOMPARE(m_daemon->heads().size(), before);
}

void TestTailscaleSource::neverAsksForCertificates()
{
    startLive();
    m_source->refresh();
    QTRY_COMPARE(m_daemon->count(u"status"_s), 3);

    const QStringList allowed{u"/localapi/v0/status"_s, u"/localapi/v0/prefs"_s, u"/localapi/v0/watch-ipn-bus"_s};
    for (const QString& head : m_daemon->heads())
        QVERIFY2(allowed.contains(head.section(u' ', 1, 1).section(u'?', 0, 0)), qPrintable(head));
}

void TestTailscaleSource::socketIsChosenInOrder()
{
    const QString absent = m_folder->filePath(u"absent.sock"_s);

    QCOMPARE(chooseSocket(u"/x"_s, u"/y"_s, {absent}), u"/x"_s);
    QCOMPARE(chooseSocket({}, u"/y"_s, {absent}), u"/y"_s);
    QCOMPARE(chooseSocket({}, {}, {absent, m_socket}), m_socket);
    QCOMPARE(chooseSocket({}, {}, {absent, absent + u'2'}), absent);
    const http::Endpoint endpoint = localApiEndpoint(m_socket);
    QCOMPARE(endpoint.kind, http::Endpoint::Kind::UnixSocket);
    QCOMPARE(endpoint.socketPath, m_socket);
    QCOMPARE(endpoint.hostHeader, "local-tailscaled.sock"_ba);
}

void TestTailscaleSource::sameUserProofIsReadStrictly()
{
    const auto good = SameUserProof::parse(u"54321"_s, "0123456789abcdef0123\n");

    QVERIFY(good);
    QCOMPARE(good->port, 54321);
    QCOMPARE(good->token, "0123456789abcdef0123"_ba);
    QVERIFY(!SameUserProof::parse(u"0"_s, "0123"));
    QVERIFY(!SameUserProof::parse(u"65536"_s, "0123"));
    QVERIFY(!SameUserProof::parse(u"80/../x"_s, "0123"));
    QVERIFY(!SameUserProof::parse(u"80"_s, ""));
    QVERIFY(!SameUserProof::parse(u"80"_s, "01\r\n23"));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTailscaleSource)

#include "test_tailscale_source.moc"
