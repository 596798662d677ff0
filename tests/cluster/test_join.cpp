// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/states.h"
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::cluster;
using namespace tailboard::cluster_test;

namespace {

const QString sub01 = u"firefly-sub01.tail1a2b3.ts.net"_s;

/// A world, a clock that stands, and a join fed with the world and flushed once.
struct Fed
{
    explicit Fed(World w)
        : world(std::move(w))
    {
        world.feed(join);
        join.flush();
        join.recycle();
    }
    const Route& web(const QString& host = sub01) const
    {
        const Route* route = routeOf(join.tables(), host);
        if (!route) qFatal("no such route");
        return *route;
    }
    std::vector<Delta> flush()
    {
        auto deltas = join.flush();
        join.recycle();
        return deltas;
    }
    void tick(std::chrono::milliseconds step)
    {
        clock.advance(step);
        join.touchDue();
        flush();
    }
    void tell(const nomad::Allocation& row) { join.allocationsArrived({&row, 1}); }
    void tell(const nomad::ServiceRegistration& row) { join.registrationsArrived({&row, 1}); }
    void tell(const nomad::Node& row) { join.nodesArrived({&row, 1}); }

    World world;
    base::FixedClock clock{QDateTime(QDate(2026, 11, 23), QTime(19, 0), Qt::UTC)};
    Join join{clock};
};

const Delta* deltaOf(const std::vector<Delta>& deltas, TableId table)
{
    for (const Delta& delta : deltas)
        if (delta.table == table) return &delta;
    return nullptr;
}

} // namespace

class TestJoin : public QObject
{
    Q_OBJECT

private slots:
    void webRouteIsJoinedEndToEnd();
    void serviceNamesItsRoutersAndNodes();
    void everyHostOfARuleIsALine();
    void internalRouterIsWell();
    void portOfAnUncommonEntryPointIsInTheUrl();
    void causeNamesTheWorst_data();
    void causeNamesTheWorst();
    void failedAllocationOfTheGroupIsCounted();
    void stoppedAllocationIsLeftOut();
    void registrationOfTheRoutesServiceIsPreferred();
    void portByTagStillLeadsToTheRegistration();
    void offlineIsNotBelievedWhileTheTailnetIsDown();
    void youngTagWaitsThenIsMissing();
    void slowPollGivesTheTagMoreTime();
    void oldTagIsMissingAtOnce();
    void tagWithoutAnyTraefikIsUnknown();
    void closedApiIsNoTraefikThatAnswers();
    void routeThatDisappearsKeepsItsLineQuietly();
    void editedRuleShowsBothUntilTraefikFollows();
    void namespacesAreHonoured();
    void lostInstanceKeepsItsRoutes();
    void removedInstanceTakesItsViewsAlong();
    void missingOnOneInstanceIsAWarningAfterTheGrace();
    void consulServiceIsNamedNotRead();
    void defaultRuleIsTold();
    void rowMissingAtTheEndOfAListIsGone();
    void listBegunAgainRemovesNothingEarly();
    void olderNewsIsDropped();
    void eventKeepsWhatOnlyTheListKnows();
    void allocationChangeTouchesItsOwnRowsOnly();
    void unchangedNewsGivesNoDelta();
    void oneEventJoinsNoMoreThanItsOwnRoutes();
    void hostileRulesAndServersAreSurvived_data();
    void hostileRulesAndServersAreSurvived();
    void limitedFlushFinishesLater();
    void stringsOfThreeInstancesAreShared();
};

void TestJoin::webRouteIsJoinedEndToEnd()
{
    Fed fed(webWorld());

    const Route& route = fed.web();

    QCOMPARE(route.key.router, u"web@nomad"_s);
    QCOMPARE(route.url(), u"https://firefly-sub01.tail1a2b3.ts.net/"_s);
    QCOMPARE(route.service, u"web@nomad"_s);
    QCOMPARE(route.serviceName, u"web"_s);
    QCOMPARE(route.instances.size(), 2);
    QCOMPARE(route.instances[0].node, u"firefly-sub01"_s);
    QCOMPARE(route.instances[1].node, u"firefly-sub02"_s);
    QCOMPARE(route.allocations, (QList<base::Uuid>{std::min(uuid(1), uuid(2)), std::max(uuid(1), uuid(2))}));
    QCOMPARE(route.nodes, (QStringList{u"firefly-sub01"_s, u"firefly-sub02"_s}));
    QCOMPARE(route.peers, (QStringList{u"peer-1"_s, u"peer-2"_s}));
    QCOMPARE(route.ownerPeer, u"peer-1"_s);
    QCOMPARE(route.job.id, u"web"_s);
    QCOMPARE(route.taskGroup, u"web"_s);
    QCOMPARE(route.running, 2);
    QCOMPARE(route.cause, RouteCause::None);
    QCOMPARE(route.state, base::State::Ok);
    QVERIFY(!route.isFromTagsOnly);
    QCOMPARE(fed.join.routesOfAllocation(uuid(1)).size(), size_t(1));
    QCOMPARE(fed.join.routesOfPeer(u"peer-1"_s).size(), size_t(1));
    QVERIFY(fed.join.peerOfNode(fed.world.nodes.begin()->second));
}

void TestJoin::serviceNamesItsRoutersAndNodes()
{
    Fed fed(webWorld());

    const Service* service = fed.join.tables().services.get({u"default"_s, u"web"_s});

    QVERIFY(service);
    QCOMPARE(service->registrations.size(), 2);
    QCOMPARE(service->addresses.size(), 2);
    QCOMPARE(service->nodes, (QStringList{u"firefly-sub01"_s, u"firefly-sub02"_s}));
    QCOMPARE(service->routers, QStringList{u"web@nomad"_s});
    QVERIFY(service->hasTraefikTags);
    QVERIFY(!service->hasDefaultRule);
    QCOMPARE(service->job.id, u"web"_s);
    QCOMPARE(service->state, base::State::Ok);
}

void TestJoin::everyHostOfARuleIsALine()
{
    World world = webWorld();
    world.show(u"many"_s, u"Host(`a.x`) && PathPrefix(`/p`) || Host(`b.x`)"_s, u"web"_s, {});
    Fed fed(world);

    QCOMPARE(fed.join.tables().routes.size(), size_t(3));
    QVERIFY(fed.join.tables().routes.get({u"many@nomad"_s, u"a.x"_s, u"/p"_s, traefik::Protocol::Http}));
    QVERIFY(fed.join.tables().routes.get({u"many@nomad"_s, u"b.x"_s, u"/"_s, traefik::Protocol::Http}));
}

void TestJoin::internalRouterIsWell()
{
    World world = webWorld();
    traefik::Router api;
    api.name = u"api@internal"_s;
    api.provider = u"internal"_s;
    api.rule = u"PathPrefix(`/api`)"_s;
    api.service = u"api@internal"_s;
    api.entryPoints = api.usedEntryPoints = {u"traefik"_s};
    api.status = traefik::ObjectStatus::Enabled;
    for (auto& [key, traefik] : world.traefiks)
        traefik.configuration.routers.append(api);
    Fed fed(world);

    const Route& route = fed.web(u"*"_s);

    QCOMPARE(route.state, base::State::Ok);
    QCOMPARE(route.key.path, u"/api"_s);
    QCOMPARE(route.url(), u"http://*:8080/api"_s);
}

void TestJoin::portOfAnUncommonEntryPointIsInTheUrl()
{
    World world = webWorld();
    for (auto& [key, traefik] : world.traefiks) {
        traefik.configuration.routers[0].entryPoints = {u"extra"_s};
        traefik.configuration.entryPoints.append({u"extra"_s, u":8443/tcp"_s});
    }
    Fed fed(world);

    QCOMPARE(fed.web().url(), u"https://firefly-sub01.tail1a2b3.ts.net:8443/"_s);
}

void TestJoin::causeNamesTheWorst_data()
{
    QTest::addColumn<std::function<void(World&)>>("damage");
    QTest::addColumn<int>("cause");
    QTest::addColumn<int>("state");
    const auto row = [](const char* name, RouteCause cause, base::State state, std::function<void(World&)> damage) {
        QTest::newRow(name) << damage << int(cause) << int(state);
    };
    row("nothing", RouteCause::None, base::State::Ok, [](World&) {});
    row("refused everywhere", RouteCause::RouterDisabled, base::State::Critical, [](World& w) {
        for (auto& [k, t] : w.traefiks)
            t.configuration.routers[0].status = traefik::ObjectStatus::Disabled;
    });
    row("refused on one", RouteCause::RouterWarning, base::State::Warning,
        [](World& w) { w.traefiks.begin()->second.configuration.routers[0].status = traefik::ObjectStatus::Disabled; });
    row("strange status", RouteCause::RouterWarning, base::State::Warning,
        [](World& w) { w.traefiks.begin()->second.configuration.routers[0].status = traefik::ObjectStatus::Other; });
    row("no server", RouteCause::NoServer, base::State::Critical, [](World& w) {
        for (auto& [k, t] : w.traefiks)
            t.configuration.services[0].servers.clear();
    });
    row("weighted service has none by nature", RouteCause::ServersUnknown, base::State::Unknown, [](World& w) {
        for (auto& [k, t] : w.traefiks) {
            t.configuration.services[0].servers.clear();
            t.configuration.services[0].type = u"weighted"_s;
        }
    });
    row("all failed", RouteCause::AllocationsFailed, base::State::Critical, [](World& w) {
        for (auto& [k, a] : w.allocations)
            a.clientStatus = nomad::ClientStatus::Failed;
    });
    row("one lost", RouteCause::SomeAllocationsDown, base::State::Warning,
        [](World& w) { w.allocations.at(uuid(1)).clientStatus = nomad::ClientStatus::Lost; });
    row("one complete", RouteCause::SomeAllocationsDown, base::State::Warning,
        [](World& w) { w.allocations.at(uuid(1)).clientStatus = nomad::ClientStatus::Complete; });
    row("one pending", RouteCause::AllocationsPending, base::State::Pending,
        [](World& w) { w.allocations.at(uuid(1)).clientStatus = nomad::ClientStatus::Pending; });
    row("status of tomorrow", RouteCause::ServersUnknown, base::State::Unknown, [](World& w) {
        for (auto& [k, a] : w.allocations)
            a.clientStatus = nomad::ClientStatus::Other;
    });
    row("owner offline", RouteCause::PeerOffline, base::State::Critical,
        [](World& w) { w.peers.at(u"peer-1"_s).isOnline = false; });
    row("one of two offline", RouteCause::SomePeersOffline, base::State::Warning,
        [](World& w) { w.peers.at(u"peer-2"_s).isOnline = false; });
    row("servers nobody registered", RouteCause::ServersUnknown, base::State::Unknown,
        [](World& w) { w.registrations.clear(); });
    row("allocations not readable", RouteCause::ServersUnknown, base::State::Unknown,
        [](World& w) { w.allocations.clear(); });
}

void TestJoin::causeNamesTheWorst()
{
    using Damage = std::function<void(World&)>;
    QFETCH(Damage, damage);
    QFETCH(int, cause);
    QFETCH(int, state);
    World world = webWorld();
    damage(world);
    Fed fed(world);

    QCOMPARE(int(fed.web().cause), cause);
    QCOMPARE(int(fed.web().state), state);
}

void TestJoin::failedAllocationOfTheGroupIsCounted()
{
    World world = webWorld();
    world.addAllocation(3, u"web"_s, 2).clientStatus = nomad::ClientStatus::Failed;
    world.addAllocation(4, u"web"_s, 2).clientStatus = nomad::ClientStatus::Pending;
    nomad::Allocation& replaced = world.addAllocation(5, u"web"_s, 2);
    replaced.clientStatus = nomad::ClientStatus::Failed;
    replaced.hasReplacement = true;
    world.addAllocation(6, u"other"_s, 2).clientStatus = nomad::ClientStatus::Failed;
    Fed fed(world);

    QCOMPARE(fed.web().allocations.size(), 4);
    QCOMPARE(fed.web().running, 2);
    QCOMPARE(fed.web().pending, 1);
    QCOMPARE(fed.web().failed, 1);
    QCOMPARE(fed.web().cause, RouteCause::SomeAllocationsDown);

    nomad::Allocation well = fed.world.allocations.at(uuid(3));
    well.desiredStatus = nomad::DesiredStatus::Stop;
    ++well.modifyIndex;
    fed.tell(well);
    fed.flush();

    QCOMPARE(fed.web().cause, RouteCause::AllocationsPending);
}

void TestJoin::stoppedAllocationIsLeftOut()
{
    World world = webWorld();
    world.allocations.at(uuid(1)).desiredStatus = nomad::DesiredStatus::Stop;
    Fed fed(world);

    QCOMPARE(fed.web().allocations, QList<base::Uuid>{uuid(2)});
    QCOMPARE(fed.web().running, 1);
    QCOMPARE(fed.web().state, base::State::Ok);
}

void TestJoin::registrationOfTheRoutesServiceIsPreferred()
{
    World world = webWorld();
    world.addAllocation(9, u"another"_s, 1);
    world.addRegistration(9, u"aaa"_s, 20'001); // the same address and port as web's
    Fed fed(world);

    QCOMPARE(fed.web().serviceName, u"web"_s);
    QVERIFY(!fed.web().allocations.contains(uuid(9)));
}

void TestJoin::portByTagStillLeadsToTheRegistration()
{
    World world = webWorld();
    for (auto& [key, traefik] : world.traefiks)
        traefik.configuration.services[0].servers = {{u"http://100.64.0.1:9000"_s, {}},
                                                     {u"http://100.64.0.2:9000"_s, {}}};
    Fed fed(world);

    QCOMPARE(fed.web().allocations.size(), 2);
    QCOMPARE(fed.web().state, base::State::Ok);
}

void TestJoin::offlineIsNotBelievedWhileTheTailnetIsDown()
{
    World world = webWorld();
    world.peers.at(u"peer-1"_s).isOnline = false;
    world.backend = tailscale::BackendState::Stopped;
    Fed fed(world);

    QCOMPARE(fed.web().cause, RouteCause::None);

    fed.world.backend = tailscale::BackendState::Running;
    fed.world.feedTailnet(fed.join);
    fed.flush();

    QCOMPARE(fed.web().cause, RouteCause::PeerOffline);

    // The daemon is logged out and knows nobody: what was known stays.
    fed.world.backend = tailscale::BackendState::NeedsLogin;
    fed.world.peers.clear();
    fed.world.feedTailnet(fed.join);
    fed.flush();

    QCOMPARE(fed.join.tables().peers.size(), size_t(2));
    QCOMPARE(fed.web().ownerPeer, u"peer-1"_s);
}

void TestJoin::youngTagWaitsThenIsMissing()
{
    World world = webWorld();
    for (auto& [key, traefik] : world.traefiks)
        traefik.configuration.routers.clear();
    const auto registrations = std::exchange(world.registrations, {});
    Fed fed(world);
    QCOMPARE(fed.join.tables().routes.size(), size_t(0));

    for (const auto& [id, row] : registrations)
        fed.tell(row);
    fed.flush();

    QVERIFY(fed.web().isFromTagsOnly);
    QCOMPARE(fed.web().cause, RouteCause::AwaitingTraefik);
    QCOMPARE(fed.web().state, base::State::Pending);
    QCOMPARE(fed.web().allocations.size(), 2);
    QCOMPARE(fed.web().service, u"web@nomad"_s);
    QCOMPARE(fed.join.nextDue(), std::optional(fed.clock.monotonic() + 20s));

    fed.tick(19'999ms);
    QCOMPARE(fed.web().cause, RouteCause::AwaitingTraefik);
    fed.tick(1ms);
    QCOMPARE(fed.web().cause, RouteCause::NotInTraefik);
    QCOMPARE(fed.web().state, base::State::Critical);
    QVERIFY(!fed.join.nextDue());

    // Traefik has read it after all.
    fed.world = webWorld();
    for (const auto& [key, traefik] : fed.world.traefiks)
        fed.world.feedTraefik(fed.join, key);
    fed.flush();
    QCOMPARE(fed.web().cause, RouteCause::None);
    QVERIFY(!fed.web().isFromTagsOnly);
}

void TestJoin::slowPollGivesTheTagMoreTime()
{
    World world = webWorld();
    for (auto& [key, traefik] : world.traefiks)
        traefik.configuration.routers.clear();
    world.traefiks.at(traefikKey(2)).instance.arguments = {u"--providers.nomad=true"_s,
                                                           u"--providers.nomad.refreshInterval=60s"_s};
    Fed fed(world);
    fed.tick(64s);
    QCOMPARE(fed.web().cause, RouteCause::AwaitingTraefik);
    fed.tick(1s);
    QCOMPARE(fed.web().cause, RouteCause::NotInTraefik);
}

void TestJoin::oldTagIsMissingAtOnce()
{
    World world = webWorld();
    for (auto& [key, traefik] : world.traefiks)
        traefik.configuration.routers.clear();
    const QDateTime now(QDate(2026, 11, 23), QTime(19, 0), Qt::UTC);
    for (auto& [id, row] : world.allocations)
        row.modifyTime = now.addSecs(-15).toMSecsSinceEpoch() * 1'000'000;
    Fed fed(world);

    QCOMPARE(fed.web().cause, RouteCause::AwaitingTraefik);
    QCOMPARE(fed.join.nextDue(), std::optional(fed.clock.monotonic() + 5s));

    for (auto& [id, row] : world.allocations)
        row.modifyTime = now.addSecs(-3600).toMSecsSinceEpoch() * 1'000'000;
    Fed old(world);
    QCOMPARE(old.web().cause, RouteCause::NotInTraefik);

    // A server whose clock is ahead does not make it wait longer.
    for (auto& [id, row] : world.allocations)
        row.modifyTime = now.addSecs(3600).toMSecsSinceEpoch() * 1'000'000;
    Fed ahead(world);
    QCOMPARE(ahead.join.nextDue(), std::optional(ahead.clock.monotonic() + 20s));
}

void TestJoin::tagWithoutAnyTraefikIsUnknown()
{
    World world = webWorld();
    world.traefiks.clear();
    Fed fed(world);

    QVERIFY(fed.web().isFromTagsOnly);
    QCOMPARE(fed.web().cause, RouteCause::NoInstance);
    QCOMPARE(fed.web().state, base::State::Unknown);
    QVERIFY(!fed.join.nextDue());
}

void TestJoin::closedApiIsNoTraefikThatAnswers()
{
    World world = webWorld();
    for (auto& [key, traefik] : world.traefiks) {
        traefik.instance.isApiClosed = true;
        traefik.configuration = {};
    }
    Fed fed(world);

    QCOMPARE(fed.web().cause, RouteCause::NoInstance);

    // It is opened, and shows nothing.
    for (auto& [key, traefik] : fed.world.traefiks) {
        traefik.instance.isApiClosed = false;
        fed.join.putInstance(traefik.instance);
    }
    fed.flush();
    QCOMPARE(fed.web().cause, RouteCause::AwaitingTraefik);
}

void TestJoin::routeThatDisappearsKeepsItsLineQuietly()
{
    Fed fed(webWorld());
    fed.clock.advance(60s);
    const Slot slot = *fed.join.tables().routes.find(fed.web().key);

    for (auto& [key, traefik] : fed.world.traefiks) {
        traefik.configuration.routers.clear();
        fed.world.feedTraefik(fed.join, key);
    }
    const auto deltas = fed.flush();

    QCOMPARE(deltaOf(deltas, TableId::Routes)->changed, std::vector<Slot>{slot});
    QVERIFY(deltaOf(deltas, TableId::Routes)->removed.empty());
    QVERIFY(fed.web().isFromTagsOnly);
    QCOMPARE(fed.web().cause, RouteCause::AwaitingTraefik);
    fed.tick(2'499ms);
    QCOMPARE(fed.web().cause, RouteCause::AwaitingTraefik);
    fed.tick(1ms);
    QCOMPARE(fed.web().cause, RouteCause::NotInTraefik);

    // Without its tags nothing asks for it any more.
    for (auto [id, row] : fed.world.registrations) {
        row.tags.clear();
        ++row.modifyIndex;
        fed.tell(row);
    }
    QCOMPARE(deltaOf(fed.flush(), TableId::Routes)->removed, std::vector<Slot>{slot});
}

void TestJoin::editedRuleShowsBothUntilTraefikFollows()
{
    Fed fed(webWorld());
    fed.clock.advance(60s);
    const QString sub02 = u"firefly-sub02.tail1a2b3.ts.net"_s;

    for (auto [id, row] : fed.world.registrations) {
        row.tags = {u"traefik.http.routers.web.rule=Host(`%1`)"_s.arg(sub02)};
        ++row.modifyIndex;
        fed.tell(row);
    }
    fed.flush();
    QCOMPARE(fed.web(sub01).cause, RouteCause::None);
    QCOMPARE(fed.web(sub02).cause, RouteCause::AwaitingTraefik);
    QVERIFY(fed.web(sub02).isFromTagsOnly);

    // The first Traefik has polled.
    fed.clock.advance(3s);
    fed.world.traefiks.at(traefikKey(1)).configuration.routers[0].rule = hostRule(sub02);
    fed.world.feedTraefik(fed.join, traefikKey(1));
    fed.flush();
    QCOMPARE(fed.web(sub02).cause, RouteCause::AwaitingTraefik);
    QCOMPARE(fed.web(sub01).cause, RouteCause::AwaitingTraefik);
    QVERIFY(!fed.web(sub02).isFromTagsOnly);

    // The second, 14 s after the edit.
    fed.clock.advance(11s);
    fed.world.traefiks.at(traefikKey(2)).configuration.routers[0].rule = hostRule(sub02);
    fed.world.feedTraefik(fed.join, traefikKey(2));
    fed.flush();
    QCOMPARE(fed.web(sub02).cause, RouteCause::None);
    QVERIFY(!routeOf(fed.join.tables(), sub01));
}

void TestJoin::namespacesAreHonoured()
{
    World world = webWorld();
    // The same service name in another namespace, on another port, without tags.
    nomad::Allocation& other = world.addAllocation(7, u"web"_s, 1);
    other.nameSpace = base::Symbol::of(u"team");
    world.addRegistration(7, u"web"_s, 30'000);
    Fed fed(world);

    QCOMPARE(fed.web().nameSpace, u"default"_s);
    QVERIFY(!fed.web().allocations.contains(uuid(7)));
    const Service* service = fed.join.tables().services.get({u"team"_s, u"web"_s});
    QVERIFY(service);
    QCOMPARE(service->registrations.size(), 1);
    QVERIFY(service->routers.isEmpty());
}

void TestJoin::lostInstanceKeepsItsRoutes()
{
    Fed fed(webWorld());
    const Route before = fed.web();

    TraefikInstance lost = fed.world.traefiks.at(traefikKey(2)).instance;
    lost.source.phase = base::SourcePhase::Waiting;
    fed.join.putInstance(lost);
    const auto deltas = fed.flush();

    QVERIFY(!deltaOf(deltas, TableId::Routes));
    QCOMPARE(deltaOf(deltas, TableId::Instances)->changed.size(), size_t(1));
    QCOMPARE(fed.web(), before);
    QCOMPARE(fed.join.tables().instances.get(traefikKey(2))->routerCount, 1);
}

void TestJoin::removedInstanceTakesItsViewsAlong()
{
    Fed fed(webWorld());

    fed.join.removeInstance(traefikKey(2));
    const auto deltas = fed.flush();

    QCOMPARE(fed.web().instances.size(), 1);
    QCOMPARE(fed.web().cause, RouteCause::None);
    QCOMPARE(deltaOf(deltas, TableId::Instances)->removed.size(), size_t(1));
}

void TestJoin::missingOnOneInstanceIsAWarningAfterTheGrace()
{
    Fed fed(webWorld());
    fed.clock.advance(60s);

    fed.world.traefiks.at(traefikKey(2)).configuration.routers.clear();
    fed.world.feedTraefik(fed.join, traefikKey(2));
    fed.flush();
    QCOMPARE(fed.web().cause, RouteCause::AwaitingTraefik);
    fed.tick(2'500ms);
    QCOMPARE(fed.web().cause, RouteCause::MissingOnInstances);

    // The one that lacks it is lost: nobody can say that it is missing there.
    TraefikInstance lost = fed.world.traefiks.at(traefikKey(2)).instance;
    lost.source.phase = base::SourcePhase::Waiting;
    fed.join.putInstance(lost);
    fed.flush();
    QCOMPARE(fed.web().cause, RouteCause::None);

    // It comes back freshly started: it may not have read Nomad yet.
    fed.world.traefiks.at(traefikKey(2)).configuration.startedAt = fed.clock.now().addSecs(-1);
    fed.world.feedTraefik(fed.join, traefikKey(2));
    fed.flush();
    QCOMPARE(fed.web().cause, RouteCause::AwaitingTraefik);
    fed.tick(4s);
    QCOMPARE(fed.web().cause, RouteCause::MissingOnInstances);
}

void TestJoin::consulServiceIsNamedNotRead()
{
    Fed fed(webWorld());
    const nomad::JobKey job{u"default"_s, u"old"_s};

    fed.join.consulServicesFound(job, {{u"legacy"_s, u"consul"_s, {u"traefik.enable=true"_s}}});
    fed.flush();

    const Service* service = fed.join.tables().services.get({u"default"_s, u"legacy"_s});
    QVERIFY(service);
    QVERIFY(service->isConsul);
    QVERIFY(service->hasTraefikTags);
    QCOMPARE(service->state, base::State::Unknown);
    QCOMPARE(service->job, job);

    fed.join.consulServicesFound(job, {});
    const auto deltas = fed.flush();
    QCOMPARE(deltaOf(deltas, TableId::Services)->removed.size(), size_t(1));
}

void TestJoin::defaultRuleIsTold()
{
    World world = webWorld();
    world.addAllocation(3, u"db"_s, 1);
    world.addRegistration(3, u"db"_s, 5432);
    world.show(u"db"_s, hostRule(u"db"_s), u"db"_s, {u"http://100.64.0.1:5432"_s});
    Fed fed(world);

    QVERIFY(fed.join.tables().services.get({u"default"_s, u"db"_s})->hasDefaultRule);
    QVERIFY(!fed.join.tables().services.get({u"default"_s, u"web"_s})->hasDefaultRule);
}

void TestJoin::rowMissingAtTheEndOfAListIsGone()
{
    Fed fed(webWorld());

    fed.join.beginList(nomad::List::Allocations);
    fed.tell(fed.world.allocations.at(uuid(2)));
    fed.join.endList(nomad::List::Allocations);
    const auto deltas = fed.flush();

    QCOMPARE(fed.join.tables().allocations.size(), size_t(1));
    QCOMPARE(deltaOf(deltas, TableId::Allocations)->removed.size(), size_t(1));
    QVERIFY(deltaOf(deltas, TableId::Allocations)->changed.empty());
}

void TestJoin::listBegunAgainRemovesNothingEarly()
{
    Fed fed(webWorld());

    fed.join.beginList(nomad::List::Allocations);
    fed.tell(fed.world.allocations.at(uuid(2)));
    fed.join.beginList(nomad::List::Allocations); // the first was cut off
    QCOMPARE(fed.join.tables().allocations.size(), size_t(2));
    fed.tell(fed.world.allocations.at(uuid(1)));
    fed.join.endList(nomad::List::Allocations);

    QCOMPARE(fed.join.tables().allocations.size(), size_t(1));
    QVERIFY(fed.join.tables().allocations.get(uuid(1)));
}

void TestJoin::olderNewsIsDropped()
{
    World world = webWorld();
    world.allocations.at(uuid(1)).modifyIndex = 10;
    Fed fed(world);

    nomad::Allocation old = world.allocations.at(uuid(1));
    old.modifyIndex = 9;
    old.clientStatus = nomad::ClientStatus::Failed;
    fed.tell(old);

    QVERIFY(!fed.join.isDirty());
    QCOMPARE(fed.join.tables().allocations.get(uuid(1))->clientStatus, nomad::ClientStatus::Running);
}

void TestJoin::eventKeepsWhatOnlyTheListKnows()
{
    World world = webWorld();
    world.allocations.at(uuid(1)).jobVersion = 4;
    Fed fed(world);

    nomad::Allocation event = world.allocations.at(uuid(1));
    event.jobVersion = -1;
    event.restarts = 2;
    event.modifyIndex = 20;
    fed.tell(event);
    nomad::Allocation listed = event;
    listed.jobVersion = 4;
    listed.restarts = 0;
    fed.tell(listed);

    QCOMPARE(fed.join.tables().allocations.get(uuid(1))->jobVersion, 4);
    QCOMPARE(fed.join.tables().allocations.get(uuid(1))->restarts, quint16(2));
}

void TestJoin::allocationChangeTouchesItsOwnRowsOnly()
{
    World world = webWorld();
    world.addAllocation(3, u"db"_s, 1);
    world.addRegistration(3, u"db"_s, 5432);
    world.show(u"db"_s, hostRule(u"db"_s), u"db"_s, {u"http://100.64.0.1:5432"_s});
    Fed fed(world);

    nomad::Allocation row = world.allocations.at(uuid(3));
    row.clientStatus = nomad::ClientStatus::Failed;
    ++row.modifyIndex;
    fed.tell(row);
    const auto deltas = fed.flush();

    QCOMPARE(deltas.size(), size_t(3));
    const Tables& tables = fed.join.tables();
    QCOMPARE(deltaOf(deltas, TableId::Allocations)->changed, std::vector{*tables.allocations.find(uuid(3))});
    QCOMPARE(deltaOf(deltas, TableId::Services)->changed, std::vector{*tables.services.find({u"default"_s, u"db"_s})});
    QCOMPARE(deltaOf(deltas, TableId::Routes)->changed, std::vector{*tables.routes.find(fed.web(u"db"_s).key)});
    for (const Delta& delta : deltas)
        QVERIFY(delta.inserted.empty() && delta.removed.empty() && delta.changed.size() == 1);
}

void TestJoin::unchangedNewsGivesNoDelta()
{
    Fed fed(webWorld());

    fed.world.feed(fed.join);

    QVERIFY(fed.flush().empty());
}

void TestJoin::oneEventJoinsNoMoreThanItsOwnRoutes()
{
    World world = webWorld();
    for (int i = 10; i < 200; ++i) {
        const QString name = u"job-%1"_s.arg(i);
        world.addAllocation(i, name, 1 + i % 2);
        world.addRegistration(i, name, quint16(i));
        if (i % 2) world.show(name, hostRule(name), name, {u"http://100.64.0.%1:%2"_s.arg(1 + i % 2).arg(i)});
    }
    Fed fed(world);
    const auto joinsOf = [&fed](const nomad::Allocation& row) {
        const quint64 before = fed.join.joinCount();
        fed.tell(row);
        fed.flush();
        return fed.join.joinCount() - before;
    };

    nomad::Allocation routed = world.allocations.at(uuid(11));
    routed.clientStatus = nomad::ClientStatus::Failed;
    ++routed.modifyIndex;
    QCOMPARE(joinsOf(routed), quint64(2)); // its route and its service

    nomad::Allocation described = world.allocations.at(uuid(13));
    described.clientDescription = base::Symbol::of(u"Tasks are running");
    ++described.modifyIndex;
    QCOMPARE(joinsOf(described), quint64(0));

    World more;
    more.nodes = world.nodes;
    nomad::Allocation batch = more.addAllocation(500, u"batch"_s, 1);
    QCOMPARE(joinsOf(batch), quint64(0));

    nomad::Node node = world.nodes.begin()->second;
    node.statusDescription = u"heartbeat"_s;
    ++node.modifyIndex;
    const quint64 before = fed.join.joinCount();
    fed.tell(node);
    fed.flush();
    QCOMPARE(fed.join.joinCount(), before);
}

void TestJoin::hostileRulesAndServersAreSurvived_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("server");
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("unclosed") << u"Host(`a"_s << u"http://"_s;
    QTest::newRow("nonsense") << u")))((`||&&"_s << u"://:::"_s;
    QTest::newRow("no port") << u"Host(`a`)"_s << u"http://a:"_s;
    QTest::newRow("large port") << u"Host(`a`)"_s << u"http://100.64.0.1:99999999999"_s;
    QTest::newRow("bracket") << u"Host(`a`)"_s << u"http://[fd7a::1"_s;
    QTest::newRow("markup") << u"Host(`<b>a</b>`)"_s << u"<a href='x'>:1"_s;
    QTest::newRow("long") << QString(100'000, u'(') << QString(100'000, u'x');
    QTest::newRow("nul") << QString(u"Host(`a%1`)"_s).arg(QChar(0)) << QString(3, QChar(0));
    QTest::newRow("surrogate") << QString(QChar(0xD800)) << QString(QChar(0xDC00));
}

void TestJoin::hostileRulesAndServersAreSurvived()
{
    QFETCH(QString, rule);
    QFETCH(QString, server);
    World world = webWorld();
    world.show(u"evil"_s, rule, u"evil"_s, {server});
    world.show(u"web"_s, rule, u"web"_s, {server}); // a name twice in one answer
    Fed fed(world);

    size_t lines = 0;
    fed.join.tables().routes.forEach([&](Slot, const Route& route) {
        if (route.key.router != u"evil@nomad"_s) return;
        ++lines;
        QVERIFY(!route.url().isEmpty());
    });
    QVERIFY(lines >= 1);
}

void TestJoin::limitedFlushFinishesLater()
{
    World world = webWorld();
    for (int i = 0; i < 50; ++i)
        world.show(u"r%1"_s.arg(i), hostRule(u"h%1"_s.arg(i)), u"web"_s, {});
    base::FixedClock clock(QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC));
    Join join(clock);
    world.feed(join);

    int flushes = 0;
    while (join.isDirty()) {
        const size_t before = join.tables().routes.size();
        join.flush(10);
        join.recycle();
        QVERIFY(join.tables().routes.size() <= before + 10);
        QVERIFY(++flushes < 20);
    }

    Join whole(clock);
    world.feed(whole);
    whole.flush();
    QCOMPARE(differences(join.tables(), whole.tables()), QStringList());
}

void TestJoin::stringsOfThreeInstancesAreShared()
{
    World world = webWorld();
    world.addNode(3);
    world.addTraefik(3);
    world.traefiks.at(traefikKey(3)).configuration = world.traefiks.at(traefikKey(1)).configuration;
    // Each answer is decoded by itself, so that no two hold the same memory.
    for (auto& [key, traefik] : world.traefiks)
        traefik.configuration.routers[0].rule.detach();
    Fed fed(world);

    // The route shows the first instance's words; when that one goes, the next one's are the same piece of memory.
    const auto* rule = fed.web().rule.constData();
    for (const int gone : {1, 2}) {
        fed.join.removeInstance(traefikKey(gone));
        fed.flush();
        QCOMPARE(fed.web().instances.size(), 3 - gone);
        QCOMPARE(fed.web().rule.constData(), rule);
    }
    // Registrations of one service hold one list of tags.
    const auto& registrations = fed.join.tables().registrations;
    QCOMPARE(registrations.at(0).tags.constData(), registrations.at(1).tags.constData());
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestJoin)
#include "test_join.moc"
