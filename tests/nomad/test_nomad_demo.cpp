// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster.h"
#include "app/nomad/source.h"
#include "tests/nomad/recording_receiver.h"
#include "tests/support/message_guard.h"

#include <QtTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::nomad;
using base::SourcePhase;
using nomad_test::RecordingReceiver;

/// The source against the simulated cluster, which was written without a look at this side.
class TestNomadDemo : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void worldIsListed();
    void eventsReachTheReceiver();
    void burstOfEventsLeavesTheRowsOfAFreshList();
    void redeployedJobChangesEverythingAlongTheWay();

private:
    std::unique_ptr<Source> newSource(RecordingReceiver& receiver) const
    {
        auto endpoint = http::Endpoint::fromUrl(m_cluster->addresses().nomad, 4646);
        auto client = std::make_unique<http::Client>(*endpoint, m_cluster->addresses().dialMap);
        return std::make_unique<Source>(std::move(client), SourceOptions(), receiver, m_clock);
    }

    base::SystemClock m_clock;
    std::unique_ptr<demo::Cluster> m_cluster;
};

void TestNomadDemo::init()
{
    m_cluster = std::make_unique<demo::Cluster>(demo::Options{.speed = 10.0, .moving = false});
    const auto started = m_cluster->start();
    QVERIFY2(started.has_value(), started ? "" : qPrintable(started.error().sentence()));
}

void TestNomadDemo::cleanup()
{
    m_cluster.reset();
}

void TestNomadDemo::worldIsListed()
{
    RecordingReceiver receiver;
    const auto source = newSource(receiver);
    source->start();
    QTRY_VERIFY(source->isComplete());
    QCOMPARE(source->state().phase, SourcePhase::Live);
    QVERIFY(source->state().streaming);
    QVERIFY2(source->state().notice.isEmpty(), qPrintable(source->state().notice));
    QVERIFY(!source->state().version.isEmpty());
    QCOMPARE(receiver.nodes.size(), 3);
    QVERIFY(receiver.jobs.contains({u"default"_s, u"traefik"_s}));
    QVERIFY(!receiver.registrations.isEmpty());
    QCOMPARE(receiver.traefiks.size(), 3);
    for (const TraefikAllocation& traefik : receiver.traefiks) {
        const QUrl api(u"http://%1:%2"_s.arg(traefik.apiAddress).arg(traefik.apiPort));
        QVERIFY2(m_cluster->addresses().traefik.contains(api), qPrintable(api.toString()));
    }
    for (const auto& allocation : receiver.allocations) {
        QVERIFY(receiver.jobs.contains({allocation.nameSpace.text(), allocation.jobId.text()}));
        QVERIFY(allocation.clientStatus != ClientStatus::Other);
    }
}

void TestNomadDemo::eventsReachTheReceiver()
{
    RecordingReceiver receiver;
    const auto source = newSource(receiver);
    source->start();
    QTRY_VERIFY(source->isComplete());
    const auto before = receiver.allocations;
    const int listed = receiver.ended[int(List::Allocations)];
    m_cluster->replaceAllocation(u"hashicups"_s);
    QTRY_VERIFY(receiver.allocations.size() > before.size());
    QCOMPARE(receiver.ended[int(List::Allocations)], listed);
}

void TestNomadDemo::burstOfEventsLeavesTheRowsOfAFreshList()
{
    RecordingReceiver receiver;
    const auto source = newSource(receiver);
    source->start();
    QTRY_VERIFY(source->isComplete());
    m_cluster->sendAllocationEvents(500);
    const quint64 last = m_cluster->nomadIndex();
    const auto newest = [&receiver] {
        quint64 index = 0;
        for (const auto& allocation : std::as_const(receiver.allocations)) {
            index = std::max(index, allocation.modifyIndex);
        }
        return index;
    };
    QTRY_VERIFY(newest() >= last);
    RecordingReceiver fresh;
    const auto other = newSource(fresh);
    other->start(true);
    QTRY_VERIFY(other->isComplete());
    QCOMPARE(receiver.allocations.size(), fresh.allocations.size());
    for (auto row = fresh.allocations.constBegin(); row != fresh.allocations.constEnd(); ++row) {
        const Allocation followed = receiver.allocations.value(row.key());
        QCOMPARE(followed.modifyIndex, row->modifyIndex);
        QCOMPARE(followed.clientStatus, row->clientStatus);
        QCOMPARE(followed.desiredStatus, row->desiredStatus);
    }
}

void TestNomadDemo::redeployedJobChangesEverythingAlongTheWay()
{
    RecordingReceiver receiver;
    const auto source = newSource(receiver);
    source->start();
    QTRY_VERIFY(source->isComplete());
    const JobKey key{u"default"_s, u"web-preview"_s};
    const quint64 before = receiver.jobs.value(key).modifyIndex;
    const auto evaluations = receiver.evaluations.size();
    const auto registrations = receiver.registrations;
    QVERIFY(before > 0);
    m_cluster->redeployPreview();
    QTRY_VERIFY(receiver.jobs.value(key).modifyIndex > before);
    QTRY_VERIFY(receiver.evaluations.size() > evaluations);
    QTRY_VERIFY(receiver.registrations != registrations);
    QCOMPARE(source->state().phase, SourcePhase::Live);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestNomadDemo)
#include "test_nomad_demo.moc"
