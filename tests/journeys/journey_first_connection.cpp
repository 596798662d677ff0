// SPDX-License-Identifier: GPL-3.0-or-later
//
// For the lab: connects for the first time to the cluster of the environment (NOMAD_ADDR, TS_SOCKET …), as
// test_first_run does to the demo. TAILBOARD_JOURNEY_URL is a route that must then be there and well.
#include "app/profile/profile_store.h"
#include "app/profile/session_secrets.h"
#include "tests/support/message_guard.h"
#include "ui/dialogs/first_run_window.h"
#include "ui/shell/shell.h"
#include "ui/widgets/look.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/theme_switch.h"

#include <QApplication>
#include <QLabel>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;

class JourneyFirstConnection : public QObject
{
    Q_OBJECT

private slots:
    void connectsInOneAction();
};

void JourneyFirstConnection::connectsInOneAction()
{
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QUrl url(environment.value(u"TAILBOARD_JOURNEY_URL"_s));
    QVERIFY(!url.host().isEmpty());
    const QTemporaryDir directory;
    const base::SystemClock clock;
    widgets::Look look{widgets::Theme()};
    QApplication::setStyle(new widgets::TailboardStyle(look));
    QApplication::setQuitOnLastWindowClosed(false);
    widgets::ThemeSwitch theme(look, widgets::Appearance::Light);
    profile::ProfileStore store(directory.path());
    profile::SessionSecrets session, keyring;
    shell::Shell shell(shell::Parts{.look = look,
                                    .theme = theme,
                                    .clock = clock,
                                    .profiles = store,
                                    .sessionSecrets = session,
                                    .keyring = keyring,
                                    .environment = environment,
                                    .demo = {.moving = false},
                                    .openUrl = [](const QUrl&) {}});
    shell.openLast();
    QVERIFY(shell.firstRun());
    QVERIFY(QTest::qWaitForWindowActive(shell.window()));
    // The name is what the machines' names have in common, which the local tailscaled alone told.
    QTRY_COMPARE_WITH_TIMEOUT(shell.firstRun()->page().draft().profile.name, u"firefly"_s, 5'000);

    QTest::keyClick(shell.window(), Qt::Key_Return); // Connect read-only

    const bool isConnected =
        QTest::qWaitFor([&] { return shell.session() && shell.session()->monitor().isSettled(); }, 20'000);
    QStringList said;
    if (!isConnected)
        for (const QLabel* label : shell.window()->findChildren<QLabel*>())
            said << label->text();
    QVERIFY2(isConnected, qPrintable(said.join(u" | "_s)));
    QVERIFY(!shell.firstRun());
    const cluster::Tables& tables = shell.session()->monitor().tables();
    const auto isWell = [&] {
        bool isFound = false;
        tables.routes.forEach([&](cluster::Slot, const cluster::Route& route) {
            isFound = isFound || (route.key.host == url.host() && route.state == base::State::Ok);
        });
        return isFound;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isWell(), 20'000);
    QVERIFY(tables.allocations.size() > 0 && tables.nodes.size() > 0 && tables.peers.size() > 0);
    QCOMPARE(store.profiles().size(), 1);
}

TAILBOARD_TEST_MAIN(QApplication, JourneyFirstConnection)
#include "journey_first_connection.moc"
