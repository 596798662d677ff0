// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/source.h"
#include "tests/support/message_guard.h"
#include "tests/traefik/recorded.h"
#include "tests/traefik/scripted_traefik.h"

#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::traefik;
using base::ErrorKind;
using base::SourcePhase;
using tailboard::test_traefik::recorded;
using tailboard::test_traefik::ScriptedTraefik;

namespace {

// Nothing happens by itself but the first look; tests shorten what they need.
Timing still()
{
    Timing timing;
    timing.overviewPeriod = 1h;
    timing.safetyPeriod = 10h;
    timing.quietLooks = 1'000'000;
    timing.pokeOffsets = {1h};
    timing.pokeGap = 0ms;
    timing.closedAfter = 60ms;
    timing.settlePeriod = 10s;
    timing.settleStep = 10ms;
    timing.retryScale = 0.01;
    return timing;
}

std::unique_ptr<Source> sourceOf(const ScriptedTraefik& server, const base::Clock& clock, const Timing& timing,
                                 const http::Credentials& credentials = {})
{
    const auto endpoint = http::Endpoint::fromUrl(QUrl(server.url()), 8080);
    Q_ASSERT(endpoint);
    auto source = std::make_unique<Source>(std::make_unique<http::Client>(*endpoint, base::DialMap(), credentials),
                                           u"Traefik on firefly-sub01"_s, clock);
    source->setTiming(timing);
    return source;
}

bool hasRouter(const Configuration& configuration, const QString& name)
{
    return std::any_of(configuration.routers.cbegin(), configuration.routers.cend(),
                       [&](const Router& router) { return router.name == name; });
}

QByteArray version(const QByteArray& startDate)
{
    return R"({"Version":"3.7.15","Codename":"langres","startDate":")" + startDate + "\"}\n";
}

// The recorded routers without those of Nomad: what a Traefik says whose provider has not spoken yet.
QByteArray internalRouters()
{
    return recorded(u"firefly-sub01-http-routers-per-page-2-page-1"_s).body;
}

QByteArray changedRouters()
{
    return recorded(u"firefly-sub01-http-routers"_s).body.replace("firefly-sub01", "firefly-sub03");
}

} // namespace

class TestTraefikSource : public QObject
{
    Q_OBJECT

private slots:
    void readsTheWholeConfiguration();
    void asksForWholeLists();
    void unchangedBodiesAreNotDecodedAgain();
    void equalOverviewIsEnoughUntilTheSafetyPeriod();
    void quietTraefikIsAskedLessAndLess();
    void changedOverviewReadsTheRest();
    void oneChangedListIsDecodedAlone();
    void pokeReadsEverything();
    void olderVersionsLackSomeCalls();
    void closedApiIsAKnownState();
    void closedApiKeepsWhatWasRead();
    void closedApiOpensAgain();
    void passwordIsAskedFor();
    void passwordIsGiven();
    void faultsWaitAndKeepTheRows_data();
    void faultsWaitAndKeepTheRows();
    void refusedConnectionRecovers();
    void restartTakesNoRouterAway();
    void realLossAfterARestartIsBelieved();
    void lossWithoutRestartIsBelievedAtOnce();
    void failedListDoesNotMixRounds();
    void onceEndsLiveAndAsksNoMore();
    void onceEndsWaitingOnFault();
    void onceEndsWhenNothingAnswers();
    void sleepDropsTheWait();
    void refreshReadsAtOnce();
    void stoppedSourceIsSilent();
    void unreadableValuesAreSaid();
};

void TestTraefikSource::readsTheWholeConfiguration()
{
    ScriptedTraefik server;
    base::FixedClock clock(QDateTime({2026, 11, 23}, {19, 0}, Qt::UTC));
    const auto source = sourceOf(server, clock, still());
    QSignalSpy changed(source.get(), &Source::configurationChanged);

    source->start();

    QCOMPARE(source->state().phase, SourcePhase::Connecting);
    QVERIFY(changed.wait());
    QCOMPARE(source->state().phase, SourcePhase::Live);
    QCOMPARE(source->state().version, u"3.7.15"_s);
    QCOMPARE(source->state().fetchedAt, clock.now());
    QVERIFY(!source->state().error);
    QCOMPARE(source->state().notice, QString());
    const Configuration& read = source->configuration();
    QCOMPARE(read.routers.size(), 11);
    QCOMPARE(read.services.size(), 12);
    QCOMPARE(read.middlewares.size(), 2);
    QCOMPARE(read.entryPoints.size(), 3);
    QCOMPARE(read.providers, QStringList{u"Nomad"_s});
    QVERIFY(read.certificates && read.certificates->size() == 1);
    QVERIFY(read.startedAt);
    QVERIFY(!source->isApiClosed());
    QVERIFY(source->issues().isEmpty());
}

void TestTraefikSource::asksForWholeLists()
{
    ScriptedTraefik server;
    base::FixedClock clock(QDateTime({2026, 11, 23}, {19, 0}, Qt::UTC));
    const auto source = sourceOf(server, clock, still());

    source->start();

    QTRY_COMPARE(source->state().phase, SourcePhase::Live);
    QCOMPARE(server.requests(), 12);
    QCOMPARE(server.requests("/api/http/routers"), 1);
    QVERIFY(server.connections() <= 12);
}

void TestTraefikSource::unchangedBodiesAreNotDecodedAgain()
{
    ScriptedTraefik server;
    base::FixedClock clock(QDateTime({2026, 11, 23}, {19, 0}, Qt::UTC));
    const auto source = sourceOf(server, clock, still());
    QSignalSpy changed(source.get(), &Source::configurationChanged);
    source->start();
    QTRY_COMPARE(source->state().phase, SourcePhase::Live);
    const qint64 decodes = source->decodes();
    QCOMPARE(decodes, 11);

    for (int i = 2; i < 5; ++i) {
        clock.advance(10s);
        source->refresh();
        QTRY_COMPARE(server.requests("/api/certificates"), i);
        QTRY_COMPARE(source->state().fetchedAt, clock.now());
    }

    QCOMPARE(source->decodes(), decodes);
    QCOMPARE(changed.size(), 1);
}

void TestTraefikSource::equalOverviewIsEnoughUntilTheSafetyPeriod()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    Timing timing = still();
    timing.overviewPeriod = 10ms;
    timing.safetyPeriod = 400ms;
    const auto source = sourceOf(server, clock, timing);
    source->start();

    QTRY_VERIFY(server.requests("/api/overview") >= 5);
    QCOMPARE(server.requests("/api/http/routers"), 1);

    QTRY_VERIFY(server.requests("/api/http/routers") >= 2);
}

void TestTraefikSource::quietTraefikIsAskedLessAndLess()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    Timing timing = still();
    timing.overviewPeriod = 5ms;
    timing.quietLooks = 1;
    const auto source = sourceOf(server, clock, timing);
    source->start();

    QTRY_VERIFY_WITH_TIMEOUT(source->state().period >= 2s, 20'000); // told as it is, so that it is not stale too soon
    const int asked = server.requests("/api/overview");
    QVERIFY2(asked <= 12, qPrintable(QString::number(asked)));

    source->refresh();
    QTRY_VERIFY(server.requests("/api/overview") >= asked + 4);
}

void TestTraefikSource::changedOverviewReadsTheRest()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    Timing timing = still();
    timing.overviewPeriod = 10ms;
    const auto source = sourceOf(server, clock, timing);
    source->start();
    QTRY_COMPARE(source->state().phase, SourcePhase::Live);

    server.setJson("/api/http/routers", changedRouters());
    server.setJson("/api/overview", recorded(u"mixed/mixed-overview"_s).body);

    QTRY_COMPARE(source->configuration().providers, QStringList{u"File"_s});
    QCOMPARE(source->configuration().routers.last().rule, u"Host(`firefly-sub03.tail1a2b3.ts.net`)"_s);
}

void TestTraefikSource::oneChangedListIsDecodedAlone()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    const auto source = sourceOf(server, clock, still());
    QSignalSpy changed(source.get(), &Source::configurationChanged);
    source->start();
    QVERIFY(changed.wait());
    const qint64 decodes = source->decodes();

    server.setJson("/api/http/routers", changedRouters());
    source->refresh();

    QVERIFY(changed.wait());
    QCOMPARE(source->decodes(), decodes + 1);
}

void TestTraefikSource::pokeReadsEverything()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    Timing timing = still();
    timing.pokeOffsets = {5ms, 20ms, 60ms};
    const auto source = sourceOf(server, clock, timing);
    QSignalSpy changed(source.get(), &Source::configurationChanged);
    source->start();
    QVERIFY(changed.wait());

    server.setJson("/api/http/routers", changedRouters());
    source->poke();

    QVERIFY(changed.wait());
    QTRY_VERIFY(server.requests("/api/http/routers") >= 3);
    const int most = 1 + 3;
    QTest::qWait(150); // the schedule is over: nothing more may come
    QVERIFY(server.requests("/api/http/routers") <= most);
}

void TestTraefikSource::olderVersionsLackSomeCalls()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    const QByteArray missing = ScriptedTraefik::answer(404, "404 page not found\n", "text/plain; charset=utf-8");
    for (const QByteArray& path :
         {"/api/certificates"_ba, "/api/udp/routers"_ba, "/api/udp/services"_ba, "/api/tcp/middlewares"_ba})
        server.setRaw(path, missing);
    const auto source = sourceOf(server, clock, still());

    source->start();

    QTRY_COMPARE(source->state().phase, SourcePhase::Live);
    QVERIFY(!source->configuration().certificates);
    QCOMPARE(source->configuration().routers.size(), 11);
}

void TestTraefikSource::closedApiIsAKnownState()
{
    ScriptedTraefik server;
    server.setEverything(ScriptedTraefik::answer(404, "404 page not found\n", "text/plain; charset=utf-8"));
    base::FixedClock clock(QDateTime({2026, 11, 23}, {19, 0}, Qt::UTC));
    const auto source = sourceOf(server, clock, still());
    QSignalSpy changed(source.get(), &Source::configurationChanged);

    source->start();

    QTRY_COMPARE(server.requests("/api/overview"), 1);
    QVERIFY(!source->isApiClosed()); // one such answer may be a restart
    QTRY_VERIFY(source->isApiClosed());
    QVERIFY(server.requests("/api/overview") >= 2);
    QCOMPARE(source->state().phase, SourcePhase::Live);
    QVERIFY(!source->state().error);
    QVERIFY(source->state().notice.contains(u"Traefik on firefly-sub01"_s));
    QCOMPARE(base::sourceHealth(source->state(), clock.now()), base::State::Ok);
    QVERIFY(changed.isEmpty());
    QCOMPARE(server.requests(), server.requests("/api/overview"));
}

void TestTraefikSource::closedApiKeepsWhatWasRead()
{
    ScriptedTraefik server;
    base::FixedClock clock(QDateTime({2026, 11, 23}, {19, 0}, Qt::UTC));
    const auto source = sourceOf(server, clock, still());
    source->start();
    QTRY_COMPARE(source->state().phase, SourcePhase::Live);
    const auto readAt = source->state().fetchedAt;

    server.setEverything(ScriptedTraefik::answer(404, "404 page not found\n", "text/plain; charset=utf-8"));
    clock.advance(3h);
    source->refresh();

    QTRY_VERIFY(source->isApiClosed());
    QCOMPARE(source->configuration().routers.size(), 11);
    QCOMPARE(source->state().fetchedAt, readAt);
    QCOMPARE(base::sourceHealth(source->state(), clock.now()), base::State::Stale);
}

void TestTraefikSource::closedApiOpensAgain()
{
    ScriptedTraefik server;
    server.setEverything(ScriptedTraefik::answer(404, "404 page not found\n", "text/plain; charset=utf-8"));
    base::SystemClock clock;
    Timing timing = still();
    timing.overviewPeriod = 10ms;
    const auto source = sourceOf(server, clock, timing);
    source->start();
    QTRY_VERIFY(source->isApiClosed());

    server.restore();

    QTRY_VERIFY(!source->isApiClosed());
    QCOMPARE(source->configuration().routers.size(), 11);
    QCOMPARE(source->state().notice, QString());
}

void TestTraefikSource::passwordIsAskedFor()
{
    ScriptedTraefik server;
    server.requireAuthorization("Basic YWRtaW46c2VjcmV0");
    base::SystemClock clock;
    const auto source = sourceOf(server, clock, still(), http::Credentials::basic(u"admin"_s, u"wrong-canary"_s));

    source->start();

    QTRY_COMPARE(source->state().phase, SourcePhase::Waiting);
    QCOMPARE(source->state().error->kind, ErrorKind::Unauthorized);
    QVERIFY(source->state().error->sentence().contains("--traefik-user"_L1));
    QVERIFY(!source->state().error->sentence().contains("canary"_L1));
    QVERIFY(!source->isApiClosed());
}

void TestTraefikSource::passwordIsGiven()
{
    ScriptedTraefik server;
    server.requireAuthorization("Basic YWRtaW46c2VjcmV0");
    base::SystemClock clock;
    const auto source = sourceOf(server, clock, still(), http::Credentials::basic(u"admin"_s, u"secret"_s));

    source->start();

    QTRY_COMPARE(source->state().phase, SourcePhase::Live);
    QCOMPARE(source->configuration().routers.size(), 11);
}

void TestTraefikSource::faultsWaitAndKeepTheRows_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("isCut");
    QTest::addColumn<ErrorKind>("kind");
    const auto text = [](int status, const QByteArray& body, const QByteArray& type) {
        return ScriptedTraefik::answer(status, body, type);
    };
    const QByteArray html = "<html><head><title>Welcome to nginx!</title></head></html>\n";
    QTest::newRow("HTML page") << text(200, html, "text/html") << false << ErrorKind::WrongProduct;
    QTest::newRow("HTML under JSON") << text(200, html, "application/json") << false << ErrorKind::WrongProduct;
    QTest::newRow("HTML 404") << text(404, html, "text/html") << false << ErrorKind::WrongProduct;
    QTest::newRow("other JSON") << text(200, R"({"config":{"Datacenter":"dc1"}})", "application/json") << false
                                << ErrorKind::WrongProduct;
    QTest::newRow("not JSON") << text(200, "{\"http\":", "application/json") << false << ErrorKind::Malformed;
    QTest::newRow("JSON 404") << text(404, R"({"message":"no"})", "text/plain") << false << ErrorKind::NotFound;
    QTest::newRow("403") << text(403, "Forbidden", "text/plain") << false << ErrorKind::Forbidden;
    QTest::newRow("429") << text(429, "slow down", "text/plain") << false << ErrorKind::RateLimited;
    QTest::newRow("500") << text(500, "oops", "text/plain") << false << ErrorKind::ServerError;
    QTest::newRow("redirect")
        << "HTTP/1.1 308 Permanent Redirect\r\nLocation: https://x/\r\nContent-Length: 0\r\n\r\n"_ba << false
        << ErrorKind::Redirected;
    QTest::newRow("cut")
        << "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"http\""_ba << true
        << ErrorKind::Cut;
    QTest::newRow("hang") << QByteArray() << false << ErrorKind::TimedOut;
}

void TestTraefikSource::faultsWaitAndKeepTheRows()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, isCut);
    QFETCH(ErrorKind, kind);
    ScriptedTraefik server;
    base::FixedClock clock(QDateTime({2026, 11, 23}, {19, 0}, Qt::UTC));
    Timing timing = still();
    timing.limits.firstByte = 200ms;
    timing.retryScale = 100; // the state is looked at before the next try
    const auto source = sourceOf(server, clock, timing);
    QSignalSpy changed(source.get(), &Source::configurationChanged);
    source->start();
    QTRY_COMPARE(source->state().phase, SourcePhase::Live);

    server.setEverything(answer, isCut);
    source->refresh();

    QTRY_COMPARE(source->state().phase, SourcePhase::Waiting);
    QVERIFY(source->state().error);
    QCOMPARE(source->state().error->kind, kind);
    QVERIFY(!source->state().error->sentence().isEmpty());
    QVERIFY(source->state().nextTry && *source->state().nextTry > clock.now());
    QCOMPARE(source->configuration().routers.size(), 11);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(base::sourceHealth(source->state(), clock.now()), base::State::Stale);

    server.restore();
    source->refresh();

    QTRY_COMPARE(source->state().phase, SourcePhase::Live);
    QVERIFY(!source->state().error);
    QCOMPARE(changed.size(), 1);
}

void TestTraefikSource::refusedConnectionRecovers()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    Timing timing = still();
    timing.overviewPeriod = 10ms;
    const auto source = sourceOf(server, clock, timing);
    source->start();
    QTRY_COMPARE(source->state().phase, SourcePhase::Live);

    server.close();

    QTRY_COMPARE(source->state().phase, SourcePhase::Waiting);
    QTRY_COMPARE(source->state().error->kind, ErrorKind::Unreachable);
    server.setJson("/api/http/routers", changedRouters()); // the overview stays equal
    server.listen();
    QTRY_COMPARE(source->state().phase, SourcePhase::Live);
    QCOMPARE(source->configuration().routers.last().rule, u"Host(`firefly-sub03.tail1a2b3.ts.net`)"_s);
}

void TestTraefikSource::restartTakesNoRouterAway()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    Timing timing = still();
    timing.overviewPeriod = 10ms;
    timing.closedAfter = 400ms;
    const auto source = sourceOf(server, clock, timing);
    QSignalSpy changed(source.get(), &Source::configurationChanged);
    bool hasLostRouter = false;
    connect(source.get(), &Source::configurationChanged, this,
            [&] { hasLostRouter |= !hasRouter(source->configuration(), u"web@nomad"_s); });
    source->start();
    QVERIFY(changed.wait());

    // As seen with 3.7.15: 404 text, then an API without the provider's routers, then all.
    server.setEverything(ScriptedTraefik::answer(404, "404 page not found\n", "text/plain; charset=utf-8"));
    server.forget();
    QTRY_VERIFY(server.requests("/api/overview") >= 1);
    QVERIFY(!source->isApiClosed());
    server.restore();
    server.setJson("/api/version", version("2026-11-23T20:00:00Z"));
    server.setJson("/api/http/routers", internalRouters());
    server.setJson("/api/overview", recorded(u"mixed/mixed-overview"_s).body);
    server.forget();
    QTRY_VERIFY(server.requests("/api/http/routers") >= 2);
    QCOMPARE(changed.size(), 1);
    QVERIFY(hasRouter(source->configuration(), u"web@nomad"_s));
    server.restore();
    server.setJson("/api/version", version("2026-11-23T20:00:00Z"));

    QVERIFY(changed.wait()); // the new start time
    QCOMPARE(source->configuration().startedAt, QDateTime({2026, 11, 23}, {20, 0}, Qt::UTC));
    QCOMPARE(source->state().phase, SourcePhase::Live);
    QVERIFY(!hasLostRouter);
    QCOMPARE(changed.size(), 2);
}

void TestTraefikSource::realLossAfterARestartIsBelieved()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    Timing timing = still();
    timing.settlePeriod = 100ms;
    const auto source = sourceOf(server, clock, timing);
    QSignalSpy changed(source.get(), &Source::configurationChanged);
    source->start();
    QVERIFY(changed.wait());

    server.setJson("/api/version", version("2026-11-23T20:00:00Z"));
    server.setJson("/api/http/routers", internalRouters());
    source->refresh();

    QTRY_COMPARE(source->state().phase, SourcePhase::Connecting); // old rows, shown as old
    QVERIFY(changed.wait());
    QVERIFY(!hasRouter(source->configuration(), u"web@nomad"_s));
    QCOMPARE(source->state().phase, SourcePhase::Live);
}

void TestTraefikSource::lossWithoutRestartIsBelievedAtOnce()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    const auto source = sourceOf(server, clock, still());
    QSignalSpy changed(source.get(), &Source::configurationChanged);
    source->start();
    QVERIFY(changed.wait());

    server.setJson("/api/http/routers", internalRouters());
    source->refresh();

    QVERIFY(changed.wait());
    QVERIFY(!hasRouter(source->configuration(), u"web@nomad"_s));
    QCOMPARE(server.requests("/api/http/routers"), 2);
}

void TestTraefikSource::failedListDoesNotMixRounds()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    Timing timing = still();
    timing.retryScale = 100;
    const auto source = sourceOf(server, clock, timing);
    QSignalSpy changed(source.get(), &Source::configurationChanged);
    source->start();
    QVERIFY(changed.wait());

    server.setJson("/api/http/routers", changedRouters());
    server.setText("/api/udp/services", 500, "oops");
    source->refresh();
    QTRY_COMPARE(source->state().phase, SourcePhase::Waiting);
    QCOMPARE(source->configuration().routers.last().rule, u"Host(`firefly-sub01.tail1a2b3.ts.net`)"_s);
    QCOMPARE(changed.size(), 1);

    server.setJson("/api/udp/services", "[]\n");
    source->refresh();

    QVERIFY(changed.wait());
    QCOMPARE(source->configuration().routers.last().rule, u"Host(`firefly-sub03.tail1a2b3.ts.net`)"_s);
}

void TestTraefikSource::onceEndsLiveAndAsksNoMore()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    Timing timing = still();
    timing.overviewPeriod = 5ms;
    const auto source = sourceOf(server, clock, timing);

    source->start(true);

    QTRY_COMPARE(source->state().phase, SourcePhase::Live);
    QTest::qWait(60); // twelve periods
    QCOMPARE(server.requests(), 12);
    QVERIFY(!source->state().nextTry);
}

void TestTraefikSource::onceEndsWaitingOnFault()
{
    ScriptedTraefik server;
    server.close();
    base::SystemClock clock;
    const auto source = sourceOf(server, clock, still());

    source->start(true);

    QTRY_COMPARE(source->state().phase, SourcePhase::Waiting);
    QCOMPARE(source->state().error->kind, ErrorKind::Unreachable);
    QVERIFY(!source->state().nextTry);
}

void TestTraefikSource::onceEndsWhenNothingAnswers()
{
    ScriptedTraefik server;
    server.setEverything({});
    base::SystemClock clock;
    Timing timing = still();
    timing.onceLimit = 50ms;
    const auto source = sourceOf(server, clock, timing);

    source->start(true);

    QTRY_COMPARE(source->state().phase, SourcePhase::Waiting);
    QCOMPARE(source->state().error->kind, ErrorKind::TimedOut);
}

void TestTraefikSource::sleepDropsTheWait()
{
    ScriptedTraefik server;
    base::FixedClock clock(QDateTime({2026, 11, 23}, {19, 0}, Qt::UTC));
    Timing timing = still();
    timing.overviewPeriod = 20ms;
    const auto source = sourceOf(server, clock, timing);
    source->start();
    QTRY_COMPARE(source->state().phase, SourcePhase::Live);
    QTRY_VERIFY(server.requests("/api/overview") >= 3);
    QCOMPARE(server.requests("/api/http/routers"), 1);

    clock.advance(2h);

    QTRY_COMPARE(server.requests("/api/http/routers"), 2);
    QTRY_COMPARE(source->state().fetchedAt, clock.now());
}

void TestTraefikSource::refreshReadsAtOnce()
{
    ScriptedTraefik server;
    server.setEverything({}); // hangs
    base::SystemClock clock;
    const auto source = sourceOf(server, clock, still());
    source->start();
    QTRY_COMPARE(server.requests("/api/overview"), 1);

    server.restore();
    source->refresh(); // the hanging request is given up

    QTRY_COMPARE(source->state().phase, SourcePhase::Live);
}

void TestTraefikSource::stoppedSourceIsSilent()
{
    ScriptedTraefik server;
    base::SystemClock clock;
    Timing timing = still();
    timing.overviewPeriod = 5ms;
    timing.pokeOffsets = {5ms};
    const auto source = sourceOf(server, clock, timing);
    source->start();
    QTRY_COMPARE(source->state().phase, SourcePhase::Live);

    source->poke();
    source->stop();
    source->poke();
    source->refresh();
    server.forget();
    QSignalSpy states(source.get(), &Source::stateChanged);
    QTest::qWait(60);

    QVERIFY(server.requests() <= 1); // one may have been on its way
    QVERIFY(states.isEmpty());
    QCOMPARE(source->configuration().routers.size(), 11);
}

void TestTraefikSource::unreadableValuesAreSaid()
{
    ScriptedTraefik server;
    server.setJson("/api/http/routers", R"([{"name":"a@x","status":"enabled","rule":7}])");
    base::SystemClock clock;
    const auto source = sourceOf(server, clock, still());

    source->start();

    QTRY_COMPARE(source->state().phase, SourcePhase::Live);
    QCOMPARE(source->issues().size(), 1);
    QCOMPARE(source->issues().first().path, u"/api/http/routers [0].rule"_s);
    QVERIFY(source->state().notice.contains("expected string, found number"_L1));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTraefikSource)
#include "test_traefik_source.moc"
