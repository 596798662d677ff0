// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/placement_words.h"
#include "tests/nomad/fixture.h"
#include "tests/support/message_guard.h"

#include <QtTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::nomad;
using nomad_test::recordedBody;

namespace {

/// The value of a recorded reply, which must be read without an issue.
template<typename Value>
Value sound(base::Result<base::Decoded<Value>> (*decode)(QByteArrayView), const QString& name)
{
    const auto decoded = decode(recordedBody(name));
    if (!decoded) qFatal("%s: %s", qPrintable(name), qPrintable(decoded.error().sentence()));
    for (const base::Issue& issue : decoded->issues)
        qFatal("%s: %s %s", qPrintable(name), qPrintable(issue.path), qPrintable(issue.reason));
    return decoded->value;
}

QDateTime utc(const QString& text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs);
}

/// The history of the job "cramped", three of whose groups find no place.
JobHistory cramped()
{
    JobHistory history = sound(&decodeJobVersions, u"job-cramped-versions"_s);
    history.evaluations = sound(&decodeJobEvaluations, u"job-cramped-evaluations"_s);
    history.deployments = sound(&decodeJobDeployments, u"job-cramped-deployments"_s);
    return history;
}

QStringList groupsOf(const QList<PlacementFailure>& failures)
{
    QStringList groups;
    for (const PlacementFailure& failure : failures)
        groups.append(failure.group);
    groups.sort();
    return groups;
}

} // namespace

class TestNomadDetails : public QObject
{
    Q_OBJECT

private slots:
    void runningAllocationTellsItsTaskAndPorts();
    void crashedAllocationTellsWhy();
    void replacedAllocationNamesItsSuccessor();
    void helpersOfATaskAreTold();
    void usageTellsWhatIsMeasuredOnly();
    void usageOfEndedTasksHasNoWhole();
    void nodeTellsVolumesDriversAndNetworks();
    void nodeAttributesAreSorted();
    void drainedNodeTellsItsDrain();
    void versionsAreNewestFirstWithTheirTag();
    void currentVersionTellsItsGroups();
    void deploymentsTellEachGroup();
    void failedPlacementsTellWhy();
    void failuresAreThoseOfBlockedEvaluations();
    void failuresOutliveACanceledBlock();
    void placedJobHasNoFailures();
    void reasonsArePlainSentences();
    void summaryTellsEachGroup();
    void damagedFieldsAreIssuesAndTheRestIsRead_data();
    void damagedFieldsAreIssuesAndTheRestIsRead();
    void wrongRootIsMalformed();
    void unknownKeysSurvive();
    void cutRepliesAreMalformed();
    void randomDamageNeverCrashes();
};

void TestNomadDetails::runningAllocationTellsItsTaskAndPorts()
{
    const AllocationDetail detail = sound(&decodeAllocationDetail, u"allocation-nginx"_s);
    QCOMPARE(detail.id.toString(), u"66b630aa-7d02-05c2-2c96-1db23dcdb806"_s);
    QCOMPARE(detail.name, u"hashicups.nginx[0]"_s);
    QCOMPARE(detail.job, (JobKey{u"default"_s, u"hashicups"_s}));
    QCOMPARE(detail.nodeName, u"firefly-sub02"_s);
    QCOMPARE(detail.jobVersion, 0);
    QCOMPARE(detail.clientStatus, u"running"_s);
    QCOMPARE(detail.clientDescription, u"Tasks are running"_s);
    QCOMPARE(detail.deployment.toString(), u"b91cf6f5-4b54-8588-0830-2f2cf1cdf289"_s);
    QCOMPARE(detail.health, DeploymentHealth::Healthy);
    QCOMPARE(detail.healthTime, utc(u"2026-11-23T18:58:27.217Z"_s));
    QVERIFY(detail.previous.isNull());
    QVERIFY(detail.next.isNull());
    QCOMPARE(detail.createTime, utc(u"2026-11-23T18:58:15.434Z"_s));
    QCOMPARE(detail.createTime.timeSpec(), Qt::UTC);
    QCOMPARE(detail.diskMegabytes, 300);
    QCOMPARE(detail.ports, (QList<MappedPort>{{u"nginx"_s, 28583, 80, u"100.64.0.2"_s}}));
    QCOMPARE(detail.networks, (QList<AllocationNetwork>{{{}, {}, u"100.64.0.2"_s, false}}));

    QCOMPARE(detail.tasks.size(), 1); // only its own group's, though the specification has six
    const AllocationTask& task = detail.tasks.first();
    QCOMPARE(task.name, u"nginx"_s);
    QCOMPARE(task.state, u"running"_s);
    QCOMPARE(task.driver, u"docker"_s);
    QCOMPARE(task.cpu, 100);
    QCOMPARE(task.memory, 300);
    QCOMPARE(task.startedAt, utc(u"2026-11-23T18:58:17.216Z"_s));
    QVERIFY(!task.finishedAt.isValid());
    QVERIFY(!task.lastRestart.isValid());
    QVERIFY(task.lifecycle.isEmpty());
    QCOMPARE(task.events.size(), 5);
    QCOMPARE(task.events.first().type, u"Signaling"_s); // newest first
    QCOMPARE(task.events.first().text, u"Template re-rendered"_s);
    QCOMPARE(task.events.first().time, utc(u"2026-11-23T18:58:44.265Z"_s));
    QCOMPARE(task.events.last().type, u"Received"_s);
    QVERIFY(!task.events.last().exitCode); // though it is sent as 0
}

void TestNomadDetails::crashedAllocationTellsWhy()
{
    const AllocationDetail detail = sound(&decodeAllocationDetail, u"allocation-crashing"_s);
    QCOMPARE(detail.clientStatus, u"failed"_s);
    QCOMPARE(detail.health, DeploymentHealth::Unhealthy);
    QVERIFY(!detail.previous.isNull());
    QCOMPARE(detail.reschedules.size(), 1);
    QCOMPARE(detail.reschedules.first().previousAllocation, detail.previous);
    QCOMPARE(detail.reschedules.first().delay, std::chrono::seconds(5));
    QVERIFY(detail.reschedules.first().time.isValid());

    QCOMPARE(detail.tasks.size(), 3);
    const AllocationTask& main = detail.tasks.at(2);
    QCOMPARE(main.name, u"main"_s);
    QCOMPARE(main.driver, u"raw_exec"_s);
    QVERIFY(main.isFailed);
    QCOMPARE(main.restarts, 1);
    QVERIFY(main.lastRestart.isValid());
    QVERIFY(main.finishedAt > main.startedAt);
    QCOMPARE(main.events.at(0).type, u"Alloc Unhealthy"_s);
    QCOMPARE(main.events.at(1).text, u"Exceeded allowed attempts 1 in interval 10m0s and mode is \"fail\""_s);
    QVERIFY(main.events.at(1).failsTask);
    QCOMPARE(main.events.at(2).type, u"Terminated"_s);
    QCOMPARE(main.events.at(2).exitCode, 3);
    QVERIFY(!main.events.at(2).signal);
}

void TestNomadDetails::replacedAllocationNamesItsSuccessor()
{
    const AllocationDetail replaced = sound(&decodeAllocationDetail, u"allocation-crashing-replaced"_s);
    const AllocationDetail successor = sound(&decodeAllocationDetail, u"allocation-crashing"_s);
    QCOMPARE(replaced.next, successor.id);
    QCOMPARE(successor.previous, replaced.id);
    QVERIFY(!replaced.followUp.isNull());
    QVERIFY(replaced.reschedules.isEmpty());
}

void TestNomadDetails::helpersOfATaskAreTold()
{
    const AllocationDetail detail = sound(&decodeAllocationDetail, u"allocation-crashing"_s);
    const AllocationTask& prepare = detail.tasks.at(0); // as in the specification
    QCOMPARE(prepare.name, u"prepare"_s);
    QCOMPARE(prepare.lifecycle, u"prestart"_s);
    QVERIFY(!prepare.isSidecar);
    QCOMPARE(prepare.events.first().exitCode, 0);
    const AllocationTask& watch = detail.tasks.at(1);
    QCOMPARE(watch.name, u"watch"_s);
    QVERIFY(watch.isSidecar);
    QCOMPARE(watch.memory, 20);
    const auto ended = std::find_if(watch.events.begin(), watch.events.end(),
                                    [](const TaskEvent& event) { return event.exitCode.has_value(); });
    QVERIFY(ended != watch.events.end());
    QCOMPARE(ended->exitCode, 130);
    QCOMPARE(ended->signal, 2);
    QVERIFY(detail.tasks.at(2).lifecycle.isEmpty());
}

void TestNomadDetails::usageTellsWhatIsMeasuredOnly()
{
    const AllocationUsage docker = sound(&decodeAllocationUsage, u"allocation-nginx-stats"_s);
    QCOMPARE(docker.whole.memory, 1'556'480);
    QCOMPARE(docker.whole.memoryUsage, 4'759'552);
    QCOMPARE(docker.whole.memoryMost, 5'632'000);
    QCOMPARE(docker.whole.cpuPercent, 0.0);
    QCOMPARE(docker.time, utc(u"2026-11-23T19:00:54.455Z"_s));
    QCOMPARE(docker.tasks.size(), 1);
    QCOMPARE(docker.tasks.first().task, u"nginx"_s);
    QCOMPARE(docker.tasks.first().usage, docker.whole);

    const AllocationUsage plain = sound(&decodeAllocationUsage, u"allocation-busy-stats"_s);
    QCOMPARE(plain.whole.memory, 3'633'152);
    QVERIFY(!plain.whole.memoryUsage);
    QVERIFY(!plain.whole.memoryMost);
    QVERIFY(*plain.whole.cpuPercent > 6 && *plain.whole.cpuPercent < 7);
    QVERIFY(*plain.whole.cpuMegahertz > 160 && *plain.whole.cpuMegahertz < 161);
}

void TestNomadDetails::usageOfEndedTasksHasNoWhole()
{
    const AllocationUsage ended = sound(&decodeAllocationUsage, u"allocation-crashing-replaced-stats"_s);
    QVERIFY(!ended.time.isValid());
    QVERIFY(!ended.whole.memory);
    QVERIFY(!ended.whole.cpuPercent);
    QCOMPARE(ended.tasks.size(), 3);
    QCOMPARE(ended.tasks.first().task, u"main"_s); // by name
    QVERIFY(ended.tasks.first().time.isValid());
}

void TestNomadDetails::nodeTellsVolumesDriversAndNetworks()
{
    const NodeDetail node = sound(&decodeNodeDetail, u"node-firefly-sub01"_s);
    QCOMPARE(node.name, u"firefly-sub01"_s);
    QCOMPARE(node.httpAddress, u"100.64.0.1:4646"_s);
    QVERIFY(node.isEligible);
    QCOMPARE(node.statusTime, utc(u"2026-11-23T18:54:23.000Z"_s));
    QCOMPARE(node.hostVolumes, (QList<HostVolume>{{u"tailscale-socket"_s, u"/run/tailscale/tailscaled.sock"_s, true}}));
    QCOMPARE(node.drivers.size(), 5);
    QCOMPARE(node.drivers.first().name, u"docker"_s);
    QVERIFY(node.drivers.first().isHealthy);
    QCOMPARE(node.drivers.first().description, u"Healthy"_s);
    QCOMPARE(node.drivers.first().updateTime, utc(u"2026-11-23T18:53:50.501Z"_s));
    QCOMPARE(node.drivers.at(3).name, u"qemu"_s);
    QVERIFY(!node.drivers.at(3).isDetected);
    QCOMPARE(node.networks.size(), 2);
    QCOMPARE(node.networks.at(0).mode, u"bridge"_s);
    QCOMPARE(node.networks.at(1).device, u"tailscale0"_s);
    QCOMPARE(node.networks.at(1).addresses, (QStringList{u"100.64.0.1"_s, u"fd7a:115c:a1e0:ab12:4843:cd96:6240:1"_s}));
    QCOMPARE(node.resources.cpu, 5192);
    QCOMPARE(node.resources.cores, 2);
    QCOMPARE(node.resources.memory, 24105);
    QCOMPARE(node.resources.maximumPort, 32000);
    QCOMPARE(node.reserved, NodeResources());
    QCOMPARE(node.events.size(), 1);
    QCOMPARE(node.events.first().text, u"Node registered"_s);
    QVERIFY(!node.lastDrain);
}

void TestNomadDetails::nodeAttributesAreSorted()
{
    const NodeDetail node = sound(&decodeNodeDetail, u"node-firefly-sub01"_s);
    QVERIFY(std::is_sorted(node.attributes.begin(), node.attributes.end(),
                           [](const NamedValue& a, const NamedValue& b) { return a.name < b.name; }));
    QCOMPARE(node.attribute(u"os.name"), u"debian"_s);
    QCOMPARE(node.attribute(u"unique.network.ip-address"), u"100.64.0.1"_s);
    QVERIFY(node.attribute(u"no.such").isEmpty());
    QCOMPARE(node.notable().first(), (NamedValue{u"os.name"_s, u"debian"_s}));
    QVERIFY(node.notable().contains({u"driver.docker.version"_s, u"20.10.24+dfsg1"_s}));
    QCOMPARE(node.meta.size(), 6);
    QCOMPARE(node.meta.first().name, u"connect.gateway_image"_s);
}

void TestNomadDetails::drainedNodeTellsItsDrain()
{
    const NodeDetail node = sound(&decodeNodeDetail, u"node-drained"_s);
    QVERIFY(node.lastDrain);
    QCOMPARE(node.lastDrain->status, u"complete"_s);
    QCOMPARE(node.lastDrain->message, u"for the recording"_s);
    QVERIFY(node.lastDrain->updatedAt > node.lastDrain->startedAt);
    QCOMPARE(node.events.size(), 3);
    QCOMPARE(node.events.first().text, u"Node drain complete"_s); // newest first
    QCOMPARE(node.events.first().subsystem, u"Drain"_s);
}

void TestNomadDetails::versionsAreNewestFirstWithTheirTag()
{
    const JobHistory history = sound(&decodeJobVersions, u"job-cramped-versions"_s);
    QCOMPARE(history.key, (JobKey{u"default"_s, u"cramped"_s}));
    QCOMPARE(history.version, 1u);
    QCOMPARE(history.versions.size(), 2);
    QCOMPARE(history.versions.at(0).number, 1u);
    QVERIFY(history.versions.at(0).tag.isEmpty());
    QVERIFY(history.versions.at(0).submitTime > history.versions.at(1).submitTime);
    QCOMPARE(history.versions.at(0).submitTime.timeSpec(), Qt::UTC);
    QCOMPARE(history.versions.at(1).tag, u"good"_s);
    QCOMPARE(history.versions.at(1).tagDescription, u"as it was on Monday"_s);
    QVERIFY(history.versions.at(0).jobModifyIndex > history.versions.at(1).jobModifyIndex);
    const JobHistory web = sound(&decodeJobVersions, u"job-web-versions"_s);
    QVERIFY(web.versions.first().isStable);
}

void TestNomadDetails::currentVersionTellsItsGroups()
{
    const JobHistory history = sound(&decodeJobVersions, u"job-cramped-versions"_s);
    QCOMPARE(history.type, u"service"_s);
    QCOMPARE(history.status, u"running"_s);
    QCOMPARE(history.datacenters, QStringList{u"dc1"_s});
    QCOMPARE(history.nodePool, u"default"_s);
    QVERIFY(!history.isStopped);
    QCOMPARE(history.constraints, 1);
    QCOMPARE(history.groups.size(), 3);
    QCOMPARE(history.groups.at(0).name, u"elsewhere"_s);
    QCOMPARE(history.groups.at(0).constraints, 1);
    QCOMPARE(history.groups.at(2).name, u"crowded"_s);
    QCOMPARE(history.groups.at(2).count, 5);
    QCOMPARE(history.groups.at(2).tasks, QStringList{u"sleep"_s});
    QCOMPARE(history.groups.at(2).drivers, QStringList{u"raw_exec"_s});
}

void TestNomadDetails::deploymentsTellEachGroup()
{
    const auto deployments = sound(&decodeJobDeployments, u"job-cramped-deployments"_s);
    QCOMPARE(deployments.size(), 1);
    const JobDeployment& deployment = deployments.first();
    QCOMPARE(deployment.status, u"running"_s);
    QCOMPARE(deployment.statusDescription, u"Deployment is running"_s);
    QVERIFY(deployment.createTime.isValid());
    QCOMPARE(deployment.groups.size(), 3);
    const GroupRollout& crowded = deployment.groups.at(0); // by name
    QCOMPARE(crowded.group, u"crowded"_s);
    QCOMPARE(crowded.desired, 5);
    QCOMPARE(crowded.placed, 4);
    QCOMPARE(crowded.healthy, 4);
    QCOMPARE(crowded.unhealthy, 0);
    QCOMPARE(crowded.progressDeadline, std::chrono::seconds(600));
    QCOMPARE(crowded.requireProgressBy, utc(u"2026-11-24T01:09:41.545Z"_s));
    QVERIFY(!deployment.groups.at(1).requireProgressBy.isValid());
}

void TestNomadDetails::failedPlacementsTellWhy()
{
    const auto evaluations = sound(&decodeJobEvaluations, u"job-cramped-evaluations"_s);
    QCOMPARE(evaluations.size(), 4);
    QVERIFY(evaluations.at(0).isBlocked()); // made last
    QCOMPARE(evaluations.at(0).statusDescription, u"created to place remaining allocations"_s);
    QCOMPARE(evaluations.at(0).previous, evaluations.at(1).id);
    QCOMPARE(evaluations.at(1).blocked, evaluations.at(0).id);
    QCOMPARE(evaluations.at(1).triggeredBy, u"deployment-watcher"_s);
    QCOMPARE(evaluations.at(3).triggeredBy, u"job-register"_s);
    QCOMPARE(evaluations.at(3).queued.size(), 3);
    QCOMPARE(evaluations.at(3).queued.first(), (CountedReason{u"crowded"_s, 1}));
    QVERIFY(evaluations.at(3).createTime.isValid());

    const QList<PlacementFailure>& failures = evaluations.at(0).failures; // by group
    QCOMPARE(failures.size(), 3);
    QCOMPARE(failures.at(0).group, u"crowded"_s);
    QCOMPARE(failures.at(0).nodesExhausted, 2);
    QCOMPARE(failures.at(0).dimensions, (QList<CountedReason>{{u"network: reserved port collision door=18080"_s, 2}}));
    QCOMPARE(failures.at(1).group, u"elsewhere"_s);
    QCOMPARE(failures.at(1).nodesEvaluated, 2);
    QCOMPARE(failures.at(1).nodesFiltered, 2);
    QCOMPARE(failures.at(1).nodesInPool, 2);
    QCOMPARE(failures.at(1).available, (QList<CountedReason>{{u"dc1"_s, 2}}));
    QCOMPARE(failures.at(1).constraints, (QList<CountedReason>{{u"${node.unique.name} = attic"_s, 2}}));
    QCOMPARE(failures.at(2).group, u"huge"_s);
    QCOMPARE(failures.at(2).dimensions, (QList<CountedReason>{{u"memory"_s, 2}}));
}

void TestNomadDetails::failuresAreThoseOfBlockedEvaluations()
{
    const JobHistory history = cramped();
    QCOMPARE(history.blocked().size(), 1);
    QCOMPARE(groupsOf(history.failures()), (QStringList{u"crowded"_s, u"elsewhere"_s, u"huge"_s}));
}

void TestNomadDetails::failuresOutliveACanceledBlock()
{
    JobHistory history = cramped();
    history.versions.removeFirst(); // the evaluations were recorded before it came
    history.evaluations.first().status = u"canceled"_s;
    for (JobGroup& group : history.groups)
        group.summary.running = group.name == "crowded"_L1 ? 5 : 0;
    QVERIFY(history.blocked().isEmpty());
    QCOMPARE(groupsOf(history.failures()), (QStringList{u"elsewhere"_s, u"huge"_s}));
    history.isStopped = true;
    QVERIFY(history.failures().isEmpty());
}

void TestNomadDetails::placedJobHasNoFailures()
{
    JobHistory history = sound(&decodeJobVersions, u"job-web-versions"_s);
    history.evaluations = sound(&decodeJobEvaluations, u"job-web-evaluations"_s);
    QVERIFY(!history.evaluations.isEmpty());
    QVERIFY(history.failures().isEmpty());
}

void TestNomadDetails::reasonsArePlainSentences()
{
    QStringList reasons;
    for (const PlacementFailure& failure : cramped().failures())
        reasons += placementReasons(failure);
    QCOMPARE(reasons,
             (QStringList{u"On 2 of 2 nodes the port 18080 (door) is taken."_s,
                          u"2 of 2 nodes do not meet the constraint ${node.unique.name} = attic."_s,
                          u"2 of 2 nodes have too little memory left."_s}));
    PlacementFailure nothing;
    QCOMPARE(placementReasons(nothing), QStringList{u"No node came into question."_s});
    nothing.available = {{u"dc2"_s, 0}};
    QCOMPARE(placementReasons(nothing), QStringList{u"No node is ready in datacenter dc2."_s});
    PlacementFailure hostile{.nodesEvaluated = 3, .constraints = {{u"%1 %2 %3"_s, 1}}};
    QCOMPARE(placementReasons(hostile), QStringList{u"1 of 3 nodes do not meet the constraint %1 %2 %3."_s});
}

void TestNomadDetails::summaryTellsEachGroup()
{
    auto groups = sound(&decodeJobSummary, u"job-cramped-summary"_s);
    std::sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a.group < b.group; });
    QCOMPARE(groups.size(), 3);
    QCOMPARE(groups.at(0).group, u"crowded"_s);
    QCOMPARE(groups.at(0).running, 4);
    QCOMPARE(groups.at(0).queued, 1);
}

void TestNomadDetails::damagedFieldsAreIssuesAndTheRestIsRead_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("with");
    QTest::addColumn<QString>("path");
    const auto row = [](const char* name, const char* what, const char* with, const char* path) {
        QTest::newRow(name) << QByteArray(what) << QByteArray(with) << QString::fromLatin1(path);
    };
    row("type of a text", R"("ClientDescription":"Tasks are running")", R"("ClientDescription":7)",
        "ClientDescription");
    row("no time", R"("StartedAt":"2026-11-23T18:58:17.216377692Z")", R"("StartedAt":"yesterday")",
        "TaskStates.nginx.StartedAt");
    row("time without zone", R"("StartedAt":"2026-11-23T18:58:17.216377692Z")", R"("StartedAt":"2026-11-23T18:58:17")",
        "TaskStates.nginx.StartedAt");
    row("number as text", R"("Restarts":0)", R"("Restarts":"0")", "TaskStates.nginx.Restarts");
    row("port too high", R"("Ports":[{"Label":"nginx","Value":28583)", R"("Ports":[{"Label":"nginx","Value":70000)",
        "AllocatedResources.Shared.Ports[0].Value");
    row("no id", R"("DeploymentID":"b91cf6f5-4b54-8588-0830-2f2cf1cdf289")", R"("DeploymentID":"it")", "DeploymentID");
    row("missing", R"("DesiredStatus":"run",)", "", "DesiredStatus");
    row("list instead of object", R"("TaskLifecycles":{"nginx":null})", R"("TaskLifecycles":[])",
        "AllocatedResources.TaskLifecycles");
    row("event of another type", R"("Type":"Received","Time":1795460295485110412)", R"("Type":"Received","Time":"now")",
        "TaskStates.nginx.Events[0].Time");
}

void TestNomadDetails::damagedFieldsAreIssuesAndTheRestIsRead()
{
    QFETCH(QByteArray, what);
    QFETCH(QByteArray, with);
    QFETCH(QString, path);
    QByteArray body = recordedBody(u"allocation-nginx"_s);
    QVERIFY(body.contains(what));
    body.replace(what, with);

    const auto decoded = decodeAllocationDetail(body);

    QVERIFY(decoded);
    QCOMPARE(decoded->issues.size(), 1);
    QCOMPARE(decoded->issues.first().path, path);
    QCOMPARE(decoded->value.name, u"hashicups.nginx[0]"_s);
    QCOMPARE(decoded->value.tasks.size(), 1);
    QCOMPARE(decoded->value.tasks.first().events.size(), 5);
}

void TestNomadDetails::wrongRootIsMalformed()
{
    for (const char* body : {"", "null", "[]", "7", "\"x\"", "<html>"}) {
        QCOMPARE(decodeAllocationDetail(body).error().kind, base::ErrorKind::Malformed);
        QCOMPARE(decodeAllocationUsage(body).error().kind, base::ErrorKind::Malformed);
        QCOMPARE(decodeNodeDetail(body).error().kind, base::ErrorKind::Malformed);
        QCOMPARE(decodeJobVersions(body).error().kind, base::ErrorKind::Malformed);
        QCOMPARE(decodeJobSummary(body).error().kind, base::ErrorKind::Malformed);
    }
    QCOMPARE(decodeJobDeployments("{}").error().kind, base::ErrorKind::Malformed);
    QCOMPARE(decodeJobEvaluations("{}").error().kind, base::ErrorKind::Malformed);
    QVERIFY(decodeJobEvaluations("[]")->value.isEmpty());
    QVERIFY(!decodeNodeDetail("{}")); // names no node
    QVERIFY(!decodeJobVersions(R"({"Versions":null})"));
}

void TestNomadDetails::unknownKeysSurvive()
{
    QByteArray body = recordedBody(u"node-firefly-sub01"_s);
    body.replace("{\"Attributes\":", "{\"New\":{\"a\":[1,{}]},\"Attributes\":");
    body.replace("\"Detected\":true", "\"Soon\":null,\"Detected\":true");
    const auto decoded = decodeNodeDetail(body);
    QVERIFY(decoded);
    QVERIFY(decoded->issues.isEmpty());
    QCOMPARE(decoded->value, sound(&decodeNodeDetail, u"node-firefly-sub01"_s));
}

void TestNomadDetails::cutRepliesAreMalformed()
{
    const QByteArray usage = recordedBody(u"allocation-nginx-stats"_s).trimmed();
    for (qsizetype length = 0; length < usage.size(); ++length)
        QVERIFY2(!decodeAllocationUsage(usage.first(length)), qPrintable(QString::number(length)));
    const QByteArray evaluations = recordedBody(u"job-cramped-evaluations"_s).trimmed();
    for (qsizetype length = 0; length < evaluations.size(); length += 13)
        QVERIFY2(!decodeJobEvaluations(evaluations.first(length)), qPrintable(QString::number(length)));
}

void TestNomadDetails::randomDamageNeverCrashes()
{
    std::mt19937 random(7);
    const QByteArray spare = "{}[]\",:0-e\\\x80\xff";
    for (const auto* name : {"allocation-crashing", "allocation-busy-stats", "node-drained", "job-cramped-versions",
                             "job-cramped-evaluations", "job-cramped-deployments", "job-cramped-summary"}) {
        const QByteArray sent = recordedBody(QString::fromLatin1(name));
        for (int round = 0; round < 150; ++round) {
            QByteArray body = sent;
            for (int i = 0; i < 4; ++i)
                body[qsizetype(random() % size_t(body.size()))] = spare[qsizetype(random() % size_t(spare.size()))];
            for (int i = 0; i < 7; ++i) {
                switch (i) {
                case 0:
                    if (const auto decoded = decodeAllocationDetail(body)) QVERIFY(decoded->issues.size() <= 100);
                    break;
                case 1:
                    if (const auto decoded = decodeAllocationUsage(body)) QVERIFY(decoded->issues.size() <= 100);
                    break;
                case 2:
                    if (const auto decoded = decodeNodeDetail(body)) QVERIFY(decoded->issues.size() <= 100);
                    break;
                case 3:
                    if (const auto decoded = decodeJobVersions(body)) QVERIFY(decoded->issues.size() <= 100);
                    break;
                case 4:
                    if (const auto decoded = decodeJobEvaluations(body)) QVERIFY(decoded->issues.size() <= 100);
                    break;
                case 5:
                    if (const auto decoded = decodeJobDeployments(body)) QVERIFY(decoded->issues.size() <= 100);
                    break;
                default:
                    if (const auto decoded = decodeJobSummary(body)) QVERIFY(decoded->issues.size() <= 100);
                }
            }
        }
    }
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestNomadDetails)
#include "test_nomad_details.moc"
