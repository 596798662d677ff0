// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/list_decoder.h"
#include "app/tailscale/decode.h"
#include "app/traefik/decode_instance.h"
#include "app/traefik/decode_routers.h"
#include "app/traefik/decode_services.h"
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"

#include <QFile>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::cluster;
using namespace tailboard::cluster_test;

namespace {

/// Body of a recorded reply.
QByteArray recorded(const QString& name)
{
    QFile file(QStringLiteral(TAILBOARD_FIXTURES "/") + name + u".http"_s);
    if (!file.open(QIODevice::ReadOnly)) qFatal("no fixture %s", qPrintable(name));
    QByteArray text = file.readAll();
    const auto crlf = text.indexOf("\r\n\r\n");
    return crlf >= 0 ? text.mid(crlf + 4) : text.mid(text.indexOf("\n\n") + 2);
}

template<typename T>
T valueOf(base::Result<base::Decoded<T>> decoded)
{
    if (!decoded) qFatal("%s", qPrintable(decoded.error().sentence()));
    return std::move(decoded->value);
}

template<typename Row>
QList<Row> listOf(const QString& name)
{
    return valueOf(nomad::decodeList<Row>(recorded(u"nomad/"_s + name)));
}

traefik::Configuration configurationOf(const QString& node)
{
    const QString base = u"traefik/"_s + node + u'-';
    traefik::Configuration configuration;
    configuration.providers = valueOf(traefik::decodeOverview(recorded(base + u"overview"_s))).providers;
    configuration.routers =
        valueOf(traefik::decodeRouters(recorded(base + u"http-routers"_s), traefik::Protocol::Http));
    configuration.services =
        valueOf(traefik::decodeServices(recorded(base + u"http-services"_s), traefik::Protocol::Http));
    configuration.entryPoints = valueOf(traefik::decodeEntryPoints(recorded(base + u"entrypoints"_s)));
    return configuration;
}

/// The recorded cluster: HashiCups, the web job and Traefik on two nodes, seen from the laptop.
World recordedWorld()
{
    World world;
    for (const auto& row : listOf<nomad::Node>(u"nodes"_s))
        world.nodes[row.id] = row;
    for (const auto& row : listOf<nomad::Allocation>(u"allocations"_s))
        world.allocations[row.id] = row;
    for (const QString& job : {u"job-web-services"_s, u"job-hashicups-services"_s, u"job-traefik-services"_s})
        for (const auto& row : listOf<nomad::ServiceRegistration>(job))
            world.registrations[row.id] = row;
    for (const auto& peer : valueOf(tailscale::decodeStatus(recorded(u"tailscale/laptop-status"_s))).peers)
        world.peers[peer.id] = peer;
    for (int n = 1; n <= 2; ++n) {
        World::Traefik& traefik = world.addTraefik(n);
        traefik.configuration = configurationOf(traefik.instance.node);
    }
    return world;
}

} // namespace

class TestJoinFixtures : public QObject
{
    Q_OBJECT

private slots:
    void webRouteOfTheRecordedClusterIsComplete();
    void everyRouteOfTheRecordedClusterIsWell();
    void offlinePeerOfARecordingMakesItsRouteCritical();
};

void TestJoinFixtures::webRouteOfTheRecordedClusterIsComplete()
{
    base::FixedClock clock(QDateTime(QDate(2026, 11, 23), QTime(19, 1), Qt::UTC));
    Join join(clock);
    recordedWorld().feed(join);
    join.flush();

    const Route* route = routeOf(join.tables(), u"firefly-sub01.tail1a2b3.ts.net"_s);

    QVERIFY(route);
    QCOMPARE(route->key.router, u"web@nomad"_s);
    QCOMPARE(route->url(), u"https://firefly-sub01.tail1a2b3.ts.net/"_s);
    QCOMPARE(route->instances.size(), 2);
    QCOMPARE(route->instances[0].node, u"firefly-sub01"_s);
    QCOMPARE(route->instances[0].status, traefik::ObjectStatus::Enabled);
    QCOMPARE(route->instances[1].node, u"firefly-sub02"_s);
    QStringList allocations;
    for (const base::Uuid& id : route->allocations)
        allocations.append(id.shortText());
    QCOMPARE(allocations, (QStringList{u"637a75d2"_s, u"64ad5e73"_s}));
    QCOMPARE(route->nodes, (QStringList{u"firefly-sub01"_s, u"firefly-sub02"_s}));
    QCOMPARE(route->peers, (QStringList{u"TESTCTRL00000001"_s, u"TESTCTRL00000002"_s}));
    QCOMPARE(route->ownerPeer, u"TESTCTRL00000001"_s);
    QCOMPARE(route->job.id, u"web"_s);
    QCOMPARE(route->taskGroup, u"web"_s);
    QCOMPARE(route->task, u"web"_s);
    QCOMPARE(route->certResolver, u"tailscaleresolver"_s);
    QCOMPARE(route->running, 2);
    QCOMPARE(route->state, base::State::Ok);
}

void TestJoinFixtures::everyRouteOfTheRecordedClusterIsWell()
{
    base::FixedClock clock(QDateTime(QDate(2026, 11, 23), QTime(19, 1), Qt::UTC));
    Join join(clock);
    recordedWorld().feed(join);
    join.flush();

    QCOMPARE(join.tables().routes.size(), size_t(11));
    join.tables().routes.forEach([](Slot, const Route& route) {
        QVERIFY2(route.state == base::State::Ok, qPrintable(route.key.router + u' ' + route.key.host));
    });
    QCOMPARE(join.tables().services.size(), size_t(9));
    join.tables().services.forEach([](Slot, const Service& service) {
        QVERIFY2(service.state == base::State::Ok, qPrintable(service.key.name));
        QVERIFY2(!service.routers.isEmpty(), qPrintable(service.key.name));
    });
    QVERIFY(join.tables().services.get({u"default"_s, u"traefik-http"_s})->hasDefaultRule);
    QVERIFY(!join.tables().services.get({u"default"_s, u"nginx"_s})->hasDefaultRule);
}

void TestJoinFixtures::offlinePeerOfARecordingMakesItsRouteCritical()
{
    base::FixedClock clock(QDateTime(QDate(2026, 11, 23), QTime(19, 1), Qt::UTC));
    Join join(clock);
    recordedWorld().feed(join);
    join.flush();
    join.recycle();

    const tailscale::Status status =
        valueOf(tailscale::decodeStatus(recorded(u"tailscale/laptop-status-peer-offline"_s)));
    join.setTailnet(status);
    join.flush();

    const auto offline = std::find_if(status.peers.begin(), status.peers.end(),
                                      [](const tailscale::Peer& peer) { return !peer.isOnline && !peer.isSelf; });
    QVERIFY(offline != status.peers.end());
    QVERIFY(!join.routesOfPeer(offline->id).empty());
    for (const Slot slot : join.routesOfPeer(offline->id)) {
        const RouteCause cause = join.tables().routes.at(slot).cause;
        QVERIFY(cause == RouteCause::PeerOffline || cause == RouteCause::SomePeersOffline);
    }
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestJoinFixtures)
#include "test_join_fixtures.moc"
