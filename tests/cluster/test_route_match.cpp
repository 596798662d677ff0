// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/route_match.h"
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::cluster;
using namespace tailboard::cluster_test;

class TestClusterRouteMatch : public QObject
{
    Q_OBJECT

private slots:
    void addressIsReadAsItIsPasted_data();
    void addressIsReadAsItIsPasted();
    void theRouteThatTraefikTakesComesFirst_data();
    void theRouteThatTraefikTakesComesFirst();
    void hostilePatternIsNotTried();
};

void TestClusterRouteMatch::addressIsReadAsItIsPasted_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url");
    QTest::newRow("whole") << u"https://a.ts.net/x?y=1#z"_s << u"https://a.ts.net/x?y=1#z"_s;
    QTest::newRow("blanks around") << u"  http://a.ts.net/ \n"_s << u"http://a.ts.net/"_s;
    QTest::newRow("no scheme") << u"a.ts.net/x"_s << u"https://a.ts.net/x"_s;
    QTest::newRow("a word") << u"web"_s << QString();
    QTest::newRow("two words") << u"a.ts.net b"_s << QString();
    QTest::newRow("other scheme") << u"ftp://a.ts.net/"_s << QString();
    QTest::newRow("filter") << u"host:a.ts.net"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TestClusterRouteMatch::addressIsReadAsItIsPasted()
{
    QFETCH(QString, text);
    QFETCH(QString, url);

    QCOMPARE(pastedUrl(text).toString(), url);
}

void TestClusterRouteMatch::theRouteThatTraefikTakesComesFirst_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QStringList>("routers");
    QTest::newRow("host alone") << u"https://a.ts.net"_s << QStringList{u"plain@nomad"_s, u"everything@nomad"_s};
    QTest::newRow("longer rule first") << u"https://a.ts.net/shop/cart?x"_s
                                       << QStringList{u"shop@nomad"_s, u"plain@nomad"_s, u"everything@nomad"_s};
    QTest::newRow("prefix without slash")
        << u"https://a.ts.net/shopping"_s << QStringList{u"shop@nomad"_s, u"plain@nomad"_s, u"everything@nomad"_s};
    QTest::newRow("exact path") << u"https://a.ts.net/health"_s
                                << QStringList{u"health@nomad"_s, u"plain@nomad"_s, u"everything@nomad"_s};
    QTest::newRow("not below an exact path")
        << u"https://a.ts.net/health/x"_s << QStringList{u"plain@nomad"_s, u"everything@nomad"_s};
    QTest::newRow("priority beats length")
        << u"https://b.ts.net/long/path"_s << QStringList{u"first@nomad"_s, u"long@nomad"_s, u"everything@nomad"_s};
    QTest::newRow("case of the host") << u"https://A.TS.net/"_s << QStringList{u"plain@nomad"_s, u"everything@nomad"_s};
    QTest::newRow("pattern") << u"https://x1.ts.net/"_s << QStringList{u"pattern@nomad"_s, u"everything@nomad"_s};
    QTest::newRow("nobody's") << u"https://nobody.ts.net/"_s << QStringList{u"everything@nomad"_s};
}

void TestClusterRouteMatch::theRouteThatTraefikTakesComesFirst()
{
    QFETCH(QString, url);
    QFETCH(QStringList, routers);
    World world;
    world.addNode(1);
    auto& configuration = world.addTraefik(1).configuration;
    const auto add = [&](const QString& name, const QString& rule, const QString& priority = {}) {
        traefik::Router one = router(name, rule, u"web"_s);
        one.hasTls = true;
        one.priority = priority;
        configuration.routers << one;
    };
    add(u"everything"_s, u"PathPrefix(`/`)"_s);
    add(u"plain"_s, hostRule(u"a.ts.net"_s));
    add(u"shop"_s, u"Host(`a.ts.net`) && PathPrefix(`/shop`)"_s);
    add(u"health"_s, u"Host(`a.ts.net`) && Path(`/health`)"_s);
    add(u"long"_s, u"Host(`b.ts.net`) && PathPrefix(`/long/path`)"_s);
    add(u"first"_s, hostRule(u"b.ts.net"_s), u"1000"_s);
    add(u"pattern"_s, u"HostRegexp(`^x[0-9]\\.ts\\.net$`)"_s);
    const base::FixedClock clock(QDateTime::currentDateTimeUtc());
    Join join(clock);
    world.feed(join);
    join.flush();

    QStringList found;
    for (const Slot slot : routesAt(join.tables(), QUrl(url), 10))
        found << join.tables().routes.at(slot).key.router;

    QCOMPARE(found, routers);
    QCOMPARE(routesAt(join.tables(), QUrl(url), 1).size(), size_t(1));
}

void TestClusterRouteMatch::hostilePatternIsNotTried()
{
    World world;
    world.addNode(1);
    const QString pattern = u"(a|"_s.repeated(2000) + u"b"_s + u")"_s.repeated(2000);
    world.addTraefik(1).configuration.routers << router(u"bad"_s, u"HostRegexp(`%1`)"_s.arg(pattern), u"web"_s)
                                              << router(u"broken"_s, u"HostRegexp(`([`)"_s, u"web"_s);
    const base::FixedClock clock(QDateTime::currentDateTimeUtc());
    Join join(clock);
    world.feed(join);
    join.flush();

    for (const Slot slot : routesAt(join.tables(), QUrl(u"https://aaaa.ts.net/"_s), 10))
        QCOMPARE(join.tables().routes.at(slot).key.host, u"*"_s);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestClusterRouteMatch)
#include "test_route_match.moc"
