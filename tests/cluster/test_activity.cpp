// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/activity.h"
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"

#include <QtTest>
#include <map>
#include <random>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::cluster;
using namespace tailboard::cluster_test;
using base::State;
using base::Symbol;

class TestActivity : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void firstReadingIsNoHappening();
    void allocationSaysFromWhatToWhat();
    void restartStopAndHealthAreTold();
    void jobIsRegisteredChangedStoppedAndPurged();
    void deploymentAndBlockedEvaluationAreTold();
    void usualEvaluationsAreNot();
    void nodeChangesAreTold();
    void serviceComesAndGoes();
    void routerCountsItsTraefiksInOneLine();
    void refusedRouterSaysWhy();
    void firstAnswerOfATraefikIsNoHappening();
    void lostTraefikTakesNoRouterAway();
    void peerGoesAndComesAndChangesItsPath();
    void stoppedTailscaleMakesNoPeerOffline();
    void gapHasBeginningAndEnd();
    void listThatWasForbiddenIsNoHappening();
    void manyAllocationsOfAJobShareALine();
    void lineTakesNothingOlderThanWhatIsTold();
    void stormOfManyJobsIsFewLines();
    void ringDropsTheOldest();
    void replayedLinesGiveTheLastStatuses_data();
    void replayedLinesGiveTheLastStatuses();

private:
    using Change = std::function<void()>;

    /// Everything that waits in the Join goes to the activity, as the Monitor does it.
    void pass()
    {
        const std::vector<Delta> deltas = m_join->flush();
        m_activity->update(deltas);
        m_join->recycle();
        m_activity->updateSources();
    }
    void make(const ActivityLimits& limits = {})
    {
        m_activity = std::make_unique<Activity>(
            *m_join, m_clock, [this](nomad::List) { return m_access; }, limits);
    }
    /// The world has been read, and time has passed since.
    void read(const ActivityLimits& limits = {})
    {
        make(limits);
        m_world.feed(*m_join);
        pass();
        m_clock.advance(60s);
    }
    nomad::Allocation& allocation(int n) { return m_world.allocations.at(uuid(n)); }
    void put(nomad::Allocation& row, nomad::ClientStatus status)
    {
        row.clientStatus = status;
        row.modifyTime = m_clock.now().toMSecsSinceEpoch() * 1'000'000;
        put(row);
    }
    template<typename Row>
    void put(Row& row)
    {
        ++row.modifyIndex;
        if constexpr (std::is_same_v<Row, nomad::Allocation>) m_join->allocationsArrived({&row, 1});
        if constexpr (std::is_same_v<Row, nomad::Node>) m_join->nodesArrived({&row, 1});
        if constexpr (std::is_same_v<Row, nomad::Job>) m_join->jobsArrived({&row, 1});
        if constexpr (std::is_same_v<Row, nomad::Deployment>) m_join->deploymentsArrived({&row, 1});
        if constexpr (std::is_same_v<Row, nomad::Evaluation>) m_join->evaluationsArrived({&row, 1});
        if constexpr (std::is_same_v<Row, nomad::ServiceRegistration>) m_join->registrationsArrived({&row, 1});
    }
    std::vector<ActivityEntry> lines() const
    {
        std::map<quint64, ActivityEntry> sorted;
        m_activity->lines().forEach([&](Slot, const ActivityEntry& row) { sorted[row.number] = row; });
        std::vector<ActivityEntry> all;
        for (const auto& [number, row] : sorted)
            all.push_back(row);
        return all;
    }
    ActivityEntry last() const { return lines().empty() ? ActivityEntry{} : lines().back(); }

    base::FixedClock m_clock{QDateTime({2026, 1, 5}, {12, 0}, Qt::UTC)};
    std::unique_ptr<Join> m_join;
    std::unique_ptr<Activity> m_activity;
    World m_world;
    nomad::ListAccess m_access;
};

void TestActivity::init()
{
    m_activity.reset();
    m_clock.setNow(QDateTime({2026, 1, 5}, {12, 0}, Qt::UTC));
    m_join = std::make_unique<Join>(m_clock);
    m_world = webWorld();
    m_access = {};
}

void TestActivity::firstReadingIsNoHappening()
{
    for (int i = 3; i < 500; ++i)
        m_world.addAllocation(i, u"many"_s, 1);
    make();
    QVERIFY(!m_activity->since());
    m_world.feed(*m_join);
    pass();
    QCOMPARE(m_activity->lines().size(), size_t(0));
    QCOMPARE(m_activity->since(), std::optional(m_clock.now()));
    // Read again, as after a gap: the same.
    m_world.feed(*m_join);
    pass();
    QCOMPARE(m_activity->lines().size(), size_t(0));
    // Neither has one that begins when all is there.
    make();
    put(allocation(1), nomad::ClientStatus::Failed);
    pass();
    QCOMPARE(m_activity->lines().size(), size_t(1));
}

void TestActivity::allocationSaysFromWhatToWhat()
{
    read();
    nomad::Allocation& row = allocation(1);
    row.clientDescription = Symbol::of(u"Failed tasks");
    put(row, nomad::ClientStatus::Failed);
    pass();
    const ActivityEntry said = last();
    QCOMPARE(said.kind, ActivityKind::Allocation);
    QCOMPARE(said.what, Happening::Changed);
    QCOMPARE(said.before.text(), u"running"_s);
    QCOMPARE(said.after.text(), u"failed"_s);
    QCOMPARE(said.state, State::Critical);
    QCOMPARE(said.id, row.id);
    QCOMPARE(said.job.text(), u"web"_s);
    QCOMPARE(said.node.text(), u"firefly-sub01"_s);
    QCOMPARE(said.words, u"Failed tasks"_s);
    QVERIFY(said.isServerTime);
    QCOMPARE(said.time, row.modifyTime / 1'000'000);

    World more;
    nomad::Allocation next = more.addAllocation(77, u"web"_s, 2);
    next.clientStatus = nomad::ClientStatus::Pending;
    put(next);
    pass();
    QCOMPARE(last().what, Happening::Appeared);
    QCOMPARE(last().after.text(), u"pending"_s);
    QVERIFY(!last().isServerTime); // it has no time
}

void TestActivity::restartStopAndHealthAreTold()
{
    read();
    nomad::Allocation& row = allocation(1);
    row.restarts = 3;
    row.taskOutcome = Symbol::of(u"exit code 1");
    put(row);
    pass();
    QCOMPARE(last().what, Happening::Restarted);
    QCOMPARE(last().figure, 3);
    QCOMPARE(last().words, u"exit code 1"_s);
    row.health = nomad::DeploymentHealth::Unhealthy;
    put(row);
    pass();
    QCOMPARE(last().what, Happening::Unhealthy);
    row.desiredStatus = nomad::DesiredStatus::Stop;
    row.desiredDescription = Symbol::of(u"alloc not needed due to job update");
    put(row);
    pass();
    QCOMPARE(last().what, Happening::Ending);
    QCOMPARE(last().words, u"alloc not needed due to job update"_s);
    put(row, nomad::ClientStatus::Complete);
    pass();
    QCOMPARE(last().what, Happening::Changed);
    QCOMPARE(last().state, State::Ok);
    m_join->beginList(nomad::List::Allocations);
    m_join->allocationsArrived({&allocation(2), 1});
    m_join->endList(nomad::List::Allocations);
    pass();
    QCOMPARE(last().what, Happening::Gone);
    QCOMPARE(lines().size(), size_t(5));
}

void TestActivity::jobIsRegisteredChangedStoppedAndPurged()
{
    read();
    nomad::Job job;
    job.key = {u"default"_s, u"web"_s};
    job.type = u"service"_s;
    job.status = u"pending"_s;
    job.version = 8;
    job.jobModifyIndex = 10;
    put(job);
    pass();
    QCOMPARE(last().kind, ActivityKind::Job);
    QCOMPARE(last().what, Happening::Registered);
    QCOMPARE(last().figure, 8);
    job.status = u"running"_s;
    put(job);
    pass();
    QCOMPARE(last().what, Happening::Changed);
    QCOMPARE(last().after.text(), u"running"_s);
    job.version = 9;
    job.jobModifyIndex = 20;
    put(job);
    pass();
    QCOMPARE(last().what, Happening::Registered);
    QCOMPARE(last().figure, 9);
    job.version = -1; // a list
    put(job);
    pass();
    QCOMPARE(lines().size(), size_t(3));
    QCOMPARE(m_join->tables().jobs.get(job.key)->version, 9);
    job.isStopped = true;
    job.status = u"dead"_s;
    put(job);
    pass();
    QCOMPARE(last().what, Happening::Stopped);
    m_join->jobRemoved(job.key);
    pass();
    QCOMPARE(last().what, Happening::Gone);
    QCOMPARE(lines().size(), size_t(5));
}

void TestActivity::deploymentAndBlockedEvaluationAreTold()
{
    read();
    nomad::Deployment deployment;
    deployment.id = uuid(900);
    deployment.job = {u"default"_s, u"web"_s};
    deployment.jobVersion = 8;
    deployment.status = u"running"_s;
    put(deployment);
    pass();
    QCOMPARE(last().what, Happening::Appeared);
    deployment.healthy = 1; // progress is no line
    put(deployment);
    pass();
    QCOMPARE(lines().size(), size_t(1));
    deployment.status = u"successful"_s;
    put(deployment);
    pass();
    QCOMPARE(last().kind, ActivityKind::Deployment);
    QCOMPARE(last().after.text(), u"successful"_s);
    QCOMPARE(last().figure, 8);

    nomad::Evaluation evaluation;
    evaluation.id = uuid(901);
    evaluation.job = deployment.job;
    evaluation.status = u"blocked"_s;
    evaluation.failedGroups = {u"cache"_s, u"web"_s};
    evaluation.failures = {{.group = u"cache"_s, .nodesEvaluated = 3, .dimensions = {{u"memory"_s, 2}}}};
    put(evaluation);
    pass();
    QCOMPARE(last().what, Happening::NotPlaced);
    QCOMPARE(last().state, State::Warning);
    QCOMPARE(last().group.text(), u"cache, web"_s);
    QCOMPARE(last().words, u"2 of 3 nodes have too little memory left."_s);
    evaluation.status = u"complete"_s;
    evaluation.failedGroups.clear();
    put(evaluation);
    pass();
    QCOMPARE(last().what, Happening::Changed);
    QCOMPARE(last().before.text(), u"blocked"_s);
    QCOMPARE(lines().size(), size_t(4));
}

void TestActivity::usualEvaluationsAreNot()
{
    read();
    nomad::Evaluation evaluation;
    evaluation.id = uuid(901);
    evaluation.job = {u"default"_s, u"web"_s};
    for (const QString& status : {u"pending"_s, u"complete"_s}) {
        evaluation.status = status;
        put(evaluation);
        pass();
    }
    QCOMPARE(m_activity->lines().size(), size_t(0));
}

void TestActivity::nodeChangesAreTold()
{
    read();
    nomad::Node& node = m_world.nodes.begin()->second;
    const auto change = [&](auto&& edit) {
        edit();
        put(node);
        pass();
    };
    change([&] { node.isEligible = false; });
    QCOMPARE(last().what, Happening::Ineligible);
    change([&] { node.isDraining = true; });
    QCOMPARE(last().what, Happening::Draining);
    change([&] { node.isDraining = false; });
    QCOMPARE(last().what, Happening::DrainEnded);
    change([&] { node.isEligible = true; });
    QCOMPARE(last().what, Happening::Eligible);
    change([&] {
        node.status = nomad::NodeStatus::Down;
        node.statusText = u"down"_s;
    });
    QCOMPARE(last().what, Happening::Changed);
    QCOMPARE(last().state, State::Critical);
    QCOMPARE(last().node.text(), node.name);
    m_join->nodeRemoved(node.id);
    pass();
    QCOMPARE(last().what, Happening::Gone);
    QCOMPARE(lines().size(), size_t(6));
}

void TestActivity::serviceComesAndGoes()
{
    read();
    nomad::ServiceRegistration& row = m_world.addRegistration(1, u"api"_s, 24'512);
    put(row);
    pass();
    QCOMPARE(last().kind, ActivityKind::Service);
    QCOMPARE(last().what, Happening::Appeared);
    QCOMPARE(last().name, u"api"_s);
    QCOMPARE(last().words, u"100.64.0.1:24512"_s);
    row.tags = {u"traefik.enable=false"_s};
    put(row);
    pass();
    QCOMPARE(last().what, Happening::TagsChanged);
    m_join->registrationRemoved(row.id);
    pass();
    QCOMPARE(last().what, Happening::Gone);
}

void TestActivity::routerCountsItsTraefiksInOneLine()
{
    read();
    m_world.show(u"new"_s, hostRule(u"new.example"_s), u"web"_s, {u"http://100.64.0.1:20001"_s});
    m_world.feedTraefik(*m_join, traefikKey(1));
    pass();
    QCOMPARE(last().kind, ActivityKind::Router);
    QCOMPARE(last().what, Happening::Shown);
    QCOMPARE(last().name, u"new@nomad"_s);
    QCOMPARE(last().figure, 1);
    QCOMPARE(last().outOf, 2);
    const quint64 number = last().number;
    m_clock.advance(1s);
    m_world.feedTraefik(*m_join, traefikKey(2));
    pass();
    QCOMPARE(last().number, number);
    QCOMPARE(last().figure, 2);
    QCOMPARE(last().count, 1u);

    m_clock.advance(60s);
    for (auto& [key, traefik] : m_world.traefiks) {
        traefik.configuration.routers.removeLast();
        m_world.feedTraefik(*m_join, key);
    }
    pass();
    QCOMPARE(last().what, Happening::Gone);
    QCOMPARE(last().figure, 0);
}

void TestActivity::refusedRouterSaysWhy()
{
    read();
    auto& traefik = m_world.traefiks.at(traefikKey(1));
    traefik::Router& shown = traefik.configuration.routers.first();
    shown.status = traefik::ObjectStatus::Disabled;
    shown.errors = {u"middleware \"x\" does not exist"_s};
    m_world.feedTraefik(*m_join, traefikKey(1));
    pass();
    QCOMPARE(last().what, Happening::Refused);
    QCOMPARE(last().state, State::Critical);
    QCOMPARE(last().words, u"middleware \"x\" does not exist"_s);
    shown.status = traefik::ObjectStatus::Enabled;
    shown.errors.clear();
    m_world.feedTraefik(*m_join, traefikKey(1));
    pass();
    QCOMPARE(last().what, Happening::Accepted);
    QCOMPARE(last().figure, 2);
}

void TestActivity::firstAnswerOfATraefikIsNoHappening()
{
    read();
    m_world.addNode(3);
    m_world.addTraefik(3).configuration = m_world.traefiks.at(traefikKey(1)).configuration;
    m_world.feedTraefik(*m_join, traefikKey(3));
    pass();
    QCOMPARE(lines().size(), size_t(1)); // that it was found
    QCOMPARE(last().kind, ActivityKind::Source);
    QCOMPARE(last().what, Happening::Appeared);
    QCOMPARE(last().name, u"Traefik firefly-sub03"_s);
}

void TestActivity::lostTraefikTakesNoRouterAway()
{
    read();
    auto& traefik = m_world.traefiks.at(traefikKey(1));
    traefik.instance.source.phase = base::SourcePhase::Waiting;
    m_join->putInstance(traefik.instance);
    pass();
    QCOMPARE(lines().size(), size_t(1));
    QCOMPARE(last().what, Happening::Lost);
    QCOMPARE(last().name, u"Traefik firefly-sub01"_s);
    QCOMPARE(last().state, State::Critical);
    traefik.instance.source.phase = base::SourcePhase::Live;
    m_world.feedTraefik(*m_join, traefikKey(1));
    pass();
    QCOMPARE(lines().size(), size_t(2));
    QCOMPARE(last().what, Happening::Back);
    m_join->removeInstance(traefikKey(1));
    pass();
    QCOMPARE(lines().size(), size_t(3)); // the instance, not its routers one by one
    QCOMPARE(last().what, Happening::Gone);
}

void TestActivity::peerGoesAndComesAndChangesItsPath()
{
    m_world.peers.at(u"peer-2"_s).currentAddress = u"192.0.2.1:41641"_s;
    read();
    tailscale::Peer& peer = m_world.peers.at(u"peer-2"_s);
    const auto change = [&](auto&& edit) {
        edit();
        m_world.feedTailnet(*m_join);
        pass();
    };
    change([&] { peer.isOnline = false; });
    QCOMPARE(last().kind, ActivityKind::Peer);
    QCOMPARE(last().what, Happening::Offline);
    QCOMPARE(last().state, State::Warning);
    QCOMPARE(last().name, u"firefly-sub02"_s);
    change([&] { peer.isOnline = true; });
    QCOMPARE(last().what, Happening::Online);
    const size_t before = lines().size();
    change([&] { peer.currentAddress.clear(); }); // idle: no traffic, no news
    QCOMPARE(lines().size(), before);
    change([&] {
        peer.isActive = true;
        peer.relay = u"fra"_s;
    });
    QCOMPARE(last().what, Happening::ByRelay);
    QCOMPARE(last().after.text(), u"fra"_s);
    change([&] { peer.currentAddress = u"192.0.2.1:41641"_s; });
    QCOMPARE(last().what, Happening::Direct);
    change([&] { peer.isExpired = true; });
    QCOMPARE(last().what, Happening::KeyEnded);
    change([&] { m_world.peers.erase(u"peer-2"_s); });
    QCOMPARE(last().what, Happening::Gone);
}

void TestActivity::stoppedTailscaleMakesNoPeerOffline()
{
    read();
    m_world.backend = tailscale::BackendState::Stopped;
    for (auto& [id, peer] : m_world.peers)
        peer.isOnline = false;
    m_world.feedTailnet(*m_join);
    pass();
    QCOMPARE(lines().size(), size_t(1));
    QCOMPARE(last().kind, ActivityKind::Source);
    QCOMPARE(last().after.text(), u"Stopped"_s);
    m_world.backend = tailscale::BackendState::Running;
    for (auto& [id, peer] : m_world.peers)
        peer.isOnline = true;
    m_world.feedTailnet(*m_join);
    pass();
    QCOMPARE(lines().size(), size_t(2));
    QCOMPARE(last().after.text(), u"Running"_s);
}

void TestActivity::gapHasBeginningAndEnd()
{
    read();
    base::SourceState source = liveSource();
    source.fetchedAt = m_clock.now();
    m_join->setNomadSource(source);
    pass();
    m_clock.advance(40s);
    source.phase = base::SourcePhase::Waiting;
    source.streaming = false;
    base::Error error;
    error.what = u"Nomad refused the connection."_s;
    source.error = error;
    m_join->setNomadSource(source);
    pass();
    QCOMPARE(m_activity->streamDownSince(), source.fetchedAt);
    std::vector<ActivityEntry> all = lines();
    QCOMPARE(all.size(), size_t(2));
    QCOMPARE(all[0].what, Happening::Lost);
    QCOMPARE(all[0].words, u"Nomad refused the connection."_s);
    QCOMPARE(all[1].what, Happening::Gap);
    QCOMPARE(all[1].time, source.fetchedAt->toMSecsSinceEpoch());
    QCOMPARE(all[1].until, 0);

    m_clock.advance(20s);
    put(allocation(1), nomad::ClientStatus::Failed); // what differs afterwards
    source.phase = base::SourcePhase::Live;
    source.streaming = true;
    source.error.reset();
    m_join->setNomadSource(source);
    pass();
    all = lines();
    QCOMPARE(all.size(), size_t(4));
    QCOMPARE(all[1].until, m_clock.now().toMSecsSinceEpoch());
    QCOMPARE(all[2].kind, ActivityKind::Allocation);
    QCOMPARE(all[3].what, Happening::Back);
    QVERIFY(!m_activity->streamDownSince());
}

void TestActivity::listThatWasForbiddenIsNoHappening()
{
    m_world.registrations.clear();
    read();
    m_access = {true, u"read-job"_s};
    pass();
    put(m_world.addRegistration(1, u"api"_s, 24'512));
    pass();
    m_access = {};
    put(m_world.addRegistration(1, u"web"_s, 24'513));
    pass();
    QCOMPARE(m_activity->lines().size(), size_t(0));
    put(m_world.addRegistration(1, u"later"_s, 24'514));
    pass();
    QCOMPARE(m_activity->lines().size(), size_t(1));
}

void TestActivity::manyAllocationsOfAJobShareALine()
{
    for (int i = 100; i < 124; ++i)
        m_world.addAllocation(i, u"batch"_s, 1 + i % 2);
    read();
    for (int i = 100; i < 124; ++i)
        put(allocation(i), nomad::ClientStatus::Failed);
    pass();
    QCOMPARE(lines().size(), size_t(1));
    QCOMPARE(last().count, 24u);
    QCOMPARE(last().job.text(), u"batch"_s);
    QVERIFY(last().node.isEmpty()); // on two
    QCOMPARE(last().some.size(), size_t(20));
    QCOMPARE(last().some.front(), last().id);

    m_clock.advance(30s); // later it is another line
    put(allocation(100), nomad::ClientStatus::Running);
    pass();
    m_clock.advance(30s);
    put(allocation(101), nomad::ClientStatus::Running);
    pass();
    QCOMPARE(lines().size(), size_t(3));
    QCOMPARE(last().count, 1u);
}

void TestActivity::lineTakesNothingOlderThanWhatIsTold()
{
    read();
    using enum nomad::ClientStatus;
    // One of two goes to and fro: the newest line tells how it is.
    for (const auto& [n, status] : std::initializer_list<std::pair<int, nomad::ClientStatus>>{
             {1, Failed}, {2, Failed}, {1, Running}, {1, Failed}})
        put(allocation(n), status), pass();
    const auto all = lines();
    QCOMPARE(all.size(), size_t(3));
    QCOMPARE(all[0].count, 2u);
    QCOMPARE(all[1].after.text(), u"running"_s);
    QCOMPARE(all[2].after.text(), u"failed"_s);
}

void TestActivity::stormOfManyJobsIsFewLines()
{
    constexpr int jobs = 2'000;
    for (int i = 0; i < jobs; ++i)
        m_world.addAllocation(1'000 + i, u"job-%1"_s.arg(i), 1);
    read();
    for (int i = 0; i < jobs; ++i) {
        put(allocation(1'000 + i), nomad::ClientStatus::Failed);
        if (i % 50 == 0) pass();
    }
    pass();
    const auto all = lines();
    QVERIFY2(all.size() < 250, qPrintable(QString::number(all.size())));
    quint64 count = 0;
    for (const ActivityEntry& line : all)
        count += line.count;
    QCOMPARE(count, quint64(jobs)); // nothing is lost
    QVERIFY(last().job.isEmpty());

    m_clock.advance(60s);
    put(allocation(1'000), nomad::ClientStatus::Running);
    pass();
    QCOMPARE(last().job.text(), u"job-0"_s);
}

void TestActivity::ringDropsTheOldest()
{
    read({.lines = 100, .life = 0s});
    std::vector<Slot> seen;
    connect(m_activity.get(), &Activity::changed, this, [&](const Delta& delta) {
        for (const Slot slot : delta.removed)
            QVERIFY(m_activity->lines().at(slot).number > 0); // readable
        seen.insert(seen.end(), delta.removed.begin(), delta.removed.end());
    });
    for (int i = 0; i < 1'000; ++i) {
        put(allocation(1), i % 2 ? nomad::ClientStatus::Running : nomad::ClientStatus::Failed);
        pass();
        QVERIFY(m_activity->lines().size() <= 100);
    }
    QCOMPARE(last().number, quint64(1'000));
    QVERIFY(lines().size() >= 95);
    QCOMPARE(seen.size(), 1'000 - lines().size());
    QVERIFY(m_activity->lines().slotCount() < 150);
}

void TestActivity::replayedLinesGiveTheLastStatuses_data()
{
    QTest::addColumn<bool>("shared");
    QTest::newRow("a line each") << false;
    QTest::newRow("shared lines") << true;
}

void TestActivity::replayedLinesGiveTheLastStatuses()
{
    QFETCH(bool, shared);
    constexpr int count = 15; // of one job, so that a shared line names them all
    for (int i = 0; i < count; ++i)
        m_world.addAllocation(100 + i, u"batch"_s, 1);
    read({.lines = 100'000, .life = shared ? 15s : 0s});
    std::mt19937 random(4711);
    std::map<base::Uuid, QString> replayed;
    for (int i = 0; i < count; ++i)
        replayed[uuid(100 + i)] = u"running"_s;
    for (int step = 0; step < 3'000; ++step) {
        const int n = 100 + int(random() % count);
        put(allocation(n), nomad::ClientStatus(random() % 5));
        if (random() % 4 == 0) pass();
        if (random() % 10 == 0) m_clock.advance(std::chrono::milliseconds(random() % 4'000));
    }
    pass();
    const auto said = lines();
    for (const ActivityEntry& line : said) {
        QVERIFY(line.kind == ActivityKind::Allocation && line.what == Happening::Changed);
        QCOMPARE(line.count, quint32(std::max<size_t>(1, line.some.size())));
        for (const base::Uuid& id : line.some.empty() ? std::vector{line.id} : line.some)
            replayed[id] = line.after.text();
    }
    for (const auto& [id, status] : replayed)
        QCOMPARE(status, nomad::clientStatusText(*m_join->tables().allocations.get(id)));
    QCOMPARE(std::any_of(said.begin(), said.end(), [](const ActivityEntry& line) { return line.count > 1; }), shared);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestActivity)
#include "test_activity.moc"
