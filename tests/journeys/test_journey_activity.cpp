// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/journeys/demo_window.h"
#include "tests/support/message_guard.h"
#include "ui/views/activity_page.h"
#include "ui/views/activity_text.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QApplication>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::views;
using test_journeys::DemoWindow;

/// What an admin sees of a cluster that moves.
class TestJourneyActivity : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void failingAllocationShowsUpLeadsThereAndBackReturns();
    void lostNomadLeavesAGap();

private:
    ActivityPage& page() { return static_cast<ActivityPage&>(m_demo->page(Section::Activity)); }
    QString text(int row) { return page().list().table().model()->index(row, 3).data().toString(); }
    /// First row whose text contains all the parts; -1 when there is none.
    int rowWith(const QStringList& parts)
    {
        for (int row = 0; row < page().model().rowCount(); ++row)
            if (std::all_of(parts.begin(), parts.end(), [&](const QString& part) { return text(row).contains(part); }))
                return row;
        return -1;
    }

    std::unique_ptr<DemoWindow> m_demo;
};

void TestJourneyActivity::init()
{
    m_demo = std::make_unique<DemoWindow>(demo::Options{.speed = 12});
    m_demo->window().resize(1280, 772);
    m_demo->window().show();
    m_demo->monitor->start();
    m_demo->window().go({Section::Activity, {}});
    QTRY_VERIFY_WITH_TIMEOUT(m_demo->monitor->isSettled(), 20'000);
}

void TestJourneyActivity::cleanup()
{
    m_demo.reset();
}

void TestJourneyActivity::failingAllocationShowsUpLeadsThereAndBackReturns()
{
    // The image of thumbnails cannot be pulled: each new allocation of it fails.
    const QStringList failed{u"of thumbnails"_s, u"→ failed"_s};
    QTRY_VERIFY_WITH_TIMEOUT(rowWith(failed) >= 0, 30'000);
    page().setPaused(true);
    const int row = rowWith(failed);
    page().list().table().selectRow(row);
    const QString chosen = page().currentObject();
    QTest::keyClick(&page().list().table(), Qt::Key_Return);

    KeyedPage& allocations = m_demo->page(Section::Allocations);
    QCOMPARE(m_demo->window().currentPage(), static_cast<Page*>(&allocations));
    const auto* allocation =
        m_demo->tables().allocations.get(*base::Uuid::parse(allocations.currentObject().toStdString()));
    QVERIFY(allocation);
    QCOMPARE(allocation->jobId.text(), u"thumbnails"_s);

    m_demo->window().findChild<QAction*>(u"back"_s)->trigger();
    QCOMPARE(m_demo->window().currentPage(), static_cast<Page*>(&page()));
    QCOMPARE(page().currentObject(), chosen);
    page().setPaused(false);

    // Everything that is told of the newest of each allocation is as the tables have it.
    QTRY_VERIFY_WITH_TIMEOUT(rowWith({u"Peer phone offline"_s}) >= 0, 30'000);
    QVERIFY(rowWith({u"appeared on"_s}) >= 0 || rowWith({u"Service"_s}) >= 0);
}

void TestJourneyActivity::lostNomadLeavesAGap()
{
    m_demo->demo.faults().set(demo::Server::Nomad, {.kind = demo::FaultKind::Refuse});
    QTRY_VERIFY_WITH_TIMEOUT(rowWith({u"Nomad lost"_s}) >= 0 && rowWith({u"Gap since"_s}) >= 0, 20'000);
    m_demo->demo.faults().clear(demo::Server::Nomad);
    m_demo->monitor->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(rowWith({u"Nomad back"_s}) >= 0, 20'000);
    QVERIFY(rowWith({u"not everything in between is known"_s}) >= 0);
    QCOMPARE(rowWith({u"Gap since"_s}), -1);
}

TAILBOARD_TEST_MAIN(QApplication, TestJourneyActivity)
#include "test_journey_activity.moc"
