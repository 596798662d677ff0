// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/findings/checked.h"
#include "tests/support/message_guard.h"

#include <QtTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::cluster;
using namespace tailboard::cluster_test;
using base::State;
using findings::Findings;
using findings_test::Checked;

namespace {

const QString sub01 = u"firefly-sub01.tail1a2b3.ts.net"_s;

base::SourceState lostSource(const QDateTime& since)
{
    base::SourceState source;
    source.phase = base::SourcePhase::Waiting;
    source.fetchedAt = since;
    source.error = base::Error{.kind = base::ErrorKind::Unreachable,
                               .what = u"Nomad refuses connections."_s,
                               .why = {},
                               .hint = u"Start it."_s,
                               .original = u"Connection refused"_s};
    return source;
}

} // namespace

class TestFindings : public QObject
{
    Q_OBJECT

private slots:
    void wellClusterHasNone();
    void lostSourceIsToldAndNeverWell();
    void oldSourceIsToldWhenItsTimeIsOver();
    void reconnectingSourceIsNoNewsAtFirst();
    void limitedSourceIsUnknown();
    void routerErrorHasTraefiksWords();
    void routerErrorOfManyHostsIsOne();
    void routerWithoutServer();
    void tagThatNoTraefikShows();
    void routerMissingOnOne();
    void oneRuleOnTwoRouters();
    void rulesThatDifferAreNoClash_data();
    void rulesThatDifferAreNoClash();
    void offlinePeerThatServesARoute();
    void offlinePeerWithoutRoutesIsNone();
    void endingKeyIsToldInTime();
    void ownEndingKeyIsTold();
    void failingAllocationsAreCountedByGroup();
    void restartingAllocationIsForgottenInTime();
    void consulServicesAreNamed();
    void sinceIsKeptWhileItLives();
    void onlyTouchedFindingsChange();
    void incrementalIsTheSameAsFresh();
};

void TestFindings::wellClusterHasNone()
{
    Checked checked(webWorld());

    QCOMPARE(checked.ids(), QStringList());
    QCOMPARE(checked.findings.worst(), State::Ok);
}

void TestFindings::lostSourceIsToldAndNeverWell()
{
    Checked checked(webWorld());

    checked.join.setNomadSource(lostSource(checked.clock.now().addSecs(-5)));
    checked.findings.updateSources();

    const Finding* finding = checked.get(u"source-lost/nomad"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Warning);
    QCOMPARE(finding->text, u"Nomad refuses connections."_s);
    QCOMPARE(finding->remedy, u"Start it."_s);
    QCOMPARE(finding->original, u"Connection refused"_s);
    QVERIFY(checked.findings.worst() != State::Ok);

    base::SourceState never = lostSource({});
    never.fetchedAt.reset();
    checked.join.setTailscaleSource(never);
    checked.findings.updateSources();
    QCOMPARE(checked.get(u"source-lost/tailscale"_s)->severity, State::Critical);
    QCOMPARE(checked.findings.worst(), State::Critical);

    checked.join.setNomadSource(liveSource());
    checked.join.setTailscaleSource(liveSource());
    checked.findings.updateSources();
    QCOMPARE(checked.ids(), QStringList());
    QCOMPARE(checked.findings.worst(), State::Ok);
}

void TestFindings::oldSourceIsToldWhenItsTimeIsOver()
{
    cluster_test::World world = webWorld();
    TraefikInstance& instance = world.traefiks.at(traefikKey(2)).instance;
    instance.source.streaming = false;
    instance.source.period = 10s;
    instance.source.fetchedAt = QDateTime(QDate(2026, 11, 23), QTime(19, 0), Qt::UTC);
    Checked checked(world);
    checked.tick(20s);
    QCOMPARE(checked.ids(), QStringList());

    checked.tick(1s);

    const Finding* finding = checked.get(u"source-lost/"_s + traefikKey(2));
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->subject, u"Traefik on firefly-sub02"_s);
}

void TestFindings::reconnectingSourceIsNoNewsAtFirst()
{
    Checked checked(webWorld());
    base::SourceState source;
    source.phase = base::SourcePhase::Connecting;
    source.fetchedAt = checked.clock.now();
    checked.join.setNomadSource(source);
    checked.findings.updateSources();
    QCOMPARE(checked.ids(), QStringList());

    checked.tick(46s);

    QVERIFY_WHOLE(checked.get(u"source-lost/nomad"_s));
}

void TestFindings::limitedSourceIsUnknown()
{
    Checked checked(webWorld());
    base::SourceState source = liveSource();
    source.notice = u"The token may not read services (needs read-job)."_s;
    checked.join.setNomadSource(source);
    checked.findings.updateSources();

    const Finding* finding = checked.get(u"source-limited/nomad"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Unknown);
    QCOMPARE(finding->text, source.notice);
    QVERIFY(!checked.get(u"source-lost/nomad"_s));
}

void TestFindings::routerErrorHasTraefiksWords()
{
    cluster_test::World world = webWorld();
    for (auto& [key, traefik] : world.traefiks) {
        traefik.configuration.routers[0].status = traefik::ObjectStatus::Disabled;
        traefik.configuration.routers[0].errors = {u"middleware \"nosuch@nomad\" does not exist"_s};
    }
    Checked checked(world);

    const Finding* finding = checked.get(u"router-error/web@nomad"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Critical);
    QCOMPARE(finding->original, u"middleware \"nosuch@nomad\" does not exist"_s);
    QVERIFY(finding->remedy.contains(u"middleware"_s));

    checked.world.traefiks.begin()->second.configuration = webWorld().traefiks.begin()->second.configuration;
    checked.world.feedTraefik(checked.join, traefikKey(1));
    checked.flush();
    QCOMPARE(checked.get(u"router-error/web@nomad"_s)->severity, State::Warning);
    QVERIFY(checked.get(u"router-error/web@nomad"_s)->text.contains(u"firefly-sub02"_s));
}

void TestFindings::routerErrorOfManyHostsIsOne()
{
    cluster_test::World world = webWorld();
    world.show(u"many"_s, u"Host(`a`) || Host(`b`) || Host(`c`)"_s, u"web"_s,
               {u"http://100.64.0.1:20001"_s, u"http://100.64.0.2:20002"_s});
    for (auto& [key, traefik] : world.traefiks)
        traefik.configuration.routers[1].status = traefik::ObjectStatus::Warning;
    Checked checked(world);
    QCOMPARE(checked.ids(), QStringList{u"router-error/many@nomad"_s});

    // One host less: the finding stays for the others.
    for (auto& [key, traefik] : checked.world.traefiks) {
        traefik.configuration.routers[1].rule = u"Host(`b`) || Host(`c`)"_s;
        checked.world.feedTraefik(checked.join, key);
    }
    checked.flush();
    QCOMPARE(checked.ids(), QStringList{u"router-error/many@nomad"_s});

    for (auto& [key, traefik] : checked.world.traefiks) {
        traefik.configuration.routers.removeAt(1);
        checked.world.feedTraefik(checked.join, key);
    }
    checked.flush();
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindings::routerWithoutServer()
{
    cluster_test::World world = webWorld();
    for (auto& [key, traefik] : world.traefiks)
        traefik.configuration.services[0].servers.clear();
    Checked checked(world);

    QVERIFY_WHOLE(checked.get(u"router-without-server/web@nomad"_s));
    QCOMPARE(checked.ids().size(), 1);
}

void TestFindings::tagThatNoTraefikShows()
{
    cluster_test::World world = webWorld();
    for (auto& [key, traefik] : world.traefiks)
        traefik.configuration.routers.clear();
    Checked checked(world);
    QCOMPARE(checked.ids(), QStringList()); // Traefik may not have polled yet

    checked.tick(20s);

    const Finding* finding = checked.get(u"tag-not-in-traefik/web@nomad"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Critical);
    QVERIFY(finding->text.contains(u"web"_s));
}

void TestFindings::routerMissingOnOne()
{
    cluster_test::World world = webWorld();
    world.traefiks.at(traefikKey(2)).configuration.routers.clear();
    Checked checked(world);
    checked.tick(20s);

    const Finding* finding = checked.get(u"router-missing/web@nomad"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Warning);
    QVERIFY(finding->text.contains(u"firefly-sub01"_s));
}

void TestFindings::oneRuleOnTwoRouters()
{
    cluster_test::World world = webWorld();
    for (auto& [key, traefik] : world.traefiks) {
        traefik::Router twin = router(u"twin"_s, u"Host( `firefly-sub01.tail1a2b3.ts.net` )"_s, u"web"_s);
        twin.entryPoints = {u"websecure"_s, u"web"_s}; // another order, the same place
        traefik.configuration.routers.append(twin);
    }
    Checked checked(world);

    QCOMPARE(checked.ids().size(), 1);
    const Finding* finding = checked.get(checked.ids().first());
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->check, u"same-rule"_s);
    QVERIFY(finding->text.contains(u"twin@nomad"_s) && finding->text.contains(u"web@nomad"_s));

    for (auto& [key, traefik] : checked.world.traefiks) {
        traefik.configuration.routers[1].priority = u"99"_s;
        checked.world.feedTraefik(checked.join, key);
    }
    checked.flush();
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindings::rulesThatDifferAreNoClash_data()
{
    QTest::addColumn<std::function<void(traefik::Router&)>>("difference");
    using Change = std::function<void(traefik::Router&)>;
    QTest::newRow("host") << Change([](traefik::Router& r) { r.rule = hostRule(u"other"_s); });
    QTest::newRow("path") << Change([](traefik::Router& r) { r.rule += u" && PathPrefix(`/a`)"_s; });
    QTest::newRow("method") << Change([](traefik::Router& r) { r.rule += u" && Method(`GET`)"_s; });
    QTest::newRow("entry point") << Change([](traefik::Router& r) { r.entryPoints = {u"web"_s}; });
    QTest::newRow("TLS") << Change([](traefik::Router& r) { r.hasTls = false; });
    QTest::newRow("priority") << Change([](traefik::Router& r) { r.priority = u"39"_s; });
}

void TestFindings::rulesThatDifferAreNoClash()
{
    using Change = std::function<void(traefik::Router&)>;
    QFETCH(Change, difference);
    cluster_test::World world = webWorld();
    for (auto& [key, traefik] : world.traefiks) {
        traefik::Router other = router(u"other"_s, hostRule(sub01), u"web"_s);
        difference(other);
        traefik.configuration.routers.append(other);
    }
    Checked checked(world);

    QCOMPARE(checked.ids(), QStringList());
}

void TestFindings::offlinePeerThatServesARoute()
{
    cluster_test::World world = webWorld();
    world.peers.at(u"peer-2"_s).isOnline = false;
    Checked checked(world);

    const Finding* finding = checked.get(u"route-peer-offline/peer-2"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Warning); // the other node still answers
    QCOMPARE(finding->subject, u"firefly-sub02"_s);

    checked.world.peers.at(u"peer-1"_s).isOnline = false; // the owner of the name
    checked.world.feedTailnet(checked.join);
    checked.flush();
    QCOMPARE(checked.get(u"route-peer-offline/peer-1"_s)->severity, State::Critical);

    // The tailnet goes down: who is online is not known any more.
    checked.world.backend = tailscale::BackendState::Stopped;
    checked.world.feedTailnet(checked.join);
    checked.flush();
    checked.tick(3601s);
    QVERIFY(!checked.get(u"route-peer-offline/peer-1"_s));
}

void TestFindings::offlinePeerWithoutRoutesIsNone()
{
    cluster_test::World world = webWorld();
    world.addNode(5);
    world.peers.at(u"peer-5"_s).isOnline = false;
    Checked checked(world);
    QCOMPARE(checked.ids(), QStringList());

    // Its only route goes away again.
    checked.world.peers.at(u"peer-2"_s).isOnline = false;
    checked.world.feedTailnet(checked.join);
    checked.flush();
    QCOMPARE(checked.ids().size(), 1);
    nomad::Allocation stopped = checked.world.allocations.at(uuid(2));
    stopped.desiredStatus = nomad::DesiredStatus::Stop;
    ++stopped.modifyIndex;
    checked.tell(stopped);
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindings::endingKeyIsToldInTime()
{
    cluster_test::World world = webWorld();
    const QDateTime now(QDate(2026, 11, 23), QTime(19, 0), Qt::UTC);
    world.peers.at(u"peer-2"_s).keyExpiry = now.addDays(14).addSecs(3600);
    world.peers.at(u"peer-1"_s).keyExpiry = now.addDays(180);
    Checked checked(world);
    QCOMPARE(checked.ids(), QStringList());

    checked.tick(3600s);
    const Finding* finding = checked.get(u"peer-key-ending/peer-2"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Warning);
    QCOMPARE(finding->subject, u"firefly-sub02"_s);
    const QDateTime since = finding->since;

    checked.tick(11 * 24h);
    QCOMPARE(checked.get(u"peer-key-ending/peer-2"_s)->severity, State::Critical);
    QVERIFY(!checked.get(u"peer-key-ending/peer-2"_s)->text.contains(u"ended"_s));

    checked.tick(3 * 24h);
    QVERIFY(checked.get(u"peer-key-ending/peer-2"_s)->text.contains(u"ended"_s));
    QCOMPARE(checked.get(u"peer-key-ending/peer-2"_s)->since, since);

    checked.world.peers.at(u"peer-2"_s).keyExpiry.reset();
    checked.world.feedTailnet(checked.join);
    checked.flush();
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindings::ownEndingKeyIsTold()
{
    cluster_test::World world = webWorld();
    world.peers.at(u"peer-1"_s).isSelf = true;
    world.peers.at(u"peer-1"_s).keyExpiry = QDateTime(QDate(2026, 11, 24), QTime(19, 0), Qt::UTC);
    Checked checked(world);

    const Finding* finding = checked.get(u"peer-key-ending/peer-1"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Critical);
    QVERIFY(finding->text.contains(u"this machine"_s));
}

void TestFindings::failingAllocationsAreCountedByGroup()
{
    Checked checked(webWorld());
    nomad::Allocation one = checked.world.addAllocation(11, u"batch"_s, 1);
    nomad::Allocation two = checked.world.addAllocation(12, u"batch"_s, 2);
    one.clientStatus = nomad::ClientStatus::Failed;
    two.clientStatus = nomad::ClientStatus::Lost;
    checked.tell(one);

    const Finding* finding = checked.get(u"allocation-failing/default/batch/batch"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Critical);
    QCOMPARE(finding->subject, u"batch"_s);

    checked.tell(two);
    QCOMPARE(checked.ids().size(), 1);
    QVERIFY(checked.get(u"allocation-failing/default/batch/batch"_s)->text.contains(u"2 "_s));

    // One is replaced, the other stopped.
    one.hasReplacement = true;
    ++one.modifyIndex;
    checked.tell(one);
    two.desiredStatus = nomad::DesiredStatus::Stop;
    ++two.modifyIndex;
    checked.tell(two);
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindings::restartingAllocationIsForgottenInTime()
{
    Checked checked(webWorld());
    nomad::Allocation row = checked.world.allocations.at(uuid(1));
    row.restarts = 3;
    row.modifyTime = checked.clock.now().toMSecsSinceEpoch() * 1'000'000;
    ++row.modifyIndex;
    checked.tell(row);

    const Finding* finding = checked.get(u"allocation-failing/default/web/web"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Warning);
    QVERIFY(finding->text.contains(u'3'));

    checked.tick(601s);
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindings::consulServicesAreNamed()
{
    Checked checked(webWorld());
    checked.join.consulServicesFound({u"default"_s, u"old"_s}, {{u"legacy"_s, u"consul"_s, {}}});
    checked.flush();

    const Finding* finding = checked.get(u"consul-not-read/default/legacy"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Unknown);

    checked.join.consulServicesFound({u"default"_s, u"old"_s}, {});
    checked.flush();
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindings::sinceIsKeptWhileItLives()
{
    Checked checked(webWorld());
    nomad::Allocation row = checked.world.allocations.at(uuid(1));
    row.clientStatus = nomad::ClientStatus::Failed;
    ++row.modifyIndex;
    checked.tell(row);
    const QDateTime since = checked.get(u"allocation-failing/default/web/web"_s)->since;
    QCOMPARE(since, checked.clock.now());

    checked.tick(60s);
    row.clientDescription = base::Symbol::of(u"Failed tasks");
    ++row.modifyIndex;
    checked.tell(row);

    const Finding* finding = checked.get(u"allocation-failing/default/web/web"_s);
    QCOMPARE(finding->since, since);
    QCOMPARE(finding->original, u"Failed tasks"_s);
}

void TestFindings::onlyTouchedFindingsChange()
{
    cluster_test::World world = webWorld();
    world.addAllocation(11, u"one"_s, 1).clientStatus = nomad::ClientStatus::Failed;
    world.addAllocation(12, u"two"_s, 1).clientStatus = nomad::ClientStatus::Failed;
    Checked checked(world);
    QCOMPARE(checked.ids().size(), 2);
    checked.deltas.clear();

    nomad::Allocation row = world.allocations.at(uuid(11));
    row.desiredStatus = nomad::DesiredStatus::Stop;
    ++row.modifyIndex;
    checked.tell(row);

    QCOMPARE(checked.deltas.size(), size_t(1));
    QCOMPARE(checked.deltas[0].table, TableId::Findings);
    QCOMPARE(checked.deltas[0].removed.size(), size_t(1));
    QVERIFY(checked.deltas[0].inserted.empty() && checked.deltas[0].changed.empty());

    checked.deltas.clear();
    checked.flush();
    QVERIFY(checked.deltas.empty());
}

void TestFindings::incrementalIsTheSameAsFresh()
{
    std::mt19937 random(21);
    const auto pick = [&random](int limit) { return int(random() % unsigned(limit)); };
    cluster_test::World world = webWorld();
    for (int i = 10; i < 30; ++i)
        world.addAllocation(i, u"job-%1"_s.arg(i % 4), 1 + i % 2);
    Checked checked(world);

    size_t most = 0;
    for (int step = 0; step < 2'000; ++step) {
        switch (pick(4)) {
        case 0: {
            nomad::Allocation& row = checked.world.allocations.at(uuid(10 + pick(20)));
            row.clientStatus = nomad::ClientStatus(pick(7));
            row.desiredStatus = pick(3) ? nomad::DesiredStatus::Run : nomad::DesiredStatus::Stop;
            ++row.modifyIndex;
            checked.join.allocationsArrived({&row, 1});
            break;
        }
        case 1: {
            tailscale::Peer& peer = checked.world.peers.at(u"peer-%1"_s.arg(1 + pick(2)));
            peer.isOnline = pick(2);
            peer.keyExpiry = checked.clock.now().addDays(pick(30) - 5);
            checked.world.feedTailnet(checked.join);
            break;
        }
        case 2: {
            auto& traefik = checked.world.traefiks.at(traefikKey(1 + pick(2)));
            const QString name = u"r%1"_s.arg(pick(4));
            traefik.configuration.routers.removeIf(
                [&](const traefik::Router& row) { return row.name == name + u"@nomad"_s; });
            if (pick(3)) {
                traefik::Router row = router(name, hostRule(pick(2) ? sub01 : u"b"_s), u"web"_s);
                row.status = traefik::ObjectStatus(pick(4));
                traefik.configuration.routers.append(row);
            }
            checked.join.setConfiguration(traefik.instance.key, traefik.configuration);
            break;
        }
        case 3:
            checked.join.consulServicesFound({u"default"_s, u"job"_s},
                                             pick(2) ? QList<nomad::DeclaredService>{{u"c"_s, u"consul"_s, {}}}
                                                     : QList<nomad::DeclaredService>());
            break;
        }
        if (pick(3) == 0) checked.flush();
        if (step % 20 != 0) continue;
        checked.flush();
        checked.tick(30s);
        const Findings fresh(checked.join, checked.clock);
        QStringList ids;
        fresh.table().forEach([&](Slot, const Finding& finding) {
            ids.append(finding.id);
            const Finding* other = checked.get(finding.id);
            QVERIFY2(other, qPrintable(u"step %1: %2 is missing"_s.arg(step).arg(finding.id)));
            Finding aligned = *other;
            aligned.since = finding.since;
            QVERIFY2(aligned == finding,
                     qPrintable(u"step %1: %2"_s.arg(step).arg(finding.id) + aligned.text + finding.text));
        });
        ids.sort();
        QCOMPARE(checked.ids(), ids);
        most = std::max(most, size_t(ids.size()));
    }
    QVERIFY(most > 5);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestFindings)
#include "test_findings.moc"
