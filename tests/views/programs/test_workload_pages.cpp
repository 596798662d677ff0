// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"
#include "tests/views/table_text.h"
#include "ui/views/allocation_text.h"
#include "ui/views/allocations_page.h"
#include "ui/views/job_text.h"
#include "ui/views/jobs_page.h"
#include "ui/views/node_text.h"
#include "ui/views/nodes_page.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTabBar>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::cluster_test;
using namespace tailboard::views;
using base::State;
using test_views::tableText;

namespace {

/// Answers at once when it has an answer, else keeps the question; counts both.
class FakeReader final : public cluster::ObjectReader
{
public:
    template<typename Value>
    struct Answer
    {
        base::Result<Value> value{Value()};
        int asked = 0;

        void give(QObject* context, const Done<Value>& done)
        {
            ++asked;
            QTimer::singleShot(0, context, [this, done] { done(value); });
        }
    };

    void readAllocation(const base::Uuid&, QObject* context, Done<nomad::AllocationDetail> done) override
    {
        allocation.give(context, done);
    }
    void readUsage(const base::Uuid&, QObject* context, Done<nomad::AllocationUsage> done) override
    {
        usage.give(context, done);
    }
    void readJob(const nomad::JobKey&, QObject* context, Done<nomad::JobHistory> done) override
    {
        job.give(context, done);
    }
    void readNode(const base::Uuid&, QObject* context, Done<nomad::NodeDetail> done) override
    {
        node.give(context, done);
    }
    void readRaw(const cluster::Subject&, QObject*, Done<QList<cluster::RawDocument>>) override {}

    Answer<nomad::AllocationDetail> allocation;
    Answer<nomad::AllocationUsage> usage;
    Answer<nomad::JobHistory> job;
    Answer<nomad::NodeDetail> node;
};

nomad::PlacementFailure noMemory()
{
    nomad::PlacementFailure failure;
    failure.group = u"web"_s;
    failure.nodesEvaluated = 3;
    failure.dimensions = {{u"memory"_s, 3}};
    failure.coalesced = 1;
    return failure;
}

nomad::JobHistory blockedHistory()
{
    nomad::JobHistory history;
    history.key = {u"default"_s, u"web"_s};
    history.version = 1;
    history.groups = {{.name = u"web"_s, .count = 3, .tasks = {u"nginx"_s}, .drivers = {u"docker"_s}}};
    history.groups.first().summary.running = 2;
    history.groups.first().summary.queued = 1;
    history.versions = {{.number = 1, .isStable = true}, {.number = 0}};
    nomad::JobEvaluation waiting;
    waiting.id = uuid(70);
    waiting.status = u"blocked"_s;
    waiting.triggeredBy = u"queued-allocs"_s;
    waiting.failures = {noMemory()};
    history.evaluations = {waiting};
    return history;
}

nomad::AllocationDetail detailOfWeb()
{
    const QDateTime start({2026, 1, 5}, {11, 0}, Qt::UTC);
    nomad::AllocationDetail detail;
    nomad::AllocationTask task{.name = u"nginx"_s, .state = u"running"_s, .restarts = 2};
    task.startedAt = start;
    task.driver = u"docker"_s;
    task.cpu = 100;
    task.memory = 64;
    task.events = {{.type = u"Started"_s, .time = start, .text = u"Task started by client"_s},
                   {.type = u"Received"_s, .time = start.addSecs(-9), .text = u"Task received"_s}};
    nomad::AllocationTask second{.name = u"init"_s, .state = u"dead"_s};
    second.lifecycle = u"prestart"_s;
    second.events = {{.type = u"Terminated"_s, .time = start.addSecs(-5), .text = {}, .exitCode = 3}};
    detail.tasks = {task, second};
    detail.ports = {{u"http"_s, 20'001, 80, u"100.64.0.1"_s}};
    return detail;
}

} // namespace

class TestWorkloadPages : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void jobsShowWhatOtherTablesSayOfThem();
    void blockedJobSaysWhyInWords();
    void jobIsReadWhenSeenAndAgainWhenItChanged();
    void errorOffersAnotherTryAndOldContentStays();
    void placementReasonsWithoutWordsStandAsSent();
    void eventsOfAllTasksAreNewestFirst();
    void usageIsAskedOnlyWhileItIsSeen();
    void usageIsMeasuredAgainstWhatIsReserved();
    void stoppedAllocationUsesNothing();
    void nodeFollowsItsAllocationsByChange();
    void moreAllocationsThanShownLeadToAll();
    void addressOutsideTheTailnetIsSaid();
    void attributesAreFiltered();

private:
    void feed(KeyedPage* page = nullptr)
    {
        m_world.feed(*m_join);
        flush(page);
    }
    void flush(KeyedPage* page)
    {
        const std::vector<cluster::Delta> deltas = m_join->flush();
        if (page) page->apply(deltas);
        m_join->recycle();
    }
    template<typename T>
    std::unique_ptr<T> show()
    {
        auto page = std::make_unique<T>(m_look, *m_view);
        page->resize(1096, 700);
        page->show();
        page->sourcesChanged();
        page->chooseFirst();
        return page;
    }
    static void openTab(KeyedPage& page, const QString& title)
    {
        auto* tabs = page.details().findChild<QTabBar*>(u"detailTabs"_s);
        for (int tab = 0; tab < tabs->count(); ++tab)
            if (tabs->tabText(tab) == title) return page.details().setCurrentTab(tab);
        QFAIL(qPrintable(u"no tab "_s + title));
    }
    static RowList& list(const KeyedPage& page, const QString& name)
    {
        for (auto* each : page.findChildren<RowList*>())
            if (each->accessibleName() == name) return *each;
        qFatal("no such list");
    }
    static QStringList rows(const KeyedPage& page, const QString& name) { return tableText(*list(page, name).model()); }
    static ReadTab& seenTab(const KeyedPage& page)
    {
        for (auto* each : page.findChildren<ReadTab*>())
            if (each->isVisible()) return *each;
        qFatal("no such tab");
    }
    void addJob(const QString& name, const QString& status = u"running"_s)
    {
        nomad::Job job;
        job.key = {u"default"_s, name};
        job.name = name;
        job.type = u"service"_s;
        job.status = status;
        job.modifyIndex = ++m_index;
        m_join->jobsArrived({&job, 1});
    }
    void addEvaluation(int id, const QString& status)
    {
        nomad::Evaluation evaluation;
        evaluation.id = uuid(id);
        evaluation.job = {u"default"_s, u"web"_s};
        evaluation.status = status;
        evaluation.failedGroups = {u"web"_s};
        evaluation.modifyIndex = ++m_index;
        m_join->evaluationsArrived({&evaluation, 1});
    }

    widgets::Look m_look{widgets::Theme(widgets::Theme::Scheme::Light)};
    base::FixedClock m_clock{QDateTime({2026, 1, 5}, {12, 0}, Qt::UTC)};
    std::unique_ptr<cluster::Join> m_join;
    std::unique_ptr<findings::Findings> m_findings;
    std::unique_ptr<ClusterView> m_view;
    std::unique_ptr<FakeReader> m_reader;
    World m_world;
    quint64 m_index = 100;
};

void TestWorkloadPages::init()
{
    m_view.reset();
    m_findings.reset();
    m_join = std::make_unique<cluster::Join>(m_clock);
    m_findings = std::make_unique<findings::Findings>(*m_join, m_clock);
    m_reader = std::make_unique<FakeReader>();
    m_view.reset(new ClusterView{.join = *m_join,
                                 .findings = m_findings->table(),
                                 .clock = m_clock,
                                 .access = [](nomad::List) { return nomad::ListAccess(); },
                                 .isSettled = [] { return true; },
                                 .reader = m_reader.get()});
    m_world = webWorld();
}

void TestWorkloadPages::jobsShowWhatOtherTablesSayOfThem()
{
    feed();
    addJob(u"web"_s);
    flush(nullptr);
    const auto page = show<JobsPage>();
    const auto line = [&] { return tableText(*page->list().table().model()).first(); };
    QVERIFY2(line().startsWith(u"ok | web | service | running | 2/2 | "_s), qPrintable(line()));

    m_world.allocations.begin()->second.clientStatus = nomad::ClientStatus::Failed;
    m_world.allocations.begin()->second.modifyIndex = ++m_index;
    feed(page.get());
    QVERIFY2(line().startsWith(u"warning | web | service | 1 failed | 1/2"_s), qPrintable(line()));
    m_world.allocations.begin()->second.hasReplacement = true;
    m_world.allocations.begin()->second.modifyIndex = ++m_index;
    feed(page.get());
    QVERIFY2(line().startsWith(u"ok | web | service | running | 1/1"_s), qPrintable(line()));

    addEvaluation(70, u"blocked"_s);
    flush(page.get());
    QVERIFY2(line().startsWith(u"warning | web | service | waits for room"_s), qPrintable(line()));
    addEvaluation(70, u"complete"_s);
    flush(page.get());
    QVERIFY2(line().startsWith(u"ok | web"_s), qPrintable(line()));

    nomad::Deployment failed;
    failed.id = uuid(80);
    failed.job = {u"default"_s, u"web"_s};
    failed.jobVersion = 4;
    failed.status = u"failed"_s;
    failed.modifyIndex = ++m_index;
    m_join->deploymentsArrived({&failed, 1});
    flush(page.get());
    QVERIFY2(line().startsWith(u"warning | web | service | rollout failed | 1/1 | 4"_s), qPrintable(line()));
    QCOMPARE(page->summary().worst, std::optional<State>(State::Warning));
}

void TestWorkloadPages::blockedJobSaysWhyInWords()
{
    feed();
    addJob(u"web"_s);
    addEvaluation(70, u"blocked"_s);
    flush(nullptr);
    m_reader->job.value = blockedHistory();
    const auto page = show<JobsPage>();
    // The path asks too, since it names the cause.
    QTRY_COMPARE(m_reader->job.asked, 1);
    const auto cause = [&] { return page->findChild<QWidget*>(u"causeLine"_s)->accessibleName(); };
    QTRY_VERIFY2(cause().contains(u"3 of 3 nodes have too little memory left."_s), qPrintable(cause()));
    openTab(*page, u"Evaluations"_s);
    QCOMPARE(page->findChild<widgets::Label*>(u"whyNotPlaced"_s)->text(),
             u"No place for the group web. 3 of 3 nodes have too little memory left. "
             "1 more allocation waits for the same."_s);
    QVERIFY(rows(*page, u"Evaluations"_s).first().startsWith(u"blocked | queued-allocs"_s));
    QCOMPARE(rows(*page, u"Groups"_s), QStringList{u"web | 3 | 2 | 0 | 1 | 0 | 0 | nginx (docker)"_s});
    QCOMPARE(rows(*page, u"Versions"_s).first().section(u" | "_s, 0, 1), u"1 | current, stable"_s);
}

void TestWorkloadPages::jobIsReadWhenSeenAndAgainWhenItChanged()
{
    feed();
    addJob(u"web"_s);
    flush(nullptr);
    m_reader->job.value = blockedHistory();
    const auto page = show<JobsPage>();
    QTest::qWait(250);
    QCOMPARE(m_reader->job.asked, 0); // nobody looks at it
    openTab(*page, u"Groups"_s);
    QCOMPARE(seenTab(*page).status().sentence, u"Reading…"_s);
    QTRY_COMPARE(rows(*page, u"Groups"_s).size(), 1);
    QCOMPARE(m_reader->job.asked, 1);
    page->tick(m_clock.now());
    openTab(*page, u"Versions"_s);
    QTest::qWait(250);
    QCOMPARE(m_reader->job.asked, 1);
    addEvaluation(71, u"complete"_s);
    flush(page.get());
    QTRY_COMPARE(m_reader->job.asked, 2);
}

void TestWorkloadPages::errorOffersAnotherTryAndOldContentStays()
{
    feed();
    addJob(u"web"_s);
    flush(nullptr);
    const base::Error late{.kind = base::ErrorKind::TimedOut, .what = u"Nomad did not answer in 10 s."_s};
    m_reader->job.value = base::failure(late);
    const auto page = show<JobsPage>();
    openTab(*page, u"Groups"_s);
    QTRY_COMPARE(seenTab(*page).status().sentence, u"Nomad did not answer in 10 s."_s);
    QVERIFY(seenTab(*page).status().canTryAgain);
    m_reader->job.value = blockedHistory();
    emit seenTab(*page).againWanted();
    QTRY_VERIFY(seenTab(*page).status().hasContent);
    QVERIFY(seenTab(*page).status().note.isEmpty());

    m_reader->job.value = base::failure(late);
    m_clock.advance(std::chrono::minutes(3));
    emit seenTab(*page).againWanted();
    QTRY_COMPARE(seenTab(*page).status().note, u"Nomad did not answer in 10 s. What is shown was read 3 min ago."_s);
    QCOMPARE(rows(*page, u"Groups"_s).size(), 1);
}

void TestWorkloadPages::placementReasonsWithoutWordsStandAsSent()
{
    nomad::JobHistory history = blockedHistory();
    nomad::PlacementFailure& failure = history.evaluations.first().failures.first();
    failure.dimensions = {{u"network: reserved port collision http=8080"_s, 1}, {u"unheard of %1"_s, 2}};
    failure.constraints = {{u"missing compatible host volumes"_s, 1}};
    failure.coalesced = 0;
    QCOMPARE(whyNotPlaced(history), u"No place for the group web. 1 of 3 nodes lack a host volume of the group. "
                                    "On 1 of 3 nodes the port 8080 (http) is taken. "
                                    "2 of 3 nodes have too little left of: unheard of %1."_s);
}

void TestWorkloadPages::eventsOfAllTasksAreNewestFirst()
{
    feed();
    m_reader->allocation.value = detailOfWeb();
    const auto page = show<AllocationsPage>();
    openTab(*page, u"Events"_s);
    QTRY_COMPARE(rows(*page, u"Events"_s).size(), 3);
    QCOMPARE(rows(*page, u"Events"_s)[0], u"1 h ago | nginx | Started | Task started by client"_s);
    QCOMPARE(rows(*page, u"Events"_s)[1], u"1 h ago | init | Terminated | exit code 3"_s);
    QVERIFY(rows(*page, u"Events"_s)[2].contains(u"Received"_s));
    QVERIFY(rows(*page, u"Tasks"_s)[0].startsWith(u"nginx | running | 2 | "_s));
    QVERIFY(rows(*page, u"Addresses"_s)[0].startsWith(u"http | port | 100.64.0.1:20001 | 80"_s));
}

void TestWorkloadPages::usageIsAskedOnlyWhileItIsSeen()
{
    feed();
    m_reader->allocation.value = detailOfWeb();
    m_reader->usage.value->whole.cpuMegahertz = 50;
    const auto page = show<AllocationsPage>();
    openTab(*page, u"Tasks"_s);
    QTRY_COMPARE(m_reader->allocation.asked, 1);
    const auto seconds = [&](int count) {
        for (int i = 0; i < count; ++i) {
            m_clock.advance(std::chrono::seconds(1));
            page->tick(m_clock.now());
            QTest::qWait(5);
        }
    };
    seconds(20);
    QCOMPARE(m_reader->usage.asked, 0);
    openTab(*page, u"Usage"_s);
    QTRY_VERIFY(m_reader->usage.asked >= 1);
    const int before = m_reader->usage.asked;
    seconds(15);
    QVERIFY2(m_reader->usage.asked >= before + 2 && m_reader->usage.asked <= before + 4,
             qPrintable(QString::number(m_reader->usage.asked)));
    openTab(*page, u"Path"_s);
    const int seen = m_reader->usage.asked;
    seconds(12);
    QCOMPARE(m_reader->usage.asked, seen);
}

void TestWorkloadPages::usageIsMeasuredAgainstWhatIsReserved()
{
    nomad::AllocationUsage usage;
    usage.whole.cpuMegahertz = 250;
    usage.whole.memory = 32 * 1024 * 1024;
    usage.tasks = {{.task = u"nginx"_s, .usage = usage.whole}};
    usage.tasks.first().usage.memory = 62 * 1024 * 1024;
    usage.tasks.first().usage.cpuMegahertz.reset();
    const std::vector<Row> rows = usageRows(detailOfWeb(), usage);
    QCOMPARE(rows.size(), size_t(2));
    QCOMPARE(rows[0].cells[1].text, u"250 MHz of 100 MHz"_s);
    QCOMPARE(rows[0].cells[3].share, std::optional<double>(0.5));
    QVERIFY(rows[0].cells[3].shape == widgets::Shape(State::Ok));
    // What is not measured is not nothing.
    QCOMPARE(rows[1].cells[1].text, u"not measured"_s);
    QVERIFY(!rows[1].cells[1].share);
    QVERIFY(rows[1].cells[3].shape == widgets::Shape(State::Critical)); // 62 of 64, and no more is allowed
}

void TestWorkloadPages::stoppedAllocationUsesNothing()
{
    for (auto& [id, row] : m_world.allocations)
        row.clientStatus = nomad::ClientStatus::Complete;
    feed();
    const auto page = show<AllocationsPage>();
    openTab(*page, u"Usage"_s);
    QVERIFY(seenTab(*page).status().sentence.contains(u"does not run"_s));
    QTest::qWait(200);
    QCOMPARE(m_reader->usage.asked, 0);
}

void TestWorkloadPages::nodeFollowsItsAllocationsByChange()
{
    feed();
    const auto page = show<NodesPage>();
    QVERIFY(page->showObject(uuid(1001).toString()) || !page->currentObject().isEmpty());
    openTab(*page, u"Allocations"_s);
    QCOMPARE(rows(*page, u"Allocations"_s).size(), 1);
    const int node = rows(*page, u"Allocations"_s).first().contains(uuid(1).shortText()) ? 1 : 2;
    m_world.addAllocation(50, u"more"_s, node);
    m_world.addAllocation(51, u"elsewhere"_s, 3 - node);
    feed(page.get());
    QCOMPARE(rows(*page, u"Allocations"_s).size(), 2);
    QVERIFY(rows(*page, u"Allocations"_s).join(u'\n').contains(u"more"_s));
    m_world.allocations.at(uuid(50)).clientStatus = nomad::ClientStatus::Failed;
    m_world.allocations.at(uuid(50)).modifyIndex = ++m_index;
    feed(page.get());
    QVERIFY(rows(*page, u"Allocations"_s).first().startsWith(u"failed"_s)); // the worst first
    QSignalSpy wanted(page.get(), &Page::placeWanted);
    QTest::keyClick(&list(*page, u"Allocations"_s), Qt::Key_Down);
    QTest::keyClick(&list(*page, u"Allocations"_s), Qt::Key_Return);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<Place>().section, Section::Allocations);
    m_world.allocations.erase(uuid(50));
    feed(page.get());
    QCOMPARE(rows(*page, u"Allocations"_s).size(), 1);
}

void TestWorkloadPages::moreAllocationsThanShownLeadToAll()
{
    for (int i = 10; i < 60; ++i)
        m_world.addAllocation(i, u"a"_s, 1);
    feed();
    std::vector<const nomad::Allocation*> all;
    m_join->tables().allocations.forEach([&](cluster::Slot, const nomad::Allocation& row) { all.push_back(&row); });
    const nomad::Node* node = m_join->tables().nodes.get(all.front()->nodeId);
    QVERIFY(node);
    const std::vector<Row> rows = nodeAllocationRows(*m_view, *node, all, 20);
    QCOMPARE(rows.size(), size_t(21));
    QCOMPARE(rows.back().cells.front().text, u"%1 more"_s.arg(all.size() - 20));
    QCOMPARE(rows.back().place->object, u"?node:="_s + node->name);
}

void TestWorkloadPages::addressOutsideTheTailnetIsSaid()
{
    QVERIFY(isTailnetAddress(u"100.64.0.1"_s));
    QVERIFY(isTailnetAddress(u"100.127.255.255"_s));
    QVERIFY(isTailnetAddress(u"fd7a:115c:a1e0::1"_s));
    QVERIFY(!isTailnetAddress(u"100.128.0.1"_s));
    QVERIFY(!isTailnetAddress(u"192.168.1.4"_s));
    QVERIFY(!isTailnetAddress(u"<b>"_s));
    for (auto& [id, node] : m_world.nodes)
        node.address = u"192.168.1.4"_s;
    feed();
    const auto page = show<NodesPage>();
    openTab(*page, u"Network"_s);
    QTRY_VERIFY(seenTab(*page).status().hasContent);
    auto* problem = page->findChild<widgets::Label*>(u"addressProblem"_s);
    QVERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(u"192.168.1.4"_s));
    QVERIFY(rows(*page, u"Network"_s).first().contains(u"not the tailnet"_s));
}

void TestWorkloadPages::attributesAreFiltered()
{
    m_reader->node.value->attributes = {{u"cpu.arch"_s, u"amd64"_s}, {u"os.name"_s, u"debian"_s}};
    m_reader->node.value->meta = {{u"rack"_s, u"attic"_s}};
    feed();
    const auto page = show<NodesPage>();
    openTab(*page, u"Attributes"_s);
    QTRY_COMPARE(rows(*page, u"Attributes"_s).size(), 3);
    page->findChild<widgets::HintField*>(u"attributeFilter"_s)->setText(u"DEB"_s);
    QCOMPARE(rows(*page, u"Attributes"_s), QStringList{u"os.name | debian"_s});
    page->findChild<widgets::HintField*>(u"attributeFilter"_s)->setText(u"meta"_s);
    QCOMPARE(rows(*page, u"Attributes"_s), QStringList{u"meta.rack | attic"_s});
}

TAILBOARD_TEST_MAIN(QApplication, TestWorkloadPages)
#include "test_workload_pages.moc"
