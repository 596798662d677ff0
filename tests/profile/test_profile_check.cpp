// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/check.h"
#include "app/profile/environment.h"
#include "tests/support/message_guard.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard::profile;

class TestProfileCheck : public QObject
{
    Q_OBJECT

private slots:
    void goodProfileHasNoProblem();
    void everyProblemNamesItsField_data();
    void everyProblemNamesItsField();
    void problemsShowNoSecret();
    void shortAddressesAreCompleted();
    void environmentMakesAProfile();
    void emptyEnvironmentMakesNothing();
};

namespace {

Profile good()
{
    return {.id = {}, .name = u"firefly"_s, .nomad = {u"http://100.99.99.99:4646"_s}};
}

} // namespace

void TestProfileCheck::goodProfileHasNoProblem()
{
    QCOMPARE(check(good(), {}, {u"other"_s}), QList<Problem>());
}

void TestProfileCheck::everyProblemNamesItsField_data()
{
    QTest::addColumn<Profile>("profile");
    QTest::addColumn<Secrets>("secrets");
    QTest::addColumn<int>("field");
    const auto row = [](const char* name, Field field, auto change) {
        Profile profile = good();
        Secrets secrets;
        change(profile, secrets);
        QTest::newRow(name) << profile << secrets << int(field);
    };
    row("no name", Field::Name, [](Profile& p, Secrets&) { p.name = u" "_s; });
    row("name taken", Field::Name, [](Profile& p, Secrets&) { p.name = u"other"_s; });
    row("no address", Field::Nomad, [](Profile& p, Secrets&) { p.nomad.clear(); });
    row("no URL", Field::Nomad, [](Profile& p, Secrets&) { p.nomad = {u"100.64.0.1 4646"_s}; });
    row("scheme", Field::Nomad, [](Profile& p, Secrets&) { p.nomad << u"ftp://x:4646"_s; });
    row("user in address", Field::Nomad, [](Profile& p, Secrets&) { p.nomad = {u"http://a:b@x:4646"_s}; });
    row("query", Field::Nomad, [](Profile& p, Secrets&) { p.nomad = {u"http://x:4646/?a=b"_s}; });
    row("namespace", Field::NameSpace, [](Profile& p, Secrets&) { p.nameSpace = u"a b"_s; });
    row("ca", Field::AuthorityFile, [](Profile& p, Secrets&) { p.authorityFile = u"/no/such.pem"_s; });
    row("key alone", Field::CertificateFile,
        [](Profile& p, Secrets&) { p.keyFile = QCoreApplication::applicationFilePath(); });
    row("socket", Field::TailscaleSocket, [](Profile& p, Secrets&) { p.tailscale = TailscaleUse::Socket; });
    row("traefik", Field::Traefik, [](Profile& p, Secrets&) { p.traefik = {u"traefik"_s}; });
    row("password alone", Field::TraefikUser, [](Profile&, Secrets& s) { s.traefikPassword = Secret("x"); });
    row("nomad password alone", Field::NomadUser, [](Profile&, Secrets& s) { s.nomadPassword = Secret("x"); });
    row("token", Field::Token, [](Profile&, Secrets& s) { s.nomadToken = Secret("a\r\nX: y"); });
}

void TestProfileCheck::everyProblemNamesItsField()
{
    QFETCH(Profile, profile);
    QFETCH(Secrets, secrets);
    QFETCH(int, field);
    const QList<Problem> problems = check(profile, secrets, {u"other"_s});
    QVERIFY(!problems.isEmpty());
    QCOMPARE(int(problems.first().field), field);
    QVERIFY(problems.first().text.endsWith(u'.'));
}

void TestProfileCheck::problemsShowNoSecret()
{
    Profile profile = good();
    profile.nomad = {u"http://ada:hunter2@x:4646"_s};
    const Secrets secrets{.nomadToken = Secret("tok\nen"), .nomadPassword = Secret("pa55"), .traefikPassword = {}};
    for (const Problem& problem : check(profile, secrets, {}))
        for (const QString& secret : {u"hunter2"_s, u"tok"_s + u'\n', u"pa55"_s})
            QVERIFY2(!problem.text.contains(secret), qPrintable(problem.text));
}

void TestProfileCheck::shortAddressesAreCompleted()
{
    QCOMPARE(wholeAddress(u" 100.64.0.1 "_s, 4646), u"http://100.64.0.1:4646"_s);
    QCOMPARE(wholeAddress(u"firefly-sub01:4747"_s, 4646), u"http://firefly-sub01:4747"_s);
    QCOMPARE(wholeAddress(u"[fd7a::1]"_s, 4646), u"http://[fd7a::1]:4646"_s);
    QCOMPARE(wholeAddress(u"https://x"_s, 4646), u"https://x"_s);
    QCOMPARE(wholeAddress(u"a b"_s, 4646), u"a b"_s);
    QCOMPARE(wholeAddress({}, 4646), QString());
}

void TestProfileCheck::environmentMakesAProfile()
{
    QProcessEnvironment environment;
    const std::pair<const char*, const char*> values[] = {
        {"NOMAD_ADDR", "https://100.99.99.99:4646"},
        {"NOMAD_TOKEN", "t0ken"},
        {"NOMAD_CACERT", "/ca.pem"},
        {"NOMAD_CLIENT_CERT", "/c.pem"},
        {"NOMAD_CLIENT_KEY", "/k.pem"},
        {"NOMAD_TLS_SERVER_NAME", "server.global.nomad"},
        {"NOMAD_HTTP_AUTH", "ada:love:lace"},
        {"NOMAD_NAMESPACE", "web"},
        {"NOMAD_REGION", "eu"},
        {"TS_SOCKET", "/ts.sock"},
        {"NOMAD_SKIP_VERIFY", "1"},
    };
    for (const auto& [name, value] : values)
        environment.insert(QString::fromLatin1(name), QString::fromLatin1(value));

    const Imported imported = fromEnvironment(environment);
    const Profile expected{.nomad = {u"https://100.99.99.99:4646"_s},
                           .region = u"eu"_s,
                           .nameSpace = u"web"_s,
                           .nomadUser = u"ada"_s,
                           .authorityFile = u"/ca.pem"_s,
                           .certificateFile = u"/c.pem"_s,
                           .keyFile = u"/k.pem"_s,
                           .serverName = u"server.global.nomad"_s,
                           .tailscale = TailscaleUse::Socket,
                           .tailscaleSocket = u"/ts.sock"_s};
    QCOMPARE(imported.profile, expected);
    QCOMPARE(imported.secrets.nomadToken.bytes(), QByteArray("t0ken"));
    QCOMPARE(imported.secrets.nomadPassword.bytes(), QByteArray("love:lace"));
    QCOMPARE(imported.variables.size(), 10);
    QCOMPARE(imported.ignored, QStringList{u"NOMAD_SKIP_VERIFY"_s});
}

void TestProfileCheck::emptyEnvironmentMakesNothing()
{
    const Imported imported = fromEnvironment(QProcessEnvironment());
    QCOMPARE(imported.profile, Profile());
    QVERIFY(imported.variables.isEmpty());
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestProfileCheck)
#include "test_profile_check.moc"
