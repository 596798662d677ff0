// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster.h"
#include "tests/dialogs/stage.h"
#include "ui/dialogs/first_run_window.h"
#include "ui/dialogs/profile_dialog.h"
#include "ui/dialogs/tailnet_dialog.h"
#include "ui/dialogs/test_list.h"
#include "ui/dialogs/token_dialog.h"
#include "ui/shell/shell.h"
#include "ui/widgets/cluster_button.h"

#include <QDir>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QtTest>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::dialogs;

namespace {

void take(QWidget& widget, const QString& directory, const QString& name, widgets::Appearance theme)
{
    const QString file =
        QDir(directory).filePath(name + (theme == widgets::Appearance::Dark ? u"-dark.png"_s : u"-light.png"_s));
    if (!widget.grab().save(file)) std::fprintf(stderr, "%s cannot be written\n", qPrintable(file));
}

void takeBoth(QWidget& widget, test_dialogs::Stage& stage, const QString& directory, const QString& name)
{
    for (const auto theme : {widgets::Appearance::Dark, widgets::Appearance::Light}) {
        stage.theme->choose(theme);
        QTest::qWait(60);
        take(widget, directory, name, theme);
    }
}

void press(QWidget& window, const char* name)
{
    if (auto* button = window.findChild<QPushButton*>(QString::fromLatin1(name))) button->click();
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QString directory = QString::fromLocal8Bit(argc > 1 ? argv[1] : ".");
    QDir().mkpath(directory);
    test_dialogs::Stage stage;
    demo::Cluster demo({.moving = false});
    if (!demo.start()) return 1;
    const demo::Addresses& at = demo.addresses();
    http::Client daemon(http::Endpoint::unixSocket(at.tailscaleSocket, "local-tailscaled.sock"), {});
    auto status = cluster::readTailnet(daemon);
    (void)QTest::qWaitFor([&] { return status.isFinished(); });
    stage.tailnet = status.result();

    const base::DialTarget nomad = at.dialMap.resolve({u"100.64.0.1"_s, 4646});
    stage.environment.insert(u"NOMAD_ADDR"_s, u"http://%1:%2"_s.arg(nomad.host).arg(nomad.port));
    stage.environment.insert(u"NOMAD_TOKEN"_s, u"8b0ff1dc-3d4f-4b6f-8a0f-3b0d6f0a9a01"_s);
    stage.environment.insert(u"TS_SOCKET"_s, at.tailscaleSocket);
    Found found{.imported = profile::fromEnvironment(stage.environment),
                .hasLocalNomad = false,
                .tailscaleSocket = at.tailscaleSocket,
                .hasTailscaleSocket = true};
    {
        FirstRunWindow window(stage.look, *stage.theme, stage.means(), found);
        window.resize(1280, 772);
        window.show();
        takeBoth(window, stage, directory, u"first-run"_s);
        press(window, "testConnection");
        auto* list = window.findChild<TestList*>();
        (void)QTest::qWaitFor([&] { return list->isVisible() && !list->isRunning(); }, 20'000);
        takeBoth(window, stage, directory, u"first-run-tested"_s);
    }
    {
        Found lost = found;
        lost.imported.profile.nomad = {u"http://127.0.0.1:1"_s};
        lost.hasTailscaleSocket = false;
        lost.imported.profile.tailscaleSocket = u"/no/such.sock"_s;
        stage.keyring.isThere = false;
        FirstRunWindow window(stage.look, *stage.theme, stage.means(), lost);
        window.resize(1280, 772);
        window.show();
        press(window, "testConnection");
        auto* list = window.findChild<TestList*>();
        (void)QTest::qWaitFor([&] { return list->isVisible() && !list->isRunning(); }, 20'000);
        takeBoth(window, stage, directory, u"first-run-failed"_s);
        stage.keyring.isThere = true;
    }
    profile::Profile profile{.name = u"firefly"_s,
                             .nomad = {u"http://100.64.0.1:4646"_s},
                             .authorityFile = at.caFile,
                             .dialFile = at.dialFile,
                             .tailscale = profile::TailscaleUse::Socket,
                             .tailscaleSocket = at.tailscaleSocket};
    (void)stage.store.add(profile);
    profile.name = u"workshop"_s;
    profile.color = 2;
    (void)stage.store.add(profile);
    {
        ProfileDialog dialog(stage.look, stage.means(), stage.store, stage.session);
        dialog.choose({});
        dialog.show();
        takeBoth(dialog, stage, directory, u"profiles"_s);
        press(dialog, "testProfile");
        auto* list = dialog.findChild<TestList*>();
        (void)QTest::qWaitFor([&] { return list->isVisible() && !list->isRunning(); }, 20'000);
        takeBoth(dialog, stage, directory, u"profiles-tested"_s);
        press(dialog, "addProfile");
        press(dialog, "saveProfiles");
        takeBoth(dialog, stage, directory, u"profiles-problem"_s);
    }
    {
        TailnetDialog dialog(stage.look, *stage.tailnet, at.dialMap);
        dialog.show();
        takeBoth(dialog, stage, directory, u"tailnet"_s);
        press(dialog, "tailnetAsk");
        QTest::qWait(5'000);
        takeBoth(dialog, stage, directory, u"tailnet-found"_s);
    }
    {
        TokenDialog dialog(stage.look, u"firefly"_s);
        dialog.show();
        takeBoth(dialog, stage, directory, u"token"_s);
    }
    shell::Shell shell({.look = stage.look,
                        .theme = *stage.theme,
                        .clock = stage.clock,
                        .profiles = stage.store,
                        .sessionSecrets = stage.session,
                        .keyring = stage.keyring,
                        .environment = {},
                        .demo = {.moving = false},
                        .openUrl = [](const QUrl&) {}});
    shell.openProfile(stage.store.profiles()[1].id);
    (void)QTest::qWaitFor([&] { return shell.session() && shell.session()->monitor().isSettled(); }, 20'000);
    QTest::qWait(300);
    takeBoth(*shell.window(), stage, directory, u"window-teal"_s);
    shell.menu().popup({40, 60});
    takeBoth(shell.menu(), stage, directory, u"switcher"_s);
    return 0;
}
