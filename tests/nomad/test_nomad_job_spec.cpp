// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/job_needs.h"
#include "tests/nomad/fixture.h"
#include "tests/support/message_guard.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard::nomad;
using tailboard::nomad_test::recordedBody;

class TestNomadJobSpec : public QObject
{
    Q_OBJECT

private slots:
    void recordedTraefikJobIsOne();
    void recordedTraefikJobSaysWhatItNeeds();
    void needsLeaveOutWhatIsNoHostVolume();
    void recordedOtherJobsAreNone();
    void traefikIsKnownByImageCommandOrArguments_data();
    void traefikIsKnownByImageCommandOrArguments();
    void apiPortComesFromTheEntryPoint_data();
    void apiPortComesFromTheEntryPoint();
    void servicesWithoutProviderAreConsuls();
    void environmentKeepsNoSecret();
    void oddDriverConfigurationIsNoIssue();
};

void TestNomadJobSpec::recordedTraefikJobIsOne()
{
    const auto decoded = decodeJobDetail(recordedBody(u"job-traefik"_s));
    QVERIFY(decoded.has_value());
    QVERIFY(decoded->issues.isEmpty());
    const JobDetail& detail = decoded->value;
    QCOMPARE(detail.job.key, (JobKey{u"default"_s, u"traefik"_s}));
    QCOMPARE(detail.job.type, u"system"_s);
    QCOMPARE(detail.spec.groups.size(), 1);
    const TaskSpec& task = detail.spec.groups.first().tasks.first();
    QCOMPARE(task.name, u"server"_s);
    QCOMPARE(task.image, u"traefik:v3.0"_s);
    QCOMPARE(task.arguments.size(), 8);
    QVERIFY(isTraefik(task));
    QCOMPARE(traefikApiPort(task), (ApiPort{.portLabel = u"admin"_s}));
    QCOMPARE(detail.spec.services.size(), 2);
    QVERIFY(consulServices(detail.spec).isEmpty());
}

void TestNomadJobSpec::recordedTraefikJobSaysWhatItNeeds()
{
    const auto decoded = decodeJobDetail(recordedBody(u"job-traefik"_s));
    QVERIFY(decoded.has_value());
    const JobNeeds needs = jobNeeds(decoded->value);
    QCOMPARE(needs.job, (JobKey{u"default"_s, u"traefik"_s}));
    QCOMPARE(needs.groups.size(), 1);
    const GroupNeeds& group = needs.groups.first();
    QCOMPARE(group.hostVolumes, (QList<HostVolumeRequest>{{u"tailscale-socket"_s, u"tailscale-socket"_s, false}}));
    QList<quint16> ports;
    for (const FixedPort& port : group.ports)
        ports.append(port.number);
    std::sort(ports.begin(), ports.end());
    QCOMPARE(ports, (QList<quint16>{80, 443, 8080}));
    QVERIFY(!group.isConstrained); // Nomad's own does not count
    QCOMPARE(needs.traefiks.size(), 1);
    QCOMPARE(needs.traefiks.first().mounts,
             (QList<TaskMount>{{u"tailscale-socket"_s, u"/var/run/tailscale/tailscaled.sock"_s, true}}));
    QVERIFY(!needs.traefiks.first().isApiLocal);
}

void TestNomadJobSpec::needsLeaveOutWhatIsNoHostVolume()
{
    const auto decoded = decodeJobDetail(
        R"({"ID":"a","Name":"a","Namespace":"default","Type":"service","Priority":50,"Stop":false,"Status":"running",
            "Version":0,"ModifyIndex":1,"JobModifyIndex":1,"Constraints":[{"LTarget":"${node.class}"}],"TaskGroups":[
            {"Name":"g","Volumes":{"c":{"Type":"csi","Source":"c"},"h":{"Type":"host","Source":"s","PerAlloc":true}},
             "Tasks":[{"Name":"t","Driver":"docker","Config":{"image":"traefik:v3",
              "volumes":["/run/tailscale/tailscaled.sock:/s.sock:ro","local/x",3],
              "mount":[{"type":"bind","source":"/a","target":"/b"}]}}]},
            {"Name":"nothing","Tasks":[]}]})");
    QVERIFY(decoded.has_value());
    const JobNeeds needs = jobNeeds(decoded->value);
    QCOMPARE(needs.groups.size(), 1);
    QCOMPARE(needs.groups.first().hostVolumes, (QList<HostVolumeRequest>{{u"h"_s, u"s"_s, true}}));
    QVERIFY(needs.groups.first().isConstrained);
    QCOMPARE(needs.traefiks.first().mounts,
             (QList<TaskMount>{{u"/run/tailscale/tailscaled.sock"_s, u"/s.sock"_s, false}, {u"/a"_s, u"/b"_s, false}}));
}

void TestNomadJobSpec::recordedOtherJobsAreNone()
{
    for (const char* name : {"job-hashicups", "job-web"}) {
        const auto decoded = decodeJobDetail(recordedBody(QString::fromLatin1(name)));
        QVERIFY(decoded.has_value());
        QVERIFY(decoded->issues.isEmpty());
        for (const auto& group : decoded->value.spec.groups) {
            for (const auto& task : group.tasks) {
                QVERIFY(!isTraefik(task));
            }
        }
    }
}

void TestNomadJobSpec::traefikIsKnownByImageCommandOrArguments_data()
{
    QTest::addColumn<TaskSpec>("task");
    QTest::addColumn<bool>("is");
    QTest::newRow("tag") << TaskSpec{.image = u"traefik:v3"_s} << true;
    QTest::newRow("bare") << TaskSpec{.image = u"traefik"_s} << true;
    QTest::newRow("library") << TaskSpec{.image = u"docker.io/library/traefik"_s} << true;
    QTest::newRow("registry with port and digest") << TaskSpec{.image = u"reg:5000/x/traefik@sha256:00"_s} << true;
    QTest::newRow("whoami") << TaskSpec{.image = u"traefik/whoami:v1"_s} << false;
    QTest::newRow("other name") << TaskSpec{.image = u"my-traefik:v3"_s} << false;
    QTest::newRow("command") << TaskSpec{.command = u"/usr/local/bin/traefik"_s} << true;
    QTest::newRow("command beside") << TaskSpec{.command = u"/opt/traefik/start"_s} << false;
    QTest::newRow("arguments") << TaskSpec{.image = u"edge:1"_s, .arguments = {u"--providers.nomad=true"_s}} << true;
    QTest::newRow("arguments in another case")
        << TaskSpec{.image = u"edge:1"_s, .arguments = {u"--Providers.Nomad.endpoint.address=http://x"_s}} << true;
    QTest::newRow("shell line") << TaskSpec{.command = u"sh"_s,
                                            .arguments = {u"-c"_s, u"exec edge --providers.nomad --x"_s}}
                                << true;
    QTest::newRow("another provider") << TaskSpec{.image = u"edge:1"_s, .arguments = {u"--providers.nomadic=1"_s}}
                                      << false;
    QTest::newRow("environment") << TaskSpec{.image = u"edge:1"_s, .environment = {u"TRAEFIK_PROVIDERS_NOMAD=true"_s}}
                                 << true;
    QTest::newRow("nothing") << TaskSpec{} << false;
}

void TestNomadJobSpec::traefikIsKnownByImageCommandOrArguments()
{
    QFETCH(TaskSpec, task);
    QFETCH(bool, is);
    QCOMPARE(isTraefik(task), is);
}

void TestNomadJobSpec::apiPortComesFromTheEntryPoint_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("label");
    QTest::addColumn<quint16>("number");
    QTest::addColumn<bool>("isLocalOnly");
    const auto row = [](const char* name, QStringList arguments, const char* label, quint16 number, bool local) {
        QTest::newRow(name) << arguments << QString::fromLatin1(label) << number << local;
    };
    row("not named", {}, "", 8080, false);
    row("label", {u"--entrypoints.traefik.address=:${NOMAD_PORT_admin}"_s}, "admin", 0, false);
    row("case", {u"--entryPoints.traefik.address=:${NOMAD_PORT_my_api}"_s}, "my_api", 0, false);
    row("host port", {u"--entrypoints.traefik.address=0.0.0.0:${NOMAD_HOST_PORT_admin}/tcp"_s}, "admin", 0, false);
    row("number", {u"--entrypoints.traefik.address=:9000"_s}, "", 9000, false);
    row("two words", {u"--entrypoints.traefik.address"_s, u":9000"_s}, "", 9000, false);
    row("last one wins", {u"--entrypoints.traefik.address=:1"_s, u"--entrypoints.traefik.address=:2"_s}, "", 2, false);
    row("loopback", {u"--entrypoints.traefik.address=127.0.0.1:8080"_s}, "", 8080, true);
    row("loopback v6", {u"--entrypoints.traefik.address=[::1]:8080"_s}, "", 8080, true);
    row("nonsense", {u"--entrypoints.traefik.address=x"_s}, "", 0, false);
    row("no value", {u"--entrypoints.traefik.address"_s}, "", 8080, false);
}

void TestNomadJobSpec::apiPortComesFromTheEntryPoint()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, label);
    QFETCH(quint16, number);
    QFETCH(bool, isLocalOnly);
    QCOMPARE(traefikApiPort({.arguments = arguments}), (ApiPort{label, number, isLocalOnly}));
}

void TestNomadJobSpec::servicesWithoutProviderAreConsuls()
{
    const auto decoded = decodeJobDetail(
        R"({"Stop":false,"Namespace":"default","ID":"w","Name":"w","Type":"service","Priority":50,"Status":"running",
            "Version":0,"ModifyIndex":1,"JobModifyIndex":1,"Datacenters":null,"Periodic":{"Enabled":true},
            "TaskGroups":[{"Name":"g","Services":[{"Name":"a","Provider":"consul","Tags":["t"]},{"Name":"b"}],
            "Tasks":[{"Name":"t","Driver":"exec","Config":null,"Services":[{"Name":"c","Provider":"nomad"}]}]}]})");
    QVERIFY(decoded.has_value());
    QVERIFY(decoded->issues.isEmpty());
    const auto services = consulServices(decoded->value.spec);
    QCOMPARE(services.size(), 2);
    QCOMPARE(services[0], (DeclaredService{u"a"_s, u"consul"_s, {u"t"_s}}));
    QCOMPARE(services[1].name, u"b"_s);
    QVERIFY(decoded->value.job.isPeriodic);
}

void TestNomadJobSpec::environmentKeepsNoSecret()
{
    const auto decoded = decodeJobDetail(
        R"({"Stop":false,"Namespace":"d","ID":"w","Name":"w","Type":"service","Priority":50,"Status":"running",
            "Version":0,"ModifyIndex":1,"JobModifyIndex":1,"TaskGroups":[{"Name":"g","Tasks":[{"Name":"t",
            "Driver":"docker","Config":{"image":"edge"},"Env":{"PASSWORD":"canary",
            "TRAEFIK_PROVIDERS_NOMAD_ENDPOINT_TOKEN":"canary","traefik_entrypoints_traefik_address":":81"}}]}]})");
    const TaskSpec& task = decoded->value.spec.groups.first().tasks.first();
    QVERIFY(!task.environment.join(u' ').contains(u"canary"_s));
    QVERIFY(isTraefik(task));
    QCOMPARE(traefikApiPort(task).number, 81);
}

void TestNomadJobSpec::oddDriverConfigurationIsNoIssue()
{
    const auto decoded = decodeJobDetail(
        R"({"Stop":false,"Namespace":"d","ID":"w","Name":"w","Type":"service","Priority":50,"Status":"running",
            "Version":0,"ModifyIndex":1,"JobModifyIndex":1,"TaskGroups":[{"Name":"g","Tasks":[{"Name":"t",
            "Driver":"x","Config":{"image":{"a":1},"args":"one","command":["x"],"network_mode":7}},
            {"Name":"u","Driver":"x","Config":{"args":["a",1,{"b":[]},"c"]}}]}]})");
    QVERIFY(decoded.has_value());
    QVERIFY(decoded->issues.isEmpty());
    QCOMPARE(decoded->value.spec.groups.first().tasks[1].arguments, (QStringList{u"a"_s, u"c"_s}));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestNomadJobSpec)
#include "test_nomad_job_spec.moc"
