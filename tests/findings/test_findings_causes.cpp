// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/restart_log.h"
#include "tests/findings/checked.h"
#include "tests/support/message_guard.h"

#include <random>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::cluster;
using namespace tailboard::cluster_test;
using base::State;
using findings::RestartLog;
using findings_test::Checked;

namespace {

nomad::Job jobOf(const QString& id, const QString& type = u"service"_s)
{
    nomad::Job job;
    job.key = {u"default"_s, id};
    job.name = id;
    job.type = type;
    job.status = u"running"_s;
    job.datacenters = {u"dc1"_s};
    job.modifyIndex = 1;
    return job;
}

nomad::JobNeeds volumeNeeds(const QString& job, const QString& source, bool isConstrained = false)
{
    return {{u"default"_s, job}, {{job, {{u"data"_s, source, false}}, {}, isConstrained}}, {}};
}

nomad::JobNeeds portNeeds(const QString& job, quint16 port)
{
    return {{u"default"_s, job}, {{job, {}, {{u"http"_s, port, {}}}, false}}, {}};
}

nomad::JobNeeds traefikNeeds(const QStringList& arguments, const QList<nomad::TaskMount>& mounts = {})
{
    return {{u"default"_s, u"traefik"_s}, {}, {{u"traefik"_s, u"server"_s, arguments, mounts, false}}};
}

nomad::PlacementFailure lacking(const QString& group, const QString& dimension, int nodes = 2)
{
    nomad::PlacementFailure failure;
    failure.group = group;
    failure.nodesEvaluated = failure.nodesExhausted = nodes;
    failure.dimensions = {{dimension, nodes}};
    return failure;
}

nomad::Evaluation evaluation(int id, const QString& job, const QString& status, quint64 index,
                             const QList<nomad::PlacementFailure>& failures = {})
{
    nomad::Evaluation row;
    row.id = uuid(5'000 + id);
    row.job = {u"default"_s, job};
    row.status = status;
    row.modifyIndex = index;
    row.failures = failures;
    return row;
}

/// Two nodes of dc1 that have the host volume "data".
cluster_test::World nodesWithData()
{
    cluster_test::World world = webWorld();
    for (auto& [id, node] : world.nodes) {
        node.datacenter = u"dc1"_s;
        node.hostVolumes = {u"data"_s};
    }
    return world;
}

/// A service that both Traefiks show by their default rule, or with a rule from its tags.
cluster_test::World shownBy(const QString& rule, const QStringList& tags)
{
    cluster_test::World world = webWorld();
    world.addAllocation(9, u"shop"_s, 1);
    world.addRegistration(9, u"shop"_s, 20'009, tags);
    world.show(u"shop"_s, rule, u"shop"_s, {u"http://100.64.0.1:20009"_s});
    return world;
}

} // namespace

class TestFindingsCauses : public QObject
{
    Q_OBJECT

private slots:
    void serviceThatOnlyTheDefaultRuleExposes();
    void misspeltTagsAreToldFromNone();
    void serviceThatIsNotEnabledIsNoMissingRouter();
    void switchedOffServiceIsNoFinding();
    void otherPrefixIsRead();
    void openApiIsToldOnceAJob();
    void openApiOfAnAddressIsToldByItsRouter();
    void socketFileIsToldAndADirectoryIsNot();
    void hostVolumeOnNoNodeIsToldAndGoneWhenOneHasIt();
    void systemJobNeedsItsHostVolumeEverywhere();
    void nodesThatTheJobCannotUseDoNotCount();
    void failedPlacementForAHostVolumeNamesIt();
    void nodeThatOffersAnotherAddress();
    void nodeWithoutPeerIsNotGuessedAt();
    void takenPortNamesWhoHasIt();
    void takenPortOfTheJobItself();
    void blockedEvaluationGivesItsReasons();
    void placementEndsWithALaterEvaluation();
    void systemJobsFailWithoutABlockedEvaluation();
    void stoppedJobIsNotBlocked();
    void fifthRestartInHalfAnHourIsALoop();
    void restartsLongAgoAreNoLoop();
    void rescheduledFailuresAreALoop();
    void httpsOffMattersToRoutesWithAResolver();
    void magicDnsOffMattersToNamesOfTheTailnet();
    void stoppedDaemonTellsNothingOfTheTailnet();
    void unreadJobsAreNotCalledWell();
    void incrementalIsTheSameAsFresh();
};

void TestFindingsCauses::serviceThatOnlyTheDefaultRuleExposes()
{
    Checked checked(shownBy(u"Host(`shop`)"_s, {u"v1"_s}));

    const Finding* finding = checked.get(u"default-rule-only/default/shop"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Warning);
    QCOMPARE(finding->subject, u"shop"_s);
    QCOMPARE(finding->table, TableId::Services);
    QCOMPARE(checked.ids().size(), 1);

    nomad::ServiceRegistration row = checked.world.registrations.begin()->second;
    for (const auto& [id, known] : checked.world.registrations)
        if (known.serviceName == u"shop"_s) row = known;
    row.tags = {u"traefik.http.routers.shop.rule=Host(`shop`)"_s};
    ++row.modifyIndex;
    checked.join.registrationsArrived({&row, 1});
    checked.flush();
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::misspeltTagsAreToldFromNone()
{
    Checked untagged(shownBy(u"Host(`shop`)"_s, {}));
    Checked misspelt(shownBy(u"Host(`shop`)"_s, {u"traefik.htp.routers.shop.rule=Host(`b`)"_s}));

    const Finding* finding = misspelt.get(u"default-rule-only/default/shop"_s);
    QVERIFY_WHOLE(finding);
    QVERIFY(finding->text != untagged.get(finding->id)->text);
    QVERIFY(finding->remedy.contains(u"misspelt"_s));
}

void TestFindingsCauses::serviceThatIsNotEnabledIsNoMissingRouter()
{
    cluster_test::World world = webWorld();
    for (auto& [key, traefik] : world.traefiks)
        traefik.instance.arguments = {u"--providers.nomad=true"_s, u"--providers.nomad.exposedByDefault=false"_s};
    for (auto& [id, row] : world.registrations)
        row.tags.append(u"traefik.enable=true"_s);
    world.addAllocation(9, u"shop"_s, 1);
    nomad::ServiceRegistration& shop =
        world.addRegistration(9, u"shop"_s, 20'009, {u"traefik.http.routers.shop.rule=Host(`b`)"_s});
    Checked checked(world);
    checked.tick(60s);

    const Finding* finding = checked.get(u"service-not-enabled/default/shop"_s);
    QVERIFY_WHOLE(finding);
    QVERIFY(finding->text.contains(u"traefik.enable=true"_s));
    QCOMPARE(checked.ids(), (QStringList{u"service-not-enabled/default/shop"_s}));
    QVERIFY(!routeOf(checked.join.tables(), u"b"_s));

    // One Traefik that takes every service is enough for the router to be missed.
    checked.world.traefiks.at(traefikKey(2)).instance.arguments = {u"--providers.nomad=true"_s};
    checked.tellTraefik(2);
    checked.tick(60s);
    QCOMPARE(checked.ids(), (QStringList{u"tag-not-in-traefik/shop@nomad"_s}));

    checked.world.traefiks.at(traefikKey(2)).instance.arguments =
        checked.world.traefiks.at(traefikKey(1)).instance.arguments;
    checked.tellTraefik(2);
    shop.tags.append(u"traefik.enable=true"_s);
    nomad::ServiceRegistration row = shop;
    row.modifyIndex = 2;
    checked.join.registrationsArrived({&row, 1});
    checked.flush();
    checked.tick(60s);
    QCOMPARE(checked.ids(), (QStringList{u"tag-not-in-traefik/shop@nomad"_s}));
}

void TestFindingsCauses::switchedOffServiceIsNoFinding()
{
    cluster_test::World world = webWorld();
    world.addAllocation(9, u"shop"_s, 1);
    world.addRegistration(9, u"shop"_s, 20'009,
                          {u"traefik.enable=false"_s, u"traefik.http.routers.shop.rule=Host(`b`)"_s});
    Checked checked(world);
    checked.tick(60s);

    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::otherPrefixIsRead()
{
    cluster_test::World world = webWorld();
    for (auto& [key, traefik] : world.traefiks)
        traefik.instance.arguments = {u"--providers.nomad=true"_s, u"--providers.nomad.prefix=tb"_s};
    for (auto& [id, row] : world.registrations)
        for (QString& tag : row.tags)
            tag.replace(u"traefik."_s, u"tb."_s);
    world.addAllocation(8, u"old"_s, 1);
    world.addRegistration(8, u"old"_s, 20'008, {u"traefik.http.routers.old.rule=Host(`a`)"_s});
    world.addAllocation(9, u"shop"_s, 1);
    world.addRegistration(9, u"shop"_s, 20'009, {u"tb.http.routers.shop.rule=Host(`b`)"_s});
    Checked checked(world);
    checked.tick(60s);

    // Nobody reads the tags of the first, so that no router is missed.
    QCOMPARE(checked.ids(), (QStringList{u"tag-not-in-traefik/shop@nomad"_s}));
}

void TestFindingsCauses::openApiIsToldOnceAJob()
{
    Checked checked(webWorld());
    checked.tell(jobOf(u"traefik"_s, u"system"_s));
    checked.tell(traefikNeeds({u"--api.insecure=true"_s}));

    const Finding* finding = checked.get(u"api-insecure/default/traefik"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Warning);
    QCOMPARE(finding->table, TableId::Jobs);
    QCOMPARE(checked.ids().size(), 1);

    nomad::JobNeeds local = traefikNeeds({u"--api.insecure=true"_s});
    local.traefiks.first().isApiLocal = true;
    checked.tell(local);
    QCOMPARE(checked.ids(), QStringList());

    checked.tell(traefikNeeds({u"--api.dashboard=true"_s}));
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::openApiOfAnAddressIsToldByItsRouter()
{
    cluster_test::World world = webWorld();
    traefik::Router api = router(u"api"_s, u"PathPrefix(`/api`)"_s, u"api"_s);
    api.name = u"api@internal"_s;
    api.provider = u"internal"_s;
    api.service = u"api@internal"_s;
    api.entryPoints = api.usedEntryPoints = {u"traefik"_s};
    api.hasTls = false;
    api.certResolver.clear();
    world.traefiks.at(traefikKey(1)).configuration.routers.append(api);
    Checked checked(world);

    QVERIFY_WHOLE(checked.get(u"api-insecure/"_s + traefikKey(1)));
    QVERIFY(!checked.get(u"api-insecure/"_s + traefikKey(2)));
}

void TestFindingsCauses::socketFileIsToldAndADirectoryIsNot()
{
    Checked checked(webWorld());
    checked.tell(jobOf(u"traefik"_s, u"system"_s));
    checked.tell(traefikNeeds({}, {{u"tailscale-socket"_s, u"/var/run/tailscale/tailscaled.sock"_s, true}}));

    const Finding* finding = checked.get(u"socket-file-mount/default/traefik"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Warning);

    checked.tell(traefikNeeds({}, {{u"tailscale-run"_s, u"/var/run/tailscale"_s, true}}));
    QCOMPARE(checked.ids(), QStringList());
    // The socket of something else is none of ours.
    checked.tell(traefikNeeds({}, {{u"/var/run/docker.sock"_s, u"/var/run/docker.sock"_s, false}}));
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::hostVolumeOnNoNodeIsToldAndGoneWhenOneHasIt()
{
    Checked checked(nodesWithData());
    checked.tell(jobOf(u"db"_s));
    checked.tell(volumeNeeds(u"db"_s, u"data"_s));
    QCOMPARE(checked.ids(), QStringList());

    checked.tell(volumeNeeds(u"db"_s, u"backup"_s));
    const Finding* finding = checked.get(u"host-volume-missing/default/db/db"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->subject, u"db"_s);
    QCOMPARE(finding->severity, State::Warning);
    QVERIFY(finding->text.contains(u"backup"_s));

    nomad::Node node = checked.world.nodes.begin()->second;
    node.hostVolumes.append(u"backup"_s);
    checked.tell(node);
    QCOMPARE(checked.ids(), QStringList());

    nomad::JobNeeds perAllocation = volumeNeeds(u"db"_s, u"shard"_s);
    perAllocation.groups.first().hostVolumes.first().isPerAlloc = true;
    node.hostVolumes.append(u"shard[0]"_s);
    checked.tell(node);
    checked.tell(perAllocation);
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::systemJobNeedsItsHostVolumeEverywhere()
{
    cluster_test::World world = nodesWithData();
    world.nodes.at(uuid(1'000'002)).hostVolumes.clear();
    Checked checked(world);
    checked.tell(jobOf(u"db"_s));
    checked.tell(volumeNeeds(u"db"_s, u"data"_s));
    QCOMPARE(checked.ids(), QStringList());

    checked.tell(jobOf(u"agent"_s, u"system"_s));
    checked.tell(volumeNeeds(u"agent"_s, u"data"_s));
    const QString id = u"host-volume-missing/default/agent/agent"_s;
    QVERIFY_WHOLE(checked.get(id));
    QCOMPARE(checked.get(id)->severity, State::Warning);
    QVERIFY(checked.get(id)->text.contains(u"firefly-sub02"_s));
    QVERIFY(!checked.get(id)->text.contains(u"firefly-sub01"_s));

    checked.tell(volumeNeeds(u"agent"_s, u"data"_s, true));
    QCOMPARE(checked.get(id)->severity, State::Unknown);
    QVERIFY(checked.get(id)->text.contains(u"not checked"_s));
}

void TestFindingsCauses::nodesThatTheJobCannotUseDoNotCount()
{
    cluster_test::World world = nodesWithData();
    world.nodes.at(uuid(1'000'002)).hostVolumes.clear();
    world.nodes.at(uuid(1'000'002)).datacenter = u"west-1"_s;
    Checked checked(world);
    nomad::Job job = jobOf(u"agent"_s, u"system"_s);
    checked.tell(job);
    checked.tell(volumeNeeds(u"agent"_s, u"data"_s));
    QCOMPARE(checked.ids(), QStringList());

    job.datacenters = {u"dc1"_s, u"west-*"_s};
    ++job.modifyIndex;
    checked.tell(job);
    QCOMPARE(checked.ids(), (QStringList{u"host-volume-missing/default/agent/agent"_s}));

    nomad::Node node = checked.world.nodes.at(uuid(1'000'002));
    node.isEligible = false;
    checked.tell(node);
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::failedPlacementForAHostVolumeNamesIt()
{
    Checked checked(webWorld());
    nomad::Job job = jobOf(u"db"_s);
    job.status = u"pending"_s;
    checked.tell(job);
    nomad::PlacementFailure failure;
    failure.group = u"db"_s;
    failure.nodesEvaluated = failure.nodesFiltered = 2;
    failure.constraints = {{u"missing compatible host volumes"_s, 2}};
    checked.tell(evaluation(1, u"db"_s, u"blocked"_s, 10, {failure}));

    const Finding* finding = checked.get(u"host-volume-missing/default/db/db"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->severity, State::Critical);
    QVERIFY(finding->original.contains(u"missing compatible host volumes"_s));

    checked.tell(volumeNeeds(u"db"_s, u"backup"_s));
    finding = checked.get(u"host-volume-missing/default/db/db"_s);
    QVERIFY(finding->text.contains(u"backup"_s));
    QVERIFY(finding->original.contains(u"missing compatible host volumes"_s));
    QCOMPARE(checked.ids().size(), 1);
}

void TestFindingsCauses::nodeThatOffersAnotherAddress()
{
    Checked checked(webWorld());
    nomad::Node node = checked.world.nodes.at(uuid(1'000'002));
    const QString id = u"node-off-tailnet/"_s + node.id.toString();
    node.networkDevice = u"eth0"_s;
    node.networkAddress = u"10.0.0.12"_s;
    checked.tell(node);

    const Finding* finding = checked.get(id);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->subject, u"firefly-sub02"_s);
    QVERIFY(finding->text.contains(u"10.0.0.12"_s) && finding->text.contains(u"eth0"_s));
    QVERIFY(finding->text.contains(u"100.64.0.2"_s));

    // The first and the last address of the range, and the first after it.
    for (const auto& [address, isOut] : {std::pair(u"100.64.0.0"_s, false), std::pair(u"100.127.255.255"_s, false),
                                         std::pair(u"100.128.0.0"_s, true), std::pair(u"fd7a:115c:a1e0::1"_s, false),
                                         std::pair(u"fd7a:115c:a1e1::1"_s, true), std::pair(QString(), false)}) {
        node.networkAddress = address;
        checked.tell(node);
        QVERIFY2(bool(checked.get(id)) == isOut, qPrintable(address));
    }
}

void TestFindingsCauses::nodeWithoutPeerIsNotGuessedAt()
{
    Checked checked(webWorld());
    nomad::Node node = checked.world.nodes.at(uuid(1'000'002));
    node.name = u"stranger"_s;
    node.networkAddress = u"10.0.0.12"_s;
    checked.tell(node);
    QVERIFY(!checked.get(u"node-off-tailnet/"_s + node.id.toString()));

    // A peer of this name comes later.
    checked.world.peers[u"peer-9"_s] = checked.world.peers.at(u"peer-2"_s);
    tailscale::Peer& peer = checked.world.peers.at(u"peer-9"_s);
    peer.id = u"peer-9"_s;
    peer.dnsName = u"Stranger.tail1a2b3.ts.net"_s;
    peer.addresses = {u"100.64.0.9"_s};
    checked.world.feedTailnet(checked.join);
    checked.flush();
    QVERIFY_WHOLE(checked.get(u"node-off-tailnet/"_s + node.id.toString()));

    checked.world.peers.erase(u"peer-9"_s);
    checked.world.feedTailnet(checked.join);
    checked.flush();
    QVERIFY(!checked.get(u"node-off-tailnet/"_s + node.id.toString()));
}

void TestFindingsCauses::takenPortNamesWhoHasIt()
{
    Checked checked(webWorld());
    checked.tell(jobOf(u"traefik"_s, u"system"_s));
    checked.tell(portNeeds(u"traefik"_s, 8080));
    checked.tell(jobOf(u"shop"_s));
    checked.tell(portNeeds(u"shop"_s, 8080));
    QCOMPARE(checked.ids(), QStringList()); // they may well stand on different nodes

    checked.tell(evaluation(1, u"shop"_s, u"blocked"_s, 10,
                            {lacking(u"shop"_s, u"network: reserved port collision http=8080"_s)}));

    const Finding* finding = checked.get(u"port-collision/default/shop/shop"_s);
    QVERIFY_WHOLE(finding);
    QVERIFY(finding->text.contains(u"8080"_s) && finding->text.contains(u"traefik"_s));
    QVERIFY(finding->original.contains(u"reserved port collision"_s));
    QCOMPARE(checked.ids().size(), 1);
}

void TestFindingsCauses::takenPortOfTheJobItself()
{
    Checked checked(webWorld());
    checked.tell(jobOf(u"shop"_s));
    checked.tell(portNeeds(u"shop"_s, 8080));
    checked.tell(evaluation(1, u"shop"_s, u"blocked"_s, 10,
                            {lacking(u"shop"_s, u"network: reserved port collision http=8080"_s)}));

    QVERIFY_WHOLE(checked.get(u"port-collision/default/shop/shop"_s));
    QVERIFY(checked.get(u"port-collision/default/shop/shop"_s)->remedy.contains(u"count"_s));

    // A dimension that names no port still is a collision.
    checked.tell(
        evaluation(1, u"shop"_s, u"blocked"_s, 11, {lacking(u"shop"_s, u"network: reserved port collision"_s)}));
    QVERIFY_WHOLE(checked.get(u"port-collision/default/shop/shop"_s));
}

void TestFindingsCauses::blockedEvaluationGivesItsReasons()
{
    Checked checked(webWorld());
    checked.tell(jobOf(u"shop"_s));
    checked.tell(
        evaluation(1, u"shop"_s, u"blocked"_s, 10, {lacking(u"api"_s, u"memory"_s), lacking(u"shop"_s, u"cpu"_s, 1)}));

    const Finding* finding = checked.get(u"placement-blocked/default/shop/api"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->subject, u"shop.api"_s);
    QCOMPARE(finding->severity, State::Warning);
    QCOMPARE(finding->text, u"Nomad finds no place for shop.api (memory: 2 nodes)."_s);
    QCOMPARE(checked.get(u"placement-blocked/default/shop/shop"_s)->text,
             u"Nomad finds no place for shop (cpu: 1 node)."_s);

    nomad::PlacementFailure nowhere;
    nowhere.group = u"api"_s;
    checked.tell(evaluation(1, u"shop"_s, u"blocked"_s, 11, {nowhere}));
    QVERIFY_WHOLE(checked.get(u"placement-blocked/default/shop/api"_s));
    QCOMPARE(checked.ids().size(), 1);

    checked.tell(evaluation(1, u"shop"_s, u"blocked"_s, 12));
    QVERIFY_WHOLE(checked.get(u"placement-blocked/default/shop/"_s));
}

void TestFindingsCauses::placementEndsWithALaterEvaluation()
{
    Checked checked(webWorld());
    checked.tell(jobOf(u"shop"_s));
    // Lists come in the order of ids: the newer one first.
    checked.tell(evaluation(1, u"shop"_s, u"complete"_s, 20));
    checked.tell(evaluation(2, u"shop"_s, u"complete"_s, 10, {lacking(u"shop"_s, u"memory"_s)}));
    QCOMPARE(checked.ids(), QStringList());

    checked.tell(evaluation(3, u"shop"_s, u"complete"_s, 30, {lacking(u"shop"_s, u"memory"_s)}));
    checked.tell(evaluation(4, u"shop"_s, u"blocked"_s, 31, {lacking(u"shop"_s, u"memory"_s)}));
    QCOMPARE(checked.ids().size(), 1);

    // There is room again: the blocked one is run.
    checked.tell(evaluation(4, u"shop"_s, u"complete"_s, 40));
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::systemJobsFailWithoutABlockedEvaluation()
{
    Checked checked(webWorld());
    checked.tell(jobOf(u"agent"_s, u"system"_s));
    checked.tell(evaluation(1, u"agent"_s, u"complete"_s, 10, {lacking(u"agent"_s, u"memory"_s, 1)}));
    QCOMPARE(checked.ids(), (QStringList{u"placement-blocked/default/agent/agent"_s}));

    // Garbage collection takes it away.
    checked.join.beginList(nomad::List::Evaluations);
    checked.join.endList(nomad::List::Evaluations);
    checked.flush();
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::stoppedJobIsNotBlocked()
{
    Checked checked(webWorld());
    nomad::Job job = jobOf(u"shop"_s);
    checked.tell(job);
    checked.tell(evaluation(1, u"shop"_s, u"blocked"_s, 10, {lacking(u"shop"_s, u"memory"_s)}));
    QCOMPARE(checked.ids().size(), 1);

    job.isStopped = true;
    ++job.modifyIndex;
    checked.tell(job);
    QCOMPARE(checked.ids(), QStringList());

    checked.join.jobRemoved(job.key);
    checked.flush();
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::fifthRestartInHalfAnHourIsALoop()
{
    Checked checked(webWorld());
    nomad::Allocation row = checked.world.allocations.at(uuid(1));
    const auto restart = [&] {
        ++row.restarts;
        ++row.modifyIndex;
        row.modifyTime = checked.clock.now().toMSecsSinceEpoch() * 1'000'000;
        checked.tell(row);
    };
    // What it did before we looked is not known to be young.
    row.restarts = 40;
    restart();
    for (int i = 0; i < RestartLog::loopAt - 1; ++i) {
        checked.tick(60s);
        restart();
        QCOMPARE(checked.ids(), (QStringList{u"allocation-failing/default/web/web"_s}));
    }
    checked.tick(60s);
    restart();

    const Finding* finding = checked.get(u"restart-loop/default/web/web"_s);
    QVERIFY_WHOLE(finding);
    QVERIFY(finding->text.contains(u'5'));
    QCOMPARE(checked.ids().size(), 1); // the loop says it all

    // The first of the five leaves the window.
    checked.tick(RestartLog::window - 4 * 60s - 1s);
    QVERIFY(checked.get(u"restart-loop/default/web/web"_s));
    checked.tick(1s);
    QVERIFY(!checked.get(u"restart-loop/default/web/web"_s));
}

void TestFindingsCauses::restartsLongAgoAreNoLoop()
{
    cluster_test::World world = webWorld();
    const qint64 now = QDateTime(QDate(2026, 11, 23), QTime(19, 0), Qt::UTC).toMSecsSinceEpoch() * 1'000'000;
    nomad::Allocation& old = world.allocations.at(uuid(1));
    old.restarts = 30;
    old.createTime = now - 7200 * 1'000'000'000ll;
    old.modifyTime = now - 3600 * 1'000'000'000ll;
    Checked checked(world);
    QCOMPARE(checked.ids(), QStringList());

    // Of an allocation that is young itself every restart is.
    nomad::Allocation young = checked.world.allocations.at(uuid(2));
    young.restarts = RestartLog::loopAt;
    young.createTime = young.modifyTime = now - 60 * 1'000'000'000ll;
    ++young.modifyIndex;
    checked.tell(young);
    QVERIFY_WHOLE(checked.get(u"restart-loop/default/web/web"_s));
}

void TestFindingsCauses::rescheduledFailuresAreALoop()
{
    Checked checked(webWorld());
    const qint64 now = checked.clock.now().toMSecsSinceEpoch() * 1'000'000;
    for (int i = 0; i < RestartLog::loopAt; ++i) {
        QCOMPARE(checked.ids(), QStringList());
        nomad::Allocation row = checked.world.allocations.at(uuid(1));
        row.id = uuid(100 + i);
        row.clientStatus = nomad::ClientStatus::Failed;
        row.hasReplacement = true;
        row.createTime = row.modifyTime = now - i * 60'000'000'000ll;
        checked.tell(row);
    }
    QCOMPARE(checked.ids(), (QStringList{u"restart-loop/default/web/web"_s}));

    // Nomad forgets them.
    checked.join.beginList(nomad::List::Allocations);
    for (const auto& [id, row] : checked.world.allocations)
        checked.join.allocationsArrived({&row, 1});
    checked.join.endList(nomad::List::Allocations);
    checked.flush();
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::httpsOffMattersToRoutesWithAResolver()
{
    cluster_test::World world = webWorld();
    world.certDomains.clear();
    Checked checked(world);

    const Finding* finding = checked.get(u"https-off/tailnet"_s);
    QVERIFY_WHOLE(finding);
    QCOMPARE(finding->subject, u"tail1a2b3.ts.net"_s);
    QVERIFY(finding->text.contains(u"firefly-sub01.tail1a2b3.ts.net"_s));

    for (auto& [key, traefik] : checked.world.traefiks) {
        for (traefik::Router& row : traefik.configuration.routers)
            row.certResolver.clear();
        checked.world.feedTraefik(checked.join, key);
    }
    checked.flush();
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::magicDnsOffMattersToNamesOfTheTailnet()
{
    cluster_test::World world = webWorld();
    world.isMagicDnsEnabled = false;
    Checked checked(world);

    QVERIFY_WHOLE(checked.get(u"magicdns-off/tailnet"_s));
    QCOMPARE(checked.ids().size(), 1);

    checked.world.isMagicDnsEnabled = true;
    checked.world.feedTailnet(checked.join);
    checked.flush();
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::stoppedDaemonTellsNothingOfTheTailnet()
{
    cluster_test::World world = webWorld();
    world.certDomains.clear();
    world.isMagicDnsEnabled = false;
    world.backend = tailscale::BackendState::Stopped;
    Checked checked(world);

    QVERIFY(!checked.get(u"https-off/tailnet"_s));
    QVERIFY(!checked.get(u"magicdns-off/tailnet"_s));
}

void TestFindingsCauses::unreadJobsAreNotCalledWell()
{
    Checked checked(webWorld());
    for (const int count : {1, 300}) {
        checked.join.unreadJobsCounted(count);
        checked.flush();
        QVERIFY_WHOLE(checked.get(u"jobs-not-checked/nomad"_s));
        QCOMPARE(checked.get(u"jobs-not-checked/nomad"_s)->severity, State::Unknown);
    }

    checked.join.unreadJobsCounted(0);
    checked.flush();
    QCOMPARE(checked.ids(), QStringList());
}

void TestFindingsCauses::incrementalIsTheSameAsFresh()
{
    std::mt19937 random(7);
    const auto pick = [&random](int limit) { return int(random() % unsigned(limit)); };
    Checked checked(nodesWithData());
    quint64 index = 10;
    size_t most = 0;
    const QStringList dimensions{u"memory"_s, u"network: reserved port collision http=80"_s};
    for (int step = 0; step < 1'500; ++step) {
        const QString id = u"job-%1"_s.arg(pick(5));
        switch (pick(7)) {
        case 0: {
            nomad::Job job = jobOf(id, pick(2) ? u"system"_s : u"service"_s);
            job.isStopped = pick(4) == 0;
            job.modifyIndex = ++index;
            checked.join.jobsArrived({&job, 1});
            break;
        }
        case 1:
            checked.join.jobNeedsFound(pick(2) ? volumeNeeds(id, pick(2) ? u"data"_s : u"backup"_s, pick(2))
                                               : portNeeds(id, 80));
            break;
        case 2:
            if (pick(4) == 0) checked.join.jobRemoved({u"default"_s, id});
            break;
        case 3: {
            nomad::Node& node = checked.world.nodes.at(uuid(1'000'001 + pick(2)));
            node.hostVolumes = pick(2) ? QStringList{u"data"_s} : QStringList{u"backup"_s};
            node.networkAddress = pick(2) ? u"10.0.0.1"_s : u"100.64.0.7"_s;
            node.modifyIndex = ++index;
            checked.join.nodesArrived({&node, 1});
            break;
        }
        case 4: {
            QList<nomad::PlacementFailure> failures;
            if (pick(2)) failures.append(lacking(id, dimensions.at(pick(2))));
            const nomad::Evaluation row = evaluation(
                pick(12), id, QStringList{u"blocked"_s, u"complete"_s, u"canceled"_s}.at(pick(3)), ++index, failures);
            const nomad::Evaluation* known = checked.join.tables().evaluations.get(row.id);
            // An evaluation stays with its job, and its end is final.
            if (!known || (known->job == row.job && known->status == u"blocked"_s))
                checked.join.evaluationsArrived({&row, 1});
            break;
        }
        case 5:
            if (pick(10) == 0) {
                checked.join.beginList(nomad::List::Evaluations);
                checked.join.endList(nomad::List::Evaluations);
            }
            break;
        case 6:
            checked.world.certDomains = pick(2) ? QStringList{u"a"_s} : QStringList{};
            checked.world.isMagicDnsEnabled = pick(2);
            checked.world.feedTailnet(checked.join);
            break;
        }
        if (pick(3) == 0) checked.flush();
        if (step % 15 != 0) continue;
        checked.flush();
        const findings::Findings fresh(checked.join, checked.clock);
        QStringList ids;
        fresh.table().forEach([&](Slot, const Finding& finding) {
            ids.append(finding.id);
            const Finding* other = checked.get(finding.id);
            QVERIFY2(other, qPrintable(u"step %1: %2 is missing"_s.arg(step).arg(finding.id)));
            if (finding.check == u"port-collision"_s) return; // who holds the port may have changed since
            QVERIFY2(other->text == finding.text && other->severity == finding.severity,
                     qPrintable(u"step %1: "_s.arg(step) + other->text + u" / "_s + finding.text));
        });
        ids.sort();
        QCOMPARE(checked.ids(), ids);
        most = std::max(most, size_t(ids.size()));
    }
    QVERIFY(most > 4);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestFindingsCauses)
#include "test_findings_causes.moc"
