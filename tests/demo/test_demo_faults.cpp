// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/tiny_http.h"
#include "tests/support/message_guard.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QtTest>

using namespace tailboard;
using namespace tailboard::test_demo;
using namespace Qt::StringLiterals;
using demo::FaultKind;
using demo::Server;

/// Every switch of Faults does what its name says, and only that.
class TestDemoFaults : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup() { m_cluster.faults().clear(); }
    void refusedMeansNoListener();
    void hangingAnswersNothingAndLater();
    void slowTrickles();
    void cutEndsInTheBody();
    void oversizedNeverEnds();
    void wrongBodiesAndTypes();
    void statusesSpeakTheServersWords();
    void redirectPointsElsewhere();
    void faultMayHitOnePathOnly();
    void leaderlessNomad();
    void streamRefusedAndGap();
    void restartDropsAndComesBack();
    void tailnetStates();
    void skewShiftsTheDate();
    void tlsFaultsAreSeenInTheHandshake();

private:
    Reply nomad(const QString& path = u"/v1/jobs"_s) const { return getNomad(m_cluster, path); }
    QJsonObject status() const { return getLocal(m_cluster, "/localapi/v0/status").json().toObject(); }

    demo::Cluster m_cluster{demo::Options{.moving = false, .nomadTls = true}};
};

void TestDemoFaults::initTestCase()
{
    const auto started = m_cluster.start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().sentence()));
    QCOMPARE(nomad().status, 200);
}

void TestDemoFaults::refusedMeansNoListener()
{
    for (const Server server : {Server::Nomad, Server::Tailscale, Server::Traefik2}) {
        m_cluster.faults().set(server, FaultKind::Refuse);
        QCOMPARE(nomad().status, server == Server::Nomad ? 0 : 200);
        QCOMPARE(getLocal(m_cluster, "/localapi/v0/status").status, server == Server::Tailscale ? 0 : 200);
        QCOMPARE(getTraefik(m_cluster, 2, u"/api/version"_s).status, server == Server::Traefik2 ? 0 : 200);
        QCOMPARE(getTraefik(m_cluster, 1, u"/api/version"_s).status, 200);
        m_cluster.faults().clear(server);
    }
    QCOMPARE(nomad().status, 200);
}

void TestDemoFaults::hangingAnswersNothingAndLater()
{
    m_cluster.faults().set(Server::Traefik1, FaultKind::Hang);
    const auto connection = Connection::open(m_cluster, m_cluster.addresses().traefik.first());
    QVERIFY(connection->connected());
    connection->send("/api/version");
    QCOMPARE(connection->read(200).status, 0);
    m_cluster.faults().clear(Server::Traefik1);
    QCOMPARE(getTraefik(m_cluster, 1, u"/api/version"_s).status, 200);
}

void TestDemoFaults::slowTrickles()
{
    m_cluster.faults().set(Server::Traefik1, {.kind = FaultKind::Slow, .interval = std::chrono::milliseconds(20)});
    QElapsedTimer timer;
    timer.start();
    const Reply reply = getTraefik(m_cluster, 1, u"/api/version"_s);
    QVERIFY(reply.complete);
    QVERIFY(timer.elapsed() > 200);
}

void TestDemoFaults::cutEndsInTheBody()
{
    m_cluster.faults().set(Server::Nomad, FaultKind::Cut);
    const Reply reply = nomad();
    QCOMPARE(reply.status, 200);
    QVERIFY(!reply.complete);
}

void TestDemoFaults::oversizedNeverEnds()
{
    m_cluster.faults().set(Server::Tailscale, FaultKind::Oversized);
    const auto connection = Connection::openLocal(m_cluster.addresses().tailscaleSocket);
    connection->send("/localapi/v0/status");
    QCOMPARE(connection->readHead().status, 200);
    qint64 size = 0;
    while (size < 20'000'000 && connection->device()->waitForReadyRead(2000))
        size += connection->device()->readAll().size();
    QVERIFY(size >= 20'000'000);
}

void TestDemoFaults::wrongBodiesAndTypes()
{
    m_cluster.faults().set(Server::Nomad, FaultKind::NonJson);
    QCOMPARE(nomad().header("Content-Type"), "application/json");
    QVERIFY(nomad().json().isUndefined());
    m_cluster.faults().set(Server::Nomad, FaultKind::HtmlError);
    QCOMPARE(nomad().status, 502);
    QVERIFY(nomad().body.startsWith("<html>"));
    m_cluster.faults().set(Server::Nomad, FaultKind::WrongContentType);
    QCOMPARE(nomad().header("Content-Type"), "text/html; charset=utf-8");
    QVERIFY(nomad().json().isArray());
    m_cluster.faults().set(Server::Nomad, FaultKind::WrongProduct);
    QCOMPARE(nomad().header("Server"), "nginx/1.22.1");
    QCOMPARE(nomad(u"/"_s).status, 200);
}

void TestDemoFaults::statusesSpeakTheServersWords()
{
    for (const int status : {401, 403, 404, 429, 500}) {
        m_cluster.faults().setStatus(Server::Nomad, status);
        QCOMPARE(nomad().status, status);
        m_cluster.faults().setStatus(Server::Traefik3, status);
        QCOMPARE(getTraefik(m_cluster, 3, u"/api/overview"_s).status, status);
    }
    m_cluster.faults().setStatus(Server::Nomad, 403);
    QCOMPARE(nomad().body, "Permission denied");
    m_cluster.faults().setStatus(Server::Traefik3, 401);
    QCOMPARE(getTraefik(m_cluster, 3, u"/api/overview"_s).header("WWW-Authenticate"), "Basic realm=\"traefik\"");
    m_cluster.faults().setStatus(Server::Traefik3, 404);
    QCOMPARE(getTraefik(m_cluster, 3, u"/api/overview"_s).body, "404 page not found\n");
}

void TestDemoFaults::redirectPointsElsewhere()
{
    m_cluster.faults().set(Server::Nomad, FaultKind::Redirect);
    QCOMPARE(nomad().status, 301);
    QCOMPARE(nomad().header("Location"), "http://elsewhere.example/v1");
}

void TestDemoFaults::faultMayHitOnePathOnly()
{
    m_cluster.faults().set(Server::Nomad, {.kind = FaultKind::Status, .status = 500, .pathPrefix = "/v1/services"});
    QCOMPARE(nomad().status, 200);
    QCOMPARE(nomad(u"/v1/services"_s).status, 500);
}

void TestDemoFaults::leaderlessNomad()
{
    m_cluster.faults().setNomadLeaderless(true);
    QCOMPARE(nomad().status, 500);
    QCOMPARE(nomad().body, "No cluster leader");
    QCOMPARE(nomad(u"/v1/status/leader"_s).body, "\"\"");
    QCOMPARE(nomad(u"/v1/jobs?stale="_s).header("X-Nomad-Knownleader"), "false");
}

void TestDemoFaults::streamRefusedAndGap()
{
    const auto open = [&] {
        auto connection = Connection::open(m_cluster, m_cluster.addresses().nomad);
        connection->send("/v1/event/stream?index=999999999");
        (void)connection->readHead();
        return connection;
    };
    const auto running = open();
    QCOMPARE(running->readLine(), "{}");
    const quint64 before = m_cluster.nomadIndex();
    m_cluster.faults().makeStreamGap(500);
    QVERIFY(running->waitForEnd());
    QCOMPARE(m_cluster.nomadIndex(), before + 500);
    const auto after = open();
    QCOMPARE(after->readLine(), "{}");
    QVERIFY(after->readLine(100).isEmpty()); // what was kept is forgotten
    m_cluster.faults().setStreamRefused(true);
    const auto refused = open();
    QVERIFY(refused->waitForEnd());
    QVERIFY(refused->readLine(10).isEmpty());
}

void TestDemoFaults::restartDropsAndComesBack()
{
    const auto stream = Connection::open(m_cluster, m_cluster.addresses().nomad);
    stream->send("/v1/event/stream");
    (void)stream->readHead();
    const quint64 index = m_cluster.nomadIndex();
    m_cluster.faults().restart(Server::Nomad, std::chrono::milliseconds(300));
    QVERIFY(stream->waitForEnd());
    QCOMPARE(nomad().status, 0);
    QTRY_COMPARE(nomad().status, 200);
    QCOMPARE(m_cluster.nomadIndex(), index);

    const auto bus = Connection::openLocal(m_cluster.addresses().tailscaleSocket);
    bus->send("/localapi/v0/watch-ipn-bus?mask=20630");
    QCOMPARE(bus->readHead().status, 200);
    QVERIFY(!bus->readLine().isEmpty());
    m_cluster.faults().restart(Server::Tailscale, std::chrono::milliseconds(100));
    QVERIFY(bus->waitForEnd());
    QTRY_COMPARE(getLocal(m_cluster, "/localapi/v0/status").status, 200);
    QCOMPARE(status()[u"BackendState"_s].toString(), u"NoState"_s); // just started
    QTRY_COMPARE(status()[u"BackendState"_s].toString(), u"Running"_s);
}

void TestDemoFaults::tailnetStates()
{
    const auto bus = Connection::openLocal(m_cluster.addresses().tailscaleSocket);
    bus->send("/localapi/v0/watch-ipn-bus?mask=20630");
    (void)bus->readHead();
    (void)bus->readLine();
    const auto nextState = [&] {
        for (;;) {
            const QJsonObject line = QJsonDocument::fromJson(bus->readLine(1000)).object();
            if (line.isEmpty() || !line[u"State"_s].isNull()) return line[u"State"_s].toInt(-1);
        }
    };
    m_cluster.faults().setTailnet(demo::TailnetFault::Stopped);
    QCOMPARE(nextState(), 4);
    QCOMPARE(status()[u"BackendState"_s].toString(), u"Stopped"_s);
    QVERIFY(status()[u"Peer"_s].toObject().size() == 5); // still listed
    m_cluster.faults().setTailnet(demo::TailnetFault::None);
    QCOMPARE(nextState(), 5);
    QCOMPARE(nextState(), 6);
    m_cluster.faults().setTailnet(demo::TailnetFault::LoggedOut);
    QCOMPARE(nextState(), 4);
    QCOMPARE(nextState(), 0);
    QCOMPARE(nextState(), 2);
    QVERIFY(!status().contains(u"HaveNodeKey"_s));
    m_cluster.faults().setTailnet(demo::TailnetFault::SelfKeyExpired);
    QCOMPARE(status()[u"BackendState"_s].toString(), u"NeedsLogin"_s);
    QCOMPARE(status()[u"Self"_s][u"Online"_s].toBool(), true);
    QVERIFY(QDateTime::fromString(status()[u"Self"_s][u"KeyExpiry"_s].toString(), Qt::ISODate) <
            QDateTime::currentDateTimeUtc());
    m_cluster.faults().setTailnet(demo::TailnetFault::NoState);
    QCOMPARE(status()[u"BackendState"_s].toString(), u"NoState"_s);
    m_cluster.faults().setTailnet(demo::TailnetFault::None);
    QVERIFY(QDateTime::fromString(status()[u"Self"_s][u"KeyExpiry"_s].toString(), Qt::ISODate) >
            QDateTime::currentDateTimeUtc());
}

void TestDemoFaults::skewShiftsTheDate()
{
    const auto date = [&] {
        QDateTime said =
            QLocale::c().toDateTime(QString::fromLatin1(nomad().header("Date")), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
        said.setTimeSpec(Qt::UTC);
        return said;
    };
    QVERIFY(date().isValid());
    QVERIFY(qAbs(date().secsTo(QDateTime::currentDateTimeUtc())) < 5);
    m_cluster.faults().setClockSkew(std::chrono::hours(3));
    QVERIFY(date().secsTo(QDateTime::currentDateTimeUtc()) < -10'000);
}

void TestDemoFaults::tlsFaultsAreSeenInTheHandshake()
{
    const auto errorOf = [&](const QUrl& url) {
        const auto connection = Connection::open(m_cluster, url);
        return connection->connected() ? QString() : connection->errorText();
    };
    const QUrl api = m_cluster.addresses().nomad;
    QCOMPARE(api.scheme(), u"https"_s);
    QCOMPARE(errorOf(api), QString());
    m_cluster.faults().setNomadTls(demo::TlsFault::WrongName);
    QVERIFY(errorOf(api).contains(u"host name"_s, Qt::CaseInsensitive));
    m_cluster.faults().setNomadTls(demo::TlsFault::UnknownAuthority);
    QVERIFY(!errorOf(api).isEmpty());
    m_cluster.faults().setNomadTls(demo::TlsFault::Expired);
    QVERIFY(errorOf(api).contains(u"expired"_s));

    const QUrl web(u"https://firefly-sub02.tail1a2b3.ts.net"_s);
    QCOMPARE(errorOf(web), QString());
    m_cluster.faults().setNodeTls(2, demo::TlsFault::Expired);
    QVERIFY(errorOf(web).contains(u"expired"_s));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestDemoFaults)
#include "test_demo_faults.moc"
