// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/server_address.h"
#include "app/cluster/states.h"
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::cluster;
using namespace tailboard::cluster_test;
using base::State;

namespace {

const QDateTime now(QDate(2026, 11, 23), QTime(19, 0), Qt::UTC);

Tables liveTables()
{
    Tables tables;
    tables.tailnet.backend = tailscale::BackendState::Running;
    tables.tailscaleSource = liveSource();
    tables.nomadSource = liveSource();
    return tables;
}

base::SourceState lost(bool hadValue)
{
    base::SourceState state;
    state.phase = base::SourcePhase::Waiting;
    if (hadValue) state.fetchedAt = now.addSecs(-60);
    return state;
}

} // namespace

class TestStates : public QObject
{
    Q_OBJECT

private slots:
    void staleSourceNeverSaysWell();
    void peerState_data();
    void peerState();
    void allocationState_data();
    void allocationState();
    void traefikStateCountsLostOnes();
    void pathOfAPeer();
    void serverAddress_data();
    void serverAddress();
};

void TestStates::staleSourceNeverSaysWell()
{
    Tables tables = liveTables();
    nomad::Node node;
    node.status = nomad::NodeStatus::Ready;
    Route route;
    route.state = State::Ok;
    Service service;
    service.state = State::Ok;
    nomad::Allocation allocation;
    allocation.clientStatus = nomad::ClientStatus::Running;
    nomad::Job job;
    job.status = u"running"_s;
    QCOMPARE(nodeState(node, tables, now), State::Ok);
    QCOMPARE(routeState(route, tables, now), State::Ok);

    tables.nomadSource = lost(true);

    QCOMPARE(nodeState(node, tables, now), State::Stale);
    QCOMPARE(routeState(route, tables, now), State::Stale);
    QCOMPARE(serviceState(service, tables, now), State::Stale);
    QCOMPARE(cluster::allocationState(allocation, tables, now), State::Stale);
    QCOMPARE(jobState(job, tables, now), State::Stale);
    // Ill stays ill.
    node.status = nomad::NodeStatus::Down;
    QCOMPARE(nodeState(node, tables, now), State::Critical);

    tables = liveTables();
    tables.tailscaleSource = lost(false);
    QCOMPARE(routeState(route, tables, now), State::Unknown);

    tables = liveTables();
    TraefikInstance instance;
    instance.key = u"t"_s;
    instance.source = lost(true);
    tables.instances.put(instance);
    route.instances.append({u"t"_s, {}, traefik::ObjectStatus::Enabled, {}});
    QCOMPARE(routeState(route, tables, now), State::Stale);
    instance.key = u"u"_s;
    instance.source = liveSource();
    tables.instances.put(instance);
    route.instances.append({u"u"_s, {}, traefik::ObjectStatus::Enabled, {}});
    QCOMPARE(routeState(route, tables, now), State::Ok);
}

void TestStates::peerState_data()
{
    QTest::addColumn<bool>("isOnline");
    QTest::addColumn<bool>("isTagged");
    QTest::addColumn<int>("daysLeft");
    QTest::addColumn<bool>("isRunning");
    QTest::addColumn<int>("expected");
    QTest::newRow("well") << true << true << 100 << true << int(State::Ok);
    QTest::newRow("machine offline") << false << true << 100 << true << int(State::Warning);
    QTest::newRow("phone asleep") << false << false << 100 << true << int(State::Unknown);
    QTest::newRow("key ends soon") << true << true << 14 << true << int(State::Warning);
    QTest::newRow("key ends very soon") << true << true << 3 << true << int(State::Critical);
    QTest::newRow("key has ended") << true << true << -1 << true << int(State::Critical);
    QTest::newRow("daemon stopped") << true << true << 100 << false << int(State::Stale);
}

void TestStates::peerState()
{
    QFETCH(bool, isOnline);
    QFETCH(bool, isTagged);
    QFETCH(int, daysLeft);
    QFETCH(bool, isRunning);
    QFETCH(int, expected);
    Tables tables = liveTables();
    if (!isRunning) tables.tailnet.backend = tailscale::BackendState::Stopped;
    tailscale::Peer peer;
    peer.isOnline = isOnline;
    if (isTagged) peer.aclTags = {u"tag:server"_s};
    peer.keyExpiry = now.addDays(daysLeft);

    QCOMPARE(int(cluster::peerState(peer, tables, now)), expected);
}

void TestStates::allocationState_data()
{
    using nomad::ClientStatus;
    using nomad::DesiredStatus;
    QTest::addColumn<int>("client");
    QTest::addColumn<int>("desired");
    QTest::addColumn<bool>("isReplaced");
    QTest::addColumn<int>("expected");
    const auto row = [](const char* name, ClientStatus c, DesiredStatus d, bool replaced, State s) {
        QTest::newRow(name) << int(c) << int(d) << replaced << int(s);
    };
    row("runs", ClientStatus::Running, DesiredStatus::Run, false, State::Ok);
    row("stopping", ClientStatus::Running, DesiredStatus::Stop, false, State::Pending);
    row("pending", ClientStatus::Pending, DesiredStatus::Run, false, State::Pending);
    row("failed", ClientStatus::Failed, DesiredStatus::Run, false, State::Critical);
    row("failed, replaced", ClientStatus::Failed, DesiredStatus::Run, true, State::Warning);
    row("failed, stopped", ClientStatus::Failed, DesiredStatus::Stop, false, State::Ok);
    row("lost", ClientStatus::Lost, DesiredStatus::Run, false, State::Critical);
    row("unknown", ClientStatus::Unknown, DesiredStatus::Run, false, State::Unknown);
    row("of tomorrow", ClientStatus::Other, DesiredStatus::Run, false, State::Unknown);
    row("done", ClientStatus::Complete, DesiredStatus::Run, false, State::Ok);
}

void TestStates::allocationState()
{
    QFETCH(int, client);
    QFETCH(int, desired);
    QFETCH(bool, isReplaced);
    QFETCH(int, expected);
    nomad::Allocation row;
    row.clientStatus = nomad::ClientStatus(client);
    row.desiredStatus = nomad::DesiredStatus(desired);
    row.hasReplacement = isReplaced;

    QCOMPARE(int(cluster::allocationState(row, liveTables(), now)), expected);
}

void TestStates::traefikStateCountsLostOnes()
{
    Tables tables = liveTables();
    QCOMPARE(traefikState(tables, now), State::Unknown);
    TraefikInstance one;
    one.key = u"1"_s;
    one.source = liveSource();
    TraefikInstance two = one;
    two.key = u"2"_s;
    tables.instances.put(one);
    tables.instances.put(two);
    QCOMPARE(traefikState(tables, now), State::Ok);

    two.source = lost(true);
    tables.instances.put(two);
    QCOMPARE(traefikState(tables, now), State::Warning);

    one.source = lost(true);
    tables.instances.put(one);
    QCOMPARE(traefikState(tables, now), State::Critical);
}

void TestStates::pathOfAPeer()
{
    Tailnet tailnet;
    tailnet.backend = tailscale::BackendState::Running;
    tailscale::Peer peer;
    peer.relay = u"fra"_s;
    QCOMPARE(peerPath(peer, tailnet), PeerPath::Offline);
    peer.isOnline = true;
    QCOMPARE(peerPath(peer, tailnet), PeerPath::Idle);
    peer.isActive = true;
    QCOMPARE(peerPath(peer, tailnet), PeerPath::Relay);
    peer.currentAddress = u"10.77.0.12:46711"_s;
    QCOMPARE(peerPath(peer, tailnet), PeerPath::Direct);
    tailnet.backend = tailscale::BackendState::Stopped;
    QCOMPARE(peerPath(peer, tailnet), PeerPath::Unknown);
    peer.isSelf = true;
    QCOMPARE(peerPath(peer, tailnet), PeerPath::Self);
}

void TestStates::serverAddress_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("expected");
    QTest::newRow("http") << u"http://100.64.0.2:28583"_s << u"100.64.0.2 28583"_s;
    QTest::newRow("path") << u"http://100.64.0.2:28583/a:b"_s << u"100.64.0.2 28583"_s;
    QTest::newRow("scheme's port") << u"https://a"_s << u"a 443"_s;
    QTest::newRow("h2c") << u"h2c://[fd7a::1]:81"_s << u"fd7a::1 81"_s;
    QTest::newRow("tcp") << u"100.64.0.2:5432"_s << u"100.64.0.2 5432"_s;
    QTest::newRow("bad port") << u"http://a:b"_s << QString();
    QTest::newRow("no port") << u"a"_s << QString();
    QTest::newRow("empty") << QString() << QString();
}

void TestStates::serverAddress()
{
    QFETCH(QString, url);
    QFETCH(QString, expected);
    const auto address = cluster::serverAddress(url);
    QCOMPARE(address ? address->host + u' ' + QString::number(address->port) : QString(), expected);
    QCOMPARE(entryPointPort(u":8443/tcp"_s), quint16(8443));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestStates)
#include "test_states.moc"
