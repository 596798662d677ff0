// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "tests/cluster/watched.h"
#include "tests/support/message_guard.h"

#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::cluster;
using base::Result;

/// Reads every object that the lists name: of the cluster that NOMAD_ADDR and TS_SOCKET name (the lab), else of the
/// demo cluster.
class TestObjectReaderAll : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyAllocationIsRead();
    void runningAllocationsTellWhatTheyUse();
    void everyJobIsRead();
    void unplacedGroupsTellWhy();
    void crashedTasksTellTheirExitCode();
    void everyNodeIsRead();
    void everyObjectHasItsOwnWords();
    void cleanupTestCase();

private:
    const Tables& tables() const { return m_monitor->tables(); }
    template<typename Row, typename RowTable>
    QList<Row> rows(const RowTable& table) const
    {
        QList<Row> all;
        table.forEach([&all](Slot, const Row& row) { all.append(row); });
        return all;
    }
    /// The words of everything that is read of a subject; fails the test when one cannot be.
    QList<RawDocument> raw(const Subject& subject);

    base::SystemClock m_clock;
    std::unique_ptr<demo::Cluster> m_demo;
    std::unique_ptr<Monitor> m_monitor;
    QObject m_context;
};

namespace {

/// Waits for one answer; an error ends the test program, since nothing after it means anything.
template<typename Value, typename Call>
std::optional<Result<Value>> answerOf(Call&& call)
{
    std::optional<Result<Value>> answer;
    call([&answer](const Result<Value>& given) { answer.emplace(given); });
    const bool came = QTest::qWaitFor([&answer] { return answer.has_value(); }, 20'000);
    if (!came) qFatal("no answer");
    return answer;
}

QString failureOf(const auto& answer)
{
    return *answer ? QString() : answer->error().sentence() + u' ' + answer->error().original;
}

} // namespace

void TestObjectReaderAll::initTestCase()
{
    Connections connections;
    if (qEnvironmentVariableIsSet("NOMAD_ADDR")) {
        connections.nomad = *http::Endpoint::fromUrl(QUrl(qEnvironmentVariable("NOMAD_ADDR")), 4646);
        connections.tailscale = http::Endpoint::unixSocket(qEnvironmentVariable("TS_SOCKET"), "local-tailscaled.sock");
    } else {
        m_demo = std::make_unique<demo::Cluster>(demo::Options{.moving = false});
        QVERIFY(m_demo->start());
        connections = cluster_test::connectionsTo(m_demo->addresses());
    }
    m_monitor = std::make_unique<Monitor>(connections, m_clock);
    QSignalSpy settled(m_monitor.get(), &Monitor::settled);
    m_monitor->start();
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, 20'000);
    QVERIFY(tables().allocations.size() > 0);
    QVERIFY(tables().peers.size() > 1);
}

void TestObjectReaderAll::everyAllocationIsRead()
{
    for (const auto& row : rows<nomad::Allocation>(tables().allocations)) {
        const auto answer = answerOf<nomad::AllocationDetail>(
            [&](auto done) { m_monitor->reader().readAllocation(row.id, &m_context, done); });
        QVERIFY2(*answer, qPrintable(row.name() + u": "_s + failureOf(answer)));
        const nomad::AllocationDetail& detail = **answer;
        QCOMPARE(detail.id, row.id);
        QCOMPARE(detail.name, row.name());
        QCOMPARE(detail.nodeId, row.nodeId);
        QCOMPARE(detail.taskGroup, row.taskGroup.text());
        QCOMPARE(detail.jobVersion, row.jobVersion);
        QVERIFY(detail.createTime.isValid());
        QVERIFY(!detail.tasks.isEmpty());
        for (const nomad::AllocationTask& task : detail.tasks) {
            QVERIFY(!task.driver.isEmpty());
            QVERIFY(task.cpu > 0 && task.memory > 0);
        }
        const auto decoded = nomad::decodeAllocationDetail(raw(AllocationSubject{row.id}).value(0).text.toUtf8());
        QVERIFY(decoded);
        QVERIFY2(decoded->issues.isEmpty(), qPrintable(row.name()));
    }
}

void TestObjectReaderAll::runningAllocationsTellWhatTheyUse()
{
    int measured = 0;
    for (const auto& row : rows<nomad::Allocation>(tables().allocations)) {
        const auto answer = answerOf<nomad::AllocationUsage>(
            [&](auto done) { m_monitor->reader().readUsage(row.id, &m_context, done); });
        if (row.clientStatus != nomad::ClientStatus::Running) continue; // may be refused, must be answered
        QVERIFY2(*answer, qPrintable(row.name() + u": "_s + failureOf(answer)));
        const nomad::AllocationUsage& usage = **answer;
        QVERIFY(usage.whole.memory);
        QVERIFY(usage.whole.cpuPercent);
        QVERIFY(!usage.tasks.isEmpty());
        QVERIFY(usage.time.isValid());
        ++measured;
    }
    QVERIFY(measured > 0);
}

void TestObjectReaderAll::everyJobIsRead()
{
    for (const auto& row : rows<nomad::Job>(tables().jobs)) {
        const auto answer =
            answerOf<nomad::JobHistory>([&](auto done) { m_monitor->reader().readJob(row.key, &m_context, done); });
        QVERIFY2(*answer, qPrintable(row.key.id + u": "_s + failureOf(answer)));
        const nomad::JobHistory& history = **answer;
        QCOMPARE(history.key, row.key);
        QCOMPARE(history.type, row.type);
        QCOMPARE(history.status, row.status);
        QVERIFY(!history.groups.isEmpty());
        QVERIFY(!history.versions.isEmpty());
        QCOMPARE(history.versions.first().number, history.version);
        QCOMPARE(history.versions.first().jobModifyIndex, row.jobModifyIndex);
        QVERIFY(history.versions.first().submitTime.isValid());
    }
}

void TestObjectReaderAll::unplacedGroupsTellWhy()
{
    int waiting = 0;
    for (const auto& row : rows<nomad::Job>(tables().jobs)) {
        const auto answer =
            answerOf<nomad::JobHistory>([&](auto done) { m_monitor->reader().readJob(row.key, &m_context, done); });
        QVERIFY(*answer);
        for (const nomad::JobGroup& group : (*answer)->groups) {
            if (group.summary.queued == 0) continue;
            ++waiting;
            const auto failures = (*answer)->failures();
            const auto why = std::find_if(failures.begin(), failures.end(),
                                          [&](const auto& failure) { return failure.group == group.name; });
            QVERIFY2(why != failures.end(), qPrintable(row.key.id + u'.' + group.name));
            QVERIFY(why->nodesEvaluated > 0);
            QVERIFY(why->nodesFiltered + why->nodesExhausted > 0);
            QVERIFY(!why->constraints.isEmpty() || !why->dimensions.isEmpty());
        }
    }
    QVERIFY(waiting > 0);
}

void TestObjectReaderAll::crashedTasksTellTheirExitCode()
{
    if (m_demo) m_demo->restartTask(u"web"_s); // the lab has a job that crashes by itself
    int codes = 0;
    for (const auto& row : rows<nomad::Allocation>(tables().allocations)) {
        const auto answer = answerOf<nomad::AllocationDetail>(
            [&](auto done) { m_monitor->reader().readAllocation(row.id, &m_context, done); });
        QVERIFY(*answer);
        for (const nomad::AllocationTask& task : (*answer)->tasks)
            for (const nomad::TaskEvent& event : task.events) {
                QVERIFY(event.time.isValid());
                QVERIFY(!event.text.isEmpty());
                codes += event.exitCode.value_or(0) != 0;
            }
    }
    QVERIFY(codes > 0);
}

void TestObjectReaderAll::everyNodeIsRead()
{
    for (const auto& row : rows<nomad::Node>(tables().nodes)) {
        const auto answer =
            answerOf<nomad::NodeDetail>([&](auto done) { m_monitor->reader().readNode(row.id, &m_context, done); });
        QVERIFY2(*answer, qPrintable(row.name + u": "_s + failureOf(answer)));
        const nomad::NodeDetail& node = **answer;
        QCOMPARE(node.name, row.name);
        QCOMPARE(node.attribute(u"unique.network.ip-address"), row.address);
        QVERIFY(node.notable().size() > 10);
        QVERIFY(node.resources.memory > 0);
        QVERIFY(!node.networks.isEmpty());
        const auto decoded = nomad::decodeNodeDetail(raw(NodeSubject{row.id}).value(0).text.toUtf8());
        QVERIFY(decoded);
        QVERIFY(decoded->issues.isEmpty());
    }
}

QList<RawDocument> TestObjectReaderAll::raw(const Subject& subject)
{
    const auto answer =
        answerOf<QList<RawDocument>>([&](auto done) { m_monitor->reader().readRaw(subject, &m_context, done); });
    if (!*answer) {
        QTest::qFail(qPrintable(failureOf(answer)), __FILE__, __LINE__);
        return {};
    }
    for (const RawDocument& document : **answer) {
        if (document.error)
            QTest::qFail(qPrintable(document.title + u": "_s + document.error->sentence()), __FILE__, __LINE__);
        else if (document.text.isEmpty())
            QTest::qFail(qPrintable(document.title), __FILE__, __LINE__);
    }
    return **answer;
}

void TestObjectReaderAll::everyObjectHasItsOwnWords()
{
    for (const auto& row : rows<Route>(tables().routes)) {
        if (row.instances.isEmpty() && row.serviceName.isEmpty()) continue;
        raw(row.key);
    }
    for (const auto& row : rows<Service>(tables().services))
        if (!row.isConsul) raw(row.key);
    for (const auto& row : rows<nomad::Job>(tables().jobs))
        raw(row.key);
    for (const auto& row : rows<tailscale::Peer>(tables().peers))
        QVERIFY(raw(PeerSubject{row.id}).value(0).text.contains(row.addresses.first()));
    for (const auto& row : rows<TraefikInstance>(tables().instances))
        raw(InstanceSubject{row.key});
}

void TestObjectReaderAll::cleanupTestCase()
{
    m_monitor.reset();
    m_demo.reset();
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestObjectReaderAll)
#include "test_object_reader_all.moc"
