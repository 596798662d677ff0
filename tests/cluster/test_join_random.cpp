// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"

#include <QtTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::cluster;
using namespace tailboard::cluster_test;

namespace {

/// Changes a world at random and tells a join of each change as the sources would.
class RandomWorld
{
public:
    RandomWorld(unsigned seed, Join& told)
        : random(seed)
        , join(told)
    {
        for (int n = 1; n <= 4; ++n)
            world.addNode(n);
        for (int n = 1; n <= 3; ++n)
            world.addTraefik(n);
        world.feed(join);
    }

    void step()
    {
        switch (pick(12)) {
        case 0:
        case 1:
        case 2:
            return changeAllocation();
        case 3:
            return removeAllocation();
        case 4:
        case 5:
            return changeRegistration();
        case 6:
            return removeRegistration();
        case 7:
            return changePeer();
        case 8:
            return changeNode();
        case 9:
        case 10:
            return changeTraefik();
        case 11:
            return changeInstance();
        }
    }

    World world;

private:
    int pick(int limit) { return int(random() % unsigned(limit)); }
    QString job() { return u"job-%1"_s.arg(pick(5)); }

    void changeAllocation()
    {
        const int id = pick(40);
        const bool isKnown = world.allocations.contains(uuid(id));
        nomad::Allocation& row = isKnown ? world.allocations.at(uuid(id)) : world.addAllocation(id, job(), 1 + pick(4));
        row.clientStatus = nomad::ClientStatus(pick(7));
        row.desiredStatus = pick(4) ? nomad::DesiredStatus::Run : nomad::DesiredStatus::Stop;
        row.hasReplacement = pick(5) == 0;
        if (pick(8) == 0) row.nodeId = uuid(1'000'000 + 1 + pick(5));
        row.modifyIndex = ++index;
        join.allocationsArrived({&row, 1});
    }
    void relistAllocations()
    {
        join.beginList(nomad::List::Allocations);
        for (const auto& [id, row] : world.allocations)
            join.allocationsArrived({&row, 1});
        join.endList(nomad::List::Allocations);
    }
    void removeAllocation()
    {
        world.allocations.erase(uuid(pick(40)));
        relistAllocations();
    }
    QStringList tags()
    {
        QStringList result;
        for (int i = pick(3); i > 0; --i)
            result.append(u"traefik.http.routers.r%1.rule=%2"_s.arg(pick(6)).arg(rule()));
        if (pick(10) == 0) result.append(u"traefik.http.routers.r%1.tls=true"_s.arg(pick(6)));
        return result;
    }
    QString rule()
    {
        switch (pick(5)) {
        case 0:
            return hostRule(u"firefly-sub0%1.tail1a2b3.ts.net"_s.arg(1 + pick(4)));
        case 1:
            return u"Host(`a`) || Host(`b`) && PathPrefix(`/p`)"_s;
        case 2:
            return u"PathPrefix(`/x`)"_s;
        case 3:
            return hostRule(u"b"_s);
        default:
            return hostRule(u"host-%1"_s.arg(pick(4)));
        }
    }
    void changeRegistration()
    {
        if (world.allocations.empty()) return;
        auto place = world.allocations.begin();
        std::advance(place, pick(int(world.allocations.size())));
        const base::Uuid allocation = place->first;
        nomad::ServiceRegistration row;
        row.serviceName = u"service-%1"_s.arg(pick(4));
        row.id = u"_nomad-task-%1-t-%2-http"_s.arg(allocation.toString(), row.serviceName);
        row.nameSpace = pick(6) ? u"default"_s : u"team"_s;
        row.jobId = place->second.jobId.text();
        row.allocationId = allocation;
        row.nodeId = place->second.nodeId;
        row.tags = tags();
        row.address = u"100.64.0.%1"_s.arg(1 + pick(4));
        row.port = quint16(20'000 + pick(8));
        row.modifyIndex = ++index;
        world.registrations[row.id] = row;
        join.registrationsArrived({&row, 1});
    }
    void removeRegistration()
    {
        if (world.registrations.empty()) return;
        auto place = world.registrations.begin();
        std::advance(place, pick(int(world.registrations.size())));
        join.registrationRemoved(place->first);
        world.registrations.erase(place);
    }
    void changePeer()
    {
        const QString id = u"peer-%1"_s.arg(1 + pick(6));
        if (pick(4) == 0) {
            world.peers.erase(id);
        } else {
            tailscale::Peer& peer = world.peers[id];
            peer.id = id;
            peer.dnsName = u"firefly-sub0%1.tail1a2b3.ts.net"_s.arg(1 + pick(4));
            peer.addresses = {u"100.64.0.%1"_s.arg(1 + pick(5))};
            peer.isOnline = pick(3) != 0;
        }
        if (pick(10) == 0)
            world.backend = world.backend == tailscale::BackendState::Running ? tailscale::BackendState::Stopped
                                                                              : tailscale::BackendState::Running;
        // A daemon that is not running removes nobody, so the end state has to be told by one that is.
        if (world.backend == tailscale::BackendState::Running) world.feedTailnet(join);
    }
    void changeNode()
    {
        const base::Uuid id = uuid(1'000'000 + 1 + pick(4));
        if (pick(5) == 0) {
            world.nodes.erase(id);
            join.nodeRemoved(id);
            return;
        }
        nomad::Node& node = world.nodes[id];
        node.id = id;
        node.name = u"node-%1"_s.arg(pick(5));
        node.address = u"100.64.0.%1"_s.arg(1 + pick(5));
        node.modifyIndex = ++index;
        join.nodesArrived({&node, 1});
    }
    void changeTraefik()
    {
        const QString key = traefikKey(1 + pick(3));
        if (!world.traefiks.contains(key)) return;
        traefik::Configuration& configuration = world.traefiks.at(key).configuration;
        const QString name = u"r%1"_s.arg(pick(6));
        const auto named = [](const QString& n) {
            return [n](const auto& row) { return row.name == n + u"@nomad"_s; };
        };
        configuration.routers.removeIf(named(name));
        if (pick(4)) {
            traefik::Router row = router(name, rule(), u"service-%1"_s.arg(pick(4)));
            row.status = traefik::ObjectStatus(pick(4));
            if (pick(6) == 0) row.provider = u"file"_s;
            configuration.routers.append(row);
        }
        const QString other = u"service-%1"_s.arg(pick(4));
        configuration.services.removeIf(named(other));
        if (pick(4)) {
            QStringList servers;
            for (int i = pick(3); i > 0; --i)
                servers.append(u"http://100.64.0.%1:%2"_s.arg(1 + pick(4)).arg(20'000 + pick(8)));
            configuration.services.append(service(other, servers));
        }
        if (pick(20) == 0) configuration.entryPoints[1].address = pick(2) ? u":80"_s : u":8081"_s;
        join.setConfiguration(key, configuration);
    }
    void changeInstance()
    {
        const int n = 1 + pick(3);
        const QString key = traefikKey(n);
        if (pick(5) == 0) {
            world.traefiks.erase(key);
            join.removeInstance(key);
            return;
        }
        if (!world.traefiks.contains(key)) world.addTraefik(n);
        TraefikInstance& instance = world.traefiks.at(key).instance;
        instance.source.phase = pick(3) ? base::SourcePhase::Live : base::SourcePhase::Waiting;
        instance.isApiClosed = pick(8) == 0;
        instance.node = u"node-%1"_s.arg(pick(4));
        join.putInstance(instance);
        join.setConfiguration(key, world.traefiks.at(key).configuration);
    }

    std::mt19937 random;
    Join& join;
    quint64 index = 10;
};

/// Keeps a copy of a table by applying its Deltas, as a model does.
template<typename TableType>
class Copy
{
public:
    using Key = typename TableType::Key;

    void apply(const Delta& delta, const TableType& table)
    {
        for (const Slot slot : delta.removed) {
            if (!bySlot.contains(slot)) qFatal("removed what was never inserted");
            bySlot.erase(slot);
        }
        for (const Slot slot : delta.inserted) {
            if (bySlot.contains(slot)) qFatal("inserted twice");
            bySlot[slot] = table.at(slot);
        }
        for (const Slot slot : delta.changed) {
            if (!bySlot.contains(slot)) qFatal("changed what was never inserted");
            if (bySlot[slot] == table.at(slot)) ++needless;
            bySlot[slot] = table.at(slot);
        }
    }
    bool isEqualTo(const TableType& table) const
    {
        if (table.size() != bySlot.size()) return false;
        for (const auto& [slot, row] : bySlot)
            if (!table.isAlive(slot) || !(table.at(slot) == row)) return false;
        return true;
    }
    std::map<Slot, std::decay_t<decltype(std::declval<TableType>().at(0))>> bySlot;
    int needless = 0;
};

} // namespace

class TestJoinRandom : public QObject
{
    Q_OBJECT

private slots:
    void incrementalIsTheSameAsFromScratch_data();
    void incrementalIsTheSameAsFromScratch();
};

void TestJoinRandom::incrementalIsTheSameAsFromScratch_data()
{
    QTest::addColumn<unsigned>("seed");
    for (const unsigned seed : {11u, 12u, 13u, 14u, 15u, 16u})
        QTest::addRow("seed %u", seed) << seed;
}

void TestJoinRandom::incrementalIsTheSameAsFromScratch()
{
    QFETCH(unsigned, seed);
    base::FixedClock clock(QDateTime(QDate(2026, 11, 23), QTime(19, 0), Qt::UTC));
    Join join(clock);
    RandomWorld random(seed, join);
    Copy<decltype(Tables::routes)> routes;
    Copy<decltype(Tables::services)> services;
    std::mt19937 pace(seed);
    const auto flush = [&] {
        for (const Delta& delta : join.flush(pace() % 3 ? size_t(1000) : size_t(2))) {
            if (delta.table == TableId::Routes) routes.apply(delta, join.tables().routes);
            if (delta.table == TableId::Services) services.apply(delta, join.tables().services);
        }
        join.recycle();
    };

    size_t mostRoutes = 0;
    for (int step = 1; step <= 3'000; ++step) {
        random.step();
        if (pace() % 4 == 0) flush();
        if (pace() % 16 == 0) clock.advance(700ms);
        if (step % 20 != 0) continue;

        // Every grace is over, and nothing is left to join.
        while (join.isDirty())
            flush();
        clock.advance(30s);
        join.touchDue();
        while (join.isDirty())
            flush();
        if (random.world.backend == tailscale::BackendState::Running) {
            base::FixedClock later = clock;
            Join settled(later);
            random.world.feed(settled);
            later.advance(30s);
            settled.flush();
            settled.recycle();
            settled.touchDue();
            settled.flush();
            const QStringList wrong = differences(join.tables(), settled.tables());
            QVERIFY2(wrong.isEmpty(), qPrintable(u"step %1\n"_s.arg(step) + wrong.join(u'\n')));
        }
        QVERIFY(routes.isEqualTo(join.tables().routes));
        QVERIFY(services.isEqualTo(join.tables().services));
        mostRoutes = std::max(mostRoutes, join.tables().routes.size());
    }
    QVERIFY(mostRoutes > 10);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestJoinRandom)
#include "test_join_random.moc"
