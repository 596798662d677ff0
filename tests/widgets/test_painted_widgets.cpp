// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "ui/widgets/cluster_button.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"
#include "ui/widgets/loading_bars.h"
#include "ui/widgets/look.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/path_chain.h"
#include "ui/widgets/rail_delegate.h"
#include "ui/widgets/source_strip.h"
#include "ui/widgets/tailboard_style.h"

#include <QAccessible>
#include <QAccessibleActionInterface>
#include <QApplication>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard::widgets;

namespace {

std::vector<Station> stations()
{
    return {
        {.icon = Icon::Globe, .kind = u"URL"_s, .name = u"firefly-sub03"_s, .shape = State::Ok, .word = u"answers"_s},
        {.icon = Icon::Routes,
         .kind = u"Router"_s,
         .name = u"hashicups"_s,
         .fact = u"websecure"_s,
         .shape = State::Warning,
         .word = u"2 of 3 Traefik"_s,
         .isDerived = true},
        {.icon = Icon::Lock, .kind = u"Certificate"_s, .shape = Mark::NotApplicable, .isOpenable = false},
    };
}

std::vector<Source> sources()
{
    return {
        {.name = u"Nomad"_s,
         .age = u"1 s"_s,
         .state = State::Ok,
         .rows =
             {{.state = State::Ok, .age = u"1 s"_s, .address = u"http://100.64.0.1:4646"_s, .version = u"1.10.5"_s}}},
        {.name = u"Traefik"_s,
         .age = u"1/2 · firefly-sub02 lost"_s,
         .state = State::Critical,
         .rows = {{.title = u"firefly-sub01"_s, .state = State::Ok, .age = u"2 s"_s},
                  {.title = u"firefly-sub02"_s,
                   .state = State::Critical,
                   .sentence = u"Traefik does not answer."_s,
                   .original = u"connect: <i>connection refused</i>"_s,
                   .nextTry = u"in 4 s"_s}}}};
}

QAccessibleInterface* reader(QWidget& widget)
{
    return QAccessible::queryAccessibleInterface(&widget);
}

QStringList shownTexts(const QWidget& parent)
{
    QStringList texts;
    for (const auto* label : parent.findChildren<Label*>())
        texts << label->text();
    return texts;
}

} // namespace

class TestPaintedWidgets : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void chainMovesByArrowsAndOpensByReturn();
    void chainKeepsItsPlaceWhenValuesChange();
    void chainIsAListForReaders();
    void chainStationPressedByAReaderOpens();
    void chainShowsWhatIsNotOk();
    void chainFitsInTheSmallestWindow();
    void readerMayOutliveTheChain();
    void stripSaysNameStateAndAge();
    void stripStandsStillWhileAgesTick();
    void stripOpensDetailsAndTheyFollow();
    void stripWithoutSourcesShowsNothing();
    void clusterButtonSaysItsCluster();
    void clusterButtonOnlyActsWhenThereAreProfiles();
    void clusterButtonCutsTheTailnetFirst();
    void messageBarShowsTheOriginalAsText();
    void emptyStateLeadsOn();
    void loadingBarsBecomeASentence();
    void narrowRailKeepsTheWorstState();

private:
    Look m_look{Theme(Theme::Scheme::Light)};
};

void TestPaintedWidgets::initTestCase()
{
    QApplication::setStyle(new TailboardStyle(m_look));
    QApplication::setPalette(m_look.theme.palette());
    QAccessible::setActive(true);
}

void TestPaintedWidgets::chainMovesByArrowsAndOpensByReturn()
{
    PathChain chain(m_look);
    chain.setStations(stations());
    QSignalSpy opened(&chain, &PathChain::stationOpened);

    QTest::keyClick(&chain, Qt::Key_Left);
    QCOMPARE(chain.current(), 0);
    QTest::keyClick(&chain, Qt::Key_Right);
    QCOMPARE(chain.current(), 1);
    QTest::keyClick(&chain, Qt::Key_Return);
    QCOMPARE(opened.takeFirst().first().toInt(), 1);
    QTest::keyClick(&chain, Qt::Key_End);
    QTest::keyClick(&chain, Qt::Key_Right);
    QCOMPARE(chain.current(), 2);
    QTest::keyClick(&chain, Qt::Key_Return); // cannot be opened
    QCOMPARE(opened.count(), 0);
    QTest::keyClick(&chain, Qt::Key_Home);
    QCOMPARE(chain.current(), 0);

    chain.resize(600, 104);
    QTest::mouseClick(&chain, Qt::LeftButton, {}, chain.itemRect(1).center());
    QCOMPARE(chain.current(), 1);
    QTest::mouseDClick(&chain, Qt::LeftButton, {}, chain.itemRect(0).center());
    QCOMPARE(opened.takeFirst().first().toInt(), 0);
}

void TestPaintedWidgets::chainKeepsItsPlaceWhenValuesChange()
{
    PathChain chain(m_look);
    chain.setStations(stations());
    chain.setCurrent(2);
    auto changed = stations();
    changed[0].word = u"answers slowly"_s;
    chain.setStations(changed);
    QCOMPARE(chain.current(), 2);
    changed.pop_back();
    chain.setStations(changed);
    QCOMPARE(chain.current(), 1);
    chain.setStations({});
    QTest::keyClick(&chain, Qt::Key_Return);
    QCOMPARE(chain.current(), 0);
}

void TestPaintedWidgets::chainIsAListForReaders()
{
    PathChain chain(m_look);
    chain.setStations(stations());
    chain.resize(600, 104);
    QAccessibleInterface* list = reader(chain);
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->text(QAccessible::Name), u"Request path"_s);
    QCOMPARE(list->childCount(), 3);
    QAccessibleInterface* router = list->child(1);
    QCOMPARE(router->role(), QAccessible::ListItem);
    QCOMPARE(router->text(QAccessible::Name),
             u"Router, hashicups, websecure, warning, 2 of 3 Traefik, known from tags only"_s);
    QCOMPARE(list->child(2)->text(QAccessible::Name), u"Certificate, not applicable"_s);
    QCOMPARE(list->indexOfChild(router), 1);
    QCOMPARE(router->parent(), list);
    QCOMPARE(list->childAt(router->rect().center().x(), router->rect().center().y()), router);
    QVERIFY(!list->child(3));

    auto fewer = stations();
    fewer.resize(1);
    chain.setStations(fewer);
    QCOMPARE(list->childCount(), 1);
    QVERIFY(!router->isValid());
    QCOMPARE(router->text(QAccessible::Name), QString());
}

void TestPaintedWidgets::chainStationPressedByAReaderOpens()
{
    PathChain chain(m_look);
    chain.setStations(stations());
    QSignalSpy opened(&chain, &PathChain::stationOpened);
    QAccessibleActionInterface* action = reader(chain)->child(1)->actionInterface();
    QVERIFY(action);
    action->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(opened.count(), 1);
    QCOMPARE(chain.current(), 1);
}

void TestPaintedWidgets::chainShowsWhatIsNotOk()
{
    PathChain chain(m_look);
    chain.setStations(stations());
    chain.resize(600, 104);
    const QImage image = chain.grab().toImage();
    const auto ground = [&](int index) {
        return QColor(image.pixel(chain.itemRect(index).bottomRight() - QPoint(6, 6)));
    };
    QCOMPARE(ground(0), m_look.theme.color(Token::Base));
    QCOMPARE(ground(1), m_look.theme.tint(State::Warning));
    QCOMPARE(ground(2), m_look.theme.color(Token::Base)); // not applicable is no fault
}

void TestPaintedWidgets::chainFitsInTheSmallestWindow()
{
    PathChain chain(m_look);
    std::vector<Station> seven(7);
    chain.setStations(seven);
    QVERIFY(chain.minimumSizeHint().width() <= 1000 - 184 - 32);
    QVERIFY(chain.sizeHint().height() >= 104);
}

void TestPaintedWidgets::readerMayOutliveTheChain()
{
    auto chain = std::make_unique<PathChain>(m_look);
    chain->setStations(stations());
    QAccessibleInterface* list = reader(*chain);
    const QAccessible::Id id = QAccessible::uniqueId(list->child(0));
    chain.reset();
    QVERIFY(!QAccessible::accessibleInterface(id)); // gone with the list, no dangling item
}

void TestPaintedWidgets::stripSaysNameStateAndAge()
{
    SourceStrip strip(m_look);
    strip.setSources(sources());
    strip.resize(strip.sizeHint());
    QAccessibleInterface* bar = reader(strip);
    QCOMPARE(bar->childCount(), 2);
    QCOMPARE(bar->text(QAccessible::Name), u"Sources"_s);
    QCOMPARE(bar->child(0)->text(QAccessible::Name), u"Nomad: ok, 1 s"_s);
    QCOMPARE(bar->child(1)->text(QAccessible::Name), u"Traefik: critical, 1/2 · firefly-sub02 lost"_s);
    QCOMPARE(bar->child(1)->role(), QAccessible::ButtonMenu);
    QVERIFY(strip.rect().contains(strip.itemRect(1)));
}

void TestPaintedWidgets::stripStandsStillWhileAgesTick()
{
    SourceStrip strip(m_look);
    auto now = sources();
    now[0].age = u"10 s"_s;
    strip.setSources(now);
    const int width = strip.sizeHint().width();
    for (const QString& age : {u"9 s"_s, u"1 s"_s, u"10 s"_s}) {
        now[0].age = age;
        strip.setSources(now);
        QCOMPARE(strip.sizeHint().width(), width);
    }
    now[1].age = u"2/2"_s;
    strip.setSources(now);
    QVERIFY(strip.sizeHint().width() < width - 40); // a long text does not leave a hole behind
}

void TestPaintedWidgets::stripOpensDetailsAndTheyFollow()
{
    SourceStrip strip(m_look);
    strip.setSources(sources());
    strip.resize(strip.sizeHint());
    strip.show();
    QTest::keyClick(&strip, Qt::Key_Right);
    QTest::keyClick(&strip, Qt::Key_Space);
    QVERIFY(strip.popup());

    QStringList texts = shownTexts(*strip.popup());
    for (const QString& wanted : {u"firefly-sub01"_s, u"firefly-sub02"_s, u"Traefik does not answer."_s,
                                  u"connect: <i>connection refused</i>"_s, u"in 4 s"_s, u"critical"_s})
        QVERIFY2(texts.contains(wanted), qPrintable(wanted));
    auto* original = strip.popup()->findChild<Label*>(u"original1"_s);
    QVERIFY(original && original->textFormat() == Qt::PlainText);

    auto now = sources();
    now[1].rows[1].nextTry = u"in 3 s"_s;
    strip.setSources(now);
    QVERIFY(shownTexts(*strip.popup()).contains(u"in 3 s"_s));
    QCOMPARE(strip.popup()->findChild<Label*>(u"original1"_s), original); // a selection in it survives the tick

    now[1].rows[1].original = u"timed out"_s;
    strip.setSources(now);
    QVERIFY(shownTexts(*strip.popup()).contains(u"timed out"_s));

    QTest::keyClick(strip.popup(), Qt::Key_Escape);
    QTRY_VERIFY(!strip.popup());
}

void TestPaintedWidgets::stripWithoutSourcesShowsNothing()
{
    SourceStrip strip(m_look);
    QCOMPARE(strip.sizeHint().width(), 0);
    QTest::keyClick(&strip, Qt::Key_Space);
    QVERIFY(!strip.popup());
}

void TestPaintedWidgets::clusterButtonSaysItsCluster()
{
    ClusterButton button(m_look);
    button.setCluster(u"firefly"_s, u"tail1a2b3.ts.net"_s, u"Demo"_s);
    QCOMPARE(button.accessibleName(), u"Cluster firefly, tail1a2b3.ts.net, Demo"_s);
    const int wide = button.sizeHint().width();
    button.setCluster(u"firefly"_s, u"tail1a2b3.ts.net"_s);
    QVERIFY(button.sizeHint().width() < wide);
    const QImage image = button.grab().toImage();
    QCOMPARE(QColor(image.pixel(3, image.height() / 2)), m_look.theme.color(Token::Cluster));
}

void TestPaintedWidgets::clusterButtonOnlyActsWhenThereAreProfiles()
{
    ClusterButton button(m_look);
    button.setCluster(u"firefly"_s, u"tail1a2b3.ts.net"_s);
    QCOMPARE(button.focusPolicy(), Qt::NoFocus);
    QVERIFY(button.shortcut().isEmpty());
    const int plain = button.sizeHint().width();
    QMenu menu;
    button.setProfiles(&menu);
    QCOMPARE(button.focusPolicy(), Qt::TabFocus);
    QCOMPARE(button.shortcut(), QKeySequence(u"Ctrl+P"_s));
    QVERIFY(button.sizeHint().width() > plain);
}

void TestPaintedWidgets::clusterButtonCutsTheTailnetFirst()
{
    ClusterButton button(m_look);
    button.setCluster(u"firefly"_s, u"tail1a2b3.ts.net"_s);
    ClusterButton short_(m_look);
    short_.setCluster(u"firefly"_s, {});
    QVERIFY(button.minimumSizeHint().width() <= short_.sizeHint().width());
}

void TestPaintedWidgets::messageBarShowsTheOriginalAsText()
{
    MessageBar bar(m_look);
    QVERIFY(bar.isHidden());
    QSignalSpy pressed(&bar, &MessageBar::buttonPressed);
    bar.showMessage(State::Critical, u"Nomad does not answer."_s, u"<b>dial tcp</b>: refused"_s, u"Try again"_s);
    QVERIFY(!bar.isHidden());
    QVERIFY(shownTexts(bar).contains(u"<b>dial tcp</b>: refused"_s));
    QCOMPARE(bar.accessibleName(), u"critical: Nomad does not answer."_s);
    bar.findChild<QPushButton*>()->click();
    QCOMPARE(pressed.count(), 1);
    bar.showMessage(State::Warning, u"Nomad is slow."_s);
    QVERIFY(bar.findChild<QPushButton*>()->isHidden());
    bar.clearMessage();
    QVERIFY(bar.isHidden());
}

void TestPaintedWidgets::emptyStateLeadsOn()
{
    EmptyState empty(m_look, Icon::Routes, u"No routes yet."_s);
    QCOMPARE(empty.accessibleName(), u"No routes yet."_s);
    QPushButton* button = empty.addButton(u"Open Services"_s);
    QVERIFY(!button->isDefault());
    QVERIFY(empty.isAncestorOf(button));

    empty.setSentence(u"No routes yet. A route appears when a Nomad service has a tag traefik.http.routers.…."_s);
    empty.resize(1096, 400);
    empty.show();
    QApplication::sendPostedEvents();
    const auto* sentence = empty.findChild<Label*>();
    QVERIFY(sentence->width() <= type::width(480, empty.font()));
    QVERIFY(sentence->height() >= sentence->heightForWidth(sentence->width())); // no line is cut
    QVERIFY(sentence->height() > 2 * QFontMetrics(sentence->font()).height() - 4);
}

void TestPaintedWidgets::loadingBarsBecomeASentence()
{
    using namespace std::chrono_literals;
    LoadingBars bars(m_look);
    bars.setWaiting(u"Nomad"_s, 0s);
    QVERIFY(bars.sentence().isEmpty());
    bars.resize(600, 320);
    const QImage grey = bars.grab().toImage();
    bars.setWaiting(u"Nomad"_s, 4s);
    QCOMPARE(bars.sentence(), u"Waiting for Nomad, 4 s"_s);
    QCOMPARE(bars.accessibleName(), u"Waiting for Nomad, 4 s"_s);
    QVERIFY(bars.grab().toImage() != grey);
}

void TestPaintedWidgets::narrowRailKeepsTheWorstState()
{
    class OneSection : public QAbstractListModel
    {
    public:
        State worst = State::Ok;
        int rowCount(const QModelIndex&) const override { return 1; }
        QVariant data(const QModelIndex&, int role) const override
        {
            if (role == Qt::DisplayRole) return u"Routes"_s;
            if (role == RailIconRole) return QVariant::fromValue(Icon::Routes);
            if (role == RailWorstRole) return QVariant::fromValue(worst);
            return role == RailCountRole ? QVariant(10) : QVariant();
        }
    } model;
    const RailDelegate delegate(m_look);
    for (const int width : {30, 168}) {
        const auto paint = [&](State worst) {
            model.worst = worst;
            QImage image(width, 28, QImage::Format_ARGB32_Premultiplied);
            image.fill(m_look.theme.color(Token::Rail));
            QPainter painter(&image);
            QStyleOptionViewItem option;
            option.rect = image.rect();
            option.font = QApplication::font();
            delegate.paint(&painter, option, model.index(0));
            return image;
        };
        QVERIFY(paint(State::Ok) != paint(State::Critical));
        QVERIFY(paint(State::Warning) != paint(State::Critical));
    }
}

TAILBOARD_TEST_MAIN(QApplication, TestPaintedWidgets)
#include "test_painted_widgets.moc"
