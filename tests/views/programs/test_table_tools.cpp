// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"
#include "ui/models/allocation_model.h"
#include "ui/models/route_model.h"
#include "ui/views/allocations_page.h"
#include "ui/views/layout_store.h"
#include "ui/views/page_header.h"
#include "ui/views/peers_page.h"
#include "ui/views/routes_page.h"
#include "ui/views/row_text.h"
#include "ui/views/table_tools.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/look.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSplitter>
#include <QTemporaryDir>
#include <QtTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::cluster_test;
using namespace tailboard::views;
using models::AllocationModel;
using models::RouteModel;
using widgets::SortHeader;
using widgets::SortMark;

namespace {

QList<int> shownColumns(const KeyedPage& page)
{
    const auto& table = page.list().table();
    QList<int> all;
    for (int at = 0; at < table.header().count(); ++at)
        if (const int column = table.header().logicalIndex(at); !table.isColumnHidden(column)) all << column;
    return all;
}

/// The menu behind a button of the header, filled as when it opens.
QMenu* menuOf(const KeyedPage& page, const QString& name)
{
    auto* menu = page.findChild<QMenu*>(name);
    emit menu->aboutToShow();
    return menu;
}

QAction* actionIn(QMenu* menu, const QString& text)
{
    for (QAction* action : menu->actions())
        if (action->text() == text) return action;
    return nullptr;
}

} // namespace

class TestTableTools : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void clickSortsAloneShiftAddsAndTurns();
    void headerSortsByShiftAndClick();
    void columnsAreChosenAndReset();
    void layoutComesBack();
    void hostileLayoutsAreSurvived_data();
    void hostileLayoutsAreSurvived();
    void viewsAreSavedChosenAndDeleted();
    void fileIsWrittenLateAndAtTheEnd();
    void damagedFilesCountAsNone();
    void csvIsQuotedAndGuarded();
    void copiesAreThePlainRow();
    void exportIsWhatIsShown();
    void exportThatFailsSaysWhy();
    void exportOfManyRowsNeverStalls();
    void filterSaysWhatItCouldNotTake();
    void rowUnderThePointerStays();
    void lettersAreLeftToThePage();

private:
    void feed(KeyedPage* page = nullptr)
    {
        m_world.feed(*m_join);
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
        return page;
    }

    widgets::Look m_look{widgets::Theme(widgets::Theme::Scheme::Light)};
    base::FixedClock m_clock{QDateTime({2026, 1, 5}, {12, 0}, Qt::UTC)};
    std::unique_ptr<cluster::Join> m_join;
    std::unique_ptr<findings::Findings> m_findings;
    std::unique_ptr<ClusterView> m_view;
    World m_world;
};

void TestTableTools::init()
{
    m_view.reset();
    m_findings.reset();
    m_join = std::make_unique<cluster::Join>(m_clock);
    m_findings = std::make_unique<findings::Findings>(*m_join, m_clock);
    m_view.reset(new ClusterView{.join = *m_join,
                                 .findings = m_findings->table(),
                                 .clock = m_clock,
                                 .access = [](nomad::List) { return nomad::ListAccess(); },
                                 .isSettled = [] { return true; }});
    m_world = webWorld();
}

void TestTableTools::clickSortsAloneShiftAddsAndTurns()
{
    QList<SortMark> marks{{0}};
    marks = SortHeader::clicked(marks, 2, false);
    QCOMPARE(marks, (QList<SortMark>{{2}}));
    marks = SortHeader::clicked(marks, 2, false);
    QCOMPARE(marks, (QList<SortMark>{{2, Qt::DescendingOrder}}));
    marks = SortHeader::clicked(marks, 3, true);
    marks = SortHeader::clicked(marks, 4, true);
    QCOMPARE(marks, (QList<SortMark>{{2, Qt::DescendingOrder}, {3}, {4}}));
    marks = SortHeader::clicked(marks, 3, true); // in its place
    QCOMPARE(marks, (QList<SortMark>{{2, Qt::DescendingOrder}, {3, Qt::DescendingOrder}, {4}}));
    marks = SortHeader::clicked(marks, 5, true); // three at most
    QCOMPARE(marks, (QList<SortMark>{{2, Qt::DescendingOrder}, {3, Qt::DescendingOrder}, {5}}));
    marks = SortHeader::clicked(marks, 3, false); // plain click: only that
    QCOMPARE(marks, (QList<SortMark>{{3}}));
}

void TestTableTools::headerSortsByShiftAndClick()
{
    feed();
    const auto page = show<AllocationsPage>();
    SortHeader& header = page->list().table().header();
    const auto at = [&](int column) {
        return QPoint(header.sectionViewportPosition(column) + 20, header.height() / 2);
    };
    QTest::mouseClick(header.viewport(), Qt::LeftButton, {}, at(AllocationModel::Node));
    QTest::mouseClick(header.viewport(), Qt::LeftButton, Qt::ShiftModifier, at(AllocationModel::Restarts));
    const std::vector<models::SortKey> wanted{{AllocationModel::Node}, {AllocationModel::Restarts}};
    QVERIFY(page->model().sortKeys() == wanted);
    QCOMPARE(header.accessibleDescription(), u"Sorted by Node ascending, Restarts ascending"_s);
    // By keyboard through the menu.
    QMenu* then = actionIn(menuOf(*page, u"columnsMenu"_s), u"Then by"_s)->menu();
    actionIn(then, u"Job"_s)->trigger();
    QCOMPARE(page->model().sortKeys().size(), size_t(3));
    QMenu* by = actionIn(menuOf(*page, u"columnsMenu"_s), u"Sort by"_s)->menu();
    actionIn(by, u"Job (3, ascending)"_s)->trigger();
    QCOMPARE(page->model().sortKeys().size(), size_t(1));
}

void TestTableTools::columnsAreChosenAndReset()
{
    feed();
    const auto page = show<RoutesPage>();
    const QList<int> atFirst{0, 1, 2, 3, 4, 5, 6, 7};
    QCOMPARE(shownColumns(*page), atFirst);
    actionIn(menuOf(*page, u"columnsMenu"_s), u"Resolver"_s)->trigger();
    actionIn(menuOf(*page, u"columnsMenu"_s), u"Node"_s)->trigger();
    QCOMPARE(shownColumns(*page), (QList<int>{0, 1, 2, 3, 4, 6, 7, RouteModel::Resolver}));
    const QModelIndex first = page->list().table().model()->index(0, RouteModel::Resolver);
    QCOMPARE(first.data().toString(), u"tailscaleresolver"_s);
    actionIn(menuOf(*page, u"columnsMenu"_s), u"Reset columns"_s)->trigger();
    QCOMPARE(shownColumns(*page), atFirst);
}

void TestTableTools::layoutComesBack()
{
    feed();
    MemoryLayout store;
    {
        const auto page = show<RoutesPage>();
        page->tools()->useLayout(store);
        auto& table = page->list().table();
        actionIn(menuOf(*page, u"columnsMenu"_s), u"Job"_s)->trigger();
        actionIn(menuOf(*page, u"columnsMenu"_s), u"Compact rows"_s)->trigger();
        table.header().moveSection(table.header().visualIndex(RouteModel::Certificate), 1);
        table.header().resizeSection(RouteModel::Router, 211);
        page->tools()->setSort({{RouteModel::Node, Qt::DescendingOrder}, {RouteModel::Url}});
    }
    const auto page = show<RoutesPage>();
    page->tools()->useLayout(store);
    const auto& table = page->list().table();
    QCOMPARE(shownColumns(*page), (QList<int>{0, RouteModel::Certificate, 1, 2, 3, 4, 5, 6, RouteModel::Job}));
    QCOMPARE(table.columnWidth(RouteModel::Router), 211);
    QVERIFY(table.isCompact());
    const std::vector<models::SortKey> wanted{{RouteModel::Node, Qt::DescendingOrder}, {RouteModel::Url}};
    QVERIFY(page->model().sortKeys() == wanted);
    // Another page is not touched by it.
    const auto other = show<PeersPage>();
    other->tools()->useLayout(store);
    QVERIFY(!other->list().table().isCompact());
}

void TestTableTools::hostileLayoutsAreSurvived_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("wrong kinds") << QByteArray(
        R"({"columns": 5, "sort": "x", "views": {}, "details": [], "compact": 7})");
    QTest::newRow("unknown columns") << QByteArray(R"({"columns": [{"id": "nonsense"}, {}, 3, null, {"id": -1}]})");
    QTest::newRow("twice") << QByteArray(R"({"columns": [{"id": "url"}, {"id": "url", "hidden": true}]})");
    QTest::newRow("huge widths") << QByteArray(
        R"({"columns": [{"id": "url", "width": 1e300}, {"id": "node", "width": -7}]})");
    QTest::newRow("state hidden") << QByteArray(R"({"columns": [{"id": "state", "hidden": true}]})");
    QTest::newRow("many sorts") << QByteArray(
        R"({"sort": [{"column": "url"}, {"column": "url"}, {"column": "x"}, {"column": "node"}, {"column": "job"}, {"column": "peer"}]})");
    QTest::newRow("odd splitter") << QByteArray(R"({"details": 1e18})");
    QTest::newRow("odd views") << QByteArray(
        R"({"views": [1, {"name": ""}, {"name": 4}, {"name": "<b>x</b>", "filter": {}}]})");
}

void TestTableTools::hostileLayoutsAreSurvived()
{
    QFETCH(QByteArray, json);
    feed();
    MemoryLayout store;
    const QJsonObject kept = QJsonDocument::fromJson(json).object();
    QVERIFY(!kept.isEmpty());
    store.write(u"page/routes"_s, kept);
    const auto page = show<RoutesPage>();
    page->tools()->useLayout(store);
    const auto& table = page->list().table();
    QCOMPARE(shownColumns(*page).first(), 0);
    QVERIFY(shownColumns(*page).size() >= 7);
    for (int column = 0; column < table.header().count(); ++column)
        QVERIFY(table.columnWidth(column) <= 4000);
    QCOMPARE(page->model().rowCount(), 1);
    QVERIFY(page->model().sortKeys().size() <= 3);
    for (const QString& name : page->tools()->viewNames())
        page->tools()->chooseView(name);
    page->splitter().setSizes({100, 100});
    QVERIFY(page->tools()->viewNames().size() <= 1);
}

void TestTableTools::viewsAreSavedChosenAndDeleted()
{
    for (int i = 10; i < 30; ++i)
        m_world.addAllocation(i, u"job-%1"_s.arg(i % 3), 1 + i % 2);
    feed();
    MemoryLayout store;
    {
        const auto page = show<AllocationsPage>();
        page->tools()->useLayout(store);
        page->list().filter().setText(u"job:job-1"_s);
        page->tools()->setSort({{AllocationModel::Node}, {AllocationModel::Id}});
        actionIn(menuOf(*page, u"columnsMenu"_s), u"Desired"_s)->trigger();
        page->tools()->saveView(u"  Ones &  more "_s);
    }
    const auto page = show<AllocationsPage>();
    page->tools()->useLayout(store);
    page->tools()->setSort({{0}});
    actionIn(menuOf(*page, u"columnsMenu"_s), u"Reset columns"_s)->trigger();
    const int all = page->model().rowCount();
    QCOMPARE(page->tools()->viewNames(), QStringList{u"Ones & more"_s});
    actionIn(menuOf(*page, u"viewsMenu"_s), u"Ones && more"_s)->trigger();
    QVERIFY(page->model().rowCount() < all && page->model().rowCount() > 0);
    QCOMPARE(page->list().filter().text(), u"job:job-1"_s);
    QCOMPARE(page->model().sortKeys().size(), size_t(2));
    QVERIFY(page->list().table().isColumnHidden(AllocationModel::Desired));
    page->tools()->saveView(u"Ones & more"_s); // again: replaced
    QCOMPARE(page->tools()->viewNames().size(), 1);
    actionIn(actionIn(menuOf(*page, u"viewsMenu"_s), u"Delete"_s)->menu(), u"Ones && more"_s)->trigger();
    QVERIFY(page->tools()->viewNames().isEmpty());
    QVERIFY(store.read(u"page/allocations"_s)[u"views"_s].toArray().isEmpty());
}

void TestTableTools::fileIsWrittenLateAndAtTheEnd()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"deep/er/layout.json"_s);
    {
        LayoutFile file(path);
        file.write(u"window"_s, {{u"rail"_s, false}});
        QVERIFY(!QFile::exists(path)); // not at each change
    }
    LayoutFile again(path);
    QCOMPARE(again.read(u"window"_s), (QJsonObject{{u"rail"_s, false}}));
    QVERIFY(QFile::remove(path));
    again.write(u"window"_s, {{u"rail"_s, false}}); // the same: nothing to write
    again.flush();
    QVERIFY(!QFile::exists(path));
    again.write(u"window"_s, {{u"rail"_s, true}});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), 5'000);
}

void TestTableTools::damagedFilesCountAsNone()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"layout.json"_s);
    const QByteArray nested = QByteArray(200'000, '[');
    for (const QByteArray& bytes :
         {QByteArray("\0\xff{", 3), QByteArray("[]"), QByteArray("{\"version\": 99, \"window\": {\"a\": 1}}"), nested,
          QByteArray(2 * 1024 * 1024, ' ')}) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        LayoutFile layout(path);
        QVERIFY(layout.read(u"window"_s).isEmpty());
        layout.write(u"window"_s, {{u"rail"_s, true}});
        layout.flush();
        QVERIFY(!LayoutFile(path).read(u"window"_s).isEmpty());
    }
    LayoutFile isFolder(folder.path()); // not a file
    isFolder.write(u"window"_s, {{u"rail"_s, true}});
    isFolder.flush(); // cannot be written: nothing else is lost
}

void TestTableTools::csvIsQuotedAndGuarded()
{
    QCOMPARE(csvLine({u"a"_s, u"b,c"_s, u"d\"e"_s, u"f\ng"_s, QString()}), "a,\"b,c\",\"d\"\"e\",\"f\ng\",\r\n");
    QCOMPARE(csvLine({u"=1+1"_s, u"+1"_s, u"-1"_s, u"@x"_s, u"\tx"_s, u"a=b"_s}), "'=1+1,'+1,'-1,'@x,'\tx,a=b\r\n");
    QCOMPARE(csvLine({u"=HYPERLINK(\"http://x\",\"y\")"_s}), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
    QCOMPARE(csvLine({u"分配 é"_s}), u"分配 é\r\n"_s.toUtf8());
    QCOMPARE(tsvLine({u"a\tb"_s, u"c\r\nd"_s, u"=x"_s}), u"a b\tc  d\t'=x"_s);
    const QByteArray json = jsonObject({u"k\"1"_s, u"k2"_s}, {u"\u0000\u202E\n\\"_s, u"</script>"_s});
    const QJsonObject read = QJsonDocument::fromJson(json).object();
    QCOMPARE(read[u"k\"1"_s].toString(), u"\u0000\u202E\n\\"_s);
    QCOMPARE(read[u"k2"_s].toString(), u"</script>"_s);
}

void TestTableTools::copiesAreThePlainRow()
{
    feed();
    const auto page = show<RoutesPage>();
    page->chooseFirst();
    auto& table = page->list().table();
    table.setCurrentIndex(table.model()->index(0, RouteModel::Router));
    using As = TableTools::CopyAs;
    QCOMPARE(page->tools()->rowAs(As::Cell), u"web@nomad"_s);
    QCOMPARE(page->tools()->rowAs(As::Tsv).section(u'\t', 1, 2),
             u"https://firefly-sub01.tail1a2b3.ts.net/\tweb@nomad"_s);
    QCOMPARE(QJsonDocument::fromJson(page->tools()->rowAs(As::Json).toUtf8())[u"router"_s].toString(), u"web@nomad"_s);
    QCOMPARE(page->tools()->rowAs(As::Key), page->currentObject());
    page->activateWindow();
    table.setFocus();
    QVERIFY(QTest::qWaitForWindowActive(page.get()));
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    auto* menu = page->findChild<QMenu*>(u"rowMenu"_s);
    QVERIFY(menu && menu->isVisible());
    actionIn(menu, u"Copy the row as JSON"_s)->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), page->tools()->rowAs(As::Json));
    menu->close();
}

void TestTableTools::exportIsWhatIsShown()
{
    for (int i = 10; i < 40; ++i)
        m_world.addAllocation(i, u"job-%1"_s.arg(i % 3), 1 + i % 2);
    feed();
    const auto page = show<AllocationsPage>();
    page->list().filter().setText(u"job:job-1"_s);
    page->list().table().setColumnHidden(AllocationModel::Restarts, true);
    const int rows = page->model().rowCount();
    QTemporaryDir folder;
    const QString path = folder.filePath(u"rows.csv"_s);
    page->tools()->exportToFile(RowExport::Format::Csv, path);
    QTRY_VERIFY(QFile::exists(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().split('\n');
    QCOMPARE(lines.first(), "State,Id,Job,Group,Node,Status,Desired,Version,Changed\r");
    QCOMPARE(lines.size(), rows + 2); // titles, and nothing behind the last line end
    const QModelIndex first = page->list().table().model()->index(0, AllocationModel::Id);
    QCOMPARE(lines[1].split(',')[1], first.data().toString().toUtf8());
    QVERIFY(page->list().notice().sentence().contains(u"rows.csv"_s));

    page->tools()->exportToClipboard(RowExport::Format::Json);
    QTRY_VERIFY(!page->tools()->running());
    const QJsonArray all = QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8()).array();
    QCOMPARE(all.size(), rows);
    QCOMPARE(all[0][u"id"_s].toString(), first.data().toString());
    QVERIFY(!all[0].toObject().contains(u"restarts"_s));
}

void TestTableTools::exportThatFailsSaysWhy()
{
    feed();
    const auto page = show<AllocationsPage>();
    page->tools()->exportToFile(RowExport::Format::Csv, u"/no/such/folder/rows.csv"_s);
    QTRY_VERIFY(!page->tools()->running());
    QVERIFY(page->list().notice().sentence().contains(u"could not be written"_s));
    QVERIFY(page->list().notice().isVisible());
    if (!QFile::exists(u"/dev/full"_s)) return;
    page->tools()->exportToFile(RowExport::Format::Csv, u"/dev/full"_s);
    QTRY_VERIFY(!page->tools()->running());
    QVERIFY(page->list().notice().sentence().contains(u"/dev/full"_s));
}

void TestTableTools::exportOfManyRowsNeverStalls()
{
    for (int i = 10; i < 20'000; ++i)
        m_world.addAllocation(i, u"job-%1"_s.arg(i % 30), 1 + i % 2);
    feed();
    const auto page = show<AllocationsPage>();
    page->tools()->exportToClipboard(RowExport::Format::Csv);
    QVERIFY(page->tools()->running());
    std::chrono::microseconds longest{0};
    QSignalSpy steps(page->tools()->running(), &RowExport::progressed);
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            if (page->tools()->running()) longest = page->tools()->running()->longestSlice();
            return !page->tools()->running();
        }(),
        30'000);
    qInfo("20,000 rows: %lld slices, the longest %.1f ms", static_cast<long long>(steps.size()),
          double(longest.count()) / 1000);
    QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), page->model().rowCount() + 1);
    QVERIFY(steps.size() > 1);

    page->tools()->exportToClipboard(RowExport::Format::Csv);
    QGuiApplication::clipboard()->setText(u"before"_s);
    emit page->list().notice().buttonPressed(); // Cancel
    QVERIFY(!page->tools()->running());
    QTest::qWait(50);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
}

void TestTableTools::filterSaysWhatItCouldNotTake()
{
    feed();
    const auto page = show<AllocationsPage>();
    auto& field = page->list().filter();
    field.setText(u"node:sub01"_s);
    QCOMPARE(page->model().rowCount(), 1);
    QVERIFY(page->list().filterNote().isEmpty());
    field.setText(u"node:sub01 tag:x"_s); // not a key of this table: left out, and said
    QCOMPARE(page->model().rowCount(), 1);
    QVERIFY(page->list().filterNote().startsWith(u"This table has no tag:"_s));
    field.setText(u"node:/sub0[/"_s); // the last good one stays
    QCOMPARE(page->model().rowCount(), 1);
    QVERIFY(page->list().filterNote().contains(u"at character 6"_s));
    QCOMPARE(field.accessibleDescription(), page->list().filterNote());
    field.setText(u"node:/sub0[12]$/"_s);
    QCOMPARE(page->model().rowCount(), 2);
    QVERIFY(page->list().filterNote().isEmpty());
}

void TestTableTools::rowUnderThePointerStays()
{
    for (int i = 10; i < 200; ++i)
        m_world.addAllocation(i, u"job-%1"_s.arg(i % 3), 1 + i % 2);
    feed();
    const auto page = show<AllocationsPage>();
    auto& table = page->list().table();
    table.verticalScrollBar()->setValue(table.verticalScrollBar()->maximum() / 2);
    const QPoint at = table.viewport()->rect().center();
    QCursor::setPos(table.viewport()->mapToGlobal(at));
    emit table.pointerOver(true);
    std::mt19937 random(9);
    const auto keyAt = [&] { return table.indexAt(at).data(models::KeyRole).toString(); };
    const QString key = keyAt();
    QVERIFY(!key.isEmpty());
    int number = 1000;
    for (int step = 0; step < 1'000; ++step) {
        for (int n = int(random() % 3); n > 0; --n) {
            auto each = std::next(m_world.allocations.begin(), long(random() % m_world.allocations.size()));
            if (each->second.id.toString() == key) continue;
            if (random() % 3 == 0 && m_world.allocations.size() > 120) {
                m_world.allocations.erase(each);
            } else {
                each->second.clientStatus = random() % 2 ? nomad::ClientStatus::Failed : nomad::ClientStatus::Running;
                each->second.modifyIndex += 1;
            }
        }
        if (random() % 3 == 0) ++number, m_world.addAllocation(number, u"job-%1"_s.arg(number % 3), 1);
        feed(page.get());
        QCOMPARE(keyAt(), key);
    }
    QVERIFY(page->model().displaced() > 0);
}

void TestTableTools::lettersAreLeftToThePage()
{
    feed();
    const auto page = show<AllocationsPage>();
    auto& table = page->list().table();
    table.setCurrentIndex(table.model()->index(0, 1));
    table.setFocus();
    for (const Qt::Key key : {Qt::Key_G, Qt::Key_W, Qt::Key_5}) {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier, QString(QChar(key)).toLower());
        QApplication::sendEvent(&table, &event);
        QVERIFY(!event.isAccepted() || table.currentIndex().row() == 0);
    }
    QTest::keyClick(&table, Qt::Key_End);
    QCOMPARE(table.currentIndex().row(), page->model().rowCount() - 1);
    QTest::keyClick(&table, Qt::Key_Home);
    QCOMPARE(table.currentIndex().row(), 0);
    QCOMPARE(table.currentIndex().column(), 1);
}

TAILBOARD_TEST_MAIN(QApplication, TestTableTools)
#include "test_table_tools.moc"
