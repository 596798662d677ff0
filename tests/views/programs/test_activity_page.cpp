// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"
#include "tests/views/table_text.h"
#include "ui/views/activity_page.h"
#include "ui/views/activity_text.h"
#include "ui/views/fact_list.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::cluster_test;
using namespace tailboard::views;
using base::State;
using base::Symbol;
using cluster::ActivityEntry;
using cluster::ActivityKind;
using cluster::Happening;
using test_views::tableText;

class TestActivityPage : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void failedAllocationIsALine();
    void pauseKeepsRowsAndCountsNewOnes();
    void spaceInTheTablePauses();
    void rowsStayUnderThePointer();
    void whoScrolledAwayIsLeftAlone();
    void hiddenPageCatchesUp();
    void returnLeadsToTheObject();
    void whatIsGoneLeadsNowhere();
    void detailsSayTheExactTime();
    void emptyPageSaysSinceWhen();
    void brokenStreamIsNoted();
    void hostileTextsAreShownPlain();
    void sentences_data();
    void sentences();

private:
    void pass()
    {
        const auto deltas = m_join->flush();
        m_activity->update(deltas);
        m_join->recycle();
        m_activity->updateSources();
    }
    /// `count` lines, one after the other.
    void happen(int count = 1, nomad::ClientStatus status = nomad::ClientStatus::Failed)
    {
        for (int i = 0; i < count; ++i) {
            nomad::Allocation& row = m_world.allocations.at(uuid(1));
            row.clientStatus = row.clientStatus == status ? nomad::ClientStatus::Running : status;
            ++row.modifyIndex;
            m_join->allocationsArrived({&row, 1});
            pass();
        }
    }
    std::unique_ptr<ActivityPage> show()
    {
        auto page = std::make_unique<ActivityPage>(m_look, *m_view, *m_activity);
        page->resize(1096, 700);
        page->show();
        page->sourcesChanged();
        return page;
    }
    static QPushButton* pill(const ActivityPage& page) { return page.findChild<QPushButton*>(u"displacedRows"_s); }
    static void pointer(const ActivityPage& page, bool isOver)
    {
        QEvent event(isOver ? QEvent::Enter : QEvent::Leave);
        QApplication::sendEvent(page.list().table().viewport(), &event);
    }

    widgets::Look m_look{widgets::Theme(widgets::Theme::Scheme::Light)};
    base::FixedClock m_clock{QDateTime({2026, 1, 5}, {12, 0}, Qt::UTC)};
    std::unique_ptr<cluster::Join> m_join;
    std::unique_ptr<findings::Findings> m_findings;
    std::unique_ptr<cluster::Activity> m_activity;
    std::unique_ptr<ClusterView> m_view;
    World m_world;
};

void TestActivityPage::init()
{
    m_view.reset();
    m_activity.reset();
    m_findings.reset();
    m_join = std::make_unique<cluster::Join>(m_clock);
    m_findings = std::make_unique<findings::Findings>(*m_join, m_clock);
    m_activity = std::make_unique<cluster::Activity>(*m_join, m_clock);
    m_view.reset(new ClusterView{.join = *m_join,
                                 .findings = m_findings->table(),
                                 .clock = m_clock,
                                 .access = [](nomad::List) { return nomad::ListAccess(); },
                                 .isSettled = [] { return true; }});
    m_world = webWorld();
    m_world.feed(*m_join);
    pass();
}

void TestActivityPage::failedAllocationIsALine()
{
    const auto page = show();
    m_world.allocations.at(uuid(1)).clientDescription = Symbol::of(u"Failed tasks");
    happen();
    const QString id = uuid(1).shortText();
    QCOMPARE(tableText(*page->list().table().model()).first().section(u" | "_s, 2),
             u"Allocation | Allocation %1 of web on firefly-sub01: running → failed (Failed tasks) | %1"_s.arg(id));
    happen();
    QCOMPARE(page->model().rowCount(), 2);
    QCOMPARE(tableText(*page->list().table().model()).first().section(u" | "_s, 3, 3),
             u"Allocation %1 of web on firefly-sub01: failed → running"_s.arg(id)); // newest first
    QVERIFY(!page->summary().count);
}

void TestActivityPage::pauseKeepsRowsAndCountsNewOnes()
{
    const auto page = show();
    happen(2);
    page->setPaused(true);
    happen(12);
    QCOMPARE(page->model().rowCount(), 2);
    QCOMPARE(page->waiting(), 12);
    QVERIFY(pill(*page)->isVisible());
    QCOMPARE(pill(*page)->text(), u"12 new"_s);
    pill(*page)->click(); // a look, without going on
    QCOMPARE(page->model().rowCount(), 14);
    QVERIFY(page->isPaused());
    happen(3);
    page->setPaused(false);
    QCOMPARE(page->model().rowCount(), 17);
    QVERIFY(!pill(*page)->isVisible());
}

void TestActivityPage::spaceInTheTablePauses()
{
    const auto page = show();
    happen();
    page->activateWindow();
    page->list().table().setFocus();
    QTRY_VERIFY(page->list().table().hasFocus());
    QTest::keyClick(&page->list().table(), Qt::Key_Space);
    QVERIFY(page->isPaused());
    QCOMPARE(page->findChild<QPushButton*>(u"pauseButton"_s)->text(), u"Resume"_s);
    QTest::keyClick(&page->list().table(), Qt::Key_Space);
    QVERIFY(!page->isPaused());
    QCOMPARE(page->pageActions().size(), qsizetype(1));
}

void TestActivityPage::rowsStayUnderThePointer()
{
    const auto page = show();
    happen(3);
    const QStringList before = tableText(*page->list().table().model());
    pointer(*page, true);
    happen(2);
    QCOMPARE(tableText(*page->list().table().model()), before);
    QCOMPARE(pill(*page)->text(), u"2 new"_s);
    pointer(*page, false);
    QCOMPARE(page->model().rowCount(), 5);
    QCOMPARE(page->model().index(0, 0).data(models::KeyRole).toString(), u"5"_s);
}

void TestActivityPage::whoScrolledAwayIsLeftAlone()
{
    const auto page = show();
    happen(100);
    QScrollBar* const bar = page->list().table().verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->setValue(200);
    happen(5);
    QCOMPARE(page->model().rowCount(), 100);
    QCOMPARE(page->waiting(), 5);
    bar->setValue(0);
    QCOMPARE(page->model().rowCount(), 105);
}

void TestActivityPage::hiddenPageCatchesUp()
{
    const auto page = show();
    happen(2);
    page->hide();
    happen(10);
    QCOMPARE(page->model().rowCount(), 2);
    page->show();
    QCOMPARE(page->model().rowCount(), 12);
    page->hide();
    happen(1);
    QVERIFY(page->showObject(u"13"_s)); // Back leads to it before it is drawn
}

void TestActivityPage::returnLeadsToTheObject()
{
    const auto page = show();
    happen();
    QSignalSpy spy(page.get(), &Page::placeWanted);
    page->list().table().selectRow(0);
    QTest::keyClick(&page->list().table(), Qt::Key_Return);
    QCOMPARE(spy.size(), 1);
    QCOMPARE(spy.at(0).at(0).value<Place>(), (Place{Section::Allocations, uuid(1).toString()}));
    page->findChild<QPushButton*>(u"openObject"_s)->click();
    QCOMPARE(spy.size(), 2);
}

void TestActivityPage::whatIsGoneLeadsNowhere()
{
    const auto page = show();
    happen();
    m_join->beginList(nomad::List::Allocations);
    m_join->allocationsArrived({&m_world.allocations.at(uuid(2)), 1});
    m_join->endList(nomad::List::Allocations);
    pass();
    QSignalSpy spy(page.get(), &Page::placeWanted);
    page->list().table().selectRow(1);
    QTest::keyClick(&page->list().table(), Qt::Key_Return);
    QCOMPARE(spy.size(), 0);
    QVERIFY(!page->findChild<QPushButton*>(u"openObject"_s)->isVisible());
}

void TestActivityPage::detailsSayTheExactTime()
{
    const auto page = show();
    m_world.allocations.at(uuid(1)).modifyTime = qint64(1'767'614'400'123) * 1'000'000;
    happen();
    page->list().table().selectRow(0);
    QStringList texts;
    for (const Fact& fact : page->findChild<FactList*>()->facts())
        texts << fact.name + u'=' + fact.value;
    QVERIFY2(texts.contains(u"Time=2026-01-05 12:00:00.123 UTC, by the server's clock"_s),
             qPrintable(texts.join(u'\n')));
    QVERIFY(texts.contains(u"Status before=running"_s));
    QVERIFY(texts.contains(u"Allocation="_s + uuid(1).toString()));
}

void TestActivityPage::emptyPageSaysSinceWhen()
{
    const auto page = show();
    QVERIFY(page->list().empty().isVisible());
    bool isSaid = false;
    for (const auto* each : page->list().empty().findChildren<widgets::Label*>())
        isSaid = isSaid || each->text().startsWith(u"Nothing has happened since Tailboard connected at "_s);
    QVERIFY(isSaid);
}

void TestActivityPage::brokenStreamIsNoted()
{
    const auto page = show();
    base::SourceState source = liveSource();
    source.streaming = false;
    source.phase = base::SourcePhase::Waiting;
    m_join->setNomadSource(source);
    pass();
    page->sourcesChanged();
    const auto note = [&] { return page->findChild<widgets::Label*>(u"headerNote"_s)->text(); };
    QVERIFY2(note().contains(u"Event stream down since"_s), qPrintable(note()));
    QVERIFY(tableText(*page->list().table().model()).first().contains(u"Gap since"_s));
    source = liveSource();
    m_join->setNomadSource(source);
    pass();
    page->sourcesChanged();
    QVERIFY2(note().isEmpty(), qPrintable(note()));
    QVERIFY(tableText(*page->list().table().model()).join(u'\n').contains(u"not everything in between is known"_s));
    source.streaming = false; // the token may not
    source.period = 30s;
    m_join->setNomadSource(source);
    pass();
    page->sourcesChanged();
    QVERIFY2(note().contains(u"No event stream"_s), qPrintable(note()));
}

void TestActivityPage::hostileTextsAreShownPlain()
{
    const auto page = show();
    m_world.allocations.at(uuid(1)).clientDescription = Symbol::of(u"<b>%1</b> %2 \u202Egnp.exe");
    happen();
    page->list().table().selectRow(0);
    for (const auto* each : page->findChildren<QLabel*>())
        QCOMPARE(each->textFormat(), Qt::PlainText);
    const QString line = tableText(*page->list().table().model()).first();
    QVERIFY2(line.contains(u"running → failed (<b>%1</b> %2"_s), qPrintable(line));
}

void TestActivityPage::sentences_data()
{
    QTest::addColumn<ActivityEntry>("entry");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* text, ActivityEntry entry) {
        QTest::newRow(text) << entry << QString::fromUtf8(text);
    };
    const Symbol web = Symbol::of(u"web");
    using enum ActivityKind;
    using enum Happening;
    row("24 allocations of web: pending → running", {.count = 24,
                                                     .times = 24,
                                                     .kind = Allocation,
                                                     .what = Changed,
                                                     .before = Symbol::of(u"pending"),
                                                     .after = Symbol::of(u"running"),
                                                     .job = web});
    row("1,000 allocations of several jobs: forgotten by Nomad", {.count = 1'000, .kind = Allocation, .what = Gone});
    row("Job web registered, version 8", {.figure = 8, .kind = ActivityKind::Job, .what = Registered, .job = web});
    row("Job web stopped", {.kind = ActivityKind::Job, .what = Stopped, .job = web});
    row("Deployment of web, version 8: successful", {.figure = 8,
                                                     .kind = ActivityKind::Deployment,
                                                     .what = Changed,
                                                     .after = Symbol::of(u"successful"),
                                                     .job = web});
    row("Evaluation 00000000 of web: no place for cache (Too little memory.)", {.kind = ActivityKind::Evaluation,
                                                                                .what = NotPlaced,
                                                                                .state = State::Warning,
                                                                                .job = web,
                                                                                .group = Symbol::of(u"cache"),
                                                                                .words = u"Too little memory."_s});
    row("Node firefly-sub03: ready → down", {.kind = ActivityKind::Node,
                                             .what = Changed,
                                             .state = State::Critical,
                                             .before = Symbol::of(u"ready"),
                                             .after = Symbol::of(u"down"),
                                             .node = Symbol::of(u"firefly-sub03")});
    row("Service web registered at 100.64.0.2:24512",
        {.kind = ActivityKind::Service, .what = Appeared, .name = u"web"_s, .words = u"100.64.0.2:24512"_s});
    row("Service web gone from 100.64.0.2:24512",
        {.kind = ActivityKind::Service, .what = Gone, .name = u"web"_s, .words = u"100.64.0.2:24512"_s});
    row("Router web@nomad appeared on 3 of 3",
        {.figure = 3, .outOf = 3, .kind = Router, .what = Shown, .name = u"web@nomad"_s});
    row("Router web@nomad gone", {.figure = 0, .outOf = 3, .kind = Router, .what = Gone, .name = u"web@nomad"_s});
    row("Router web@nomad refused by 1 of 3 (no such resolver)", {.figure = 1,
                                                                  .outOf = 3,
                                                                  .kind = Router,
                                                                  .what = Refused,
                                                                  .state = State::Critical,
                                                                  .name = u"web@nomad"_s,
                                                                  .words = u"no such resolver"_s});
    row("Peer firefly-sub02 now by relay fra",
        {.kind = ActivityKind::Peer, .what = ByRelay, .after = Symbol::of(u"fra"), .name = u"firefly-sub02"_s});
    row("Nomad lost (It refused.)",
        {.kind = Source, .what = Lost, .state = State::Critical, .name = u"Nomad"_s, .words = u"It refused."_s});
    row("Traefik firefly-sub01 back", {.kind = Source, .what = Back, .name = u"Traefik firefly-sub01"_s});
}

void TestActivityPage::sentences()
{
    QFETCH(ActivityEntry, entry);
    QFETCH(QString, text);
    QCOMPARE(activityText(entry), text);
}

TAILBOARD_TEST_MAIN(QApplication, TestActivityPage)
#include "test_activity_page.moc"
