// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/arguments.h"
#include "app/traefik/service_tags.h"
#include "tests/support/message_guard.h"

#include <QtTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace tailboard::traefik;
using std::chrono::milliseconds;

namespace {

// "name rule=… service=… entrypoints=a,b middlewares=c tls resolver=…", what is empty left out.
QStringList words(const QList<TaggedRouter>& routers)
{
    QStringList all;
    for (const TaggedRouter& router : routers) {
        QStringList parts{router.name};
        if (!router.rule.isEmpty()) parts << u"rule="_s + router.rule;
        if (!router.service.isEmpty()) parts << u"service="_s + router.service;
        if (!router.entryPoints.isEmpty()) parts << u"entrypoints="_s + router.entryPoints.join(u',');
        if (!router.middlewares.isEmpty()) parts << u"middlewares="_s + router.middlewares.join(u',');
        if (router.hasTls) parts << u"tls"_s;
        if (!router.certResolver.isEmpty()) parts << u"resolver="_s + router.certResolver;
        all << parts.join(u' ');
    }
    return all;
}

const QStringList webTags{u"traefik.http.routers.web.rule=Host(`firefly-sub01.tail1a2b3.ts.net`)"_s,
                          u"traefik.http.routers.web.tls.certResolver=tailscaleresolver"_s};

const QStringList articleArguments{u"--api.dashboard=true"_s,
                                   u"--api.insecure=true"_s,
                                   u"--entrypoints.web.address=:${NOMAD_PORT_http}"_s,
                                   u"--entryPoints.websecure.address=:${NOMAD_PORT_https}"_s,
                                   u"--entrypoints.traefik.address=:${NOMAD_PORT_admin}"_s,
                                   u"--providers.nomad=true"_s,
                                   u"--providers.nomad.endpoint.address=http://100.64.0.1:4646"_s,
                                   u"--certificatesresolvers.tailscaleresolver.tailscale=true"_s};

} // namespace

class TestTraefikTags : public QObject
{
    Q_OBJECT

private slots:
    void tagsGiveTheirRouters_data();
    void tagsGiveTheirRouters();
    void tagsOfAnyKindAreNoticed();
    void exposureFollowsTheTag_data();
    void exposureFollowsTheTag();
    void defaultRouterExistsOnlyWithoutOthers_data();
    void defaultRouterExistsOnlyWithoutOthers();
    void defaultRouterNameIsNormalised();
    void randomTagsNeverCrash();

    void otherPrefixIsReadWhereItIsAsked();
    void articleArgumentsAreRead();
    void argumentsWithoutValueAndWithBlankAreRead();
    void argumentsKeepDefaults();
    void entryPointDefaultsAreRead();
    void unknownAndOddArgumentsAreIgnored();
    void goDurationsAreRead_data();
    void goDurationsAreRead();
};

void TestTraefikTags::otherPrefixIsReadWhereItIsAsked()
{
    QCOMPARE(taggedRouters({u"tb.http.routers.a.rule=Host(`a`)"_s, u"traefik.http.routers.b.rule=Host(`b`)"_s}, u"tb"_s)
                 .size(),
             1);
    QVERIFY(isExposedByTags({u"tb.x.enable=true"_s}, false, u"tb.x"_s));
    QVERIFY(!isExposedByTags({u"traefik.enable=true"_s}, false, u"tb"_s));
    QVERIFY(saysEnable({u"traefik.enable=false"_s}) && !saysEnable({u"tb.enable=false"_s}));
}

void TestTraefikTags::tagsGiveTheirRouters_data()
{
    QTest::addColumn<QStringList>("tags");
    QTest::addColumn<QStringList>("routers");
    const auto row = [](const char* name, const QStringList& tags, const QStringList& routers) {
        QTest::newRow(name) << tags << routers;
    };
    const auto key = [](const QString& rest) { return u"traefik.http.routers."_s + rest; };
    row("the web job", webTags, {u"web rule=Host(`firefly-sub01.tail1a2b3.ts.net`) tls resolver=tailscaleresolver"_s});
    row("none", {}, {});
    row("misspelt", {u"traefikk.http.routers.a.rule=Host(`a`)"_s}, {});
    row("other prefix", {u"tb.http.routers.a.rule=Host(`a`)"_s}, {});
    row("prefix keeps its case", {u"Traefik.http.routers.a.rule=Host(`a`)"_s}, {});
    row("blank before", {u" traefik.http.routers.a.rule=Host(`a`)"_s}, {});
    row("no value", {key(u"a.rule"_s)}, {});
    row("keys without case", {u"traefik.HTTP.Routers.a.RULE=Host(`a`)"_s, key(u"a.entryPoints=web, websecure"_s)},
        {u"a rule=Host(`a`) entrypoints=web,websecure"_s});
    row("name keeps its case", {key(u"MyApp.rule=Host(`a`)"_s)}, {u"MyApp rule=Host(`a`)"_s});
    row("names of two cases are one", {key(u"app.service=s"_s), key(u"App.rule=Host(`a`)"_s)},
        {u"App rule=Host(`a`) service=s"_s});
    row("blanks around", {u"traefik.http.routers.a.rule = Host(`a`) "_s}, {u"a rule=Host(`a`)"_s});
    row("equals in rule", {key(u"a.rule=Query(`x`,`y=z`)"_s)}, {u"a rule=Query(`x`,`y=z`)"_s});
    row("last of two holds", {key(u"a.rule=Host(`a`)"_s), key(u"a.rule=Host(`b`)"_s)}, {u"a rule=Host(`b`)"_s});
    row("everything",
        {key(u"a.rule=Host(`a`)"_s), key(u"a.service=s"_s), key(u"a.middlewares=m1@file,m2"_s), key(u"a.tls=true"_s),
         key(u"a.entrypoints[0]=web"_s), key(u"a.entrypoints[1]=x"_s)},
        {u"a rule=Host(`a`) service=s entrypoints=web,x middlewares=m1@file,m2 tls"_s});
    row("trailing comma", {key(u"a.entrypoints=web,"_s)}, {u"a entrypoints=web,"_s});
    row("two routers sorted", {key(u"b.rule=1"_s), key(u"a.rule=2"_s)}, {u"a rule=2"_s, u"b rule=1"_s});
    row("wrong field still defines", {key(u"dropped.rul=Host(`a`)"_s)}, {u"dropped"_s});
    row("dot in name", {key(u"my.app.rule=Host(`a`)"_s)}, {u"my"_s});
    row("name forgotten", {key(u"rule=Host(`a`)"_s)}, {u"rule"_s});
    row("empty name", {key(u".rule=Host(`a`)"_s)}, {});
    row("only a value", {key(u"a=X"_s)}, {u"a"_s});
    row("tls off", {key(u"a.tls=false"_s), key(u"a.tls.certresolver=r"_s)}, {u"a"_s});
    row("tls on by an odd word", {key(u"a.tls=yes"_s)}, {u"a"_s});
    row("tls empty", {key(u"a.tls="_s)}, {u"a tls"_s});
    row("tls by options", {key(u"a.tls.options=o"_s)}, {u"a tls"_s});
    row("services and TCP are none",
        {u"traefik.http.services.s.loadbalancer.server.port=80"_s, u"traefik.tcp.routers.t.rule=HostSNI(`*`)"_s}, {});
    row("disabled", QStringList{u"traefik.enable=false"_s} + webTags, {});
    row("disabled by an odd word", QStringList{u"traefik.enable=yes"_s} + webTags, {});
    row("enabled", QStringList{u"traefik.enable=True"_s, key(u"a.rule=x"_s)}, {u"a rule=x"_s});
    row("enable keeps its case", {u"traefik.Enable=false"_s, key(u"a.rule=x"_s)}, {u"a rule=x"_s});
    row("bracket name", {key(u"a].rule=x"_s)}, {u"a] rule=x"_s});
}

void TestTraefikTags::tagsGiveTheirRouters()
{
    QFETCH(QStringList, tags);
    QFETCH(QStringList, routers);

    QCOMPARE(words(taggedRouters(tags)), routers);
}

void TestTraefikTags::tagsOfAnyKindAreNoticed()
{
    QVERIFY(hasTraefikTags({u"x"_s, u"traefik.enable=true"_s}));
    QVERIFY(hasTraefikTags({u"Traefik.http.routers.a.rule=x"_s}));
    QVERIFY(!hasTraefikTags({u"traefikk.enable=true"_s, u"traefik"_s, u"tb.enable=true"_s}));
    QVERIFY(!hasTraefikTags({}));
}

void TestTraefikTags::exposureFollowsTheTag_data()
{
    QTest::addColumn<QStringList>("tags");
    QTest::addColumn<bool>("byDefault");
    QTest::addColumn<bool>("isExposed");
    QTest::newRow("nothing, default on") << QStringList{} << true << true;
    QTest::newRow("nothing, default off") << QStringList{} << false << false;
    QTest::newRow("true") << QStringList{u"traefik.enable=true"_s} << false << true;
    QTest::newRow("false") << QStringList{u"traefik.enable=false"_s} << true << false;
    QTest::newRow("one") << QStringList{u"traefik.enable=1"_s} << true << false;
}

void TestTraefikTags::exposureFollowsTheTag()
{
    QFETCH(QStringList, tags);
    QFETCH(bool, byDefault);
    QFETCH(bool, isExposed);

    QCOMPARE(isExposedByTags(tags, byDefault), isExposed);
}

void TestTraefikTags::defaultRouterExistsOnlyWithoutOthers_data()
{
    QTest::addColumn<QStringList>("tags");
    QTest::addColumn<bool>("hasDefault");
    const QString port = u"traefik.http.services.%1.loadbalancer.server.port=80"_s;
    QTest::newRow("no tags") << QStringList{} << true;
    QTest::newRow("misspelt") << QStringList{u"traefikk.http.routers.a.rule=x"_s} << true;
    QTest::newRow("a router") << webTags << false;
    QTest::newRow("one service") << QStringList{port.arg(u"a"_s)} << true;
    QTest::newRow("two services") << QStringList{port.arg(u"a"_s), port.arg(u"b"_s)} << false;
    QTest::newRow("TCP alone") << QStringList{u"traefik.tcp.routers.t.rule=HostSNI(`*`)"_s} << false;
    QTest::newRow("disabled") << QStringList{u"traefik.enable=false"_s} << false;
}

void TestTraefikTags::defaultRouterExistsOnlyWithoutOthers()
{
    QFETCH(QStringList, tags);
    QFETCH(bool, hasDefault);

    QCOMPARE(hasDefaultRouter(tags), hasDefault);
}

void TestTraefikTags::defaultRouterNameIsNormalised()
{
    QCOMPARE(defaultRouterName(u"traefik-http"_s), u"traefik-http"_s);
    QCOMPARE(defaultRouterName(u"__My  App.v2!"_s), u"My-App-v2"_s);
    QCOMPARE(defaultRouterName(u"größe_1"_s), u"größe-1"_s);
    QCOMPARE(defaultRouterName(u"--"_s), QString());
}

void TestTraefikTags::randomTagsNeverCrash()
{
    std::minstd_rand random(99);
    const QStringList pieces{u"traefik."_s, u"http."_s, u"routers."_s, u"a"_s, u"."_s,      u"="_s,
                             u"rule"_s,     u"tls"_s,   u"["_s,        u"]"_s, u"enable"_s, u","_s};
    int found = 0;
    for (int i = 0; i < 20'000; ++i) {
        QStringList tags;
        for (int n = int(random() % 4); n >= 0; --n) {
            QString tag = random() % 2 ? u"traefik.http.routers."_s : QString();
            for (int m = int(random() % 8); m >= 0; --m)
                tag += pieces[qsizetype(random() % size_t(pieces.size()))];
            tags << tag;
        }

        const auto routers = taggedRouters(tags);

        for (const TaggedRouter& router : routers)
            QVERIFY(!router.name.isEmpty());
        QVERIFY(routers.isEmpty() || !hasDefaultRouter(tags));
        found += int(routers.size());
    }
    QVERIFY(found > 1'000);
}

void TestTraefikTags::articleArgumentsAreRead()
{
    const Arguments read = traefikArguments(articleArguments);

    QCOMPARE(read.entryPoints.size(), 3);
    QCOMPARE(read.entryPointAddress(u"web"_s), u":${NOMAD_PORT_http}"_s);
    QCOMPARE(read.entryPointAddress(u"websecure"_s), u":${NOMAD_PORT_https}"_s);
    QCOMPARE(read.entryPointAddress(u"traefik"_s), u":${NOMAD_PORT_admin}"_s);
    QVERIFY(!read.entryPointAddress(u"nope"_s));
    QCOMPARE(read.certificateResolvers, QStringList{u"tailscaleresolver"_s});
    QVERIFY(read.hasNomadProvider && read.isExposedByDefault && !read.isWatching);
    QVERIFY(read.isApiOn && read.isApiInsecure);
    QCOMPARE(read.refreshInterval, milliseconds(15'000));
    QCOMPARE(read.prefix, u"traefik"_s);
}

void TestTraefikTags::argumentsWithoutValueAndWithBlankAreRead()
{
    const Arguments read = traefikArguments(
        {u"--Api.Insecure"_s, u"-providers.nomad"_s, u"--providers.nomad.exposedByDefault=false"_s,
         u"--providers.nomad.prefix"_s, u"tb"_s, u"--providers.nomad.defaultRule=Host(`{{ .Name }}.x`)"_s,
         u"--providers.nomad.refreshInterval=2s"_s, u"--providers.nomad.watch"_s, u"--providers.nomad.namespaces=a,b"_s,
         u"--providers.nomad.namespaces=c"_s, u"--certificatesResolvers.TailRes.tailscale"_s,
         u"--certificatesresolvers.le.acme.email=x@example.com"_s, u"--certificatesresolvers.le.acme.storage=/x"_s,
         u"--api.basePath=/traefik"_s, u"--configFile=/etc/t.yml"_s});

    QVERIFY(read.isApiInsecure && read.isApiOn && read.hasNomadProvider && read.isWatching);
    QVERIFY(!read.isExposedByDefault);
    QCOMPARE(read.prefix, u"tb"_s);
    QCOMPARE(read.defaultRule, u"Host(`{{ .Name }}.x`)"_s);
    QCOMPARE(read.refreshInterval, milliseconds(2'000));
    QCOMPARE(read.namespaces, (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    QCOMPARE(read.certificateResolvers, (QStringList{u"le"_s, u"TailRes"_s}));
    QCOMPARE(read.apiBasePath, u"/traefik"_s);
    QCOMPARE(read.configFile, u"/etc/t.yml"_s);
    QCOMPARE(read.entryPointAddress(u"traefik"_s), u":8080"_s);
}

void TestTraefikTags::entryPointDefaultsAreRead()
{
    const Arguments read = traefikArguments(
        {u"--entrypoints.web.address=:80"_s, u"--entryPoints.web.http.redirections.entryPoint.to=websecure"_s,
         u"--entrypoints.websecure.http.tls.certResolver=ts"_s,
         u"--entrypoints.websecure.http.middlewares=auth@file, gzip@file"_s,
         u"--entrypoints.websecure.asDefault=true"_s, u"--entrypoints.admin.http.tls=false"_s});
    QCOMPARE(read.defaultsOf(u"WEB"_s).redirectTo, u"websecure"_s);
    QVERIFY(!read.defaultsOf(u"web"_s).hasTls);
    const EntryPointDefaults secure = read.defaultsOf(u"websecure"_s);
    QVERIFY(secure.hasTls && secure.isDefault);
    QCOMPARE(secure.certResolver, u"ts"_s);
    QCOMPARE(secure.middlewares, (QStringList{u"auth@file"_s, u"gzip@file"_s}));
    QCOMPARE(read.entryPointDefaults.size(), 2); // the address alone and tls=false say nothing
    QVERIFY(read.defaultsOf(u"other"_s).isEmpty());
}

void TestTraefikTags::argumentsKeepDefaults()
{
    const Arguments read = traefikArguments({});

    QVERIFY(read == Arguments{});
    QVERIFY(!read.hasNomadProvider && !read.isApiOn && read.isExposedByDefault);
    QVERIFY(!read.entryPointAddress(u"traefik"_s));
}

void TestTraefikTags::unknownAndOddArgumentsAreIgnored()
{
    const Arguments read = traefikArguments({u"-"_s, u"--"_s, u"--api.insecure=true"_s});
    const Arguments odd =
        traefikArguments({u"stray"_s, u""_s, u"--="_s, u"--."_s, u"--entrypoints"_s, u"--entrypoints.="_s,
                          u"--certificatesresolvers.x"_s, u"--providers.nomad.refreshinterval=soon"_s, u"--unknown"_s,
                          u"value"_s, u"--api=0"_s});

    QVERIFY(!read.isApiInsecure); // behind "--" stand no options
    QVERIFY(!odd.isApiOn);
    QCOMPARE(odd.refreshInterval, milliseconds(15'000));
    QVERIFY(odd.certificateResolvers.isEmpty());
    QVERIFY(odd.hasNomadProvider);
}

void TestTraefikTags::goDurationsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("expected"); // -1: not a duration
    QTest::newRow("seconds") << u"15"_s << qint64(15'000);
    QTest::newRow("unit") << u"15s"_s << qint64(15'000);
    QTest::newRow("mixed") << u"1m30s"_s << qint64(90'000);
    QTest::newRow("fraction") << u"1.5s"_s << qint64(1'500);
    QTest::newRow("milliseconds") << u"500ms"_s << qint64(500);
    QTest::newRow("micro") << u"1000µs"_s << qint64(1);
    QTest::newRow("empty") << u""_s << qint64(-1);
    QTest::newRow("word") << u"soon"_s << qint64(-1);
    QTest::newRow("no unit") << u"1m30"_s << qint64(-1);
    QTest::newRow("negative") << u"-1"_s << qint64(-1);
    QTest::newRow("huge") << u"999999999999999999"_s << qint64(-1);
    QTest::newRow("huge unit") << u"1e400h"_s << qint64(-1);
    QTest::newRow("many digits") << QString(400, u'9') + u"h"_s << qint64(-1);
    QTest::newRow("dots") << u"1.2.3s"_s << qint64(-1);
}

void TestTraefikTags::goDurationsAreRead()
{
    QFETCH(QString, text);
    QFETCH(qint64, expected);

    const auto read = goDuration(text);

    QCOMPARE(read ? read->count() : qint64(-1), expected);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTraefikTags)
#include "test_traefik_tags.moc"
