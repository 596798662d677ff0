// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "ui/cli/call.h"
#include "ui/cli/connections.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::cli;

class TestCall : public QObject
{
    Q_OBJECT

private slots:
    void optionsMayStandBeforeOrAfterTheCommand();
    void wrongCallsAreRefused_data();
    void wrongCallsAreRefused();
    void everyOptionArrives();
    void environmentFillsWhatIsNotGiven();
    void optionsWinOverTheEnvironment();
    void profileBecomesConnections();
    void tokenGoesToNoOtherCluster();
    void unusableFilesAndAddressesHaveASentence_data();
    void unusableFilesAndAddressesHaveASentence();
};

void TestCall::optionsMayStandBeforeOrAfterTheCommand()
{
    const auto before = parseCall({u"--json"_s, u"--timeout"_s, u"5"_s, u"status"_s});
    const auto after = parseCall({u"status"_s, u"--timeout=5"_s, u"--json"_s});

    QVERIFY(before.call);
    QVERIFY(after.call);
    QVERIFY(*before.call == *after.call);
    QCOMPARE(before.call->command, Command::Status);
    QCOMPARE(before.call->timeoutSeconds, 5);
}

void TestCall::wrongCallsAreRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{u"--nope"_s};
    QTest::newRow("unknown command") << QStringList{u"frobnicate"_s};
    QTest::newRow("two commands") << QStringList{u"status"_s, u"demo-server"_s};
    QTest::newRow("timeout is no number") << QStringList{u"status"_s, u"--timeout"_s, u"soon"_s};
    QTest::newRow("timeout too long") << QStringList{u"status"_s, u"--timeout"_s, u"11"_s};
    QTest::newRow("timeout zero") << QStringList{u"status"_s, u"--timeout"_s, u"0"_s};
    QTest::newRow("severity unknown") << QStringList{u"status"_s, u"--fail-on"_s, u"bad"_s};
    QTest::newRow("severity well") << QStringList{u"status"_s, u"--fail-on"_s, u"ok"_s};
    QTest::newRow("theme unknown") << QStringList{u"--theme"_s, u"pink"_s};
    QTest::newRow("screenshot with command") << QStringList{u"status"_s, u"--screenshot"_s, u"d"_s};
    QTest::newRow("profile and demo") << QStringList{u"--demo"_s, u"--profile"_s, u"a"_s};
    QTest::newRow("profile and address") << QStringList{u"status"_s, u"--profile"_s, u"a"_s, u"--ca"_s, u"f"_s};
    QTest::newRow("profile without name") << QStringList{u"--profile"_s, QString()};
    QTest::newRow("profile of the demo server") << QStringList{u"demo-server"_s, u"--profile"_s, u"a"_s};
    QTest::newRow("value missing") << QStringList{u"--nomad"_s};
    QTest::newRow("watch without json") << QStringList{u"status"_s, u"--watch"_s};
    QTest::newRow("load out of range") << QStringList{u"demo-server"_s, u"--allocations"_s, u"-1"_s};
}

void TestCall::wrongCallsAreRefused()
{
    QFETCH(QStringList, arguments);

    const ParsedCall parsed = parseCall(arguments);

    QVERIFY(!parsed.call);
    QVERIFY(!parsed.problem.isEmpty());
}

void TestCall::everyOptionArrives()
{
    const auto parsed =
        parseCall({u"--nomad"_s, u"http://a:1"_s, u"--tailscale"_s, u"/s"_s, u"--traefik"_s, u"http://b:2"_s,
                   u"--traefik"_s, u"http://c:3"_s, u"--traefik-user"_s, u"me"_s, u"--ca"_s, u"ca.pem"_s, u"--dial"_s,
                   u"map"_s, u"--read-only"_s, u"--theme"_s, u"dark"_s, u"--fail-on"_s, u"critical"_s});

    QVERIFY(parsed.call);
    const DirectAddresses expected{.nomad = u"http://a:1"_s,
                                   .tailscale = u"/s"_s,
                                   .traefik = {u"http://b:2"_s, u"http://c:3"_s},
                                   .traefikUser = u"me"_s,
                                   .authorityFile = u"ca.pem"_s,
                                   .dialFile = u"map"_s};
    QVERIFY(parsed.call->addresses == expected);
    QVERIFY(parsed.call->readOnly);
    QCOMPARE(parsed.call->theme, u"dark"_s);
    QCOMPARE(parsed.call->failOn, base::State::Critical);
    QCOMPARE(parsed.call->command, Command::Window);
}

void TestCall::environmentFillsWhatIsNotGiven()
{
    QProcessEnvironment environment;
    environment.insert(u"NOMAD_ADDR"_s, u"https://nomad.example:4647"_s);
    environment.insert(u"NOMAD_TOKEN"_s, u"11111111-2222-3333-4444-555555555555"_s);
    environment.insert(u"NOMAD_NAMESPACE"_s, u"team"_s);
    environment.insert(u"NOMAD_REGION"_s, u"west"_s);
    environment.insert(u"NOMAD_TLS_SERVER_NAME"_s, u"server.west.nomad"_s);
    environment.insert(u"TS_SOCKET"_s, u"/tmp/ts.sock"_s);

    const auto connections = connectionsFor({}, environment);

    QVERIFY(connections);
    QCOMPARE(connections->nomad->text(), u"https://nomad.example:4647"_s);
    QCOMPARE(connections->nomad->tls.serverName, u"server.west.nomad"_s);
    QCOMPARE(connections->nomadCredentials.headerName, "X-Nomad-Token"_ba);
    QCOMPARE(connections->nomadCredentials.headerValue, "11111111-2222-3333-4444-555555555555"_ba);
    QCOMPARE(connections->nomadNameSpace, u"team"_s);
    QCOMPARE(connections->nomadRegion, u"west"_s);
    QCOMPARE(connections->tailscale->socketPath, u"/tmp/ts.sock"_s);
}

void TestCall::optionsWinOverTheEnvironment()
{
    QProcessEnvironment environment;
    environment.insert(u"NOMAD_ADDR"_s, u"http://other:1"_s);
    environment.insert(u"TS_SOCKET"_s, u"/tmp/other.sock"_s);
    environment.insert(u"TAILBOARD_TRAEFIK_PASSWORD"_s, u"pw"_s);

    const auto connections = connectionsFor({.nomad = u"http://this:2"_s,
                                             .tailscale = u"/tmp/this.sock"_s,
                                             .traefik = {u"http://t:8080"_s},
                                             .traefikUser = u"admin"_s},
                                            environment);

    QVERIFY(connections);
    QCOMPARE(connections->nomad->text(), u"http://this:2"_s);
    QCOMPARE(connections->tailscale->socketPath, u"/tmp/this.sock"_s);
    QCOMPARE(connections->traefik, QList<QUrl>{QUrl(u"http://t:8080"_s)});
    QCOMPARE(connections->traefikCredentials.headerValue, "Basic YWRtaW46cHc="_ba);
    QCOMPARE(connections->nomadNameSpace, u"*"_s);
}

void TestCall::profileBecomesConnections()
{
    const profile::Profile given{.name = u"firefly"_s,
                                 .nomad = {u"http://100.64.0.1:4646"_s, u"http://100.64.0.2:4646"_s},
                                 .region = u"eu"_s,
                                 .nameSpace = u"web"_s,
                                 .tailscale = profile::TailscaleUse::Off,
                                 .traefik = {u"http://100.64.0.1:8080"_s},
                                 .traefikUser = u"admin"_s};
    const profile::Secrets secrets{.nomadToken = profile::Secret("tok"), .nomadPassword = {}, .traefikPassword = {}};
    const auto connections = connectionsFor(given, secrets);
    QVERIFY(connections);
    QCOMPARE(connections->nomad->address.host, u"100.64.0.1"_s);
    QCOMPARE(connections->nomadCredentials.headerValue, QByteArray("tok"));
    QCOMPARE(connections->nomadNameSpace, u"web"_s);
    QCOMPARE(connections->nomadRegion, u"eu"_s);
    QVERIFY(!connections->tailscale);
    QCOMPARE(connections->traefik, QList{QUrl(u"http://100.64.0.1:8080"_s)});
    QVERIFY(connections->traefikCredentials.headerValue.startsWith("Basic "));
    QCOMPARE(connectionsFor(given, secrets, 1)->nomad->address.host, u"100.64.0.2"_s);
    QVERIFY(!connectionsFor(profile::Profile{.nomad = {u"nonsense"_s}}, profile::Secrets()));
    QVERIFY(!connectionsFor(profile::Profile{.nomad = given.nomad, .authorityFile = u"/no/such.pem"_s},
                            profile::Secrets()));
}

void TestCall::tokenGoesToNoOtherCluster()
{
    const profile::Profile given{.name = u"firefly"_s, .nomad = {u"https://100.64.0.1:4646"_s}};
    QProcessEnvironment environment;
    environment.insert(u"NOMAD_TOKEN"_s, u"tok"_s);
    QCOMPARE(tokenFromEnvironment(given, environment).bytes(), QByteArray("tok"));
    environment.insert(u"NOMAD_ADDR"_s, u"https://100.64.0.1:4646/"_s);
    QCOMPARE(tokenFromEnvironment(given, environment).bytes(), QByteArray("tok"));
    for (const QString& other : {u"http://100.64.0.1:4646"_s, u"https://100.64.0.9:4646"_s, u"https://100.64.0.1"_s}) {
        environment.insert(u"NOMAD_ADDR"_s, other);
        QVERIFY2(tokenFromEnvironment(given, environment).isEmpty(), qPrintable(other));
    }
}

void TestCall::unusableFilesAndAddressesHaveASentence_data()
{
    QTest::addColumn<QString>("nomad");
    QTest::addColumn<QString>("ca");
    QTest::addColumn<QString>("dial");
    QTest::addColumn<QString>("traefik");
    QTest::newRow("address of another kind") << u"ftp://a"_s << QString() << QString() << QString();
    QTest::newRow("address with user info") << u"http://user:secret@a:1"_s << QString() << QString() << QString();
    QTest::newRow("authority absent") << QString() << u"/nowhere/ca.pem"_s << QString() << QString();
    QTest::newRow("authority is no PEM") << QString() << u"NOPEM"_s << QString() << QString();
    QTest::newRow("dial map absent") << QString() << QString() << u"/nowhere/map"_s << QString();
    QTest::newRow("traefik address") << QString() << QString() << QString() << u"just-a-name"_s;
}

void TestCall::unusableFilesAndAddressesHaveASentence()
{
    QFETCH(QString, nomad);
    QFETCH(QString, ca);
    QFETCH(QString, dial);
    QFETCH(QString, traefik);
    QTemporaryDir folder;
    QFile noPem(folder.filePath(u"NOPEM"_s));
    QVERIFY(noPem.open(QIODevice::WriteOnly));
    noPem.write("this is no certificate\n");
    noPem.close();
    if (ca == u"NOPEM") ca = noPem.fileName();

    DirectAddresses addresses{.nomad = nomad, .authorityFile = ca, .dialFile = dial};
    if (!traefik.isEmpty()) addresses.traefik << traefik;
    const auto connections = connectionsFor(addresses, QProcessEnvironment());

    QVERIFY(!connections);
    QVERIFY(!connections.error().what.isEmpty());
    QVERIFY(!connections.error().hint.isEmpty());
    QVERIFY(!connections.error().sentence().contains(u"secret"_s));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestCall)
#include "test_call.moc"
