// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "tests/views/table_text.h"
#include "ui/views/row_list.h"
#include "ui/widgets/look.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::views;
using namespace tailboard::widgets;
using test_views::tableText;

class TestRowList : public QObject
{
    Q_OBJECT

private slots:
    void showsTextsStatesAndBars();
    void knownRowsStayChosenAndNothingIsReset();
    void anyRowsBecomeAnyOthers();
    void whatIsSeenStaysUnderNewRows();
    void linkIsFollowedByClickAndKey();
    void rowLeadsWhereItsCellsDoNot();
    void copyGivesTheCell();
    void hostileTextIsOneHarmlessLine();
    void emptyListSaysWhy();

private:
    static std::vector<Row> numbered(const QList<int>& numbers)
    {
        std::vector<Row> rows;
        for (const int n : numbers)
            rows.push_back({.key = QString::number(n), .cells = {{.text = u"row %1"_s.arg(n)}, {.text = u"x"_s}}});
        return rows;
    }
    std::unique_ptr<RowList> shown(std::vector<Row> rows)
    {
        auto list = std::make_unique<RowList>(m_look, u"Rows"_s, std::vector<RowColumn>{{u"A"_s, 100}, {u"B"_s, 100}});
        list->resize(400, 160);
        list->setRows(std::move(rows));
        list->show();
        (void)QTest::qWaitForWindowExposed(list.get());
        return list;
    }

    Look m_look{Theme(Theme::Scheme::Light)};
};

void TestRowList::showsTextsStatesAndBars()
{
    const auto list = shown({{.key = u"1"_s,
                              .cells = {{.text = u"running"_s, .shape = Shape(State::Ok)},
                                        {.text = u"1 of 2 MHz"_s, .shape = Shape(State::Warning), .share = 0.5}}}});
    QCOMPARE(tableText(*list->model()), QStringList{u"running | 1 of 2 MHz"_s});
    QCOMPARE(list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString(), u"ok, running"_s);
    QCOMPARE(list->model()->index(0, 1).data(Qt::AccessibleTextRole).toString(), u"1 of 2 MHz, warning"_s);
    QCOMPARE(list->model()->headerData(1, Qt::Horizontal).toString(), u"B"_s);
    // The bar is drawn in the colour of its state, and half of it.
    const QImage image = list->viewport()->grab().toImage();
    const QColor wanted = m_look.theme.color(State::Warning);
    const QRect cell = list->visualRect(list->model()->index(0, 1));
    QCOMPARE(image.pixelColor(cell.left() + 20, cell.center().y()), wanted);
    QCOMPARE(image.pixelColor(cell.left() + 90, cell.center().y()), m_look.theme.color(Token::Track));
}

void TestRowList::knownRowsStayChosenAndNothingIsReset()
{
    const auto list = shown(numbered({1, 2, 3, 4}));
    QSignalSpy reset(list->model(), &QAbstractItemModel::modelReset);
    QSignalSpy changed(list->model(), &QAbstractItemModel::dataChanged);
    list->selectRow(2);
    auto rows = numbered({9, 4, 3, 5});
    rows[2].cells[0].text = u"three"_s;
    list->setRows(rows);
    QCOMPARE(list->currentIndex().row(), 2);
    QCOMPARE(list->currentIndex().data().toString(), u"three"_s);
    QVERIFY(list->selectionModel()->isRowSelected(2));
    QCOMPARE(reset.size(), 0);
    QCOMPARE(changed.size(), 1);
    list->setRows(rows);
    QCOMPARE(changed.size(), 1);
}

void TestRowList::anyRowsBecomeAnyOthers()
{
    const auto list = shown({});
    QAbstractItemModelTester tester(list->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QList<QList<int>> steps{{1, 2, 3}, {3, 1, 2},    {5, 3, 6, 2, 7}, {},           {1, 1, 2},
                                  {2, 1, 1}, {9, 8, 1, 7}, {7, 1, 8, 9, 0}, {0, 5, 9, 6}, {6}};
    for (const QList<int>& numbers : steps) {
        list->setRows(numbered(numbers));
        QStringList wanted;
        for (const int n : numbers)
            wanted << u"row %1 | x"_s.arg(n);
        QCOMPARE(tableText(*list->model()), wanted);
    }
}

void TestRowList::whatIsSeenStaysUnderNewRows()
{
    QList<int> numbers;
    for (int n = 0; n < 100; ++n)
        numbers << n;
    const auto list = shown(numbered(numbers));
    const auto topText = [&] { return list->indexAt({1, 1}).data().toString(); };
    numbers.prepend(-1);
    list->setRows(numbered(numbers));
    QCOMPARE(topText(), u"row -1"_s); // who looks at the newest goes on doing so
    list->verticalScrollBar()->setValue(40 * list->rowHeight(0));
    const QString before = topText();
    for (int n = 2; n < 8; ++n)
        numbers.prepend(-n);
    list->setRows(numbered(numbers));
    QCOMPARE(topText(), before);
}

void TestRowList::linkIsFollowedByClickAndKey()
{
    auto rows = numbered({1});
    rows[0].cells[1].place = Place{Section::Nodes, u"n1"_s};
    const auto list = shown(rows);
    QSignalSpy wanted(list.get(), &RowList::placeWanted);
    const auto click = [&](int column) {
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(0, column)).center());
    };
    click(0);
    QCOMPARE(wanted.size(), 0);
    click(1);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<Place>(), (Place{Section::Nodes, u"n1"_s}));
    QTest::keyClick(list.get(), Qt::Key_Return);
    QCOMPARE(wanted.size(), 2);
    QTest::keyClick(list.get(), Qt::Key_Left);
    QTest::keyClick(list.get(), Qt::Key_Return);
    QCOMPARE(wanted.size(), 2);
    QVERIFY(list->model()->index(0, 1).data(Qt::AccessibleTextRole).toString().endsWith(u"link"_s));
}

void TestRowList::rowLeadsWhereItsCellsDoNot()
{
    auto rows = numbered({1});
    rows[0].cells[1].place = Place{Section::Nodes, u"n1"_s};
    rows[0].place = Place{Section::Allocations, u"a1"_s};
    const auto list = shown(rows);
    QSignalSpy wanted(list.get(), &RowList::placeWanted);
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list.get(), Qt::Key_Return);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<Place>(), (Place{Section::Allocations, u"a1"_s}));
}

void TestRowList::copyGivesTheCell()
{
    const auto list = shown(numbered({1, 2}));
    list->setCurrentIndex(list->model()->index(1, 0));
    QTest::keyClick(list.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), u"row 2"_s);
}

void TestRowList::hostileTextIsOneHarmlessLine()
{
    auto rows = numbered({1});
    rows[0].cells[0] = {.text = u"<b>a</b>\n\u202Eb"_s, .tip = u"<img src=x>"_s};
    const auto list = shown(rows);
    const QModelIndex cell = list->model()->index(0, 0);
    QVERIFY(!cell.data(Qt::AccessibleTextRole).toString().contains(u'\u202E'));
    QVERIFY(!cell.data(Qt::AccessibleTextRole).toString().contains(u'\n'));
    QVERIFY(cell.data(Qt::ToolTipRole).toString().contains(u"&lt;img"_s));
}

void TestRowList::emptyListSaysWhy()
{
    const auto list = shown({});
    const QImage blank = list->viewport()->grab().toImage();
    list->setNothing(u"No events."_s);
    QVERIFY(list->viewport()->grab().toImage() != blank);
    QCOMPARE(list->accessibleDescription(), u"No events."_s);
}

TAILBOARD_TEST_MAIN(QApplication, TestRowList)
#include "test_row_list.moc"
