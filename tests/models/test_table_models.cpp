// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"
#include "ui/models/allocation_model.h"
#include "ui/models/instance_model.h"
#include "ui/models/job_model.h"
#include "ui/models/node_model.h"
#include "ui/models/peer_model.h"
#include "ui/models/route_model.h"
#include "ui/models/service_model.h"

#include <QAbstractItemModelTester>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::cluster_test;
using namespace tailboard::models;

class TestTableModels : public QObject
{
    Q_OBJECT

private slots:
    void everyTableShowsItsRows();
    void deltasKeepModelsLikeFreshOnes();
    void everyKeyMeansSomething();
    void filtersFitTheRowsTheyName_data();
    void filtersFitTheRowsTheyName();
    void hostileTextsAreRowsLikeOthers();
    void ageingSourceMakesRowsStale();
    void jobsFollowOtherTablesLikeFreshOnes();
    void jobsAreFilteredByTheirOwnKeys();

private:
    base::FixedClock m_clock{QDateTime({2026, 1, 5}, {12, 0}, Qt::UTC)};
};

namespace {

QStringList keys(const KeyedModel& model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all << model.index(row, 0).data(KeyRole).toString();
    return all;
}

} // namespace

void TestTableModels::everyTableShowsItsRows()
{
    cluster::Join join(m_clock);
    webWorld().feed(join);
    join.flush();
    join.recycle();
    const cluster::Tables& tables = join.tables();

    QCOMPARE(RouteModel(tables, m_clock).rowCount(), 1);
    QCOMPARE(AllocationModel(tables, m_clock).rowCount(), 2);
    QCOMPARE(NodeModel(tables, m_clock).rowCount(), 2);
    QCOMPARE(PeerModel(tables, m_clock).rowCount(), 2);
    QCOMPARE(ServiceModel(tables, m_clock).rowCount(), 1);
    const RouteModel routes(tables, m_clock);
    const cluster::RouteKey& key = tables.routes.at(routes.slotAt(0)).key;
    QCOMPARE(routes.rowOfKey(RouteModel::keyText(key)), std::optional<int>(0));
    const ServiceModel services(tables, m_clock);
    QCOMPARE(services.rowOfKey(ServiceModel::keyOf({u"default"_s, u"web"_s})), std::optional<int>(0));
}

void TestTableModels::deltasKeepModelsLikeFreshOnes()
{
    cluster::Join join(m_clock);
    const cluster::Tables& tables = join.tables();
    RouteModel routes(tables, m_clock);
    AllocationModel allocations(tables, m_clock);
    QAbstractItemModelTester first(&routes, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QAbstractItemModelTester second(&allocations, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto deliver = [&] {
        for (const cluster::Delta& delta : join.flush()) {
            if (delta.table == cluster::TableId::Routes) routes.apply(delta);
            if (delta.table == cluster::TableId::Allocations) allocations.apply(delta);
        }
        join.recycle();
        RouteModel freshRoutes(tables, m_clock);
        AllocationModel freshAllocations(tables, m_clock);
        freshRoutes.sort(0);
        freshAllocations.sort(0);
        routes.sort(0);
        allocations.sort(0);
        QCOMPARE(keys(routes), keys(freshRoutes));
        QCOMPARE(keys(allocations), keys(freshAllocations));
        QVERIFY(routes.stateCounts() == freshRoutes.stateCounts());
    };
    World world = webWorld();
    world.feed(join);
    deliver();

    for (int i = 10; i < 40; ++i)
        world.addAllocation(i, u"job-%1"_s.arg(i % 3), 1 + i % 2);
    world.feed(join);
    deliver();

    for (auto& [id, row] : world.allocations) {
        row.clientStatus = nomad::ClientStatus::Failed;
        row.modifyIndex = 2;
    }
    world.traefiks.erase(traefikKey(2));
    join.removeInstance(traefikKey(2));
    world.feed(join);
    deliver();
    QCOMPARE(allocations.worst(), base::State::Critical);

    world.allocations.clear();
    world.registrations.clear();
    world.feed(join);
    deliver();
    QCOMPARE(allocations.total(), 0);
}

void TestTableModels::everyKeyMeansSomething()
{
    World world = webWorld();
    cluster::Join join(m_clock);
    world.feed(join);
    join.flush();
    RouteModel routes(join.tables(), m_clock);
    AllocationModel allocations(join.tables(), m_clock);
    NodeModel nodes(join.tables(), m_clock);
    PeerModel peers(join.tables(), m_clock);
    ServiceModel services(join.tables(), m_clock);
    InstanceModel instances(join.tables(), m_clock);
    for (KeyedModel* model :
         std::initializer_list<KeyedModel*>{&routes, &allocations, &nodes, &peers, &services, &instances}) {
        QVERIFY(model->filterKeys().contains(u"status"_s));
        QCOMPARE(model->columnIds().size(), model->columnCount());
        QStringList ids = model->columnIds();
        QCOMPARE(ids.removeDuplicates(), 0);
        // No row fits a text that no row has: a key that were read as nothing would show all.
        for (const QString& key : model->filterKeys()) {
            model->setFilter(RowFilter::read(key + u":no-such-thing"_s, model->filterKeys()).filter);
            QVERIFY2(model->rowCount() == 0, qPrintable(key));
            model->setFilter(RowFilter::read(key + u":/no such thing/"_s, model->filterKeys()).filter);
            QVERIFY2(model->rowCount() == 0, qPrintable(key));
        }
        model->setFilter({});
        for (int column = 0; column < model->columnCount(); ++column)
            model->setSort({{column, Qt::DescendingOrder}, {0}});
    }
    const auto count = [](KeyedModel& model, const QString& text) {
        model.setFilter(RowFilter::read(text, model.filterKeys()).filter);
        return model.rowCount();
    };
    const cluster::Route& route = join.tables().routes.at(routes.slotAt(0));
    QCOMPARE(count(routes, u"service:="_s + route.service), 1);
    QCOMPARE(count(routes, u"group:"_s + route.taskGroup), 1);
    QCOMPARE(count(routes, u"namespace:default"_s), 1);
    QCOMPARE(count(routes, u"entrypoint:/./"_s), route.entryPoints.isEmpty() ? 0 : 1);
    QCOMPARE(count(allocations, u"namespace:default"_s), 2);
    QCOMPARE(count(nodes, u"peer:/sub0[12]/"_s), 2);
    QCOMPARE(count(peers, u"node:sub01"_s), 1);
    QCOMPARE(count(services, u"router:web"_s), 1);
}

void TestTableModels::filtersFitTheRowsTheyName_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("routes");
    QTest::addColumn<int>("allocations");
    QTest::newRow("all") << QString() << 2 << 3;
    QTest::newRow("host") << u"host:sub01"_s << 1 << 2;
    QTest::newRow("job in part") << u"job:web"_s << 2 << 3;
    QTest::newRow("job whole") << u"job:=web"_s << 1 << 2;
    QTest::newRow("not the job") << u"job:!=web"_s << 1 << 1;
    QTest::newRow("node in a list") << u"node:=firefly-sub02"_s << 1 << 1;
    QTest::newRow("status") << u"status:ok"_s << 2 << 3;
    QTest::newRow("not status") << u"status:!ok"_s << 0 << 0;
    QTest::newRow("word") << u"preview"_s << 1 << 1;
    QTest::newRow("id") << uuid(1).toString().left(8) << 0 << 1;
    QTest::newRow("both terms") << u"web node:sub02"_s << 1 << 1;
}

void TestTableModels::filtersFitTheRowsTheyName()
{
    QFETCH(QString, text);
    QFETCH(int, routes);
    QFETCH(int, allocations);
    World world = webWorld();
    world.addAllocation(3, u"web-preview"_s, 1);
    world.addRegistration(3, u"web-preview"_s, 20'003);
    world.show(u"preview"_s, hostRule(u"firefly-preview.tail1a2b3.ts.net"_s), u"web-preview"_s,
               {u"http://100.64.0.1:20003"_s});
    cluster::Join join(m_clock);
    world.feed(join);
    join.flush();
    RouteModel routeModel(join.tables(), m_clock);
    AllocationModel allocationModel(join.tables(), m_clock);

    routeModel.setFilter(RowFilter::parse(text));
    allocationModel.setFilter(RowFilter::parse(text));

    QCOMPARE(routeModel.rowCount(), routes);
    // Without the table's keys a foreign one is looked for in any text: an allocation has no host, but a node.
    QCOMPARE(allocationModel.rowCount(), allocations);
}

void TestTableModels::hostileTextsAreRowsLikeOthers()
{
    const QStringList names{u"<b>bold</b>"_s, u"\u202Eevil"_s, QString(5000, u'x'), u"a\nb\0c"_s, u"\"'`;--"_s, u"😀"_s};
    World world;
    world.addNode(1);
    int id = 1;
    for (const QString& name : names) {
        world.addAllocation(id, name, 1);
        world.addRegistration(id, name, quint16(20'000 + id));
        ++id;
    }
    cluster::Join join(m_clock);
    world.feed(join);
    join.flush();
    AllocationModel allocations(join.tables(), m_clock);
    ServiceModel services(join.tables(), m_clock);
    QAbstractItemModelTester tester(&services, QAbstractItemModelTester::FailureReportingMode::Fatal);

    QCOMPARE(allocations.rowCount(), names.size());
    QCOMPARE(services.rowCount(), names.size());
    for (int column = 0; column < services.columnCount(); ++column)
        services.sort(column, Qt::DescendingOrder);
    for (int row = 0; row < services.rowCount(); ++row)
        QCOMPARE(services.rowOfKey(services.index(row, 0).data(KeyRole).toString()), std::optional<int>(row));
    allocations.setFilter(RowFilter::parse(u"<b>"_s));
    QCOMPARE(allocations.rowCount(), 1);
}

void TestTableModels::ageingSourceMakesRowsStale()
{
    cluster::Join join(m_clock);
    webWorld().feed(join);
    base::SourceState polled = liveSource();
    polled.streaming = false;
    polled.period = std::chrono::seconds(5);
    polled.fetchedAt = m_clock.now();
    join.setNomadSource(polled);
    join.flush();
    AllocationModel model(join.tables(), m_clock);
    QCOMPARE(model.worst(), base::State::Ok);

    m_clock.advance(std::chrono::seconds(11)); // twice the period and more
    model.restate();

    QCOMPARE(model.worst(), base::State::Stale);
    QCOMPARE(model.stateCounts()[size_t(base::State::Stale)], 2);
}

void TestTableModels::jobsFollowOtherTablesLikeFreshOnes()
{
    cluster::Join join(m_clock);
    join.setNomadSource(liveSource());
    const cluster::Tables& tables = join.tables();
    JobModel jobs(tables, m_clock);
    QAbstractItemModelTester tester(&jobs, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const std::array types{u"service"_s, u"batch"_s, u"system"_s};
    const std::array words{u"running"_s, u"blocked"_s, u"complete"_s, u"failed"_s, u"successful"_s};
    quint32 seed = 7;
    const auto dice = [&](quint32 sides) { return (seed = seed * 1664525 + 1013904223) / 65536 % sides; };
    World world;
    world.addNode(1);
    quint64 index = 10;
    for (int round = 0; round < 60; ++round) {
        for (int change = 0; change < 6; ++change) {
            const nomad::JobKey key{u"default"_s, u"job-%1"_s.arg(dice(5))};
            const int id = int(dice(12));
            ++index;
            switch (dice(5)) {
            case 0: {
                nomad::Job job{.key = key, .type = types[dice(3)], .status = dice(3) ? u"running"_s : u"dead"_s};
                job.modifyIndex = index;
                join.jobsArrived({&job, 1});
                break;
            }
            case 1: {
                nomad::Evaluation evaluation{.id = uuid(500 + id), .job = key, .status = words[dice(3)]};
                if (const auto* known = tables.evaluations.get(evaluation.id)) evaluation.job = known->job;
                evaluation.modifyIndex = index;
                join.evaluationsArrived({&evaluation, 1});
                break;
            }
            case 2: {
                nomad::Deployment deployment{.id = uuid(600 + id), .job = key, .jobVersion = dice(4)};
                if (const auto* known = tables.deployments.get(deployment.id)) deployment.job = known->job;
                deployment.status = words[dice(5)];
                deployment.modifyIndex = index;
                join.deploymentsArrived({&deployment, 1});
                break;
            }
            case 3:
                if (dice(6) == 0) join.jobRemoved(key);
                break;
            default: {
                if (!world.allocations.contains(uuid(100 + id))) world.addAllocation(100 + id, key.id, 1);
                nomad::Allocation& row = world.allocations.at(uuid(100 + id));
                row.clientStatus = nomad::ClientStatus(dice(5));
                row.hasReplacement = dice(3) == 0;
                row.modifyIndex = index;
                join.allocationsArrived({&row, 1});
            }
            }
        }
        const std::vector<cluster::Delta> deltas = join.flush();
        const cluster::Delta followed = jobs.follow(deltas);
        for (const cluster::Delta& delta : deltas)
            if (delta.table == cluster::TableId::Jobs) jobs.apply(delta);
        jobs.apply(followed);
        join.recycle();

        JobModel fresh(tables, m_clock);
        fresh.sort(0);
        jobs.sort(0);
        QCOMPARE(keys(jobs), keys(fresh));
        QVERIFY(jobs.stateCounts() == fresh.stateCounts());
        for (int row = 0; row < fresh.rowCount(); ++row) {
            cluster::JobStanding left = jobs.standing(jobs.slotAt(row));
            cluster::JobStanding right = fresh.standing(fresh.slotAt(row));
            left.version = right.version = 0; // allocations that are gone had told it
            QVERIFY(left == right);
        }
    }
}

void TestTableModels::jobsAreFilteredByTheirOwnKeys()
{
    cluster::Join join(m_clock);
    join.setNomadSource(liveSource());
    nomad::Job web{.key = {u"default"_s, u"web"_s}, .type = u"service"_s, .status = u"running"_s};
    web.nodePool = u"edge"_s;
    web.groups = {{.group = u"front"_s}};
    const nomad::Job backup{.key = {u"ops"_s, u"web-backup"_s}, .type = u"batch"_s, .status = u"dead"_s};
    join.jobsArrived({&web, 1});
    join.jobsArrived({&backup, 1});
    join.flush();
    JobModel jobs(join.tables(), m_clock);
    const auto found = [&](const QString& text) {
        jobs.setFilter(RowFilter::parse(text));
        return keys(jobs);
    };
    const QStringList first{u"default/web"_s}, second{u"ops/web-backup"_s};
    QCOMPARE(found(u"job:web"_s).size(), 2);
    QCOMPARE(found(u"job:=web"_s), first);
    QCOMPARE(found(u"type:batch"_s), second);
    QCOMPARE(found(u"namespace:!=default"_s), second);
    QCOMPARE(found(u"pool:edge"_s), first);
    QCOMPARE(found(u"group:front"_s), first);
    QCOMPARE(found(u"status:dead"_s), second);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTableModels)
#include "test_table_models.moc"
