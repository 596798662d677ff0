// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/trial.h"
#include "tests/support/message_guard.h"

#include <QCoreApplication>
#include <QSignalSpy>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::faults_test;
using base::SourcePhase;
using base::State;
using cluster_test::Watched;
using demo::Server;

/// Clocks that are wrong, a laptop that slept, and what happened while nobody looked.
class TestFaultsTime : public QObject
{
    Q_OBJECT

private slots:
    void skewedServersAreReadAsEver_data();
    void skewedServersAreReadAsEver();
    void ownWrongClockMakesNothingOldForLong_data();
    void ownWrongClockMakesNothingOldForLong();
    void wakeUpReconnectsEverySource();
    void connectionsThatDiedAsleepAreGivenUp();
    void rowsAreRightAfterAStreamGap();
};

namespace {

constexpr int longWait = 30'000;

std::vector<const base::SourceState*> sourcesOf(const Watched& w)
{
    std::vector<const base::SourceState*> sources{&w.tables().nomadSource, &w.tables().tailscaleSource};
    for (const QString& node : {u"firefly-sub01"_s, u"firefly-sub02"_s, u"firefly-sub03"_s})
        if (const auto* instance = w.instance(node)) sources.push_back(&instance->source);
    return sources;
}

bool areAllWell(const Watched& w)
{
    const auto sources = sourcesOf(w);
    return sources.size() == 5 && std::all_of(sources.begin(), sources.end(), [&](const base::SourceState* source) {
               return source->phase == SourcePhase::Live && !source->error &&
                      base::sourceHealth(*source, w.clock.now()) == State::Ok;
           });
}

/// All five have answered since that time of the monitor's clock.
bool areAllFresh(const Watched& w, const QDateTime& since)
{
    const auto sources = sourcesOf(w);
    return areAllWell(w) && std::all_of(sources.begin(), sources.end(), [&](const base::SourceState* source) {
               return source->fetchedAt && *source->fetchedAt >= since;
           });
}

bool hasNegativeAge(const Watched& w)
{
    const auto sources = sourcesOf(w);
    return std::any_of(sources.begin(), sources.end(), [&](const base::SourceState* source) {
        const auto age = base::sourceAge(*source, w.clock.now());
        return age && age->count() < 0;
    });
}

/// How the tables differ from those of somebody who reads the cluster for the first time now.
QStringList differencesFromTruth(const Watched& w)
{
    cluster::Monitor fresh(cluster_test::connectionsTo(w.demo.addresses()), w.clock);
    QSignalSpy settled(&fresh, &cluster::Monitor::settled);
    fresh.start(true);
    if (!QTest::qWaitFor([&] { return !settled.isEmpty(); }, longWait)) return {u"not settled"_s};
    Rows mine(w.tables()), truth(fresh.tables());
    // The counts of a job's groups come with its list only; no event tells of them.
    for (Rows* rows : {&mine, &truth})
        for (nomad::Job& job : rows->jobs)
            job.groups.clear();
    QStringList found = mine.differences(truth);
    // Of two monitors: slots differ, and routes and services name rows by slot.
    found.removeIf([](const QString& line) { return line.startsWith(u"routes"_s) || line.startsWith(u"services"_s); });
    return found + cluster_test::differences(w.tables(), fresh.tables());
}

} // namespace

void TestFaultsTime::skewedServersAreReadAsEver_data()
{
    QTest::addColumn<int>("hours");
    QTest::newRow("ahead") << 1;
    QTest::newRow("behind") << -1;
}

void TestFaultsTime::skewedServersAreReadAsEver()
{
    QFETCH(int, hours);
    Watched w;
    w.monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled() && areAllWell(w), longWait);
    const Rows before(w.tables());
    const QDateTime since = w.clock.now();

    w.demo.faults().setClockSkew(std::chrono::hours(hours));
    w.demo.replaceAllocation(u"web"_s);
    w.monitor->refresh();

    QTRY_VERIFY_WITH_TIMEOUT(areAllFresh(w, since), longWait);
    QTRY_VERIFY_WITH_TIMEOUT(w.tables().allocations.size() == before.allocations.size() + 1, longWait);
    QVERIFY(!hasNegativeAge(w));
    QCOMPARE(w.tables().routes.size(), before.routes.size());
    for (const base::SourceState* source : sourcesOf(w))
        QVERIFY(qAbs(source->fetchedAt->secsTo(w.clock.now())) < 60); // by our clock, not by theirs
}

void TestFaultsTime::ownWrongClockMakesNothingOldForLong_data()
{
    skewedServersAreReadAsEver_data();
}

void TestFaultsTime::ownWrongClockMakesNothingOldForLong()
{
    QFETCH(int, hours);
    Watched w;
    w.monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled() && areAllWell(w), longWait);
    const Rows before(w.tables());

    w.clock.setWrong(std::chrono::hours(hours));

    QVERIFY(!hasNegativeAge(w));
    QTRY_VERIFY_WITH_TIMEOUT(areAllWell(w), longWait);
    QCOMPARE(before.differences(Rows(w.tables())), QStringList());
}

void TestFaultsTime::wakeUpReconnectsEverySource()
{
    Watched w;
    w.monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled() && areAllWell(w), longWait);
    const size_t routes = w.tables().routes.size();
    const size_t allocations = w.tables().allocations.size();
    quint64 connections[demo::serverCount];
    for (int i = 0; i < demo::serverCount; ++i)
        connections[i] = w.demo.counters(Server(i)).connections;

    w.clock.sleep(10min);
    const QDateTime awake = w.clock.now();
    w.demo.replaceAllocation(u"web"_s);
    QVERIFY(!areAllWell(w)); // what is polled is ten minutes old

    QTRY_VERIFY_WITH_TIMEOUT(areAllFresh(w, awake), longWait);
    for (int i = 0; i < demo::serverCount; ++i) // tailscaled's bus is looked at every 5 s
        QTRY_VERIFY_WITH_TIMEOUT(w.demo.counters(Server(i)).connections > connections[i], longWait);
    QCOMPARE(w.tables().routes.size(), routes);
    QTRY_COMPARE_WITH_TIMEOUT(w.tables().allocations.size(), allocations + 1, longWait);
}

void TestFaultsTime::connectionsThatDiedAsleepAreGivenUp()
{
    Watched w;
    w.monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled() && areAllWell(w), longWait);

    // Nothing comes over the old connections any more, and nothing says so.
    w.demo.faults().set(Server::Nomad, demo::FaultKind::Hang);
    w.demo.faults().set(Server::Tailscale, demo::FaultKind::Hang);
    w.clock.sleep(10min);
    QTRY_VERIFY_WITH_TIMEOUT(w.tables().nomadSource.phase != SourcePhase::Live, longWait);
    QTRY_VERIFY_WITH_TIMEOUT(w.tables().tailscaleSource.phase != SourcePhase::Live, longWait);
    const QDateTime since = w.clock.now();
    w.demo.faults().clear();

    QTRY_VERIFY_WITH_TIMEOUT(areAllFresh(w, since), 2 * longWait);
}

void TestFaultsTime::rowsAreRightAfterAStreamGap()
{
    Watched w;
    w.monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled() && areAllWell(w), longWait);
    const size_t allocations = w.tables().allocations.size();

    w.demo.faults().makeStreamGap(500);
    w.demo.replaceAllocation(u"web"_s);
    w.demo.faults().makeStreamGap(500);

    QTRY_VERIFY_WITH_TIMEOUT(areAllWell(w) && w.tables().allocations.size() > allocations, longWait);
    QStringList differences;
    const bool isRight = QTest::qWaitFor([&] { return (differences = differencesFromTruth(w)).isEmpty(); }, longWait);
    QVERIFY2(isRight, qPrintable(differences.join(u'\n')));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestFaultsTime)
#include "test_faults_time.moc"
