// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/profile_store.h"
#include "app/profile/session_secrets.h"
#include "tests/support/message_guard.h"
#include "ui/dialogs/first_run_window.h"
#include "ui/dialogs/found_row.h"
#include "ui/dialogs/tailnet_dialog.h"
#include "ui/dialogs/token_dialog.h"
#include "ui/shell/shell.h"
#include "ui/widgets/cluster_button.h"
#include "ui/widgets/look.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/theme_switch.h"

#include <QApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using views::Section;

/// The ways to a cluster, through the widgets that a person has. A press of a button or key and a filled field count as
/// one action each.
class TestFirstRun : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void connectsForTheFirstTimeInOneAction();
    void opensTheLastUsedAtTheNextStart();
    void testTellsOfEveryCall();
    void demoIsOneAction();
    void switchesToAnotherCluster();
    void oldClusterIsGoneAfterASwitch();
    void askedForATokenThatIsNotKept();

private:
    /// As after a start of the program.
    void startShell()
    {
        m_shell = std::make_unique<shell::Shell>(shell::Parts{.look = m_look,
                                                              .theme = *m_theme,
                                                              .clock = m_clock,
                                                              .profiles = *m_store,
                                                              .sessionSecrets = *m_session,
                                                              .keyring = *m_keyring,
                                                              .environment = m_environment,
                                                              .demo = {.moving = false},
                                                              .openUrl = [](const QUrl&) {}});
        m_shell->openLast();
        m_actions = 0;
    }
    profile::Profile profileOf(const demo::Cluster& demo, const QString& name)
    {
        return {.name = name,
                .nomad = {demo.addresses().nomad.toString()},
                .authorityFile = demo.addresses().caFile,
                .dialFile = demo.addresses().dialFile,
                .tailscale = profile::TailscaleUse::Socket,
                .tailscaleSocket = demo.addresses().tailscaleSocket};
    }
    void press(QWidget* window, const char* button)
    {
        ++m_actions;
        auto* found = window->findChild<QPushButton*>(QString::fromLatin1(button));
        QVERIFY2(found, button);
        QTest::mouseClick(found, Qt::LeftButton);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        ++m_actions;
        QTest::keyClick(m_shell->window(), key, modifiers);
    }
    int rowsOf(Section section)
    {
        return qobject_cast<views::KeyedPage*>(m_shell->session()->live().window().page(section))->model().rowCount();
    }
    bool isSettled() { return m_shell->session() && m_shell->session()->monitor().isSettled(); }
    widgets::ClusterButton& clusterButton() { return *m_shell->window()->findChild<widgets::ClusterButton*>(); }

    std::unique_ptr<demo::Cluster> m_demo;
    QTemporaryDir m_directory;
    QProcessEnvironment m_environment;
    base::SystemClock m_clock;
    widgets::Look m_look{widgets::Theme()};
    std::unique_ptr<widgets::ThemeSwitch> m_theme;
    std::unique_ptr<profile::ProfileStore> m_store;
    std::unique_ptr<profile::SessionSecrets> m_session;
    std::unique_ptr<profile::SessionSecrets> m_keyring; ///< a keyring that is there
    std::unique_ptr<shell::Shell> m_shell;
    int m_actions = 0;
};

void TestFirstRun::init()
{
    if (!m_theme) {
        QApplication::setStyle(new widgets::TailboardStyle(m_look));
        m_theme = std::make_unique<widgets::ThemeSwitch>(m_look, widgets::Appearance::Light);
        QApplication::setQuitOnLastWindowClosed(false);
    }
    m_demo = std::make_unique<demo::Cluster>(demo::Options{.moving = false});
    QVERIFY(m_demo->start());
    m_environment.clear();
    QFile::remove(m_directory.filePath(u"profiles.json"_s));
    m_store = std::make_unique<profile::ProfileStore>(m_directory.path());
    m_session = std::make_unique<profile::SessionSecrets>();
    m_keyring = std::make_unique<profile::SessionSecrets>();
}

void TestFirstRun::cleanup()
{
    m_shell.reset();
    m_store.reset();
    m_demo.reset();
}

void TestFirstRun::connectsForTheFirstTimeInOneAction()
{
    // The demo's Nomad by the socket it really has: a first run has no dial file.
    const base::DialTarget nomad = m_demo->addresses().dialMap.resolve({u"100.64.0.1"_s, 4646});
    m_environment.insert(u"NOMAD_ADDR"_s, u"http://%1:%2"_s.arg(nomad.host).arg(nomad.port));
    m_environment.insert(u"NOMAD_TOKEN"_s, u"8b0ff1dc-3d4f-4b6f-8a0f-3b0d6f0a9a01"_s);
    m_environment.insert(u"TS_SOCKET"_s, m_demo->addresses().tailscaleSocket);
    startShell();
    QVERIFY(m_shell->firstRun());
    QTRY_COMPARE(m_shell->firstRun()->page().draft().profile.name, u"firefly"_s);
    // Nobody but the local tailscaled was asked until now.
    for (const demo::SeenRequest& seen : m_demo->requests())
        QCOMPARE(seen.server, u"tailscale"_s);

    key(Qt::Key_Return); // Connect read-only
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 20'000);
    QVERIFY(!m_shell->firstRun());
    QVERIFY(rowsOf(Section::Allocations) > 5);
    QCOMPARE(clusterButton().profile(), u"firefly"_s);
    QVERIFY(m_actions <= 2);
    QCOMPARE(m_actions, 1);
    for (const demo::SeenRequest& seen : m_demo->requests())
        QCOMPARE(seen.method, QByteArray("GET"));
}

void TestFirstRun::opensTheLastUsedAtTheNextStart()
{
    const auto one = m_store->add(profileOf(*m_demo, u"one"_s));
    const auto two = m_store->add(profileOf(*m_demo, u"two"_s));
    QVERIFY(m_store->setLastUsed(two->id));
    startShell();
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 20'000);
    QCOMPARE(m_shell->session()->profile(), two->id);
    QVERIFY(rowsOf(Section::Routes) > 5);
    QVERIFY(!clusterButton().hasFocus()); // the keyboard is in the page
    QCOMPARE(m_actions, 0);
    Q_UNUSED(one)
}

void TestFirstRun::testTellsOfEveryCall()
{
    const base::DialTarget nomad = m_demo->addresses().dialMap.resolve({u"100.64.0.1"_s, 4646});
    m_environment.insert(u"NOMAD_ADDR"_s, u"http://%1:%2"_s.arg(nomad.host).arg(nomad.port));
    m_environment.insert(u"TS_SOCKET"_s, m_demo->addresses().tailscaleSocket);
    startShell();
    press(m_shell->window(), "testConnection");
    auto* row = m_shell->window()->findChild<dialogs::FoundRow*>(u"foundNomad"_s);
    QTRY_COMPARE_WITH_TIMEOUT(row->stateWords(), u"answers"_s, 20'000);
    for (const int step : {0, 1, 2, 3, 4}) {
        auto* panel = m_shell->window()->findChild<QWidget*>(u"test%1"_s.arg(step));
        QTRY_VERIFY2(panel->accessibleName().contains(u"ok, "_s), qPrintable(panel->accessibleName()));
        QVERIFY2(panel->accessibleName().contains(u" ms"_s), qPrintable(panel->accessibleName()));
        QVERIFY2(panel->accessibleName().contains(u"200"_s), qPrintable(panel->accessibleName()));
    }
}

void TestFirstRun::demoIsOneAction()
{
    startShell();
    press(m_shell->window(), "tryDemo");
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 20'000);
    QVERIFY(m_shell->session()->isDemo());
    QVERIFY(rowsOf(Section::Routes) > 5);
    QCOMPARE(m_actions, 1);
    QVERIFY(m_store->profiles().isEmpty());
}

void TestFirstRun::switchesToAnotherCluster()
{
    demo::Cluster other({.content = demo::Content::Nothing, .moving = false});
    QVERIFY(other.start());
    auto first = profileOf(*m_demo, u"firefly"_s);
    auto second = profileOf(other, u"empty"_s);
    second.color = 2;
    const auto one = m_store->add(first);
    const auto two = m_store->add(second);
    startShell();
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 20'000);
    m_shell->window()->resize(1111, 700);
    m_shell->session()->live().window().go({Section::Peers, {}});
    QVERIFY(rowsOf(Section::Peers) > 1);
    const QColor firstColor = m_look.theme.color(widgets::Token::Cluster);

    // Ctrl+P opens the menu: then down to the second, and Enter.
    ++m_actions;
    QTimer::singleShot(0, this, [this] {
        QMenu& menu = m_shell->menu();
        QTRY_VERIFY(menu.isVisible());
        QCOMPARE(menu.actions().size(), 7); // two, the demo, new, edit, two lines between
        QVERIFY(menu.actions()[0]->isChecked());
        QVERIFY2(menu.actions()[0]->text().endsWith(u"ok"_s), qPrintable(menu.actions()[0]->text()));
        QTest::keyClick(&menu, Qt::Key_Down);
        QTest::keyClick(&menu, Qt::Key_Down);
        QTest::keyClick(&menu, Qt::Key_Return);
    });
    clusterButton().showMenu();
    ++m_actions;
    QTRY_COMPARE(m_shell->session()->profile(), two->id);
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 20'000);
    QCOMPARE(clusterButton().profile(), u"empty"_s);
    QCOMPARE(m_shell->window()->size(), QSize(1111, 700));
    QCOMPARE(m_shell->session()->live().window().currentPage()->section(), Section::Peers);
    QCOMPARE(rowsOf(Section::Peers), 1);
    QVERIFY(m_look.theme.color(widgets::Token::Cluster) != firstColor);
    QCOMPARE(m_store->lastUsed()->id, two->id);
    QCOMPARE(m_actions, 2);
    Q_UNUSED(one)
}

void TestFirstRun::oldClusterIsGoneAfterASwitch()
{
    demo::Cluster other({.content = demo::Content::Nothing, .moving = false});
    QVERIFY(other.start());
    QVERIFY(m_store->add(profileOf(*m_demo, u"firefly"_s)));
    const auto two = m_store->add(profileOf(other, u"empty"_s));
    startShell();
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 20'000);
    const QPointer<shell::Session> oldSession = m_shell->session();
    const QPointer<QMainWindow> oldWindow = m_shell->window();
    const QPointer<cluster::Monitor> oldMonitor = &m_shell->session()->monitor();
    m_demo->sendAllocationEvents(500); // under way while it goes
    m_shell->openProfile(two->id);
    QTRY_VERIFY(!oldSession && !oldWindow && !oldMonitor);
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 20'000);

    // The old cluster goes on moving; nobody listens to it.
    m_demo->clearRequests();
    m_demo->sendAllocationEvents(200);
    m_demo->setPeerOnline(u"firefly-sub01"_s, false);
    m_shell->session()->monitor().refresh();
    QTRY_VERIFY(!other.requests().isEmpty());
    QVERIFY(m_demo->requests().isEmpty());
    QCOMPARE(rowsOf(Section::Allocations), 0);
    int windows = 0;
    for (const QWidget* widget : QApplication::topLevelWidgets())
        if (qobject_cast<const QMainWindow*>(widget)) ++windows;
    QCOMPARE(windows, 1);
}

void TestFirstRun::askedForATokenThatIsNotKept()
{
    profile::Profile kept = profileOf(*m_demo, u"firefly"_s);
    kept.hasToken = true;
    QVERIFY(m_store->add(kept));
    startShell();
    const auto dialog = [] {
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (auto* found = qobject_cast<dialogs::TokenDialog*>(widget); found && found->isVisible()) return found;
        return static_cast<dialogs::TokenDialog*>(nullptr);
    };
    QTRY_VERIFY(dialog());
    ++m_actions;
    QTest::keyClicks(dialog()->findChild<QLineEdit*>(u"askedToken"_s), u"8b0ff1dc-3d4f-4b6f-8a0f-3b0d6f0a9a01"_s);
    press(dialog(), "connectWithToken");
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 20'000);
    QVERIFY(rowsOf(Section::Routes) > 5);
    QCOMPARE(m_actions, 2);
    // Not written anywhere: it is for this session.
    QFile file(m_store->filePath());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("3b0d6f0a9a01"));
}

TAILBOARD_TEST_MAIN(QApplication, TestFirstRun)
#include "test_first_run.moc"
