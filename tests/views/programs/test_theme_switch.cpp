// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "tests/views/sample_window.h"
#include "ui/widgets/look.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/theme_switch.h"

#include <QApplication>
#include <QTimer>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::widgets;

class TestThemeSwitch : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void switchGivesThePixelsOfAFreshStart_data();
    void switchGivesThePixelsOfAFreshStart();
    void themesDoNotLookAlike();
    void systemThemeFollowsTheDesktop();
    void chosenThemeDoesNotFollowTheDesktop();

private:
    QImage freshPicture(Appearance appearance);
    static QImage pictureOf(QWidget& window);

    std::unique_ptr<Look> m_look;
};

void TestThemeSwitch::initTestCase()
{
    // A palette change reaches existing widgets only while the event loop runs: see main().
    QVERIFY(QThread::currentThread()->loopLevel() > 0);
}

void TestThemeSwitch::init()
{
    auto look = std::make_unique<Look>(Theme(Theme::Scheme::Light));
    QApplication::setStyle(new TailboardStyle(*look)); // deletes the style that used the old look
    m_look = std::move(look);
}

QImage TestThemeSwitch::pictureOf(QWidget& window)
{
    window.resize(1280, 772);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window)) return {};
    return window.grab().toImage();
}

QImage TestThemeSwitch::freshPicture(Appearance appearance)
{
    ThemeSwitch theme(*m_look, appearance);
    const auto window = test_views::sampleWindow(*m_look, theme, test_views::firstSections());
    window->go({views::Section::Routes, {}});
    return pictureOf(*window);
}

void TestThemeSwitch::switchGivesThePixelsOfAFreshStart_data()
{
    QTest::addColumn<Appearance>("from");
    QTest::addColumn<Appearance>("to");
    QTest::newRow("light to dark") << Appearance::Light << Appearance::Dark;
    QTest::newRow("dark to light") << Appearance::Dark << Appearance::Light;
}

void TestThemeSwitch::switchGivesThePixelsOfAFreshStart()
{
    QFETCH(Appearance, from);
    QFETCH(Appearance, to);
    const QImage wanted = freshPicture(to);

    ThemeSwitch theme(*m_look, from);
    const auto window = test_views::sampleWindow(*m_look, theme, test_views::firstSections());
    window->go({views::Section::Routes, {}});
    const QImage before = pictureOf(*window);
    theme.choose(to);
    QCoreApplication::sendPostedEvents();
    const QImage after = window->grab().toImage();

    QVERIFY(before != after);
    QCOMPARE(after, wanted);
}

void TestThemeSwitch::themesDoNotLookAlike()
{
    const QImage light = freshPicture(Appearance::Light);
    const QImage dark = freshPicture(Appearance::Dark);
    QVERIFY(qGray(light.pixel(700, 740)) > 200);
    QVERIFY(qGray(dark.pixel(700, 740)) < 60);
}

void TestThemeSwitch::systemThemeFollowsTheDesktop()
{
    ThemeSwitch theme(*m_look, Appearance::System);
    const auto window = test_views::sampleWindow(*m_look, theme, test_views::firstSections());
    window->show();
    QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    QSignalSpy changed(&theme, &ThemeSwitch::changed);
    QEvent desktop(QEvent::ThemeChange);
    QCoreApplication::sendEvent(window->windowHandle(), &desktop);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(theme.appearance(), Appearance::System);
}

void TestThemeSwitch::chosenThemeDoesNotFollowTheDesktop()
{
    ThemeSwitch theme(*m_look, Appearance::Dark);
    const auto window = test_views::sampleWindow(*m_look, theme, test_views::firstSections());
    window->show();
    QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    QEvent desktop(QEvent::ThemeChange);
    QCoreApplication::sendEvent(window->windowHandle(), &desktop);
    QCOMPARE(m_look->theme.scheme(), Theme::Scheme::Dark);
    QCOMPARE(QApplication::palette().color(QPalette::Window), m_look->theme.color(Token::Win));
}

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    test_support::MessageGuard guard;
    TestThemeSwitch test;
    QTimer::singleShot(0, &application, [&] {
        const int failures = QTest::qExec(&test, argc, argv);
        const QStringList unexpected = test_support::MessageGuard::unexpected();
        for (const QString& message : unexpected)
            std::fprintf(stderr, "unexpected message: %s\n", qPrintable(message));
        QCoreApplication::exit(failures != 0 ? failures : (unexpected.isEmpty() ? 0 : 1));
    });
    return QApplication::exec();
}
#include "test_theme_switch.moc"
