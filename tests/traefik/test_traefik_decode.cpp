// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/decode_instance.h"
#include "app/traefik/decode_routers.h"
#include "app/traefik/decode_services.h"
#include "tests/support/message_guard.h"
#include "tests/traefik/recorded.h"

#include <QtTest>
#include <ctime>
#include <random>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::traefik;
using tailboard::test_traefik::allRecorded;
using tailboard::test_traefik::recorded;

namespace {

Protocol protocolOf(const QString& name)
{
    if (name.contains("tcp-"_L1)) return Protocol::Tcp;
    return name.contains("udp-"_L1) ? Protocol::Udp : Protocol::Http;
}

template<typename T>
QString summary(const base::Result<base::Decoded<T>>& decoded)
{
    if (!decoded) return u"error: "_s + decoded.error().sentence();
    QStringList issues;
    for (const base::Issue& issue : decoded->issues)
        issues << issue.path + u' ' + issue.reason;
    return issues.join(u'\n');
}

// What a body of this name decodes to: empty when all is well.
QString decodedSummary(const QString& name, const QByteArray& body)
{
    if (name.contains("routers"_L1)) return summary(decodeRouters(body, protocolOf(name)));
    if (name.contains("services"_L1)) return summary(decodeServices(body, protocolOf(name)));
    if (name.contains("middlewares"_L1)) return summary(decodeMiddlewares(body, protocolOf(name)));
    if (name.contains("entrypoints"_L1)) return summary(decodeEntryPoints(body));
    if (name.contains("overview"_L1)) return summary(decodeOverview(body));
    if (name.contains("version"_L1)) return summary(decodeVersion(body));
    if (name.contains("certificates"_L1)) return summary(decodeCertificates(body));
    return u"no such call"_s;
}

const Router* find(const QList<Router>& routers, const QString& name)
{
    for (const Router& router : routers)
        if (router.name == name) return &router;
    return nullptr;
}

const Service* find(const QList<Service>& services, const QString& name)
{
    for (const Service& service : services)
        if (service.name == name) return &service;
    return nullptr;
}

QByteArray manyRouters(int count)
{
    QByteArray body = "[";
    for (int i = 0; i < count; ++i) {
        const QByteArray number = QByteArray::number(i);
        if (i > 0) body += ',';
        body +=
            R"({"entryPoints":["web","websecure"],"service":"s)" + number + R"(","rule":"Host(`h)" + number +
            R"json(.tail1a2b3.ts.net`)","priority":38,"tls":{"options":"default","certResolver":"tailscaleresolver"},)json"
            R"("observability":{"accessLogs":true,"metrics":true,"tracing":true,"traceVerbosity":"minimal"},)"
            R"("status":"enabled","using":["web","websecure"],"name":"r)" +
            number + R"(@nomad","provider":"nomad","priorityStr":"38"})";
    }
    return body + "]\n";
}

} // namespace

class TestTraefikDecode : public QObject
{
    Q_OBJECT

private slots:
    void everyRecordedListDecodesWithoutIssue_data();
    void everyRecordedListDecodesWithoutIssue();
    void routerKeepsEveryField();
    void routerErrorsAndStatusAreKept();
    void priorityBeyondDoubleKeepsItsDigits();
    void serversCarryTheirStatus();
    void compositeServicesNameTheirParts();
    void tcpAndUdpServersAreAddresses();
    void middlewareSettingsAreNotRead();
    void certificateIsReadWithItsTimes();
    void versionAndOverviewAreRead();
    void entryPointNamesKeepTheirCase();
    void unknownStatusIsOther();
    void missingAndExtraKeysAreSurvived();
    void wrongTypesAreIssuesWithTheirPath_data();
    void wrongTypesAreIssuesWithTheirPath();
    void nullIsAbsent();
    void brokenJsonFailsAsAWhole_data();
    void brokenJsonFailsAsAWhole();
    void otherJsonIsNotATraefik();
    void issuesAreBounded();
    void everyCutAndEveryDamageEnds();
    void tenThousandRoutersDecodeFast();
    void serviceKeyTakesTheRoutersProvider();
};

void TestTraefikDecode::everyRecordedListDecodesWithoutIssue_data()
{
    QTest::addColumn<QString>("name");
    int count = 0;
    for (const QString& name : allRecorded()) {
        const bool isList = !name.contains("rawdata"_L1) && !name.contains(u'@') && recorded(name).status() == 200;
        if (!isList) continue;
        QTest::newRow(qPrintable(name)) << name;
        ++count;
    }
    QVERIFY(count >= 30);
}

void TestTraefikDecode::everyRecordedListDecodesWithoutIssue()
{
    QFETCH(QString, name);

    QCOMPARE(decodedSummary(name, recorded(name).body), QString());
}

void TestTraefikDecode::routerKeepsEveryField()
{
    const auto decoded = decodeRouters(recorded(u"firefly-sub01-http-routers"_s).body, Protocol::Http);

    QVERIFY(decoded);
    QCOMPARE(decoded->value.size(), 11);
    const Router* web = find(decoded->value, u"web@nomad"_s);
    QVERIFY(web);
    const Router expected{.protocol = Protocol::Http,
                          .name = u"web@nomad"_s,
                          .provider = u"nomad"_s,
                          .rule = u"Host(`firefly-sub01.tail1a2b3.ts.net`)"_s,
                          .service = u"web"_s,
                          .entryPoints = {u"web"_s, u"websecure"_s},
                          .usedEntryPoints = {u"web"_s, u"websecure"_s},
                          .hasTls = true,
                          .certResolver = u"tailscaleresolver"_s,
                          .priority = u"38"_s,
                          .status = ObjectStatus::Enabled};
    QVERIFY(*web == expected);
    QCOMPARE(web->serviceKey(), u"web@nomad"_s);
    const Router* dashboard = find(decoded->value, u"dashboard@internal"_s);
    QVERIFY(dashboard);
    QCOMPARE(dashboard->middlewares,
             (QStringList{u"dashboard_redirect@internal"_s, u"dashboard_stripprefix@internal"_s}));
    QVERIFY(!dashboard->hasTls);
}

void TestTraefikDecode::routerErrorsAndStatusAreKept()
{
    const auto decoded = decodeRouters(recorded(u"mixed/mixed-http-routers"_s).body, Protocol::Http);

    QVERIFY(decoded);
    const Router* warned = find(decoded->value, u"good@file"_s);
    QVERIFY(warned);
    QCOMPARE(warned->status, ObjectStatus::Warning);
    QCOMPARE(warned->errors, QStringList{u"entryPoint \"nope\" doesn't exist"_s});
    QCOMPARE(warned->usedEntryPoints, QStringList{u"WebX"_s});
    const Router* disabled = find(decoded->value, u"onlynope@file"_s);
    QVERIFY(disabled);
    QCOMPARE(disabled->status, ObjectStatus::Disabled);
    QCOMPARE(disabled->errors.size(), 2);
    QVERIFY(disabled->usedEntryPoints.isEmpty());
    // An unknown certificate resolver is no error to Traefik.
    const Router* resolver = find(decoded->value, u"badresolver@file"_s);
    QVERIFY(resolver);
    QCOMPARE(resolver->status, ObjectStatus::Enabled);
    QCOMPARE(resolver->certResolver, u"nope"_s);
}

void TestTraefikDecode::priorityBeyondDoubleKeepsItsDigits()
{
    const auto withText = decodeRouters(recorded(u"mixed/mixed-http-routers"_s).body, Protocol::Http);
    const auto withoutText =
        decodeRouters(R"([{"name":"a@x","status":"enabled","priority":9223372036854775806 }])"_ba, Protocol::Http);
    const auto negative = decodeRouters(recorded(u"mixed/mixed-tcp-routers"_s).body, Protocol::Tcp);

    QVERIFY(withText && withoutText && negative);
    QCOMPARE(find(withText->value, u"weighted@file"_s)->priority, u"9007199254740993"_s);
    QCOMPARE(withoutText->value.first().priority, u"9223372036854775806"_s);
    QCOMPARE(find(negative->value, u"db@file"_s)->priority, u"-1"_s);
}

void TestTraefikDecode::serversCarryTheirStatus()
{
    const auto decoded = decodeServices(recorded(u"mixed/mixed-http-services"_s).body, Protocol::Http);

    QVERIFY(decoded);
    const Service* pool = find(decoded->value, u"pool@file"_s);
    QVERIFY(pool);
    QCOMPARE(pool->servers.size(), 2);
    QCOMPARE(pool->servers[0].url, u"http://127.0.0.1:1"_s);
    QCOMPARE(pool->servers[0].status, u"DOWN"_s);
    QCOMPARE(find(decoded->value, u"second@file"_s)->servers.first().status, u"UP"_s);
    // A server whose URL cannot be read has no status at all (3.7.15).
    QCOMPARE(find(decoded->value, u"badport@file"_s)->servers.first().status, QString());
    QCOMPARE(find(decoded->value, u"api@internal"_s)->type, QString());
    QCOMPARE(pool->usedBy.size(), 5);
}

void TestTraefikDecode::compositeServicesNameTheirParts()
{
    const auto decoded = decodeServices(recorded(u"mixed/mixed-http-services"_s).body, Protocol::Http);

    QVERIFY(decoded);
    const QStringList both{u"pool"_s, u"second"_s};
    for (const QString& name : {u"split@file"_s, u"fo@file"_s, u"mi@file"_s}) {
        const Service* service = find(decoded->value, name);
        QVERIFY(service);
        QCOMPARE(service->parts, both);
        QVERIFY(service->servers.isEmpty());
    }
}

void TestTraefikDecode::tcpAndUdpServersAreAddresses()
{
    const auto tcp = decodeServices(recorded(u"mixed/mixed-tcp-services"_s).body, Protocol::Tcp);
    const auto udp = decodeServices(recorded(u"mixed/mixed-udp-services"_s).body, Protocol::Udp);

    QVERIFY(tcp && udp);
    QCOMPARE(tcp->value.first().servers[1].url, u"127.0.0.1:5433"_s);
    QCOMPARE(tcp->value.first().servers[1].status, u"UP"_s);
    QCOMPARE(tcp->value.first().protocol, Protocol::Tcp);
    QCOMPARE(udp->value.first().servers[0].url, u"127.0.0.1:5353"_s);
    QCOMPARE(udp->value.first().servers[0].status, QString());
}

void TestTraefikDecode::middlewareSettingsAreNotRead()
{
    const auto decoded = decodeMiddlewares(recorded(u"mixed/mixed-http-middlewares"_s).body, Protocol::Http);

    QVERIFY(decoded);
    const auto users = std::find_if(decoded->value.cbegin(), decoded->value.cend(),
                                    [](const Middleware& m) { return m.name == "users@file"_L1; });
    QVERIFY(users != decoded->value.cend());
    const Middleware expected{.name = u"users@file"_s,
                              .provider = u"file"_s,
                              .type = u"basicauth"_s,
                              .usedBy = {u"api@file"_s},
                              .status = ObjectStatus::Enabled};
    QVERIFY(*users == expected);
}

void TestTraefikDecode::certificateIsReadWithItsTimes()
{
    const auto decoded = decodeCertificates(recorded(u"firefly-sub01-certificates"_s).body);
    const auto nameless =
        decodeCertificates(R"([{"commonName":"c.example","notAfter":"2027-01-01T00:00:00+02:00"}])"_ba);

    QVERIFY(decoded && nameless);
    QCOMPARE(decoded->value.size(), 1);
    const HeldCertificate& held = decoded->value.first();
    QCOMPARE(held.names, QStringList{u"firefly-sub01.tail1a2b3.ts.net"_s});
    QCOMPARE(held.issuer, u"Pebble Intermediate CA 51b19c"_s);
    QCOMPARE(held.serial, u"4707037733988031653"_s);
    QCOMPARE(held.status, u"enabled"_s);
    QCOMPARE(*held.notAfter, QDateTime({2027, 2, 21}, {18, 55, 28}, Qt::UTC));
    QCOMPARE(*held.notBefore, QDateTime({2026, 11, 23}, {18, 55, 29}, Qt::UTC));
    QCOMPARE(nameless->value.first().names, QStringList{u"c.example"_s});
    QCOMPARE(*nameless->value.first().notAfter, QDateTime({2026, 12, 31}, {22, 0, 0}, Qt::UTC));
    QCOMPARE(nameless->value.first().notAfter->timeSpec(), Qt::UTC);
}

void TestTraefikDecode::versionAndOverviewAreRead()
{
    const auto version = decodeVersion(recorded(u"firefly-sub01-version"_s).body);
    const auto overview = decodeOverview(recorded(u"firefly-sub01-overview"_s).body);

    QVERIFY(version && overview);
    QCOMPARE(version->value.version, u"3.7.15"_s);
    QVERIFY(version->value.startedAt);
    QCOMPARE(version->value.startedAt->toSecsSinceEpoch(),
             QDateTime({2026, 11, 23}, {18, 55, 14}, Qt::UTC).toSecsSinceEpoch());
    QCOMPARE(overview->value.providers, QStringList{u"Nomad"_s});
}

void TestTraefikDecode::entryPointNamesKeepTheirCase()
{
    const auto decoded = decodeEntryPoints(recorded(u"mixed/mixed-entrypoints"_s).body);

    QVERIFY(decoded);
    QCOMPARE(decoded->value.first().name, u"WebX"_s);
    QCOMPARE(decoded->value.first().address, u"127.0.0.1:18081"_s);
    QCOMPARE(decoded->value[1].address, u"127.0.0.1:18083/udp"_s);
}

void TestTraefikDecode::unknownStatusIsOther()
{
    const auto decoded = decodeRouters(R"([{"name":"a@x","status":"resting"}])"_ba, Protocol::Http);

    QVERIFY(decoded);
    QCOMPARE(decoded->value.first().status, ObjectStatus::Other);
    QVERIFY(decoded->issues.isEmpty());
}

void TestTraefikDecode::missingAndExtraKeysAreSurvived()
{
    const auto decoded = decodeRouters(
        R"([{"name":"a@x","new":{"deep":[1,{"x":[]}]},"status":"enabled"},{"rule":"b"},{"name":"c@x"}])"_ba,
        Protocol::Http);

    QVERIFY(decoded);
    QCOMPARE(decoded->value.size(), 2);
    QCOMPARE(summary(decoded), u"[1].name missing\n[2].status missing"_s);
}

void TestTraefikDecode::wrongTypesAreIssuesWithTheirPath_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("issues");
    const auto router = [](const QByteArray& member) {
        return QByteArray(R"([{"name":"a@x","status":"enabled",)" + member + "}]");
    };
    QTest::newRow("number for text") << router(R"("rule":7)") << u"[0].rule expected string, found number"_s;
    QTest::newRow("text for list") << router(R"("using":"web")") << u"[0].using expected list, found string"_s;
    QTest::newRow("object in list") << router(R"("error":["a",{"b":1},"c"])")
                                    << u"[0].error[1] expected string, found object"_s;
    QTest::newRow("text for object") << router(R"("tls":"yes")") << u"[0].tls expected object, found string"_s;
    QTest::newRow("inside tls") << router(R"("tls":{"certResolver":[]})")
                                << u"[0].tls.certResolver expected string, found list"_s;
    QTest::newRow("fraction") << router(R"("priority":1.5)") << u"[0].priority expected integer"_s;
    QTest::newRow("text for number") << router(R"("priority":"9")") << u"[0].priority expected number, found string"_s;
    QTest::newRow("escape") << router(R"("rule":"\ud800")") << u"[0].rule invalid escape in string"_s;
    QTest::newRow("item is no object") << R"([{"name":"a@x","status":"enabled"},5])"_ba
                                       << u"[1] expected object, found number\n[1].name missing"_s;
}

void TestTraefikDecode::wrongTypesAreIssuesWithTheirPath()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, issues);

    const auto decoded = decodeRouters(body, Protocol::Http);

    QCOMPARE(summary(decoded), issues);
    QCOMPARE(decoded->value.size(), 1);
    QCOMPARE(decoded->value.first().name, u"a@x"_s);
}

void TestTraefikDecode::nullIsAbsent()
{
    const auto decoded =
        decodeRouters(R"([{"name":"a@x","status":"enabled","using":null,"tls":null,"error":null}])"_ba, Protocol::Http);

    QVERIFY(decoded);
    QCOMPARE(summary(decoded), QString());
    QVERIFY(!decoded->value.first().hasTls);
}

void TestTraefikDecode::brokenJsonFailsAsAWhole_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("blank") << "  \n"_ba;
    QTest::newRow("text") << "404 page not found\n"_ba;
    QTest::newRow("html") << "<html><body>hi</body></html>"_ba;
    QTest::newRow("object") << R"({"name":"a"})"_ba;
    QTest::newRow("cut in text") << R"([{"name":"a@)"_ba;
    QTest::newRow("cut in list") << R"([{"name":"a@x"})"_ba;
    QTest::newRow("trailing") << R"([{"name":"a@x"}] [])"_ba;
    QTest::newRow("not UTF-8") << "[{\"name\":\"\xff\xfe\"}]"_ba;
    QTest::newRow("deep") << QByteArray(5'000, '[');
    QTest::newRow("nul bytes") << QByteArray(100, '\0');
}

void TestTraefikDecode::brokenJsonFailsAsAWhole()
{
    QFETCH(QByteArray, body);

    const auto decoded = decodeRouters(body, Protocol::Http);

    QVERIFY(!decoded);
    QCOMPARE(decoded.error().kind, base::ErrorKind::Malformed);
    QVERIFY(decoded.error().original.size() <= 2'000);
}

void TestTraefikDecode::otherJsonIsNotATraefik()
{
    for (const QByteArray& body : {R"({})"_ba, R"({"Version":"1"})"_ba, R"({"http":{}})"_ba, R"({"http":7})"_ba}) {
        const auto overview = decodeOverview(body);

        QVERIFY(!overview);
        QCOMPARE(overview.error().kind, base::ErrorKind::WrongProduct);
    }
}

void TestTraefikDecode::issuesAreBounded()
{
    QByteArray body = "[1";
    for (int i = 0; i < 5'000; ++i)
        body += ",1";

    const auto decoded = decodeRouters(body + "]", Protocol::Http);

    QVERIFY(decoded);
    QCOMPARE(decoded->issues.size(), 100);
}

void TestTraefikDecode::everyCutAndEveryDamageEnds()
{
    std::minstd_rand random(20'260'823);
    const QByteArray bytes = "{}[]\",:\\0a-\xff ";
    int failures = 0;
    int total = 0;
    for (const QString& name :
         {u"mixed/mixed-http-routers"_s, u"mixed/mixed-http-services"_s, u"mixed/mixed-tcp-services"_s,
          u"firefly-sub01-certificates"_s, u"mixed/mixed-overview"_s, u"firefly-sub01-version"_s}) {
        const QByteArray body = recorded(name).body.trimmed();
        for (qsizetype cut = 0; cut < body.size(); cut += 7) {
            QVERIFY2(decodedSummary(name, body.left(cut)).startsWith("error: "_L1), qPrintable(name));
            ++total;
        }
        for (int i = 0; i < 3'000; ++i, ++total) {
            QByteArray damaged = body;
            for (int hits = 1 + int(random() % 3); hits > 0; --hits)
                damaged[qsizetype(random() % size_t(damaged.size()))] =
                    bytes[qsizetype(random() % size_t(bytes.size()))];
            if (decodedSummary(name, damaged).startsWith("error: "_L1)) ++failures;
        }
    }
    // Most damage breaks the JSON; some only changes a text or a key that is not read.
    QVERIFY(failures > total / 10);
    QVERIFY(failures < total);
}

void TestTraefikDecode::tenThousandRoutersDecodeFast()
{
    const QByteArray small = manyRouters(1'000);
    const QByteArray large = manyRouters(10'000);
    const auto best = [](const QByteArray& body) {
        qint64 fastest = std::numeric_limits<qint64>::max();
        for (int i = 0; i < 5; ++i) {
            const std::clock_t begin = std::clock(); // CPU time: what a busy machine does to others does not count
            if (!decodeRouters(body, Protocol::Http)) return qint64(-1);
            fastest = std::min(fastest, qint64(std::clock() - begin) * (1'000'000'000 / CLOCKS_PER_SEC));
        }
        return fastest;
    };

    const qint64 few = best(small);
    const qint64 many = best(large);

    QCOMPARE(decodeRouters(large, Protocol::Http)->value.size(), 10'000);
    qInfo("10,000 routers: %.1f ms, %.1f MB", double(many) / 1e6, double(large.size()) / 1e6);
    // Ten times the rows may cost ten times the time; twice that is slack for a busy machine.
    QVERIFY2(many < few * 20, qPrintable(QString::number(double(many) / double(few))));
}

void TestTraefikDecode::serviceKeyTakesTheRoutersProvider()
{
    QCOMPARE((Router{.provider = u"nomad"_s, .service = u"web"_s}).serviceKey(), u"web@nomad"_s);
    QCOMPARE((Router{.provider = u"nomad"_s, .service = u"api@internal"_s}).serviceKey(), u"api@internal"_s);
    QCOMPARE((Router{.provider = u"nomad"_s}).serviceKey(), QString());
    QCOMPARE((Router{.service = u"web"_s}).serviceKey(), u"web"_s);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTraefikDecode)
#include "test_traefik_decode.moc"
