// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/instance_differences.h"
#include "app/cluster/states.h"
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::cluster;
using namespace tailboard::cluster_test;
using base::State;
using Kind = InstanceDifference::Kind;
using Thing = InstanceDifference::Thing;

class TestInstanceDifferences : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void likeInstancesDoNotDiffer();
    void missingRouterIsTheLackingOnesDifference();
    void routerOfOneAloneIsExtra();
    void routerOfAFileIsTheAdminsWill();
    void otherStatusIsNamed();
    void otherRuleIsNamed();
    void versionEntryPointsAndMiddlewaresAreCompared();
    void resolversAreComparedOnlyWhereTheyAreKnown();
    void lostAndClosedInstancesAreNotCompared();
    void longListIsCutAndCounted();
    void tenThousandRoutersAreCompared();

private:
    const Tables& feed()
    {
        m_join = std::make_unique<Join>(m_clock);
        m_world.feed(*m_join);
        m_join->flush();
        m_join->recycle();
        return m_join->tables();
    }
    /// Each difference of the Traefik on node n, one a line.
    QStringList lines(int n)
    {
        const Tables& tables = feed();
        m_last = differencesOf(*tables.instances.get(traefikKey(n)), tables, m_clock.now());
        QStringList all;
        for (const InstanceDifference& each : m_last.list)
            all << u"%1 %2 %3 [%4] [%5] [%6] %7"_s.arg(
                QStringList{u"version"_s, u"provider"_s, u"entrypoint"_s, u"resolver"_s, u"middleware"_s,
                            u"router"_s}[int(each.thing)],
                QStringList{u"missing"_s, u"extra"_s, u"differs"_s}[int(each.kind)], each.subject, each.here,
                each.others.join(u','), each.where.join(u','), base::stateName(each.severity));
        return all;
    }
    traefik::Configuration& configuration(int n) { return m_world.traefiks[traefikKey(n)].configuration; }

    base::FixedClock m_clock{QDateTime({2026, 1, 5}, {12, 0}, Qt::UTC)};
    World m_world;
    std::unique_ptr<Join> m_join;
    InstanceDifferences m_last;
};

void TestInstanceDifferences::init()
{
    m_world = {};
    for (int n = 1; n <= 3; ++n) {
        m_world.addNode(n);
        auto& traefik = m_world.addTraefik(n);
        traefik.configuration.version = u"3.7.15"_s;
        traefik.configuration.providers = {u"Nomad"_s};
        traefik.configuration.entryPoints = {{u"web"_s, u":80"_s}, {u"websecure"_s, u":443"_s}};
    }
    m_world.show(u"web"_s, hostRule(u"a.example"_s), u"web"_s, {u"http://100.64.0.1:80"_s});
}

void TestInstanceDifferences::likeInstancesDoNotDiffer()
{
    QCOMPARE(lines(1), QStringList());
    QCOMPARE(m_last.compared, 2);
    QCOMPARE(m_last.count, 0);
}

void TestInstanceDifferences::missingRouterIsTheLackingOnesDifference()
{
    configuration(3).routers.clear();
    QCOMPARE(lines(3), QStringList{u"router missing web@nomad [] [] [firefly-sub01,firefly-sub02] warning"_s});
    QCOMPARE(m_last.list.front().route->host, u"a.example"_s);
    QCOMPARE(lines(1), QStringList());
}

void TestInstanceDifferences::routerOfOneAloneIsExtra()
{
    configuration(2).routers << router(u"more"_s, hostRule(u"b.example"_s), u"web"_s);
    QCOMPARE(lines(2), QStringList{u"router extra more@nomad [enabled] [] [] warning"_s});
    QCOMPARE(lines(1), QStringList{u"router missing more@nomad [] [] [firefly-sub02] warning"_s});
}

void TestInstanceDifferences::routerOfAFileIsTheAdminsWill()
{
    traefik::Router own = router(u"own"_s, hostRule(u"b.example"_s), u"web@file"_s);
    own.name = u"own@file"_s;
    own.provider = u"file"_s;
    configuration(2).routers << own;
    QCOMPARE(lines(2), QStringList{u"router extra own@file [enabled] [] [] ok"_s});
    QCOMPARE(lines(3), QStringList{u"router missing own@file [] [] [firefly-sub02] ok"_s});
}

void TestInstanceDifferences::otherStatusIsNamed()
{
    configuration(2).routers.first().status = traefik::ObjectStatus::Disabled;
    QCOMPARE(lines(2),
             QStringList{u"router differs web@nomad [disabled] [enabled] [firefly-sub01,firefly-sub03] warning"_s});
    QCOMPARE(lines(1), QStringList{u"router differs web@nomad [enabled] [disabled] [firefly-sub02] warning"_s});
}

void TestInstanceDifferences::otherRuleIsNamed()
{
    configuration(2).routers.first().rule = hostRule(u"other.example"_s);
    QCOMPARE(lines(2), QStringList{u"router differs web@nomad [] [] [firefly-sub01,firefly-sub03] warning"_s});
}

void TestInstanceDifferences::versionEntryPointsAndMiddlewaresAreCompared()
{
    configuration(1).version = u"3.6.2"_s;
    configuration(1).entryPoints = {{u"web"_s, u":8000"_s}, {u"admin"_s, u":9000"_s}};
    traefik::Middleware middleware{.name = u"auth@nomad"_s,
                                   .provider = u"nomad"_s,
                                   .type = u"basicauth"_s,
                                   .status = traefik::ObjectStatus::Enabled};
    configuration(2).middlewares = {middleware};
    configuration(3).middlewares = {middleware};
    const QString both = u"firefly-sub02,firefly-sub03"_s;
    QCOMPARE(lines(1), (QStringList{u"version differs  [3.6.2] [3.7.15] [%1] warning"_s.arg(both),
                                    u"entrypoint extra admin [:9000] [] [] warning"_s,
                                    u"entrypoint differs web [:8000] [:80] [%1] warning"_s.arg(both),
                                    u"entrypoint missing websecure [] [:443] [%1] warning"_s.arg(both),
                                    u"middleware missing auth@nomad [] [basicauth] [%1] warning"_s.arg(both)}));
}

void TestInstanceDifferences::resolversAreComparedOnlyWhereTheyAreKnown()
{
    m_world.traefiks[traefikKey(1)].instance.arguments = {u"--certificatesresolvers.ts.tailscale=true"_s};
    m_world.traefiks[traefikKey(2)].instance.arguments = {u"--certificatesresolvers.le.acme.email=a@b"_s};
    QCOMPARE(lines(3), QStringList()); // named by address only: its arguments are not known
    QCOMPARE(lines(1), (QStringList{u"resolver missing le [] [] [firefly-sub02] warning"_s,
                                    u"resolver extra ts [] [] [] warning"_s}));
    m_world.traefiks[traefikKey(2)].instance.arguments << u"--configfile=/etc/traefik.yml"_s;
    QCOMPARE(lines(1), QStringList());
}

void TestInstanceDifferences::lostAndClosedInstancesAreNotCompared()
{
    configuration(1).routers.clear();
    m_world.traefiks[traefikKey(2)].instance.source.phase = base::SourcePhase::Waiting;
    m_world.traefiks[traefikKey(2)].instance.source.fetchedAt.reset();
    m_world.traefiks[traefikKey(3)].instance.isApiClosed = true;
    QCOMPARE(lines(1), QStringList());
    QCOMPARE(m_last.compared, 0);
    // A closed API is known and no fault, but nothing is checked.
    QCOMPARE(instanceState(*m_join->tables().instances.get(traefikKey(3)), m_clock.now()), State::Unknown);
    QCOMPARE(instanceState(*m_join->tables().instances.get(traefikKey(1)), m_clock.now()), State::Ok);
}

void TestInstanceDifferences::longListIsCutAndCounted()
{
    for (int i = 0; i < 1000; ++i)
        configuration(2).routers << router(u"r%1"_s.arg(i), hostRule(u"h%1.example"_s.arg(i)), u"web"_s);
    lines(1);
    QCOMPARE(m_last.count, 1000);
    QCOMPARE(int(m_last.list.size()), InstanceDifferences::mostListed);
}

void TestInstanceDifferences::tenThousandRoutersAreCompared()
{
    const auto measure = [&](int routers) {
        init();
        for (int n = 1; n <= 3; ++n)
            for (int i = 0; i < routers; ++i) // every tenth is only on the first
                if (n == 1 || i % 10 != 0)
                    configuration(n).routers << router(u"r%1"_s.arg(i), hostRule(u"h%1.example"_s.arg(i)), u"web"_s);
        const Tables& tables = feed();
        qint64 best = std::numeric_limits<qint64>::max();
        for (int n = 1; n <= 3; ++n) {
            QElapsedTimer timer;
            timer.start();
            m_last = differencesOf(*tables.instances.get(traefikKey(n)), tables, m_clock.now());
            best = std::min(best, timer.nsecsElapsed());
        }
        return double(best) / 1e6;
    };
    qInfo("10,000 routers on three instances: %.2f ms", measure(10'000));
    QCOMPARE(m_last.count, 1'000);
    QCOMPARE(m_last.list.front().subject, u"r0@nomad"_s);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestInstanceDifferences)
#include "test_instance_differences.moc"
