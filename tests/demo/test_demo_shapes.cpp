// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/shape.h"
#include "tests/demo/tiny_http.h"
#include "tests/support/message_guard.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QtTest>

using namespace tailboard;
using namespace tailboard::test_demo;
using namespace Qt::StringLiterals;

/// The demo's answers have the keys and types of the recorded ones, and their headers.
class TestDemoShapes : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void answersLookLikeTheRecorded_data();
    void answersLookLikeTheRecorded();
    void eventsLookLikeTheRecorded();
    void busLinesLookLikeTheRecorded();
    void submissionIsTheJobsSource();

private:
    QString idOf(const QString& list, const QString& field, const QString& value) const;
    static Shape eventShape(const QString& topic);

    demo::Cluster m_cluster{demo::Options{.moving = false}};
    QString m_allocation;
    QString m_node;
};

QString TestDemoShapes::idOf(const QString& list, const QString& field, const QString& value) const
{
    for (const QJsonValue& item : getNomad(m_cluster, list).json().toArray()) {
        if (item[field].toString() == value) return item[u"ID"_s].toString();
    }
    return {};
}

void TestDemoShapes::initTestCase()
{
    const auto started = m_cluster.start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().sentence()));
    m_allocation = idOf(u"/v1/allocations?namespace=*"_s, u"TaskGroup"_s, u"nginx"_s);
    m_node = idOf(u"/v1/nodes"_s, u"Name"_s, u"firefly-sub01"_s);
    QVERIFY(!m_allocation.isEmpty());
    QVERIFY(!m_node.isEmpty());
}

Shape TestDemoShapes::eventShape(const QString& topic)
{
    Shape shape;
    for (const auto* name : {"deploy", "stop", "alloc-failure", "node-down-up", "tag-edit"}) {
        for (const QByteArray& line : fixtureLines(u"nomad/event-stream-%1.ndjson"_s.arg(QLatin1String(name)))) {
            for (const QJsonValue& event : QJsonDocument::fromJson(line).object()[u"Events"_s].toArray()) {
                if (event[u"Topic"_s].toString() == topic) shape.learn(event);
            }
        }
    }
    return shape;
}

void TestDemoShapes::answersLookLikeTheRecorded_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("recordings");
    const auto row = [](const char* server, const char* path, const QStringList& recordings) {
        QTest::newRow((QByteArray(server) + " " + path).constData())
            << QString::fromLatin1(server) << QString::fromLatin1(path) << recordings;
    };
    const QString n = u"nomad/"_s;
    row("nomad", "/v1/agent/self", {n + u"agent-self"_s});
    row("nomad", "/v1/status/leader", {n + u"status-leader"_s});
    row("nomad", "/v1/regions", {n + u"regions"_s});
    row("nomad", "/v1/namespaces", {n + u"namespaces"_s});
    row("nomad", "/v1/jobs?namespace=*&meta=true", {n + u"jobs"_s});
    row("nomad", "/v1/jobs/statuses?namespace=*", {n + u"jobs-statuses"_s});
    const QStringList jobs{n + u"job-web"_s, n + u"job-traefik"_s, n + u"job-hashicups"_s};
    for (const auto* id : {"web", "traefik", "hashicups", "wiki"})
        row("nomad", (QByteArray("/v1/job/") + id).constData(), jobs);
    row("nomad", "/v1/job/archive/deployments", {n + u"job-cramped-deployments"_s});
    row("nomad", "/v1/job/archive/evaluations", {n + u"job-cramped-evaluations"_s});
    row("nomad", "/v1/job/archive/versions", {n + u"job-cramped-versions"_s, n + u"job-web-versions"_s});
    row("nomad", "/v1/job/archive/summary", {n + u"job-cramped-summary"_s});
    row("nomad", "/v1/job/web/summary", {n + u"job-web-summary"_s});
    row("nomad", "/v1/job/web/versions", {n + u"job-web-versions"_s, n + u"job-traefik-versions"_s});
    row("nomad", "/v1/job/web/submission?version=0", {n + u"job-web-submission"_s});
    row("nomad", "/v1/job/hashicups/deployments", {n + u"job-hashicups-deployments"_s});
    row("nomad", "/v1/job/hashicups/evaluations", {n + u"job-hashicups-evaluations"_s});
    row("nomad", "/v1/job/hashicups/services", {n + u"job-hashicups-services"_s});
    row("nomad", "/v1/job/web/allocations", {n + u"job-web-allocations"_s});
    row("nomad", "/v1/allocations?namespace=*&resources=true",
        {n + u"allocations"_s, n + u"job-hashicups-allocations"_s});
    row("nomad", "/v1/allocations?per_page=2", {n + u"allocations-page-1"_s});
    row("nomad", "/v1/allocation/ALLOC", {n + u"allocation-nginx"_s});
    row("nomad", "/v1/allocation/ALLOC/services", {n + u"allocation-nginx-services"_s});
    row("nomad", "/v1/client/allocation/ALLOC/stats", {n + u"allocation-nginx-stats"_s});
    row("nomad", "/v1/client/allocation/ABSENT/stats", {n + u"not-found-client-allocation-stats"_s});
    row("nomad", "/v1/allocation/ABSENT", {n + u"not-found-allocation"_s});
    row("nomad", "/v1/node/ABSENT", {n + u"not-found-node"_s});
    row("nomad", "/v1/job/absent/versions", {n + u"not-found-job-absent-versions"_s});
    row("nomad", "/v1/nodes?resources=true&os=true", {n + u"nodes"_s});
    row("nomad", "/v1/node/NODE", {n + u"node-firefly-sub01"_s});
    row("nomad", "/v1/services?namespace=*", {n + u"services"_s});
    row("nomad", "/v1/service/nginx", {n + u"service-nginx"_s});
    row("nomad", "/v1/deployments?namespace=*", {n + u"deployments"_s, n + u"job-cramped-deployments"_s});
    row("nomad", "/v1/evaluations?namespace=*", {n + u"evaluations"_s, n + u"job-cramped-evaluations"_s});
    row("nomad", "/v1/job/nosuch", {n + u"not-found-job"_s});
    const QString t = u"tailscale/laptop-"_s;
    row("tailscale", "/localapi/v0/status", {t + u"status"_s});
    row("tailscale", "/localapi/v0/status?peers=false", {t + u"status-peers-false"_s});
    row("tailscale", "/localapi/v0/prefs", {t + u"prefs"_s});
    row("tailscale", "/localapi/v0/cert-domains", {t + u"cert-domains"_s});
    row("tailscale", "/localapi/v0/dns-config", {t + u"dns-config"_s});
    row("tailscale", "/localapi/v0/whois?addr=100.64.0.4:1", {t + u"whois-addr-100-64-0-3-1"_s});
    row("tailscale", "/localapi/v0/nosuch", {t + u"absent"_s});
    const QString r = u"traefik/firefly-sub01-"_s;
    row("traefik", "/api/version", {r + u"version"_s});
    row("traefik", "/api/overview", {r + u"overview"_s});
    row("traefik", "/api/entrypoints", {r + u"entrypoints"_s});
    row("traefik", "/api/rawdata", {r + u"rawdata"_s});
    row("traefik", "/api/http/routers", {r + u"http-routers"_s});
    row("traefik", "/api/http/routers?per_page=2&page=1", {r + u"http-routers-per-page-2-page-1"_s});
    row("traefik", "/api/http/routers/hashicups@nomad", {r + u"http-routers-hashicups@nomad"_s});
    row("traefik", "/api/http/routers/absent@nomad", {r + u"http-routers-absent@nomad"_s});
    row("traefik", "/api/http/services", {r + u"http-services"_s});
    row("traefik", "/api/http/middlewares", {r + u"http-middlewares"_s});
    row("traefik", "/api/certificates", {r + u"certificates"_s});
    row("traefik", "/api/tcp/routers", {r + u"tcp-routers"_s});
    row("traefik", "/api/udp/routers", {r + u"udp-routers"_s});
}

void TestDemoShapes::answersLookLikeTheRecorded()
{
    QFETCH(QString, server);
    QFETCH(QString, path);
    QFETCH(QStringList, recordings);
    path.replace(u"ALLOC"_s, m_allocation).replace(u"NODE"_s, m_node);
    path.replace(u"ABSENT"_s, u"00000000-0000-4000-8000-000000000000"_s);
    Reply reply;
    if (server == u"nomad"_s)
        reply = getNomad(m_cluster, path);
    else if (server == u"tailscale"_s)
        reply = getLocal(m_cluster, path.toUtf8());
    else
        reply = getTraefik(m_cluster, 1, path);
    QVERIFY(reply.complete);

    Shape shape;
    Reply recorded;
    for (const QString& name : recordings) {
        recorded = fixture(name + u".http"_s);
        QVERIFY2(recorded.status != 0, qPrintable(name));
        shape.learn(recorded.json());
    }
    QCOMPARE(reply.status, recorded.status);
    // What this world uses and the recorded one did not, and the other way round; all of it optional in the servers.
    static const QSet<QString> mayCome{u"error"_s,
                                       u"middlewares"_s,
                                       u"redirectScheme"_s,
                                       u"DesiredDescription"_s,
                                       u"ReservedPorts"_s,
                                       u"DynamicPorts"_s,
                                       u"args"_s,
                                       u"To"_s,
                                       u"tls"_s};
    static const QSet<QString> mayLack{
        u"mount"_s,         u"servers"_s,        u"serverStatus"_s,    u"usedBy"_s,
        u"redirectRegex"_s, u"JobModifyIndex"_s, u"PlanAnnotations"_s, u"QueuedAllocations"_s,
        u"SnapshotIndex"_s, u"DeploymentID"_s,   u"DynamicPorts"_s,    u"ruleSyntax"_s,
        u"Tags"_s};
    QStringList differences;
    for (const QString& line : shape.differences(reply.json())) {
        const QString key = line.section(u':', 0, -2).section(u'.', -1);
        const bool fine = (line.endsWith(u"not in any recording"_s) && mayCome.contains(key)) ||
                          (line.endsWith(u"missing"_s) && mayLack.contains(key));
        if (!fine) differences.append(line);
    }
    QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u"\n"_s)));
    if (!recorded.json().isArray() && !recorded.json().isObject() && reply.status != 200)
        QCOMPARE(reply.body, recorded.body);

    // The same headers in the same order; only how the length is told depends on the length.
    QList<QByteArray> names;
    for (const auto& [name, value] : reply.headers)
        names.append(name == "Transfer-Encoding" ? "Content-Length" : name);
    QList<QByteArray> wanted;
    for (const auto& [name, value] : recorded.headers)
        wanted.append(name == "Transfer-Encoding" ? "Content-Length" : name);
    QCOMPARE(names, wanted);
    QCOMPARE(reply.header("Content-Type"), recorded.header("Content-Type"));
    QCOMPARE(reply.chunked(), reply.body.size() > 2048);
}

void TestDemoShapes::eventsLookLikeTheRecorded()
{
    const auto connection = Connection::open(m_cluster, m_cluster.addresses().nomad);
    connection->send("/v1/event/stream?namespace=*");
    QCOMPARE(connection->readHead().status, 200);
    QCOMPARE(connection->readLine(), "{}");
    QMap<QString, int> seen;
    for (QByteArray line = connection->readLine(); !line.isEmpty(); line = connection->readLine(200)) {
        const QJsonObject batch = QJsonDocument::fromJson(line).object();
        QCOMPARE(batch.keys(), (QStringList{u"Events"_s, u"Index"_s}));
        for (const QJsonValue& event : batch[u"Events"_s].toArray()) {
            const QString topic = event[u"Topic"_s].toString();
            static QMap<QString, Shape> shapes;
            if (!shapes.contains(topic)) shapes[topic] = eventShape(topic);
            if (++seen[topic] > 12) continue;
            QStringList differences;
            for (const QString& difference : shapes[topic].differences(event)) {
                const QString key = difference.section(u':', 0, -2).section(u'.', -1);
                if (key != u"ReservedPorts"_s && key != u"DynamicPorts"_s && key != u"args"_s && key != u"To"_s)
                    differences.append(difference);
            }
            QVERIFY2(differences.isEmpty(), qPrintable(topic + u":\n"_s + differences.join(u"\n"_s)));
        }
    }
    for (const auto* topic : {"Job", "Allocation", "Deployment", "Evaluation", "Service"})
        QVERIFY2(seen.contains(QLatin1String(topic)), topic);
}

void TestDemoShapes::busLinesLookLikeTheRecorded()
{
    const auto connection = Connection::openLocal(m_cluster.addresses().tailscaleSocket);
    connection->send("/localapi/v0/watch-ipn-bus?mask=20630");
    const Reply head = connection->readHead();
    QCOMPARE(head.status, 200);
    QVERIFY(head.chunked());
    Shape first;
    Shape later;
    for (const auto* name : {"peer-changes", "down-up", "logout-login", "self-key-expired", "daemon-restart"}) {
        const auto lines = fixtureLines(u"tailscale/watch-ipn-bus-%1.ndjson"_s.arg(QLatin1String(name)));
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const QJsonObject line = QJsonDocument::fromJson(lines[i]).object();
            (line.contains(u"SessionID"_s) ? first : later).learn(line);
        }
    }
    QJsonObject line = QJsonDocument::fromJson(connection->readLine()).object();
    QCOMPARE(line[u"State"_s].toInt(), 6);
    QStringList differences = first.differences(line);
    differences.removeIf(
        [](const QString& text) { return text.endsWith(u"Tags: missing"_s); }); // not every peer has some
    QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u"\n"_s)));

    m_cluster.setPeerOnline(u"phone"_s, false);
    line = QJsonDocument::fromJson(connection->readLine()).object();
    QCOMPARE(line[u"PeersChanged"_s].toArray().size(), 5);
    differences = later.differences(line);
    differences.removeIf([](const QString& text) { return text.contains(u"Tags: missing"_s); });
    QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u"\n"_s)));
    m_cluster.setPeerOnline(u"phone"_s, true);
}

void TestDemoShapes::submissionIsTheJobsSource()
{
    const QString source = getNomad(m_cluster, u"/v1/job/web/submission?version=0"_s).json()[u"Source"_s].toString();
    QVERIFY(source.startsWith(u"job \"web\" {"_s));
    QVERIFY(source.contains(u"\"traefik.http.routers.web.rule=Host(`firefly-sub01.tail1a2b3.ts.net`)\","_s));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestDemoShapes)
#include "test_demo_shapes.moc"
