// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/tiny_http.h"
#include "tests/support/message_guard.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslSocket>
#include <QtTest>

using namespace tailboard;
using namespace tailboard::test_demo;
using namespace Qt::StringLiterals;

/// The article's world: its routes, its ill ones, its certificates, and the same for the same seed.
class TestDemoWorld : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void routesOfTheArticleAreThere();
    void everyFirstFindingHasAnExample();
    void peersAreThere();
    void nodesShowTheirOwnCertificateOnly();
    void trafficIsRouted();
    void basicAuthIsAskedFor();
    void sameSeedGivesTheSameWorld();
    void dialFileIsTheDialMap();
    void directoryIsRemoved();

private:
    QJsonObject router(const QString& name, int node = 1) const
    {
        return getTraefik(m_cluster, node, u"/api/http/routers/"_s + name).json().toObject();
    }
    QSslCertificate certificate(int node, const QString& name) const;

    demo::Cluster m_cluster{demo::Options{.moving = false}};
};

void TestDemoWorld::initTestCase()
{
    QVERIFY(m_cluster.start());
}

void TestDemoWorld::routesOfTheArticleAreThere()
{
    const QString sub1 = u"Host(`firefly-sub01.tail1a2b3.ts.net`)"_s;
    const QString sub2 = u"Host(`firefly-sub02.tail1a2b3.ts.net`)"_s;
    const QString sub3 = u"Host(`firefly-sub03.tail1a2b3.ts.net`)"_s;
    const QList<std::tuple<QString, QString, QString>> routes{
        {u"hashicups"_s, sub3, u"nginx"_s},
        {u"hashicups-api"_s, sub3 + u" && PathPrefix(`/api`)"_s, u"public-api"_s},
        {u"hashicups-http"_s, sub3, u"nginx"_s},
        {u"payments"_s, sub2 + u" && PathPrefix(`/payments`)"_s, u"payments"_s},
        {u"web"_s, sub1, u"web"_s},
        {u"web-admin"_s, sub1 + u" && PathPrefix(`/admin`)"_s, u"web"_s},
        {u"web-http"_s, sub1, u"web"_s}};
    for (int node = 1; node <= 3; ++node) {
        for (const auto& [name, rule, service] : routes) {
            const QJsonObject found = router(name + u"@nomad"_s, node);
            QCOMPARE(found[u"rule"_s].toString(), rule);
            QCOMPARE(found[u"service"_s].toString(), service);
            QCOMPARE(found[u"status"_s].toString(), u"enabled"_s);
        }
        QCOMPARE(router(u"dashboard@internal"_s, node)[u"entryPoints"_s].toArray().first().toString(), u"traefik"_s);
    }
    const QJsonArray web = getNomad(m_cluster, u"/v1/service/web"_s).json().toArray();
    QCOMPARE(web.size(), 2);
    QCOMPARE(getNomad(m_cluster, u"/v1/jobs"_s).json().toArray().size(), 13);
}

void TestDemoWorld::everyFirstFindingHasAnExample()
{
    // router error
    QCOMPARE(router(u"grafana@nomad"_s)[u"status"_s].toString(), u"disabled"_s);
    QCOMPARE(router(u"grafana@nomad"_s)[u"error"_s].toArray().first().toString(),
             u"middleware \"staff-only@nomad\" does not exist"_s);
    // router without server
    const QJsonObject reports =
        getTraefik(m_cluster, 1, u"/api/http/services/reports@nomad"_s).json()[u"loadBalancer"_s].toObject();
    QVERIFY(!reports.isEmpty());
    QVERIFY(!reports.contains(u"servers"_s));
    // tag that no Traefik shows
    QCOMPARE(getNomad(m_cluster, u"/v1/service/wiki"_s).json().toArray().size(), 1);
    QCOMPARE(getTraefik(m_cluster, 1, u"/api/http/routers/wiki@nomad"_s).status, 404);
    // one rule on two routers
    QCOMPARE(router(u"blog@nomad"_s)[u"rule"_s], router(u"blog-next@nomad"_s)[u"rule"_s]);
    // failing and pending allocations
    QHash<QString, QString> statuses;
    for (const QJsonValue& item : getNomad(m_cluster, u"/v1/allocations"_s).json().toArray())
        statuses[item[u"JobID"_s].toString()] = item[u"ClientStatus"_s].toString();
    QCOMPARE(statuses[u"thumbnails"_s], u"failed"_s);
    QCOMPARE(statuses[u"web-preview"_s], u"pending"_s);
    // a job that finds no place
    const QJsonObject summary = getNomad(m_cluster, u"/v1/job/archive/summary"_s).json().toObject();
    QCOMPARE(summary[u"Summary"_s][u"archive"_s][u"Queued"_s].toInt(), 1);
    QVERIFY(!statuses.contains(u"archive"_s));
    // Consul
    QVERIFY(getNomad(m_cluster, u"/v1/job/metrics"_s).body.contains("\"Provider\":\"consul\""));
    // a route whose owner is off
    QCOMPARE(router(u"photos@nomad"_s)[u"rule"_s].toString(), u"Host(`attic.tail1a2b3.ts.net`)"_s);
    const Reply overview = getTraefik(m_cluster, 1, u"/api/overview"_s);
    QCOMPARE(overview.json()[u"http"_s][u"routers"_s][u"errors"_s].toInt(), 1);
}

void TestDemoWorld::peersAreThere()
{
    const QJsonObject status = getLocal(m_cluster, "/localapi/v0/status").json().toObject();
    QCOMPARE(status[u"Self"_s][u"HostName"_s].toString(), u"laptop"_s);
    QHash<QString, QJsonObject> peers;
    for (const QJsonValue& peer : status[u"Peer"_s].toObject())
        peers[peer[u"HostName"_s].toString()] = peer.toObject();
    QCOMPARE(peers.size(), 5);
    QCOMPARE(peers[u"firefly-sub03"_s][u"TailscaleIPs"_s].toArray().first().toString(), u"100.64.0.3"_s);
    QCOMPARE(peers[u"attic"_s][u"Online"_s].toBool(), false);
    const QDateTime keyEnd = QDateTime::fromString(peers[u"phone"_s][u"KeyExpiry"_s].toString(), Qt::ISODate);
    QCOMPARE(QDateTime::currentDateTimeUtc().secsTo(keyEnd) / 86'400, 4);
}

QSslCertificate TestDemoWorld::certificate(int node, const QString& name) const
{
    const auto target = m_cluster.addresses().dialMap.resolve({u"100.64.0.%1"_s.arg(node), 443});
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHostEncrypted(target.host, target.port, name);
    return socket.waitForEncrypted(5000) ? socket.peerCertificate() : QSslCertificate();
}

void TestDemoWorld::nodesShowTheirOwnCertificateOnly()
{
    const QList<int> daysLeft{61, 47, 12};
    for (int node = 1; node <= 3; ++node) {
        for (int named = 1; named <= 3; ++named) {
            const QString name = u"firefly-sub0%1.tail1a2b3.ts.net"_s.arg(named);
            const QSslCertificate shown = certificate(node, name);
            const QString subject = shown.subjectInfo(QSslCertificate::CommonName).value(0);
            QCOMPARE(subject, node == named ? name : u"TRAEFIK DEFAULT CERT"_s);
            if (node != named) continue;
            QCOMPARE(QDateTime::currentDateTimeUtc().secsTo(shown.expiryDate()) / 86'400, daysLeft[node - 1]);
            QCOMPARE(shown.effectiveDate().daysTo(shown.expiryDate()), 90);
            QCOMPARE(getTraefik(m_cluster, node, u"/api/certificates"_s).json()[0][u"certFingerprint"_s].toString(),
                     QString::fromLatin1(shown.digest(QCryptographicHash::Sha256).toHex()));
        }
    }
}

void TestDemoWorld::trafficIsRouted()
{
    const Reply plain = get(m_cluster, QUrl(u"http://firefly-sub01.tail1a2b3.ts.net/x"_s));
    QCOMPARE(plain.status, 302);
    QCOMPARE(plain.header("Location"), "https://firefly-sub01.tail1a2b3.ts.net/x");
    QVERIFY(get(m_cluster, QUrl(u"https://firefly-sub01.tail1a2b3.ts.net/admin"_s)).body.contains("web-admin@nomad"));
    QVERIFY(get(m_cluster, QUrl(u"https://firefly-sub03.tail1a2b3.ts.net/api"_s)).body.contains("public-api"));
    QCOMPARE(get(m_cluster, QUrl(u"https://firefly-sub01.tail1a2b3.ts.net/reports"_s)).status, 503);
    QCOMPARE(get(m_cluster, QUrl(u"https://firefly-sub02.tail1a2b3.ts.net/wiki"_s)).status, 404);
}

void TestDemoWorld::basicAuthIsAskedFor()
{
    demo::Cluster cluster({.moving = false, .traefikUser = u"admin"_s, .traefikPassword = u"pass:word"_s});
    QVERIFY(cluster.start());
    QCOMPARE(getTraefik(cluster, 1, u"/api/version"_s).status, 401);
    QCOMPARE(
        getTraefik(cluster, 1, u"/api/version"_s, {"Authorization: Basic " + QByteArray("admin:pass:word").toBase64()})
            .status,
        200);
}

void TestDemoWorld::sameSeedGivesTheSameWorld()
{
    const auto world = [](quint64 seed) {
        demo::Cluster cluster(
            {.seed = seed, .moving = false, .extraAllocations = 50, .extraRouters = 20, .extraPeers = 20});
        if (!cluster.start()) return QByteArray();
        QByteArray all;
        for (const auto* path : {"/v1/allocations?resources=true", "/v1/nodes?resources=true", "/v1/services",
                                 "/v1/evaluations", "/v1/job/hashicups/services"})
            all += getNomad(cluster, QLatin1String(path)).body;
        all += getLocal(cluster, "/localapi/v0/status").body;
        all += getTraefik(cluster, 2, u"/api/http/services?per_page=1000"_s).body;
        static const QRegularExpression times(
            uR"(\d{4}-\d\d-\d\dT[\d:.]+Z|\b179\d{7,16}\b|\b1[6-9]\d{17}\b|"(Create|Modify)?Time":\d+)"_s);
        return QString::fromUtf8(all).replace(times, u"TIME"_s).toUtf8();
    };
    const QByteArray first = world(7);
    QVERIFY(first.size() > 50'000);
    QCOMPARE(world(7), first);
    QVERIFY(world(8) != first);
}

void TestDemoWorld::dialFileIsTheDialMap()
{
    const auto loaded = base::DialMap::load(m_cluster.addresses().dialFile);
    QVERIFY(loaded);
    for (const auto& said : {base::DialTarget{u"100.64.0.1"_s, 4646}, base::DialTarget{u"100.64.0.3"_s, 8080},
                             base::DialTarget{u"firefly-sub02.tail1a2b3.ts.net"_s, 443}}) {
        QCOMPARE(loaded->resolve(said), m_cluster.addresses().dialMap.resolve(said));
        QCOMPARE(loaded->resolve(said).host, u"127.0.0.1"_s);
    }
}

void TestDemoWorld::directoryIsRemoved()
{
    QString socket;
    {
        demo::Cluster cluster({.seed = 3});
        QVERIFY(cluster.start());
        socket = cluster.addresses().tailscaleSocket;
        QVERIFY(QFile::exists(socket));
    }
    QVERIFY(!QFile::exists(socket));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestDemoWorld)
#include "test_demo_world.moc"
