// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "ui/views/fact_list.h"
#include "ui/views/fact_value.h"
#include "ui/views/json_colors.h"
#include "ui/views/raw_tab.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/look.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QLayout>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::views;
using namespace tailboard::widgets;
using cluster::RawDocument;

namespace {

/// Answers only when it is told to, and counts what was asked.
class HeldReader : public cluster::ObjectReader
{
public:
    struct Asked
    {
        QPointer<QObject> context;
        Done<QList<RawDocument>> done;
    };

    void readAllocation(const base::Uuid&, QObject*, Done<nomad::AllocationDetail>) override {}
    void readUsage(const base::Uuid&, QObject*, Done<nomad::AllocationUsage>) override {}
    void readJob(const nomad::JobKey&, QObject*, Done<nomad::JobHistory>) override {}
    void readNode(const base::Uuid&, QObject*, Done<nomad::NodeDetail>) override {}
    void readRaw(const cluster::Subject&, QObject* context, Done<QList<RawDocument>> done) override
    {
        asked.push_back({context, std::move(done)});
    }

    /// Answers the last question, unless whoever asked has given it up.
    void answer(const base::Result<QList<RawDocument>>& result)
    {
        if (asked.back().context) asked.back().done(result);
    }

    std::vector<Asked> asked;
};

RawDocument document(const QString& title, const QString& text)
{
    return {title, text, std::nullopt};
}

} // namespace

class TestDetails : public QObject
{
    Q_OBJECT

private slots:
    void linkIsFollowedByKeyAndClick();
    void textOfALinkCanBeSelectedWithoutFollowingIt();
    void tabReachesOnlyLinks();
    void contextMenuCopiesTheWholeValue();
    void listOfManyFactsStaysFluid();
    void shorterListLeavesNothingOfTheLongerOne();

    void rawIsReadOnlyWhenSeen();
    void passingOverRowsAsksOnce();
    void changeIsSaidAndTheTextStays();
    void answerForAnotherRowIsDropped();
    void errorOffersAnotherTry();
    void documentWithErrorSaysIt();
    void chosenDocumentStaysChosen();
    void searchCountsAndSteps();
    void copyGivesTheTextAsItCame();
    void hostileTextIsShownPlain();
    void jsonLineIsCutIntoItsTokens();

private:
    static QString sentence(const RawTab& tab)
    {
        return tab.findChild<EmptyState*>()->isVisible() ? tab.findChild<EmptyState*>()->accessibleName() : QString();
    }
    static QString found(const RawTab& tab) { return tab.findChild<Label*>(u"rawFound"_s)->text(); }
    static QString age(const RawTab& tab) { return tab.findChild<Label*>(u"rawAge"_s)->text(); }
    static QPlainTextEdit& text(const RawTab& tab) { return *tab.findChild<QPlainTextEdit*>(); }

    Look m_look{Theme(Theme::Scheme::Light)};
    base::FixedClock m_clock{QDateTime({2026, 1, 5}, {12, 0}, Qt::UTC)};
};

void TestDetails::linkIsFollowedByKeyAndClick()
{
    FactList list(m_look);
    list.setFacts({{.name = u"Node"_s, .value = u"sub01"_s, .place = Place{Section::Nodes, u"n1"_s}},
                   {.name = u"Text"_s, .value = u"plain"_s}});
    list.show();
    QSignalSpy wanted(&list, &FactList::placeWanted);
    auto* link = list.findChild<FactValue*>(u"value0"_s);
    QTest::keyClick(link, Qt::Key_Return);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.last().first().value<Place>(), (Place{Section::Nodes, u"n1"_s}));
    QTest::mouseClick(link, Qt::LeftButton);
    QCOMPARE(wanted.size(), 2);
    auto* plain = list.findChild<FactValue*>(u"value1"_s);
    QTest::keyClick(plain, Qt::Key_Return);
    QTest::mouseClick(plain, Qt::LeftButton);
    QCOMPARE(wanted.size(), 2);
    QVERIFY(link->palette().color(link->foregroundRole()) != plain->palette().color(plain->foregroundRole()));

    // The same line is no link for the next object.
    list.setFacts({{.name = u"Node"_s, .value = u"gone"_s}});
    QTest::keyClick(link, Qt::Key_Return);
    QCOMPARE(wanted.size(), 2);
    QVERIFY(!link->isLink());
}

void TestDetails::textOfALinkCanBeSelectedWithoutFollowingIt()
{
    FactList list(m_look);
    list.resize(500, 200);
    list.setFacts({{.name = u"Node"_s, .value = u"firefly-sub01"_s, .place = Place{Section::Nodes, u"n1"_s}}});
    list.show();
    QVERIFY(QTest::qWaitForWindowExposed(&list));
    QSignalSpy wanted(&list, &FactList::placeWanted);
    auto* link = list.findChild<FactValue*>(u"value0"_s);
    const int y = link->height() / 2;
    QTest::mousePress(link, Qt::LeftButton, {}, {2, y});
    QMouseEvent move(QEvent::MouseMove, QPointF(60, y), link->mapToGlobal(QPointF(60, y)), Qt::NoButton, Qt::LeftButton,
                     {});
    QApplication::sendEvent(link, &move);
    QTest::mouseRelease(link, Qt::LeftButton, {}, {60, y});
    QVERIFY(link->hasSelectedText());
    QCOMPARE(wanted.size(), 0);
}

void TestDetails::tabReachesOnlyLinks()
{
    FactList list(m_look);
    list.setFacts({{.name = u"a"_s, .value = u"1"_s},
                   {.name = u"b"_s, .value = u"2"_s, .place = Place{Section::Peers, u"p"_s}},
                   {.name = u"c"_s, .value = u"3"_s}});
    list.show();
    list.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&list));
    list.setFocus();
    QTest::keyClick(&list, Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), list.findChild<QWidget*>(u"value1"_s));
    QVERIFY(QApplication::focusWidget()->font().underline());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(QApplication::focusWidget() != list.findChild<QWidget*>(u"value2"_s));
    QVERIFY(!list.findChild<QWidget*>(u"value1"_s)->font().underline() || QApplication::focusWidget() != &list);
}

void TestDetails::contextMenuCopiesTheWholeValue()
{
    FactList list(m_look);
    const QString value = QString::fromUtf8("a\u202Eb");
    list.setFacts({{.name = u"Rule"_s, .value = value}});
    list.show();
    auto* line = list.findChild<FactValue*>(u"value0"_s);
    QVERIFY(line->text() != value); // shown so that it cannot mislead
    QContextMenuEvent event(QContextMenuEvent::Mouse, {2, 2}, line->mapToGlobal(QPoint(2, 2)));
    QApplication::sendEvent(line, &event);
    auto* menu = line->findChild<QMenu*>(u"factMenu"_s);
    QVERIFY(menu);
    QCOMPARE(menu->actions().size(), 1);
    menu->actions().first()->trigger();
    QCOMPARE(QApplication::clipboard()->text(), value);
    menu->close();
}

void TestDetails::listOfManyFactsStaysFluid()
{
    const auto facts = [](int round) {
        std::vector<Fact> all;
        for (int i = 0; i < 500; ++i)
            all.push_back({.name = u"Name %1"_s.arg(i),
                           .value = u"value %1 of round %2"_s.arg(i).arg(i % 100 == 0 ? round : 0),
                           .shape = i % 3 == 0 ? std::optional<Shape>(State::Ok) : std::nullopt});
        return all;
    };
    FactList list(m_look);
    list.resize(900, 300);
    list.show();
    list.setFacts(facts(0));
    QVERIFY(QTest::qWaitForWindowExposed(&list));
    const QList<QWidget*> made = list.findChildren<QWidget*>();
    list.findChild<FactValue*>(u"value3"_s)->setSelection(0, 5);
    QElapsedTimer timer;
    timer.start();
    for (int round = 1; round <= 20; ++round) {
        list.setFacts(facts(round));
        list.widget()->layout()->activate();
    }
    const qint64 each = timer.elapsed() / 20;
    qInfo("500 facts, 5 changed: %lld ms", each);
    QCOMPARE(list.findChildren<QWidget*>(), made); // nothing made anew: that is what the time hangs on
    QCOMPARE(list.findChild<FactValue*>(u"value3"_s)->selectedText(), u"value"_s);
    QCOMPARE(list.findChild<FactValue*>(u"value400"_s)->text(), u"value 400 of round 20"_s);
}

void TestDetails::shorterListLeavesNothingOfTheLongerOne()
{
    FactList list(m_look);
    list.setFacts({{.name = u"Group"_s, .isHeading = true},
                   {.name = u"a"_s, .value = u"1"_s, .shape = Shape(State::Ok)},
                   {.name = u"b"_s, .value = u"2"_s, .shape = Shape(State::Ok)}});
    list.show();
    const auto shown = [&] {
        QStringList texts;
        for (const Label* each : list.findChildren<Label*>())
            if (each->isVisible()) texts << each->text();
        texts.sort();
        return texts;
    };
    QCOMPARE(shown(), (QStringList{u"1"_s, u"2"_s, u"Group"_s, u"a"_s, u"b"_s}));
    list.setFacts({{.name = u"x"_s, .value = u"9"_s}});
    QCOMPARE(shown(), (QStringList{u"9"_s, u"x"_s}));
    QVERIFY(list.findChild<QWidget*>(u"shape1"_s)->isHidden());
}

void TestDetails::rawIsReadOnlyWhenSeen()
{
    HeldReader reader;
    RawTab tab(m_look, m_clock, &reader);
    tab.setSubject(cluster::PeerSubject{u"p1"_s}, u"p1"_s);
    tab.readAgain();
    QVERIFY(reader.asked.empty());
    tab.show();
    QCOMPARE(reader.asked.size(), size_t(1));
    QCOMPARE(age(tab), u"Reading…"_s);
    reader.answer(QList<RawDocument>{document(u"one"_s, u"{}"_s)});
    QCOMPARE(text(tab).toPlainText(), u"{}"_s);
    m_clock.advance(std::chrono::seconds(7));
    tab.tick();
    QCOMPARE(age(tab), u"read 7 s ago"_s);
    tab.setSubject(cluster::PeerSubject{u"p1"_s}, u"p1"_s);
    QCOMPARE(reader.asked.size(), size_t(1));
    tab.hide();
    tab.readAgain(); // F5 on another tab
    QCOMPARE(reader.asked.size(), size_t(1));
    tab.show();
    QCOMPARE(reader.asked.size(), size_t(2));
}

void TestDetails::passingOverRowsAsksOnce()
{
    HeldReader reader;
    RawTab tab(m_look, m_clock, &reader);
    tab.show();
    for (int row = 0; row < 20; ++row)
        tab.setSubject(cluster::PeerSubject{QString::number(row)}, QString::number(row));
    QTRY_COMPARE(reader.asked.size(), size_t(1));
    QCOMPARE(reader.asked.size(), size_t(1));
}

void TestDetails::changeIsSaidAndTheTextStays()
{
    HeldReader reader;
    RawTab tab(m_look, m_clock, &reader);
    tab.setSubject(cluster::PeerSubject{u"p1"_s}, u"p1"_s);
    tab.show();
    reader.answer(QList<RawDocument>{document(u"one"_s, u"old"_s)});
    tab.markChanged();
    QCOMPARE(text(tab).toPlainText(), u"old"_s);
    QCOMPARE(age(tab), u"changed since, read 0 s ago"_s);
    QCOMPARE(reader.asked.size(), size_t(1));
    tab.findChild<QPushButton*>(u"rawAgain"_s)->click();
    QCOMPARE(text(tab).toPlainText(), u"old"_s); // until there is something better
    reader.answer(QList<RawDocument>{document(u"one"_s, u"new"_s)});
    QCOMPARE(text(tab).toPlainText(), u"new"_s);
    QCOMPARE(age(tab), u"read 0 s ago"_s);
}

void TestDetails::answerForAnotherRowIsDropped()
{
    HeldReader reader;
    RawTab tab(m_look, m_clock, &reader);
    tab.setSubject(cluster::PeerSubject{u"p1"_s}, u"p1"_s);
    tab.show();
    tab.setSubject(cluster::PeerSubject{u"p2"_s}, u"p2"_s);
    QVERIFY(!reader.asked.front().context); // given up: its answer reaches nobody
    QTRY_COMPARE(reader.asked.size(), size_t(2));
    reader.answer(QList<RawDocument>{document(u"two"_s, u"2"_s)});
    QCOMPARE(text(tab).toPlainText(), u"2"_s);
}

void TestDetails::errorOffersAnotherTry()
{
    HeldReader reader;
    RawTab tab(m_look, m_clock, &reader);
    tab.setSubject(cluster::PeerSubject{u"p1"_s}, u"p1"_s);
    tab.show();
    QCOMPARE(sentence(tab), u"Reading…"_s);
    reader.answer(base::failure(base::Error{.kind = base::ErrorKind::TimedOut,
                                            .what = u"Nomad did not answer in 10 s."_s,
                                            .why = {},
                                            .hint = {},
                                            .original = u"deadline"_s}));
    QCOMPARE(sentence(tab), u"Nomad did not answer in 10 s.\ndeadline"_s);
    QVERIFY(!tab.findChild<QPushButton*>(u"rawCopy"_s)->isEnabled());
    QPushButton* again = nullptr;
    for (auto* each : tab.findChild<EmptyState*>()->findChildren<QPushButton*>())
        if (each->isVisible()) again = each;
    QVERIFY(again);
    again->click();
    QCOMPARE(reader.asked.size(), size_t(2));
    reader.answer(QList<RawDocument>{document(u"one"_s, u"{}"_s)});
    QCOMPARE(sentence(tab), QString());
}

void TestDetails::documentWithErrorSaysIt()
{
    RawTab tab(m_look, m_clock, nullptr);
    tab.show();
    RawDocument lost = document(u"two"_s, {});
    lost.error = base::Error{.kind = base::ErrorKind::Unreachable,
                             .what = u"Traefik on sub02 does not answer."_s,
                             .why = {},
                             .hint = {},
                             .original = {}};
    tab.setDocuments({document(u"one"_s, u"{}"_s), lost});
    auto* chooser = tab.findChild<QComboBox*>(u"rawChooser"_s);
    QCOMPARE(chooser->count(), 2);
    QCOMPARE(sentence(tab), QString());
    chooser->setCurrentIndex(1);
    emit chooser->activated(1);
    QCOMPARE(sentence(tab), u"Traefik on sub02 does not answer."_s);
    QVERIFY(text(tab).toPlainText().isEmpty());
}

void TestDetails::chosenDocumentStaysChosen()
{
    RawTab tab(m_look, m_clock, nullptr);
    tab.resize(800, 200);
    tab.show();
    const QString lines = u"line\n"_s.repeated(200);
    tab.setDocuments({document(u"a"_s, u"1"_s), document(u"b"_s, lines)});
    auto* chooser = tab.findChild<QComboBox*>(u"rawChooser"_s);
    emit chooser->activated(1);
    text(tab).verticalScrollBar()->setValue(50);
    tab.setDocuments({document(u"new"_s, u"0"_s), document(u"a"_s, u"1"_s), document(u"b"_s, lines + u"more"_s)});
    QCOMPARE(chooser->currentText(), u"b"_s);
    QVERIFY(text(tab).toPlainText().endsWith(u"more"_s));
    QCOMPARE(text(tab).verticalScrollBar()->value(), 50);
}

void TestDetails::searchCountsAndSteps()
{
    RawTab tab(m_look, m_clock, nullptr);
    tab.resize(800, 200);
    tab.show();
    tab.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&tab));
    tab.setDocuments({document(u"a"_s, u"Web\nweb\nother\nWEB"_s)});
    tab.focusText();
    QTest::keyClick(&text(tab), Qt::Key_F, Qt::ControlModifier);
    auto* field = tab.findChild<HintField*>(u"rawSearch"_s);
    QCOMPARE(QApplication::focusWidget(), field);
    QTest::keyClicks(field, u"web"_s);
    QCOMPARE(found(tab), u"1 of 3"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(found(tab), u"2 of 3"_s);
    QCOMPARE(text(tab).textCursor().position(), 4);
    QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(found(tab), u"3 of 3"_s);
    QCOMPARE(text(tab).extraSelections().size(), 3);
    QTest::keyClicks(field, u"x"_s);
    QCOMPARE(found(tab), u"no match"_s);
    QCOMPARE(text(tab).extraSelections().size(), 0);
}

void TestDetails::copyGivesTheTextAsItCame()
{
    RawTab tab(m_look, m_clock, nullptr);
    tab.show();
    const QString line = u'"' + QString(30'000, u'x') + u'"';
    tab.setDocuments({document(u"a"_s, line)});
    QVERIFY(text(tab).toPlainText().size() < 21'000); // one endless line would stop the window
    tab.findChild<QPushButton*>(u"rawCopy"_s)->click();
    QCOMPARE(QApplication::clipboard()->text(), line);
}

void TestDetails::hostileTextIsShownPlain()
{
    RawTab tab(m_look, m_clock, nullptr);
    tab.show();
    tab.setDocuments({document(u"<b>title</b>"_s, QString::fromUtf8("{\"a\": \"<b>\u202Egpj</b>\"}"))});
    QCOMPARE(text(tab).toPlainText(), u"{\"a\": \"<b><U+202E>gpj</b>\"}"_s);
    QCOMPARE(tab.findChild<QComboBox*>(u"rawChooser"_s)->currentText(), u"<b>title</b>"_s);
}

void TestDetails::jsonLineIsCutIntoItsTokens()
{
    using Kind = JsonColors::Kind;
    using Span = JsonColors::Span;
    QCOMPARE(JsonColors::spans(u"  \"a\\\"b\" : -1.5e3,"_s),
             (QList<Span>{{Kind::Name, 2, 6}, {Kind::Mark, 9, 1}, {Kind::Number, 11, 6}, {Kind::Mark, 17, 1}}));
    QCOMPARE(JsonColors::spans(u"[\"x\", true, nil]"_s), (QList<Span>{{Kind::Mark, 0, 1},
                                                                      {Kind::String, 1, 3},
                                                                      {Kind::Mark, 4, 1},
                                                                      {Kind::Word, 6, 4},
                                                                      {Kind::Mark, 10, 1},
                                                                      {Kind::Mark, 15, 1}}));
    QCOMPARE(JsonColors::spans(u"\"never ends\\"_s), (QList<Span>{{Kind::String, 0, 12}}));
}

TAILBOARD_TEST_MAIN(QApplication, TestDetails)
#include "test_details.moc"
