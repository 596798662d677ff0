// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/look.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/tailboard_style.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QMenu>
#include <QSignalSpy>
#include <QStringListModel>
#include <QtTest>
#include <functional>

using namespace Qt::StringLiterals;
using namespace tailboard::widgets;

namespace {

/// One cell, painted as the delegate does it.
QImage painted(const Look& look, const Cell& cell, QStyle::State state = QStyle::State_Enabled,
               QSize size = QSize(360, 30), const QFont& font = QApplication::font())
{
    QStringListModel source({u"row"_s});
    CellModel model(source, {u"title"_s}, [&](const QModelIndex&, int) { return cell; });
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(look.theme.color(Token::Base));
    QPainter painter(&image);
    QStyleOptionViewItem option;
    option.rect = QRect(QPoint(0, 0), size);
    option.font = font;
    option.state = state;
    CellDelegate(look).paint(&painter, option, model.index(0, 0));
    painter.end();
    return image;
}

/// Columns of pixels that are not the ground, from the first to the last.
int inkWidth(const QImage& image)
{
    int first = image.width();
    int last = -1;
    for (int x = 0; x < image.width(); ++x) {
        for (int y = 0; y < image.height(); ++y) {
            if (image.pixel(x, y) == image.pixel(0, 0)) continue;
            first = qMin(first, x);
            last = x;
        }
    }
    return last - first + 1;
}

int countOf(const QImage& image, const QColor& color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) == color.rgb();
    }
    return count;
}

CellModel::Format asText()
{
    return [](const QModelIndex& row, int column) {
        return Cell{TextCell{.text = row.data().toString() + u":%1"_s.arg(column)}};
    };
}

} // namespace

class TestCells : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void markupIsPaintedAsItsCharacters();
    void directionCharactersArePaintedAsTheirNames();
    void urlElidesItsSuffixFirst();
    void everyKindOfCellPaintsSomethingAtEverySize_data();
    void everyKindOfCellPaintsSomethingAtEverySize();
    void manyAllocationsAreANumberOnly();
    void pendingAndFailedPipsLookDifferent();
    void lifetimeBarFillsTowardsTheEnd();
    void staleCellIsHatchedAndSaysSo();
    void selectedCellKeepsTheColourOfItsText();
    void spokenTextHasAWordForEverythingDrawn();
    void sizeHintFitsTheWholeText();
    void modelGivesTextsForReadersAndCopying();
    void modelFollowsRowsOfItsSource();
    void modelKeepsPersistentIndexesThroughASort();
    void currentRowStaysWhenRowsComeAbove();
    void neighbourIsChosenWhenTheCurrentRowGoes();
    void copyTakesTheCurrentCell();
    void lettersAreLeftToThePage();
    void returnAsksForDetails();
    void columnsMenuHidesAndShows();
    void rowsGrowWithTheFont();
    void columnsFillTheTableAndTheWidestGivesWay();

private:
    Look m_look{Theme(Theme::Scheme::Light)};
};

void TestCells::initTestCase()
{
    QApplication::setStyle(new TailboardStyle(m_look));
    QApplication::setPalette(m_look.theme.palette());
}

void TestCells::markupIsPaintedAsItsCharacters()
{
    for (const bool isName : {false, true}) {
        const auto cell = [&](const QString& text) {
            return isName ? Cell{NameCell{.name = text}} : Cell{TextCell{.text = text}};
        };
        const int tagged = inkWidth(painted(m_look, cell(u"<b>web</b>"_s)));
        const int bare = inkWidth(painted(m_look, cell(u"web"_s)));
        QVERIFY2(tagged > 2 * bare, qPrintable(u"%1 and %2"_s.arg(tagged).arg(bare)));
        QVERIFY(painted(m_look, cell(u"&amp;"_s)) != painted(m_look, cell(u"&"_s)));
        QVERIFY(inkWidth(painted(m_look, cell(u"<table border=1><tr><td>x</td></tr></table>"_s))) > 200);
    }
}

void TestCells::directionCharactersArePaintedAsTheirNames()
{
    const QImage hostile = painted(m_look, {TextCell{.text = u"web\u202Egpj.exe"_s}});
    const QImage shown = painted(m_look, {TextCell{.text = u"web<U+202E>gpj.exe"_s}});
    QCOMPARE(hostile, shown);
    const QImage lines = painted(m_look, {TextCell{.text = u"first\nsecond"_s}});
    QCOMPARE(lines, painted(m_look, {TextCell{.text = u"first\u240Asecond"_s}}));
}

void TestCells::urlElidesItsSuffixFirst()
{
    const UrlCell url{.isTls = true, .host = u"firefly-sub01"_s, .suffix = u".tail1a2b3.ts.net"_s, .path = u"/api"_s};
    UrlCell other = url;
    other.path = u"/abc"_s;
    UrlCell elsewhere = url;
    elsewhere.suffix = u".tail99999.ts.net"_s;
    const QSize narrow(230, 30);

    QVERIFY(painted(m_look, {url}, {}, narrow) != painted(m_look, {other}, {}, narrow)); // the path is still there
    QVERIFY(painted(m_look, {url}) != painted(m_look, {elsewhere}));
    const QSize tight(205, 30);
    QCOMPARE(painted(m_look, {url}, {}, tight), painted(m_look, {elsewhere}, {}, tight)); // the suffix is not
    QVERIFY(painted(m_look, {url}, {}, tight) != painted(m_look, {other}, {}, tight));
}

void TestCells::everyKindOfCellPaintsSomethingAtEverySize_data()
{
    QTest::addColumn<qreal>("points");
    for (const qreal points : {8.0, 10.0, 14.0})
        QTest::addRow("%g pt", points) << points;
}

void TestCells::everyKindOfCellPaintsSomethingAtEverySize()
{
    QFETCH(qreal, points);
    QFont font = QApplication::font();
    font.setPointSizeF(points);
    const std::vector<Cell> cells{
        {TextCell{.text = u"firefly-sub01"_s}},
        {TextCell{.text = u"42"_s, .isNumber = true}},
        {StateCell{.shape = State::Critical}},
        {StateCell{.shape = Mark::NotApplicable}},
        {StateCell{.shape = State::Pending, .text = u"starting"_s}},
        {UrlCell{.host = u"a"_s}},
        {PipsCell{.running = 1, .pending = 1, .failed = 1}},
        {PipsCell{}},
        {NameCell{.name = u"web"_s, .quietSuffix = u"@nomad"_s}},
        {LifetimeCell{.lifetimeDays = 90, .daysLeft = 12, .isLate = true, .state = State::Warning}},
        {LifetimeCell{.text = u"plain HTTP"_s}},
    };
    for (const Cell& cell : cells) {
        const QSize size(360, type::height(30, font));
        const QImage image = painted(m_look, cell, QStyle::State_Enabled, size, font);
        QVERIFY(inkWidth(image) > 4);
        for (int x = 0; x < image.width(); ++x) { // nothing is cut by the row
            QCOMPARE(image.pixel(x, 0), image.pixel(0, 0));
            QCOMPARE(image.pixel(x, image.height() - 1), image.pixel(0, 0));
        }
    }
}

void TestCells::manyAllocationsAreANumberOnly()
{
    const QColor ok = m_look.theme.color(State::Ok);
    QVERIFY(countOf(painted(m_look, {PipsCell{.running = 6}}), ok) > 6 * 40);
    QCOMPARE(countOf(painted(m_look, {PipsCell{.running = 7}}), ok), 0);
}

void TestCells::pendingAndFailedPipsLookDifferent()
{
    // Without colour too: the outline of a failed one is closed, that of a pending one is dashed.
    const auto ink = [&](const PipsCell& pips) {
        const QImage image = painted(m_look, {pips}).copy(0, 0, 17, 30);
        int dark = 0;
        for (int y = 0; y < 30; ++y) {
            for (int x = 0; x < 17; ++x)
                dark += qGray(image.pixel(x, y)) < 200;
        }
        return dark;
    };
    const int running = ink({.running = 1});
    const int failed = ink({.failed = 1});
    const int pending = ink({.pending = 1});
    QVERIFY2(running > failed + 10 && failed > pending + 4,
             qPrintable(u"%1 %2 %3"_s.arg(running).arg(failed).arg(pending)));
}

void TestCells::lifetimeBarFillsTowardsTheEnd()
{
    const QColor ok = m_look.theme.color(State::Ok);
    const auto filled = [&](int left) {
        return countOf(painted(m_look, {LifetimeCell{.lifetimeDays = 90, .daysLeft = left}}), ok);
    };
    QVERIFY(filled(80) < filled(45));
    QVERIFY(filled(45) < filled(5));
    QCOMPARE(filled(-3), filled(0)); // ended: full, not beyond
    QCOMPARE(filled(120), filled(90));
}

void TestCells::staleCellIsHatchedAndSaysSo()
{
    Cell cell{TextCell{.text = u"running"_s}};
    const QImage fresh = painted(m_look, cell);
    cell.isStale = true;
    const QImage stale = painted(m_look, cell);
    QVERIFY(inkWidth(stale) > 340); // over the whole cell
    QVERIFY(fresh != stale);
    QCOMPARE(spokenText(cell), u"running, stale"_s);
    QCOMPARE(plainText(cell), u"running"_s);
}

void TestCells::selectedCellKeepsTheColourOfItsText()
{
    const Cell cell{LifetimeCell{.lifetimeDays = 90, .daysLeft = 12, .state = State::Warning}};
    const QImage chosen = painted(m_look, cell, QStyle::State_Enabled | QStyle::State_Selected);
    QCOMPARE(chosen.pixel(0, 0), m_look.theme.color(Token::Sel).rgb());
    QVERIFY(countOf(chosen, m_look.theme.color(State::Warning)) > 50);
    const QImage focused = painted(m_look, cell,
                                   QStyle::State_Enabled | QStyle::State_Selected | QStyle::State_HasFocus |
                                       QStyle::State_KeyboardFocusChange);
    QVERIFY(countOf(focused, m_look.theme.color(Token::Accent)) > 400); // the ring around the cell
}

void TestCells::spokenTextHasAWordForEverythingDrawn()
{
    QCOMPARE(spokenText({StateCell{.shape = State::Warning, .sentence = u"The renewal is 2 d late."_s}}),
             u"warning, The renewal is 2 d late."_s);
    QCOMPARE(spokenText({StateCell{.shape = Mark::NotApplicable}}), u"not applicable"_s);
    QCOMPARE(spokenText({PipsCell{.running = 1, .pending = 2, .failed = 3}}), u"1 of 6 running, 2 pending, 3 failed"_s);
    QCOMPARE(spokenText({LifetimeCell{.lifetimeDays = 90, .daysLeft = 12, .isLate = true, .state = State::Warning}}),
             u"12 d late, warning"_s);
    QCOMPARE(spokenText({UrlCell{.isTls = true, .host = u"a"_s, .suffix = u".b"_s, .path = u"/"_s}}),
             u"https://a.b/"_s);
    QCOMPARE(spokenText({UrlCell{.host = u"*"_s, .suffix = u":53"_s, .scheme = u"udp"_s}}), u"udp://*:53"_s);
    QCOMPARE(spokenText({TextCell{.text = u"offline 3 h"_s, .state = State::Critical}}), u"offline 3 h, critical"_s);
    QCOMPARE(spokenText({TextCell{.text = u"a\u202Eb"_s}}), u"a<U+202E>b"_s);
    QCOMPARE(daysText(-3), u"ended 3 d ago"_s);
}

void TestCells::sizeHintFitsTheWholeText()
{
    QStringListModel source({u"a long name of a service that is cut in a narrow column"_s});
    CellModel model(source, {u"title"_s}, asText());
    QStyleOptionViewItem option;
    option.font = QApplication::font();
    const QSize hint = CellDelegate(m_look).sizeHint(option, model.index(0, 0));
    QVERIFY(hint.width() > QFontMetrics(option.font).horizontalAdvance(source.stringList().first()));
    QVERIFY(hint.height() >= 30);
}

void TestCells::modelGivesTextsForReadersAndCopying()
{
    QStringListModel source({u"x"_s});
    CellModel model(source, {u"State"_s, u"Name"_s}, [](const QModelIndex&, int column) {
        return column == 0 ? Cell{StateCell{.shape = State::Ok}, false, u"It <answers>."_s}
                           : Cell{NameCell{u"web"_s, u"@nomad"_s}};
    });
    QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(), u"ok"_s);
    QCOMPARE(model.index(0, 0).data(Qt::ToolTipRole).toString(), u"<qt>It &lt;answers&gt;.</qt>"_s);
    QCOMPARE(model.index(0, 1).data().toString(), u"web@nomad"_s);
    QCOMPARE(model.headerData(1, Qt::Horizontal).toString(), u"Name"_s);
    QCOMPARE(model.columnCount(), 2);
    QVERIFY(!model.data({}, CellRole).isValid());
}

void TestCells::modelFollowsRowsOfItsSource()
{
    QStringListModel source({u"a"_s, u"b"_s});
    CellModel model(source, {u"1"_s, u"2"_s}, asText());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);

    source.insertRows(1, 2);
    source.setData(source.index(1), u"new"_s);
    source.removeRows(0, 1);

    QCOMPARE(inserted.count(), 1);
    QCOMPARE(inserted.first().at(1).toInt(), 1);
    QCOMPARE(inserted.first().at(2).toInt(), 2);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(1).toModelIndex().column(), 1); // the whole row
    QCOMPARE(removed.count(), 1);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, 1).data().toString(), u"new:1"_s);
    QCOMPARE(model.toSource(model.index(2, 1)).data().toString(), u"b"_s);
    QCOMPARE(model.fromSource(source.index(2), 1), model.index(2, 1));
}

void TestCells::modelKeepsPersistentIndexesThroughASort()
{
    QStringListModel source({u"b"_s, u"c"_s, u"a"_s});
    CellModel model(source, {u"1"_s, u"2"_s}, asText());
    const QPersistentModelIndex kept(model.index(1, 1));
    QCOMPARE(kept.data().toString(), u"c:1"_s);

    model.sort(0, Qt::DescendingOrder);

    QCOMPARE(model.index(0, 0).data().toString(), u"c:0"_s);
    QCOMPARE(kept.row(), 0);
    QCOMPARE(kept.data().toString(), u"c:1"_s);
}

void TestCells::currentRowStaysWhenRowsComeAbove()
{
    QStringListModel source({u"a"_s, u"b"_s});
    CellModel model(source, {u"1"_s}, asText());
    TableView table(m_look);
    table.setModel(&model);
    table.selectRow(1);

    source.insertRows(0, 3);

    QCOMPARE(table.currentIndex().row(), 4);
    QCOMPARE(table.currentIndex().data().toString(), u"b:0"_s);
    QVERIFY(table.selectionModel()->isRowSelected(4));
}

void TestCells::neighbourIsChosenWhenTheCurrentRowGoes()
{
    QStringListModel source({u"a"_s, u"b"_s, u"c"_s});
    CellModel model(source, {u"1"_s}, asText());
    TableView table(m_look);
    table.setModel(&model);
    table.selectRow(1);
    QSignalSpy changed(&table, &TableView::currentRowChanged);

    source.removeRows(1, 1);

    QVERIFY(table.currentIndex().isValid());
    QVERIFY(table.selectionModel()->isRowSelected(table.currentIndex().row()));
    QVERIFY(changed.count() >= 1);
    source.removeRows(0, 2);
    QVERIFY(!table.currentIndex().isValid());
}

void TestCells::copyTakesTheCurrentCell()
{
    QStringListModel source({u"a"_s, u"b"_s});
    CellModel model(source, {u"1"_s, u"2"_s}, asText());
    TableView table(m_look);
    table.setModel(&model);
    table.setCurrentIndex(model.index(1, 1));
    QTest::keySequence(&table, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"b:1"_s);
}

void TestCells::lettersAreLeftToThePage()
{
    QStringListModel source({u"a"_s, u"b"_s});
    CellModel model(source, {u"1"_s}, asText());
    QWidget page;
    auto* table = new TableView(m_look, &page);
    table->setModel(&model);
    table->selectRow(0);
    QTest::keyClick(table, Qt::Key_B);
    QCOMPARE(table->currentIndex().row(), 0); // no search by first letter
    QTest::keyClick(table, Qt::Key_Down);
    QCOMPARE(table->currentIndex().row(), 1);
}

void TestCells::returnAsksForDetails()
{
    QStringListModel source({u"a"_s});
    CellModel model(source, {u"1"_s}, asText());
    TableView table(m_look);
    table.setModel(&model);
    QSignalSpy wanted(&table, &TableView::detailsWanted);
    QTest::keyClick(&table, Qt::Key_Return);
    QCOMPARE(wanted.count(), 0); // nothing is current
    table.selectRow(0);
    QTest::keyClick(&table, Qt::Key_Return);
    QCOMPARE(wanted.count(), 1);
}

void TestCells::columnsMenuHidesAndShows()
{
    QStringListModel source({u"a"_s});
    CellModel model(source, {u"State"_s, u"Name"_s, u"Node"_s}, asText());
    TableView table(m_look);
    table.setModel(&model);
    QMenu menu;
    table.fillColumnsMenu(menu);
    QCOMPARE(menu.actions().size(), 2); // the state is always there
    menu.actions().at(1)->trigger();
    QVERIFY(table.isColumnHidden(2));
    menu.actions().at(1)->trigger();
    QVERIFY(!table.isColumnHidden(2));
}

void TestCells::rowsGrowWithTheFont()
{
    QStringListModel source({u"a"_s});
    CellModel model(source, {u"1"_s}, asText());
    TableView table(m_look);
    table.setModel(&model);
    table.setColumnWidths({100});
    QCOMPARE(table.verticalHeader()->defaultSectionSize(), type::height(30, table.font()));
    QFont large = table.font();
    large.setPointSizeF(20);
    table.setFont(large);
    QCOMPARE(table.verticalHeader()->defaultSectionSize(), type::height(30, large));
    QVERIFY(table.verticalHeader()->defaultSectionSize() > 30);
    QVERIFY(table.rowHeight(0) > 30);
}

void TestCells::columnsFillTheTableAndTheWidestGivesWay()
{
    QStringListModel source({u"a"_s});
    CellModel model(source, {u"State"_s, u"Url"_s, u"Name"_s}, asText());
    TableView table(m_look);
    table.setModel(&model);
    table.setColumnWidths({40, 300, 100});
    const auto widths = [&](int width) {
        table.resize(width, 200);
        QApplication::sendPostedEvents();
        return QList<int>{table.columnWidth(0), table.columnWidth(1), table.columnWidth(2)};
    };
    table.show();
    QCOMPARE(widths(600), (QList<int>{40, 300, 260}));
    QCOMPARE(widths(440), (QList<int>{40, 300, 100}));
    QCOMPARE(widths(400), (QList<int>{40, 260, 100}));
    QCOMPARE(widths(200), (QList<int>{40, 180, 100})); // scrolls now

    table.horizontalHeader()->resizeSection(1, 222); // as by the mouse
    QCOMPARE(widths(600), (QList<int>{40, 222, 338}));
    table.setColumnHidden(2, true);
    QCOMPARE(widths(500).mid(0, 2), (QList<int>{40, 460}));
}

TAILBOARD_TEST_MAIN(QApplication, TestCells)
#include "test_cells.moc"
