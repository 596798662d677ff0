// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "tests/views/sample_window.h"
#include "ui/views/fact_list.h"
#include "ui/views/key_sheet.h"
#include "ui/views/page_header.h"
#include "ui/views/rail_model.h"
#include "ui/views/search_box.h"
#include "ui/views/source_text.h"
#include "ui/widgets/cluster_button.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/rail_delegate.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/theme_switch.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::views;
using namespace tailboard::widgets;
using test_views::SamplePage;
using test_views::sampleWindow;

class TestFrame : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void historyGoesBackAndForward();
    void historyForgetsWhatLayAhead();
    void historyHoldsAHundredPlaces();
    void historyKeepsTheObjectOfEachPlace();
    void everySectionHasItsWords();
    void railListsOnlyRegisteredPagesInOrder();
    void railSaysCountsAndWorstState();
    void titleNamesPageAndCluster();
    void hostileClusterNameIsShownAsText();
    void goOpensThePageAndBackReturns();
    void goRefusesAPageThatIsNotThere();
    void backRestoresTheChosenObject();
    void keysLeadToPages();
    void lettersAreTypedInAField();
    void slashFocusesTheFilterAndEscapeLeavesIt();
    void railKeysGoFromPageToPage();
    void railHidesAndNarrows();
    void refreshIsAskedFor();
    void searchFindsPagesAndRunsCommands();
    void searchOffersObjectsOfItsSources();
    void searchClosesByEscapeAndGivesTheFocusBack();
    void searchRankPrefersBeginnings();
    void actionMenuShowsOnlyWhatThePageCanDo();
    void everyToolHasANameAndATarget();
    void returnGoesToTheDetailsAndEscapeBack();
    void filterWithoutMatchCanBeTakenOff();
    void pillSaysHowManyRowsWait();
    void tableTellsWhenThePointerIsOverIt();
    void focusIsVisibleWhereTheKeyboardIs();
    void headerSaysWhatAFilterHides();
    void tabCountsComeAndGo();
    void factsChangeInPlace();
    void statusLineShowsOnlyWhatIsKnown();
    void keySheetListsTheKeysOfTheMenus();
    void sourceAgesAreSecondsThenAClockTime();
    void lostSourceSaysItsErrorAndNextTry();
    void manyTraefiksAreCounted();
    void windowFitsItsFontSizes_data();
    void windowFitsItsFontSizes();

private:
    template<typename T>
    T* child(const QString& name)
    {
        return m_window->findChild<T*>(name);
    }
    SamplePage* samplePage(Section section) { return qobject_cast<SamplePage*>(m_window->page(section)); }
    void trigger(const QString& action) { child<QAction>(action)->trigger(); }
    Section openSection() const { return m_window->currentPage()->section(); }
    void press(const QKeySequence& keys);

    Look m_look{Theme(Theme::Scheme::Light)};
    std::unique_ptr<ThemeSwitch> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void TestFrame::initTestCase()
{
    QApplication::setStyle(new TailboardStyle(m_look));
    m_theme = std::make_unique<ThemeSwitch>(m_look, Appearance::Light);
}

void TestFrame::init()
{
    m_window = sampleWindow(m_look, *m_theme, test_views::firstSections());
    m_window->resize(1280, 772);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QVERIFY(m_window->go({Section::Routes, {}}));
}

void TestFrame::cleanup()
{
    m_window.reset();
}

/// Sends the keys to the focused widget, so that shortcuts and typing decide between them as they do for a user.
void TestFrame::press(const QKeySequence& keys)
{
    for (int i = 0; i < keys.count(); ++i) {
        QWidget* target = QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get();
        QTest::keyClick(target, keys[i].key(), keys[i].keyboardModifiers());
    }
}

void TestFrame::historyGoesBackAndForward()
{
    History history;
    QVERIFY(!history.current());
    QVERIFY(!history.back());
    history.visit({Section::Routes, {}});
    history.visit({Section::Nodes, u"n1"_s});
    history.visit({Section::Nodes, u"n1"_s}); // no step
    QCOMPARE(*history.back(), (Place{Section::Routes, {}}));
    QVERIFY(!history.canGoBack());
    QCOMPARE(*history.forward(), (Place{Section::Nodes, u"n1"_s}));
    QVERIFY(!history.forward());
}

void TestFrame::historyForgetsWhatLayAhead()
{
    History history;
    for (const Section section : {Section::Routes, Section::Nodes, Section::Peers})
        history.visit({section, {}});
    history.back();
    history.back();
    history.visit({Section::Services, {}});
    QVERIFY(!history.canGoForward());
    QCOMPARE(history.back()->section, Section::Routes);
}

void TestFrame::historyHoldsAHundredPlaces()
{
    History history;
    for (int i = 0; i < 250; ++i)
        history.visit({Section::Routes, QString::number(i)});
    int steps = 0;
    while (history.back())
        ++steps;
    QCOMPARE(steps, 99);
    QCOMPARE(history.current()->object, u"150"_s);
}

void TestFrame::historyKeepsTheObjectOfEachPlace()
{
    History history;
    history.visit({Section::Routes, {}});
    history.replaceObject(u"r7"_s);
    history.visit({Section::Nodes, {}});
    QCOMPARE(history.back()->object, u"r7"_s);
}

void TestFrame::everySectionHasItsWords()
{
    QSet<QString> ids;
    QSet<QChar> letters;
    for (const Section section : kSections) {
        QVERIFY(!sectionTitle(section).isEmpty());
        QCOMPARE(sectionOf(sectionId(section)), section);
        QVERIFY(!ids.contains(sectionId(section)));
        ids << sectionId(section);
        if (const auto letter = sectionLetter(section)) {
            QVERIFY(!letters.contains(*letter));
            letters << *letter;
        }
    }
    QVERIFY(!sectionOf(u"nowhere"_s));
    QCOMPARE(sectionLetter(Section::Allocations), QChar(u'l'));
    QVERIFY(!sectionLetter(Section::Logs));
}

void TestFrame::railListsOnlyRegisteredPagesInOrder()
{
    RailModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const Section section :
         {Section::Peers, Section::Services, Section::Routes, Section::Attention, Section::Logs})
        model.addSection(section);
    QStringList shown;
    for (int row = 0; row < model.rowCount(); ++row)
        shown << model.index(row).data().toString();
    QCOMPARE(shown, (QStringList{u"Attention"_s, u"Request path"_s, u"Routes"_s, u"Services"_s, u"Cluster"_s,
                                 u"Peers"_s, u"Observe"_s, u"Logs"_s}));
    QVERIFY(!(model.flags(model.index(1)) & Qt::ItemIsSelectable));
    QVERIFY(!model.sectionAt(model.index(1)));
    QCOMPARE(model.sectionAt(model.index(5)), Section::Peers);
}

void TestFrame::railSaysCountsAndWorstState()
{
    auto* rail = child<QListView>(u"rail"_s);
    const auto* model = qobject_cast<RailModel*>(rail->model());
    samplePage(Section::Nodes)->setSummary({.count = 7, .worst = State::Critical});
    const QModelIndex index = model->indexOf(Section::Nodes);
    QCOMPARE(index.data(RailCountRole).toInt(), 7);
    QCOMPARE(index.data(RailWorstRole).value<State>(), State::Critical);
    QCOMPARE(index.data(Qt::AccessibleTextRole).toString(), u"Nodes, 7, critical"_s);
    samplePage(Section::Nodes)->setSummary({.count = 7, .worst = State::Ok});
    QCOMPARE(index.data(Qt::AccessibleTextRole).toString(), u"Nodes, 7"_s);
}

void TestFrame::titleNamesPageAndCluster()
{
    QCOMPARE(m_window->windowTitle(), u"Routes — firefly — Tailboard"_s);
    m_window->go({Section::Peers, {}});
    QCOMPARE(m_window->windowTitle(), u"Peers — firefly — Tailboard"_s);
}

void TestFrame::hostileClusterNameIsShownAsText()
{
    m_window->setCluster(u"fire\u202Efly\n"_s + QString(500, u'x'), u"<b>net</b>"_s, u"Demo"_s);
    QVERIFY(m_window->windowTitle().contains("<U+202E>"_L1));
    QVERIFY(m_window->windowTitle().size() < 120);
    QVERIFY(child<ClusterButton>(u"clusterButton"_s)->accessibleName().contains("<b>net</b>"_L1));
    QVERIFY(m_window->minimumSizeHint().width() <= 1280);
}

void TestFrame::goOpensThePageAndBackReturns()
{
    auto* back = child<QAction>(u"back"_s);
    auto* forward = child<QAction>(u"forward"_s);
    QVERIFY(!back->isEnabled());
    m_window->go({Section::Nodes, {}});
    QCOMPARE(openSection(), Section::Nodes);
    QVERIFY(m_window->page(Section::Nodes)->isVisible());
    QVERIFY(back->isEnabled() && !forward->isEnabled());
    press(back->shortcut());
    QCOMPARE(openSection(), Section::Routes);
    QVERIFY(!back->isEnabled() && forward->isEnabled());
    press(forward->shortcut());
    QCOMPARE(openSection(), Section::Nodes);
    const auto* rail = child<QListView>(u"rail"_s);
    QCOMPARE(rail->currentIndex().data().toString(), u"Nodes"_s);
}

void TestFrame::goRefusesAPageThatIsNotThere()
{
    QVERIFY(!m_window->go({Section::Map, {}}));
    QCOMPARE(openSection(), Section::Routes);
    QVERIFY(!child<QAction>(u"back"_s)->isEnabled());
}

void TestFrame::backRestoresTheChosenObject()
{
    samplePage(Section::Routes)->list().table().selectRow(4);
    m_window->go({Section::Nodes, u"b"_s});
    QCOMPARE(samplePage(Section::Nodes)->currentObject(), u"b"_s);
    samplePage(Section::Routes)->list().table().selectRow(0);
    trigger(u"back"_s);
    QCOMPARE(samplePage(Section::Routes)->currentObject(), u"4"_s);
    emit m_window->currentPage()->placeWanted({Section::Peers, u"c"_s});
    QCOMPARE(openSection(), Section::Peers);
    QCOMPARE(samplePage(Section::Peers)->currentObject(), u"c"_s);
}

void TestFrame::keysLeadToPages()
{
    press(QKeySequence(u"Ctrl+4"_s));
    QCOMPARE(openSection(), Section::Nodes);
    press(QKeySequence(u"Ctrl+1"_s));
    QCOMPARE(openSection(), Section::Routes);
    press(QKeySequence(u"G, P"_s));
    QCOMPARE(openSection(), Section::Peers);
    press(QKeySequence(u"G, M"_s)); // there is no map
    QCOMPARE(openSection(), Section::Peers);
    press(QKeySequence(u"G, L"_s));
    QCOMPARE(openSection(), Section::Allocations);
}

void TestFrame::lettersAreTypedInAField()
{
    samplePage(Section::Routes)->focusFilter();
    QTRY_VERIFY(samplePage(Section::Routes)->list().filter().hasFocus());
    press(QKeySequence(Qt::Key_G));
    press(QKeySequence(Qt::Key_P));
    press(QKeySequence(Qt::Key_Slash));
    QCOMPARE(openSection(), Section::Routes);
    QCOMPARE(samplePage(Section::Routes)->list().filter().text(), u"gp/"_s);
}

void TestFrame::slashFocusesTheFilterAndEscapeLeavesIt()
{
    const TablePane& list = samplePage(Section::Routes)->list();
    QVERIFY(list.table().hasFocus());
    press(QKeySequence(Qt::Key_Slash));
    QVERIFY(list.filter().hasFocus());
    QVERIFY(list.filter().text().isEmpty());
    press(QKeySequence(Qt::Key_X));
    press(QKeySequence(Qt::Key_Escape));
    QVERIFY(list.filter().hasFocus() && list.filter().text().isEmpty());
    press(QKeySequence(Qt::Key_Escape));
    QVERIFY(list.table().hasFocus());
    press(QKeySequence::Find);
    QVERIFY(list.filter().hasFocus());
    press(QKeySequence(Qt::Key_Down));
    QVERIFY(list.table().hasFocus());
}

void TestFrame::railKeysGoFromPageToPage()
{
    auto* rail = child<QListView>(u"rail"_s);
    rail->setFocus();
    press(QKeySequence(Qt::Key_Down));
    QCOMPARE(openSection(), Section::Services);
    QVERIFY(rail->hasFocus());
    press(QKeySequence(Qt::Key_Down));
    press(QKeySequence(Qt::Key_Down)); // over the heading
    QCOMPARE(openSection(), Section::Nodes);
}

void TestFrame::railHidesAndNarrows()
{
    auto* panel = child<QWidget>(u"railPanel"_s);
    QCOMPARE(panel->width(), type::width(184, m_window->font()));
    press(QKeySequence(Qt::Key_F9));
    QVERIFY(!panel->isVisible());
    press(QKeySequence(Qt::Key_F9));
    QVERIFY(panel->isVisible());
    m_window->resize(900, 600);
    QTRY_COMPARE(panel->width(), type::width(44, m_window->font()));
    m_window->resize(1400, 700);
    QTRY_COMPARE(panel->width(), type::width(184, m_window->font()));
}

void TestFrame::refreshIsAskedFor()
{
    QSignalSpy wanted(m_window.get(), &MainWindow::refreshWanted);
    press(QKeySequence(Qt::Key_F5));
    QCOMPARE(wanted.count(), 1);
    child<QToolButton>(u"refreshButton"_s)->click();
    QCOMPARE(wanted.count(), 2);
}

void TestFrame::searchFindsPagesAndRunsCommands()
{
    auto* field = child<SearchBox>(u"searchField"_s);
    press(QKeySequence(u"Ctrl+K"_s));
    QVERIFY(field->hasFocus());
    QVERIFY(field->hits()->isVisible());
    QCOMPARE(field->hits()->model()->rowCount(), 5); // the pages, before anything is typed

    QTest::keyClicks(field, u"pee"_s);
    QCOMPARE(field->hits()->model()->rowCount(), 1);
    QCOMPARE(field->accessibleDescription(), u"Peers, Page"_s);
    press(QKeySequence(Qt::Key_Return));
    QCOMPARE(openSection(), Section::Peers);
    QVERIFY(!field->hits()->isVisible());
    QVERIFY(field->text().isEmpty());

    QSignalSpy wanted(m_window.get(), &MainWindow::refreshWanted);
    press(QKeySequence(u"Ctrl+K"_s));
    QTest::keyClicks(field, u"refr"_s);
    press(QKeySequence(Qt::Key_Return));
    QCOMPARE(wanted.count(), 1);

    press(QKeySequence(u"Ctrl+K"_s));
    QTest::keyClicks(field, u"no such thing"_s);
    QVERIFY(!field->hits()->isVisible());
    press(QKeySequence(Qt::Key_Return));
    QCOMPARE(openSection(), Section::Peers);
}

void TestFrame::searchOffersObjectsOfItsSources()
{
    class Objects : public SearchSource
    {
    public:
        QList<SearchHit> find(const QString& text, int) const override
        {
            if (text.isEmpty()) return {};
            return {{.icon = Icon::Nodes,
                     .title = u"<b>firefly</b>-sub01"_s,
                     .detail = u"Node"_s,
                     .state = State::Warning,
                     .target = Place{Section::Nodes, u"c"_s},
                     .rank = 2}};
        }
    } objects;
    m_window->addSearchSource(objects);
    auto* field = child<SearchBox>(u"searchField"_s);
    field->open();
    QTest::keyClicks(field, u"node"_s);
    QCOMPARE(field->hits()->model()->rowCount(), 2);                       // the page, the object
    QCOMPARE(field->hits()->currentIndex().data().toString(), u"Nodes"_s); // begins with the text, so it comes first
    press(QKeySequence(Qt::Key_Down));
    QCOMPARE(field->accessibleDescription(), u"<b>firefly</b>-sub01, warning, Node"_s);
    press(QKeySequence(Qt::Key_Return));
    QCOMPARE(openSection(), Section::Nodes);
    QCOMPARE(samplePage(Section::Nodes)->currentObject(), u"c"_s);
}

void TestFrame::searchClosesByEscapeAndGivesTheFocusBack()
{
    auto* field = child<SearchBox>(u"searchField"_s);
    auto& table = samplePage(Section::Routes)->list().table();
    QVERIFY(table.hasFocus());
    press(QKeySequence(u"Ctrl+K"_s));
    QTest::keyClicks(field, u"a"_s);
    press(QKeySequence(Qt::Key_Escape));
    QVERIFY(table.hasFocus());
    QVERIFY(!field->hits()->isVisible());
}

void TestFrame::searchRankPrefersBeginnings()
{
    QCOMPARE(searchRank(u"Routes"_s, u"ro"_s), 0);
    QCOMPARE(searchRank(u"firefly-sub01"_s, u"SUB"_s), 1);
    QCOMPARE(searchRank(u"firefly-sub01"_s, u"fly"_s), 2);
    QVERIFY(!searchRank(u"Routes"_s, u"x"_s));
    QCOMPARE(searchRank(u"Routes"_s, QString()), 0);
}

void TestFrame::actionMenuShowsOnlyWhatThePageCanDo()
{
    class ActingPage : public Page
    {
    public:
        QAction action{u"Open URL"_s};
        ActingPage()
            : Page(Section::Jobs)
        {}
        QList<QAction*> pageActions() const override { return {const_cast<QAction*>(&action)}; }
    };
    QAction* menu = nullptr;
    for (QAction* each : m_window->menuBar()->actions()) {
        if (each->text() == u"&Action"_s) menu = each;
    }
    QVERIFY(menu && !menu->isVisible());
    m_window->addPage(new ActingPage);
    m_window->go({Section::Jobs, {}});
    QVERIFY(menu->isVisible());
    QCOMPARE(menu->menu()->actions().size(), 1);
    m_window->go({Section::Routes, {}});
    QVERIFY(!menu->isVisible());
}

void TestFrame::everyToolHasANameAndATarget()
{
    const auto* bar = child<QToolBar>(u"toolBar"_s);
    int tools = 0;
    for (const auto* tool : bar->findChildren<QToolButton*>()) {
        if (tool->objectName() == "qt_toolbar_ext_button"_L1) continue;
        QVERIFY2(!tool->accessibleName().isEmpty(), qPrintable(tool->objectName()));
        QVERIFY(tool->width() >= 24 && tool->height() >= 24);
        ++tools;
    }
    QCOMPARE(tools, 4); // back, forward, cluster, refresh
    QVERIFY(bar->height() >= 48);
    // Nothing in the menus without an effect: an action with neither menu nor receiver would be dead.
    for (const QAction* top : m_window->menuBar()->actions()) {
        QVERIFY(!top->isVisible() || !top->menu()->actions().isEmpty());
    }
}

void TestFrame::returnGoesToTheDetailsAndEscapeBack()
{
    SamplePage* page = samplePage(Section::Routes);
    QVERIFY(page->list().table().hasFocus());
    press(QKeySequence(Qt::Key_Return));
    auto* tabs = page->findChild<QTabBar*>(u"detailTabs"_s);
    QVERIFY(tabs->hasFocus());
    QVERIFY(m_window->testAttribute(Qt::WA_KeyboardFocusChange)); // so that its ring is drawn
    press(QKeySequence(Qt::Key_Right));
    QCOMPARE(page->details().currentTab(), 1);
    press(QKeySequence(Qt::Key_Escape));
    QVERIFY(page->list().table().hasFocus());
}

void TestFrame::filterWithoutMatchCanBeTakenOff()
{
    TablePane& list = samplePage(Section::Routes)->list();
    QSignalSpy changed(&list, &TablePane::filterChanged);
    list.filter().setText(u"host:<b>foo</b>"_s);
    QCOMPARE(changed.count(), 1);
    list.showNoMatch();
    auto* noMatch = list.findChild<EmptyState*>(u"noMatch"_s);
    QVERIFY(noMatch->isVisible());
    QCOMPARE(noMatch->accessibleName(), u"No row matches “host:<b>foo</b>”."_s);
    noMatch->findChild<QPushButton*>()->click();
    QVERIFY(list.filter().text().isEmpty());
    QCOMPARE(changed.count(), 2);
    list.showTable();
    QVERIFY(list.table().isVisible());
}

void TestFrame::pillSaysHowManyRowsWait()
{
    TablePane& list = samplePage(Section::Routes)->list();
    auto* pill = list.findChild<QPushButton*>(u"displacedRows"_s);
    QVERIFY(!pill->isVisible());
    QSignalSpy wanted(&list, &TablePane::orderWanted);
    list.setDisplaced(4);
    QVERIFY(pill->isVisible());
    QCOMPARE(pill->text(), u"4 changes"_s);
    QVERIFY(pill->parentWidget()->rect().contains(pill->geometry()));
    pill->click();
    QCOMPARE(wanted.count(), 1);
    list.setDisplaced(0);
    QVERIFY(!pill->isVisible());
}

void TestFrame::tableTellsWhenThePointerIsOverIt()
{
    TableView& table = samplePage(Section::Routes)->list().table();
    QSignalSpy over(&table, &TableView::pointerOver);
    const QPointF place(10, 10);
    QEnterEvent enter(place, place, place);
    QCoreApplication::sendEvent(table.viewport(), &enter);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(table.viewport(), &leave);
    QCOMPARE(over.count(), 2);
    QCOMPARE(over.at(0).first().toBool(), true);
    QCOMPARE(over.at(1).first().toBool(), false);
}

void TestFrame::focusIsVisibleWhereTheKeyboardIs()
{
    const QRgb ring = m_look.theme.color(Token::Accent).rgb();
    const auto ringPixels = [&](const QWidget& widget) {
        const QImage image = const_cast<QWidget&>(widget).grab().toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                count += image.pixel(x, y) == ring;
        }
        return count;
    };
    SamplePage* page = samplePage(Section::Routes);
    const std::vector<QWidget*> stops{&page->list().table(),
                                      &page->list().filter(),
                                      page->findChild<StateChip*>(u"stateChip_critical"_s),
                                      page->findChild<QPushButton*>(),
                                      page->findChild<QTabBar*>(u"detailTabs"_s),
                                      page->findChild<QWidget*>(u"pathChain"_s),
                                      child<QListView>(u"rail"_s),
                                      child<QWidget>(u"sourceStrip"_s),
                                      child<QLineEdit>(u"searchField"_s),
                                      child<QToolButton>(u"refreshButton"_s)};
    m_window->setAttribute(Qt::WA_KeyboardFocusChange); // as Tab sets it
    for (QWidget* stop : stops) {
        QVERIFY(stop);
        m_window->setFocus();
        const int before = ringPixels(*stop);
        stop->setFocus(Qt::TabFocusReason);
        QVERIFY2(stop->hasFocus(), qPrintable(stop->objectName()));
        QVERIFY2(ringPixels(*stop) > before + 20,
                 qPrintable(u"%1: %2 and %3"_s.arg(stop->objectName()).arg(before).arg(ringPixels(*stop))));
    }
}

void TestFrame::headerSaysWhatAFilterHides()
{
    PageHeader& header = samplePage(Section::Routes)->list().header();
    const auto* total = header.findChild<Label*>(u"total"_s);
    header.setCounts(10, 10);
    QCOMPARE(total->text(), u"10"_s);
    header.setCounts(2, 10);
    QCOMPARE(total->text(), u"2 of 10"_s);
    const auto* note = header.findChild<Label*>(u"headerNote"_s);
    QVERIFY(!note->isVisible());
    header.setNote(u"Traefik firefly-sub02 as of 14:31:07"_s);
    QVERIFY(note->isVisible());
}

void TestFrame::tabCountsComeAndGo()
{
    DetailPane& pane = samplePage(Section::Routes)->details();
    const auto* tabs = pane.findChild<QTabBar*>(u"detailTabs"_s);
    const auto shown = [&] {
        const auto* count = qobject_cast<Label*>(tabs->tabButton(1, QTabBar::RightSide));
        return count ? count->text() : QString();
    };
    QCOMPARE(shown(), u"4"_s);
    pane.setTabCount(1, 12);
    QCOMPARE(shown(), u"12"_s);
    pane.setTabCount(1, -1);
    QVERIFY(shown().isEmpty());
}

void TestFrame::factsChangeInPlace()
{
    FactList facts(m_look);
    facts.setFacts({{u"Rule"_s, u"Host(`a`)"_s, {}, true}, {u"State"_s, u"enabled"_s, State::Ok}});
    auto* rule = facts.findChild<Label*>(u"value0"_s);
    QCOMPARE(rule->text(), u"Host(`a`)"_s);
    facts.setFacts({{u"Rule"_s, u"Host(`b`)"_s, {}, true}, {u"State"_s, u"disabled"_s, State::Critical}});
    QCOMPARE(facts.findChild<Label*>(u"value0"_s), rule);
    QCOMPARE(rule->text(), u"Host(`b`)"_s);
    facts.setFacts({{u"Name"_s, u"x"_s}});
    QCOMPARE(facts.findChild<Label*>(u"value0"_s)->accessibleName(), u"Name: x"_s);
    QVERIFY(facts.findChild<Label*>(u"value1"_s)->isHidden());
}

void TestFrame::statusLineShowsOnlyWhatIsKnown()
{
    const auto text = [this](const QString& name) { return child<Label>(name)->text(); };
    QVERIFY(text(u"statusExpiry"_s).contains("12 d"_L1));
    m_window->setStatus({.counts = {u"1 route"_s}});
    QCOMPARE(text(u"statusCounts"_s), u"1 route"_s);
    QVERIFY(text(u"statusExpiry"_s).isEmpty());
    QVERIFY(text(u"statusUpdated"_s).isEmpty());
    QCOMPARE(text(u"statusAccess"_s), u"Read-only"_s);
}

void TestFrame::keySheetListsTheKeysOfTheMenus()
{
    trigger(u"keys"_s);
    auto* sheet = child<KeySheet>(u"keySheet"_s);
    QVERIFY(sheet && sheet->isVisible());
    const QStringList lines = sheet->lines();
    for (const QString& wanted : {u"F5: Refresh"_s, u"Ctrl+K: Search everywhere"_s, u"g r: Routes"_s,
                                  u"Ctrl+1: Routes"_s, u"/: Filter this page"_s})
        QVERIFY2(lines.contains(wanted), qPrintable(wanted + " not in "_L1 + lines.join(u'\n')));
    QVERIFY(!lines.join(u'\n').contains("g m"_L1)); // no map, no key
    sheet->close();
}

void TestFrame::sourceAgesAreSecondsThenAClockTime()
{
    using base::SourcePhase;
    const QDateTime now(QDate(2026, 11, 20), QTime(14, 32, 7), Qt::UTC);
    base::SourceState source;
    QCOMPARE(ageText(source, now), u"not configured"_s);
    source.phase = SourcePhase::Connecting;
    QCOMPARE(ageText(source, now), u"connecting"_s);
    source.phase = SourcePhase::Waiting;
    QCOMPARE(ageText(source, now), u"no answer"_s);

    source.phase = SourcePhase::Live;
    source.period = std::chrono::seconds(60);
    source.fetchedAt = now.addSecs(-59);
    QCOMPARE(ageText(source, now), u"59 s"_s);
    source.fetchedAt = now.addSecs(-60);
    QCOMPARE(ageText(source, now), source.fetchedAt->toLocalTime().time().toString(u"HH:mm:ss"_s));
    source.period = std::chrono::seconds(5);
    source.fetchedAt = now.addSecs(-20); // stale: seconds would look fresh
    QCOMPARE(ageText(source, now), source.fetchedAt->toLocalTime().time().toString(u"HH:mm:ss"_s));
    source.streaming = true;
    QCOMPARE(ageText(source, now), u"live"_s);
    source.phase = SourcePhase::Waiting; // lost, whatever it was before
    QCOMPARE(ageText(source, now), source.fetchedAt->toLocalTime().time().toString(u"HH:mm:ss"_s));
}

void TestFrame::lostSourceSaysItsErrorAndNextTry()
{
    const QDateTime now(QDate(2026, 11, 20), QTime(14, 32, 7), Qt::UTC);
    base::SourceState source;
    source.phase = base::SourcePhase::Waiting;
    source.fetchedAt = now.addSecs(-30);
    source.address = u"http://100.64.0.1:4646"_s;
    source.error = base::Error{.what = u"Nomad does not answer."_s, .original = u"connect: <refused>"_s};
    source.nextTry = now.addSecs(4);

    const SourceRow row = sourceRow(source, now);

    QCOMPARE(row.state, State::Stale);
    QVERIFY(row.sentence.contains(u"Nomad does not answer."_s));
    QCOMPARE(row.original, u"connect: <refused>"_s);
    QCOMPARE(row.nextTry, u"in 4 s"_s);
    QCOMPARE(singleSource(u"Nomad"_s, source, now).rows.size(), std::size_t(1));
    QVERIFY(singleSource(u"Nomad"_s, {}, now).rows.empty());

    base::SourceState limited;
    limited.phase = base::SourcePhase::Live;
    limited.fetchedAt = now;
    limited.streaming = true;
    limited.notice = u"The token may not read services."_s;
    QCOMPARE(singleSource(u"Nomad"_s, limited, now).state, State::Warning);
    QCOMPARE(sourceRow(limited, now).sentence, limited.notice);
}

void TestFrame::manyTraefiksAreCounted()
{
    const QDateTime now(QDate(2026, 11, 20), QTime(14, 32, 7), Qt::UTC);
    base::SourceState live;
    live.phase = base::SourcePhase::Live;
    live.period = std::chrono::seconds(15);
    live.fetchedAt = now.addSecs(-2);
    base::SourceState older = live;
    older.fetchedAt = now.addSecs(-9);
    base::SourceState lost = live;
    lost.phase = base::SourcePhase::Waiting;

    const Source well = manySources(u"Traefik"_s, {{u"a"_s, live}, {u"b"_s, older}}, now);
    QCOMPARE(well.age, u"2/2 · 9 s"_s);
    QCOMPARE(well.state, State::Ok);

    const Source ill = manySources(u"Traefik"_s, {{u"a"_s, live}, {u"b"_s, lost}, {u"c"_s, older}}, now);
    QCOMPARE(ill.age, u"2/3 · b lost"_s);
    QCOMPARE(ill.state, State::Stale);
    QCOMPARE(ill.rows.size(), std::size_t(3));
    QCOMPARE(ill.rows[1].title, u"b"_s);

    lost.fetchedAt.reset();
    QCOMPARE(manySources(u"Traefik"_s, {{u"b"_s, lost}}, now).state, State::Critical);
    QCOMPARE(manySources(u"Traefik"_s, {}, now).state, State::Unknown);
    base::SourceState first;
    first.phase = base::SourcePhase::Connecting;
    QCOMPARE(manySources(u"Traefik"_s, {{u"a"_s, first}}, now).age, u"0/1"_s);
}

void TestFrame::windowFitsItsFontSizes_data()
{
    QTest::addColumn<qreal>("points");
    for (const qreal points : {8.0, 10.0, 12.0, 14.0})
        QTest::addRow("%g pt", points) << points;
}

void TestFrame::windowFitsItsFontSizes()
{
    QFETCH(qreal, points);
    const QFont before = QApplication::font();
    const auto restored = qScopeGuard([&] { QApplication::setFont(before); });
    QFont font = before;
    font.setPointSizeF(points);
    m_window.reset();
    QApplication::setFont(font);
    m_window = sampleWindow(m_look, *m_theme, test_views::firstSections());
    m_window->resize(1280, 860);
    m_window->show();
    m_window->go({Section::Routes, {}});
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));

    QVERIFY2(m_window->width() <= 1280, "the contents are wider than the window");
    for (const auto* each : m_window->findChildren<QWidget*>()) {
        const bool isShort =
            each->isVisible() && qobject_cast<const Label*>(each) && each->height() < each->fontMetrics().height();
        QVERIFY2(!isShort, qPrintable(each->objectName()));
    }
    const auto& table = samplePage(Section::Routes)->list().table();
    QVERIFY(table.rowHeight(0) >= table.fontMetrics().height() + 10);
}

TAILBOARD_TEST_MAIN(QApplication, TestFrame)
#include "test_frame.moc"
