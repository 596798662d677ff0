// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

namespace {

struct Ended
{
    int code = -1;
    QByteArray out;
    QByteArray err;
    qint64 milliseconds = 0;
};

Ended run(const QStringList& arguments, const QString& configuration = {})
{
    QProcess process;
    // Nothing of this machine's environment may be taken for the cluster's.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : environment.keys())
        if (name.startsWith(u"NOMAD_"_s) || name.startsWith(u"TS_"_s)) environment.remove(name);
    if (!configuration.isEmpty()) environment.insert(u"XDG_CONFIG_HOME"_s, configuration);
    process.setProcessEnvironment(environment);
    QElapsedTimer timer;
    timer.start();
    process.start(QStringLiteral(TAILBOARD_PROGRAM), arguments);
    const bool isEnded = process.waitForFinished(60'000);
    return {isEnded ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError(),
            timer.elapsed()};
}

QJsonObject documentOf(const QByteArray& text)
{
    return QJsonDocument::fromJson(text).object();
}

QJsonObject routeOf(const QJsonObject& document, const QString& url)
{
    for (const QJsonValue route : document[u"routes"_s].toArray())
        if (route[u"url"_s] == url) return route.toObject();
    return {};
}

QStringList keysOf(const QJsonObject& object)
{
    return object.keys();
}

} // namespace

class TestProgram : public QObject
{
    Q_OBJECT

private slots:
    void statusOfTheDemoGivesTheDocumentedShape();
    void statusJoinsTheArticlesRoute();
    void deadAddressesEndInTimeWithASentenceForEachSource();
    void wrongUsageSaysHow();
    void helpAndVersionNeedNoDisplay();
    void demoServerPrintsACallThatWorks();
    void watchPrintsALineWhenSomethingChanges();
    void storedProfileIsReadAndAnUnknownOneNamesThem();
};

void TestProgram::statusOfTheDemoGivesTheDocumentedShape()
{
    const Ended ended = run({u"status"_s, u"--demo"_s, u"--json"_s});

    QVERIFY2(ended.code == 1, ended.err.constData()); // the demo has ill routes on purpose
    const QJsonObject document = documentOf(ended.out);
    QCOMPARE(document[u"version"_s].toInt(), 1);
    QCOMPARE(keysOf(document), (QStringList{u"allocations"_s, u"findings"_s, u"nodes"_s, u"peers"_s, u"routes"_s,
                                            u"services"_s, u"sources"_s, u"version"_s}));
    const QJsonObject sources = document[u"sources"_s].toObject();
    QCOMPARE(keysOf(sources), (QStringList{u"nomad"_s, u"tailscale"_s, u"traefik"_s}));
    QCOMPARE(keysOf(sources[u"nomad"_s].toObject()), (QStringList{u"age"_s, u"error"_s, u"state"_s}));
    QCOMPARE(sources[u"traefik"_s][u"instances"_s].toArray().size(), 3);
    QCOMPARE(keysOf(sources[u"traefik"_s][u"instances"_s][0].toObject()),
             (QStringList{u"address"_s, u"age"_s, u"error"_s, u"node"_s, u"state"_s, u"version"_s}));
    QVERIFY(document[u"routes"_s].toArray().size() >= 8);
    static const QStringList states{u"critical"_s, u"warning"_s, u"unknown"_s, u"stale"_s, u"pending"_s, u"ok"_s};
    for (const QJsonValue route : document[u"routes"_s].toArray()) {
        QCOMPARE(keysOf(route.toObject()),
                 (QStringList{u"allocations"_s, u"certificate"_s, u"entryPoints"_s, u"host"_s, u"instances"_s,
                              u"path"_s, u"peer"_s, u"provider"_s, u"resolver"_s, u"router"_s, u"rule"_s, u"service"_s,
                              u"state"_s, u"tls"_s, u"url"_s}));
        QVERIFY(states.contains(route[u"state"_s].toString()));
    }
    for (const QJsonValue finding : document[u"findings"_s].toArray())
        QCOMPARE(keysOf(finding.toObject()),
                 (QStringList{u"id"_s, u"remedy"_s, u"severity"_s, u"subject"_s, u"text"_s}));
    QVERIFY(!document[u"findings"_s].toArray().isEmpty());
}

void TestProgram::statusJoinsTheArticlesRoute()
{
    const Ended ended = run({u"--json"_s, u"status"_s, u"--demo"_s, u"--still"_s});
    const QJsonObject route = routeOf(documentOf(ended.out), u"https://firefly-sub01.tail1a2b3.ts.net/"_s);

    QCOMPARE(route[u"router"_s].toString(), u"web@nomad"_s);
    QCOMPARE(route[u"instances"_s].toArray().size(), 3);
    QCOMPARE(route[u"allocations"_s].toArray().size(), 2);
    for (const QJsonValue allocation : route[u"allocations"_s].toArray()) {
        QCOMPARE(allocation[u"job"_s].toString(), u"web"_s);
        QCOMPARE(allocation[u"status"_s].toString(), u"running"_s);
        QCOMPARE(allocation[u"peer"_s].toString(), allocation[u"node"_s].toString());
        QVERIFY(allocation[u"address"_s].toString().startsWith(u"100.64.0."_s));
    }
    QCOMPARE(route[u"peer"_s][u"name"_s].toString(), u"firefly-sub01"_s);
    QVERIFY(QDateTime::fromString(route[u"peer"_s][u"keyExpiry"_s].toString(), Qt::ISODate).isValid());
    QCOMPARE(route[u"state"_s].toString(), u"ok"_s);
    QVERIFY(route[u"certificate"_s].isNull());
}

void TestProgram::deadAddressesEndInTimeWithASentenceForEachSource()
{
    const Ended ended = run({u"status"_s, u"--nomad"_s, u"http://127.0.0.1:1"_s, u"--tailscale"_s,
                             u"/nowhere/tailscaled.sock"_s, u"--traefik"_s, u"http://192.0.2.1:8080"_s});

    QCOMPARE(ended.code, 2);
    QVERIFY2(ended.milliseconds < 10'000, qPrintable(QString::number(ended.milliseconds)));
    const QString text = QString::fromUtf8(ended.out);
    for (const QString& source : {u"Tailscale"_s, u"Nomad"_s, u"Traefik"_s}) {
        const QRegularExpression line(u"^critical +"_s + source + u" .*[a-z]{3}.*\\.$"_s,
                                      QRegularExpression::MultilineOption);
        QVERIFY2(line.match(text).hasMatch(), qPrintable(text));
    }
}

void TestProgram::wrongUsageSaysHow()
{
    const Ended ended = run({u"--frobnicate"_s});

    QCOMPARE(ended.code, 64);
    QVERIFY(ended.out.isEmpty());
    QVERIFY(ended.err.contains("frobnicate"));
    QVERIFY(ended.err.contains("--help"));
}

void TestProgram::helpAndVersionNeedNoDisplay()
{
    const Ended help = run({u"--help"_s});
    const Ended version = run({u"--version"_s});

    QCOMPARE(help.code, 0);
    for (const char* word : {"status", "demo-server", "--screenshot", "--nomad", "--dial"})
        QVERIFY2(help.out.contains(word), word);
    QCOMPARE(version.code, 0);
    QVERIFY(version.out.startsWith("tailboard "));
}

void TestProgram::demoServerPrintsACallThatWorks()
{
    QProcess server;
    server.start(QStringLiteral(TAILBOARD_PROGRAM), {u"demo-server"_s, u"--still"_s});
    QByteArray said;
    const auto hasCall = [&] {
        said += server.readAllStandardOutput();
        return said.count('\n') >= 2;
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasCall(), 20'000);
    QStringList call = QString::fromUtf8(said.split('\n')[1]).split(u' ');
    QVERIFY(call.size() > 5);

    const Ended ended = run(QStringList{u"status"_s, u"--json"_s} + call.mid(1));

    QCOMPARE(routeOf(documentOf(ended.out), u"https://firefly-sub01.tail1a2b3.ts.net/"_s)[u"router"_s].toString(),
             u"web@nomad"_s);
    server.terminate();
    QVERIFY(server.waitForFinished(10'000));
    QCOMPARE(server.exitStatus(), QProcess::NormalExit);
    QCOMPARE(server.exitCode(), 0);
}

void TestProgram::watchPrintsALineWhenSomethingChanges()
{
    QProcess watch;
    watch.start(QStringLiteral(TAILBOARD_PROGRAM), {u"status"_s, u"--json"_s, u"--watch"_s, u"--demo"_s});
    QList<QByteArray> lines;
    QByteArray rest;
    const auto count = [&] {
        rest += watch.readAllStandardOutput();
        for (qsizetype end; (end = rest.indexOf('\n')) >= 0; rest.remove(0, end + 1))
            lines << rest.left(end);
        return lines.size();
    };
    QTRY_VERIFY_WITH_TIMEOUT(count() >= 3, 40'000); // the demo moves every few seconds

    for (const QByteArray& line : lines)
        QCOMPARE(documentOf(line)[u"version"_s].toInt(), 1);
    watch.terminate();
    QVERIFY(watch.waitForFinished(10'000));
    QCOMPARE(watch.exitCode(), 0);
}

void TestProgram::storedProfileIsReadAndAnUnknownOneNamesThem()
{
    QProcess demo;
    demo.start(QStringLiteral(TAILBOARD_PROGRAM), {u"demo-server"_s, u"--still"_s});
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += demo.readAllStandardOutput()).contains("--dial"), 20'000);
    const QStringList words = QString::fromLocal8Bit(said).simplified().split(u' ');
    const auto after = [&](const QString& option) { return words.value(words.indexOf(option) + 1); };

    const QTemporaryDir configuration;
    const QString folder = configuration.filePath(u"tailboard/tailboard"_s);
    QVERIFY(QDir().mkpath(folder));
    QFile file(QDir(folder).filePath(u"profiles.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QJsonDocument(
                   QJsonObject{{u"version"_s, 1},
                               {u"profiles"_s, QJsonArray{QJsonObject{{u"name"_s, u"firefly"_s},
                                                                      {u"nomad"_s, QJsonArray{after(u"--nomad"_s)}},
                                                                      {u"tailscale"_s, u"socket"_s},
                                                                      {u"tailscaleSocket"_s, after(u"--tailscale"_s)},
                                                                      {u"dialFile"_s, after(u"--dial"_s)}}}}})
                   .toJson());
    file.close();

    const Ended status = run({u"status"_s, u"--json"_s, u"--profile"_s, u"firefly"_s}, configuration.path());
    QVERIFY2(status.code == 1, status.err.constData());
    QVERIFY(documentOf(status.out)[u"routes"_s].toArray().size() > 5);

    const Ended unknown = run({u"status"_s, u"--profile"_s, u"nobody"_s}, configuration.path());
    QCOMPARE(unknown.code, 64);
    QVERIFY2(unknown.err.contains("nobody") && unknown.err.contains("firefly"), unknown.err.constData());
    demo.terminate();
    QVERIFY(demo.waitForFinished(10'000));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestProgram)
#include "test_program.moc"
