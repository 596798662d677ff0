// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/state_chip.h"
#include "ui/widgets/state_glyph.h"
#include "ui/widgets/tailboard_style.h"

#include <QApplication>
#include <QCheckBox>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard::widgets;

class TestSmallWidgets : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void controlAndDirectionCharactersAreShown_data();
    void controlAndDirectionCharactersAreShown();
    void cleanTextIsSharedNotCopied();
    void longTextIsCut();
    void toolTipShowsMarkupAsText();
    void labelIsNeverRichText();
    void labelIsElidedAndKeepsItsWholeText();
    void labelAtItsSizeIsWhole();
    void selectableLabelCanBeCopied();
    void escapeEmptiesTheFieldAndThenLeavesIt();
    void fieldLeadsToItsList();
    void chipsShowOnlyStatesThatHaveRows();
    void checkedChipStaysAtZeroUntilItIsUnchecked();
    void chipSaysWhatItDoes();
    void glyphSaysItsState();
    void targetsAreLargeEnough();

private:
    Look m_look{Theme(Theme::Scheme::Light)};
};

void TestSmallWidgets::initTestCase()
{
    QApplication::setStyle(new TailboardStyle(m_look));
    QApplication::setPalette(m_look.theme.palette());
}

void TestSmallWidgets::controlAndDirectionCharactersAreShown_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << u"web-preview@nomad"_s << u"web-preview@nomad"_s;
    QTest::newRow("Chinese and accents") << u"分配 é"_s << u"分配 é"_s;
    QTest::newRow("markup") << u"<b>x</b>&amp;"_s << u"<b>x</b>&amp;"_s;
    QTest::newRow("right-to-left override") << u"a\u202Egnp.exe"_s << u"a<U+202E>gnp.exe"_s;
    QTest::newRow("isolate") << u"\u2066x\u2069"_s << u"<U+2066>x<U+2069>"_s;
    QTest::newRow("zero width") << u"fire\u200Bfly"_s << u"fire<U+200B>fly"_s;
    QTest::newRow("soft hyphen") << u"fire\u00ADfly"_s << u"fire<U+00AD>fly"_s;
    QTest::newRow("newline") << u"a\nb"_s << u"a\u240Ab"_s;
    QTest::newRow("escape") << u"\u001B[31m"_s << u"\u241B[31m"_s;
    QTest::newRow("delete") << u"a\u007F"_s << u"a\u2421"_s;
    QTest::newRow("C1") << u"a\u0085"_s << u"a<U+0085>"_s;
    QTest::newRow("null") << u"a"_s + QChar(u'\0') + u"b"_s << u"a\u2400b"_s;
    QTest::newRow("emoji") << u"\U0001F600"_s << u"\U0001F600"_s;
    QTest::newRow("invisible tag") << u"a\U000E0041"_s << u"a<U+E0041>"_s;
    QTest::newRow("half a pair") << u"a"_s + QChar(0xD83D) << u"a\uFFFD"_s;
}

void TestSmallWidgets::controlAndDirectionCharactersAreShown()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(oneLine(text), shown);
}

void TestSmallWidgets::cleanTextIsSharedNotCopied()
{
    const QString text = u"hashicups@nomad"_s;
    QCOMPARE(oneLine(text).constData(), text.constData());
    QCOMPARE(manyLines(u"a\n\tb"_s), u"a\n\tb"_s);
}

void TestSmallWidgets::longTextIsCut()
{
    const QString cut = oneLine(QString(5000, u'x'), 100);
    QCOMPARE(cut.size(), 101);
    QVERIFY(cut.endsWith(u'…'));
    QCOMPARE(oneLine(QString(100, u'x'), 100).size(), 100);
}

void TestSmallWidgets::toolTipShowsMarkupAsText()
{
    QCOMPARE(plainToolTip(u"<b>a</b>\nb"_s), u"<qt>&lt;b&gt;a&lt;/b&gt;<br>b</qt>"_s);
    QVERIFY(plainToolTip({}).isEmpty());
}

void TestSmallWidgets::labelIsNeverRichText()
{
    for (const Label::Mode mode : {Label::Mode::Elided, Label::Mode::Wrapped, Label::Mode::Selectable}) {
        const Label label(u"<b>bold</b> <img src='file:///etc/passwd'>"_s, Token::Text, Step::Body, mode);
        QCOMPARE(label.textFormat(), Qt::PlainText);
        QVERIFY(label.text().contains("<b>"_L1));
        const Label plain(u"bold"_s, Token::Text, Step::Body, mode);
        QVERIFY(label.sizeHint().width() > plain.sizeHint().width()); // as wide as its characters, tags included
    }
}

void TestSmallWidgets::labelIsElidedAndKeepsItsWholeText()
{
    Label narrow(u"a very long name of a service that nobody can read"_s, Token::Text);
    narrow.resize(60, 20);
    const QImage cut = narrow.grab().toImage();
    Label other(u"a very long name of another thing"_s, Token::Text);
    other.resize(60, 20);
    QCOMPARE(narrow.text(), u"a very long name of a service that nobody can read"_s);
    QVERIFY(narrow.minimumSizeHint().width() < narrow.sizeHint().width());
    QCOMPARE(other.grab().toImage(), cut); // both show the same beginning and the dots
}

void TestSmallWidgets::labelAtItsSizeIsWhole()
{
    const QFont before = QApplication::font();
    const auto restored = qScopeGuard([&] { QApplication::setFont(before); });
    for (const qreal points : {8.0, 10.0, 11.5, 14.0}) {
        QFont font = before;
        font.setPointSizeF(points);
        QApplication::setFont(font);
        for (const QString& text : {u"Routes"_s, u"Read-only"_s, u"Updated 14:32:07"_s, u"Certificates"_s}) {
            for (const Step step : {Step::Body, Step::Small, Step::Caption, Step::PageTitle}) {
                const Label label(text, Token::Text, step);
                const QString shown = label.fontMetrics().elidedText(text, Qt::ElideRight, label.sizeHint().width());
                QCOMPARE(shown, text);
            }
        }
    }
}

void TestSmallWidgets::selectableLabelCanBeCopied()
{
    Label label(u"dial unix /run/tailscaled.sock: no such file"_s, Token::Text2, Step::Code, Label::Mode::Selectable);
    QVERIFY(label.textInteractionFlags() & Qt::TextSelectableByKeyboard);
    QVERIFY(!(label.textInteractionFlags() & Qt::LinksAccessibleByMouse));
}

void TestSmallWidgets::escapeEmptiesTheFieldAndThenLeavesIt()
{
    HintField field(m_look, Icon::Filter, u"Filter"_s, u"/"_s);
    QSignalSpy left(&field, &HintField::left);
    field.setText(u"host:a"_s);

    QTest::keyClick(&field, Qt::Key_Escape);
    QVERIFY(field.text().isEmpty());
    QCOMPARE(left.count(), 0);

    QTest::keyClick(&field, Qt::Key_Escape);
    QCOMPARE(left.count(), 1);
}

void TestSmallWidgets::fieldLeadsToItsList()
{
    HintField field(m_look, Icon::Filter, u"Filter"_s, u"/"_s);
    QSignalSpy wanted(&field, &HintField::listWanted);
    QTest::keyClick(&field, Qt::Key_Down);
    QTest::keyClick(&field, Qt::Key_Return);
    QCOMPARE(wanted.count(), 2);
    QCOMPARE(field.accessibleName(), u"Filter"_s);
    QVERIFY(field.accessibleDescription().contains(u'/'));
}

void TestSmallWidgets::chipsShowOnlyStatesThatHaveRows()
{
    StateChips chips(m_look);
    chips.setCounts({1, 2, 0, 0, 1, 6});
    QStringList shown;
    for (const auto* chip : chips.findChildren<StateChip*>()) {
        if (!chip->isHidden()) shown << chip->text();
    }
    QCOMPARE(shown, (QStringList{u"1 critical"_s, u"2 warning"_s, u"1 pending"_s, u"6 ok"_s}));
}

void TestSmallWidgets::checkedChipStaysAtZeroUntilItIsUnchecked()
{
    StateChips chips(m_look);
    QSignalSpy changed(&chips, &StateChips::checkedChanged);
    chips.setCounts({1, 0, 0, 0, 0, 3});
    auto* critical = chips.findChild<StateChip*>(u"stateChip_critical"_s);
    critical->click();
    QCOMPARE(chips.checked(), QList<State>{State::Critical});
    QCOMPARE(changed.count(), 1);

    chips.setCounts({0, 0, 0, 0, 0, 4});
    QVERIFY(!critical->isHidden());
    QCOMPARE(critical->text(), u"0 critical"_s);

    critical->click();
    QVERIFY(critical->isHidden());
    QCOMPARE(changed.count(), 2);

    chips.clear();
    QCOMPARE(changed.count(), 2);
}

void TestSmallWidgets::chipSaysWhatItDoes()
{
    StateChip chip(m_look, State::Warning, 2);
    QCOMPARE(chip.accessibleName(), u"Show only: 2 warning"_s);
    QVERIFY(chip.isCheckable());
}

void TestSmallWidgets::glyphSaysItsState()
{
    StateGlyph glyph(m_look, State::Ok, 16);
    QCOMPARE(glyph.accessibleName(), u"ok"_s);
    glyph.setShape(State::Stale);
    QCOMPARE(glyph.accessibleName(), u"stale"_s);
    glyph.setShape(Mark::NotApplicable);
    QCOMPARE(glyph.accessibleName(), u"not applicable"_s);
}

void TestSmallWidgets::targetsAreLargeEnough()
{
    const StateChip chip(m_look, State::Ok, 1);
    QVERIFY(chip.sizeHint().height() >= 24 && chip.sizeHint().width() >= 24);
    const HintField field(m_look, Icon::Search, u"x"_s, u"/"_s);
    QVERIFY(field.sizeHint().height() >= 28);
}

TAILBOARD_TEST_MAIN(QApplication, TestSmallWidgets)
#include "test_small_widgets.moc"
