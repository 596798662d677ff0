// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wiring.h"

#include "app/profile/keyring_secrets.h"
#include "app/profile/profile_store.h"
#include "app/profile/session_secrets.h"
#include "ui/cli/connections.h"
#include "ui/cli/status_command.h"
#include "ui/cli/termination.h"
#include "ui/shell/shell.h"
#include "ui/staging.h"

#include "ui/views/layout_store.h"
#include "ui/views/live_window.h"
#include "ui/views/screenshots.h"
#include "ui/widgets/look.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/theme_switch.h"

#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QMainWindow>
#include <QStandardPaths>
#include <QTimer>
#include <cstdio>

namespace tailboard {

using namespace Qt::StringLiterals;

namespace {

/// What the keyring calls the entries.
const QString keyringName = u"tailboard"_s;
const QString firstRunPage = u"first-run"_s;

QString tr(const char* text)
{
    return QCoreApplication::translate("wiring", text);
}

void say(FILE* where, const QString& text)
{
    std::fputs(qPrintable(text), where);
    std::fflush(where);
}

int complain(const base::Error& error, int code)
{
    say(stderr, u"tailboard: "_s + error.sentence() + u'\n');
    if (!error.original.isEmpty()) say(stderr, u"  "_s + error.original + u'\n');
    return code;
}

bool isActivityPicture(const cli::Call& call)
{
    return call.command == cli::Command::Screenshot && call.page == views::sectionId(views::Section::Activity) &&
           (call.state.isEmpty() || call.state == u"normal");
}

demo::Options demoOptions(const cli::Call& call)
{
    demo::Options options;
    options.moving = !call.demoStill;
    // A picture of what happens shall not be empty, nor waited for long.
    if (isActivityPicture(call)) options.speed = 12;
    options.extraAllocations = call.demoAllocations;
    options.extraRouters = call.demoRouters;
    options.extraPeers = call.demoPeers;
    options.content = Staging::contentOf(pageFormOf(call.state).value_or(PageForm::Normal));
    return options;
}

/// Where the sources are that the call names, and the demo cluster behind them when there is one.
struct Sources
{
    std::unique_ptr<demo::Cluster> demo;
    cluster::Connections connections;
};

base::Result<Sources> sourcesFor(const cli::Call& call)
{
    Sources sources;
    if (!call.demo) {
        auto connections = cli::connectionsFor(call.addresses, QProcessEnvironment::systemEnvironment());
        if (!connections) return base::failure(connections.error());
        sources.connections = std::move(*connections);
        return sources;
    }
    sources.demo = std::make_unique<demo::Cluster>(demoOptions(call));
    if (const auto started = sources.demo->start(); !started) return base::failure(started.error());
    auto connections = shell::connectionsTo(sources.demo->addresses());
    if (!connections) return base::failure(connections.error());
    sources.connections = std::move(*connections);
    return sources;
}

QString configurationFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
}

/// The profile that --profile names; the complaint names those that are there.
const profile::Profile* namedProfile(const profile::ProfileStore& store, const QString& name)
{
    if (const profile::Profile* found = store.byName(name)) return found;
    QStringList names;
    for (const profile::Profile& profile : store.profiles())
        names << profile.name;
    say(stderr, u"tailboard: "_s + tr("There is no profile %1.").arg(name.left(100)) + u' ' +
                    (names.isEmpty() ? tr("There are none yet.") : tr("There are: %1.").arg(names.join(u", "_s))) +
                    u'\n');
    if (!store.problem().isEmpty()) say(stderr, u"  "_s + store.problem() + u'\n');
    return nullptr;
}

widgets::Appearance appearanceOf(const cli::Call& call)
{
    if (call.theme.isEmpty()) return widgets::Appearance::System;
    return call.theme == u"dark" ? widgets::Appearance::Dark : widgets::Appearance::Light;
}

/// The page asked for; empty: all, or an unknown one.
QList<views::Section> sectionsOf(const cli::Call& call)
{
    const auto section = views::sectionOf(call.page);
    return section ? QList{*section} : QList<views::Section>{};
}

} // namespace

int runStatus(QCoreApplication& application, const cli::Call& call)
{
    const base::SystemClock clock;
    std::unique_ptr<cli::StatusCommand> command;
    std::unique_ptr<demo::Cluster> demo;
    const auto begin = [&](cluster::Connections connections) {
        command = std::make_unique<cli::StatusCommand>(call, std::move(connections), clock);
        QObject::connect(command.get(), &cli::StatusCommand::finished, &application, &QCoreApplication::exit,
                         Qt::QueuedConnection);
        command->start();
    };
    const cli::Termination termination;
    QObject::connect(&termination, &cli::Termination::asked, &application, [] { QCoreApplication::exit(0); });
    if (call.profile.isEmpty()) {
        auto sources = sourcesFor(call);
        if (!sources) return complain(sources.error(), cli::ExitUsage);
        demo = std::move(sources->demo);
        begin(std::move(sources->connections));
        return QCoreApplication::exec();
    }

    const profile::ProfileStore store(configurationFolder());
    const profile::Profile* profile = namedProfile(store, call.profile);
    if (!profile) return cli::ExitUsage;
    profile::KeyringSecrets keyring(keyringName);
    const auto beginWith = [&](profile::Secrets secrets) {
        if (secrets.nomadToken.isEmpty())
            secrets.nomadToken = cli::tokenFromEnvironment(*profile, QProcessEnvironment::systemEnvironment());
        auto connections = cli::connectionsFor(*profile, secrets);
        if (connections)
            begin(std::move(*connections));
        else
            QCoreApplication::exit(complain(connections.error(), cli::ExitUsage));
    };
    QTimer unanswered;
    unanswered.setSingleShot(true);
    QObject::connect(&unanswered, &QTimer::timeout, &application, [&] {
        say(stderr, u"tailboard: "_s + tr("The keyring did not answer; it may wait to be unlocked.") + u'\n');
        QCoreApplication::exit(cli::ExitSourceLost);
    });
    QTimer::singleShot(0, &application, [&] {
        if (profile->secretPlace == profile::SecretPlace::Session) {
            beginWith({});
            return;
        }
        unanswered.start(std::chrono::seconds(call.timeoutSeconds));
        profile::readAll(keyring, profile->id).then(&application, [&](const base::Result<profile::Secrets>& secrets) {
            unanswered.stop();
            if (secrets)
                beginWith(*secrets);
            else
                QCoreApplication::exit(complain(secrets.error(), cli::ExitSourceLost));
        });
    });
    return QCoreApplication::exec();
}

int runDemoServer(QCoreApplication& application, const cli::Call& call)
{
    demo::Cluster cluster(demoOptions(call));
    if (const auto started = cluster.start(); !started) return complain(started.error(), 1);
    const demo::Addresses& at = cluster.addresses();
    say(stdout, tr("The demo cluster runs until this program is ended. Open it with:") + u'\n');
    say(stdout, u"%1 --nomad %2 --tailscale %3 --ca %4 --dial %5\n"_s.arg(QCoreApplication::applicationFilePath(),
                                                                          at.nomad.toString(), at.tailscaleSocket,
                                                                          at.caFile, at.dialFile));
    const cli::Termination termination;
    QObject::connect(&termination, &cli::Termination::asked, &application, &QCoreApplication::quit);
    return QCoreApplication::exec();
}

namespace {

/// Which cluster a call of the window means, in the order of what is said most plainly.
int openAsked(shell::Shell& shell, const profile::ProfileStore& store, const cli::Call& call)
{
    if (call.demo) {
        shell.openDemo();
    } else if (!call.profile.isEmpty()) {
        const profile::Profile* profile = namedProfile(store, call.profile);
        if (!profile) return cli::ExitUsage;
        shell.openProfile(profile->id);
    } else if (call.page == firstRunPage) {
        shell.showFirstRun();
    } else if (call.addresses != cli::DirectAddresses() || call.command == cli::Command::Screenshot) {
        auto sources = sourcesFor(call);
        if (!sources) return complain(sources.error(), cli::ExitUsage);
        shell.openDirect(std::move(sources->connections));
    } else {
        shell.openLast();
    }
    return 0;
}

QList<widgets::Appearance> themesOf(const cli::Call& call)
{
    return call.theme.isEmpty() ? QList{widgets::Appearance::Light, widgets::Appearance::Dark}
                                : QList{appearanceOf(call)};
}

void finish(const QStringList& files, const QString& problem)
{
    for (const QString& file : files)
        say(stdout, file + u'\n');
    if (!problem.isEmpty()) say(stderr, u"tailboard: "_s + problem + u'\n');
    QCoreApplication::exit(problem.isEmpty() ? 0 : 1);
}

/// The first-run page is no page of the main window: it is drawn here.
void pictureFirstRun(const shell::Shell& shell, widgets::ThemeSwitch& theme, const cli::Call& call,
                     QList<widgets::Appearance> left, const QStringList& done)
{
    if (left.isEmpty()) {
        finish(done, {});
        return;
    }
    const widgets::Appearance next = left.takeFirst();
    theme.choose(next);
    constexpr int settle = 400; // tailscaled and the keyring tell of themselves
    QTimer::singleShot(settle, shell.window(), [&shell, &theme, &call, left, done, next] {
        const QString name = firstRunPage + (next == widgets::Appearance::Dark ? u"-dark.png"_s : u"-light.png"_s);
        const QString file = QDir(call.screenshotDirectory).filePath(name);
        if (!QDir().mkpath(call.screenshotDirectory) || !shell.window()->grab().save(file))
            finish(done, tr("%1 cannot be written.").arg(file));
        else
            pictureFirstRun(shell, theme, call, left, done + QStringList{file});
    });
}

} // namespace

int runWindow(QApplication& application, const cli::Call& call)
{
    const QList<views::Section> sections = sectionsOf(call);
    const bool isFirstRun = call.page == firstRunPage;
    if (!call.page.isEmpty() && sections.isEmpty() && !isFirstRun) {
        say(stderr, u"tailboard: "_s + tr("There is no page %1.").arg(call.page) + u'\n');
        return cli::ExitUsage;
    }
    const auto form = call.state.isEmpty() ? PageForm::Normal : pageFormOf(call.state);
    if (!form) {
        say(stderr, u"tailboard: "_s + tr("There is no state %1.").arg(call.state.left(100)) + u'\n');
        return cli::ExitUsage;
    }
    const base::SystemClock clock;
    widgets::Look look{widgets::Theme()};
    QApplication::setStyle(new widgets::TailboardStyle(look));
    widgets::ThemeSwitch theme(look, appearanceOf(call));

    profile::ProfileStore store(configurationFolder());
    profile::SessionSecrets sessionSecrets;
    profile::KeyringSecrets keyring(keyringName);
    std::unique_ptr<views::LayoutFile> layout;
    if (call.command == cli::Command::Window) // pictures are of nobody's looks
        layout = std::make_unique<views::LayoutFile>(views::LayoutFile::standardPath());
    shell::Shell shell({.look = look,
                        .theme = theme,
                        .clock = clock,
                        .profiles = store,
                        .sessionSecrets = sessionSecrets,
                        .keyring = keyring,
                        .environment = QProcessEnvironment::systemEnvironment(),
                        .demo = demoOptions(call),
                        .openUrl = [](const QUrl& url) { QDesktopServices::openUrl(url); },
                        .layout = layout.get(),
                        .keepsTheme = call.theme.isEmpty()});

    std::unique_ptr<Staging> staging;
    std::unique_ptr<views::Screenshots> screenshots;
    if (call.command == cli::Command::Screenshot) {
        // Once: the pictures are of the first cluster that opens.
        QObject::connect(&shell, &shell::Shell::opened, &application, [&] {
            shell::Session* session = shell.session();
            if (!session) {
                pictureFirstRun(shell, theme, call, themesOf(call), {});
                return;
            }
            screenshots = std::make_unique<views::Screenshots>(session->live(), theme, call.screenshotDirectory,
                                                               sections, themesOf(call));
            screenshots->setForm(call.state, *form == PageForm::Filtered ? u"nothing-has-this-name"_s : QString());
            staging = std::make_unique<Staging>(*form, session->demo(), session->monitor());
            if (isActivityPicture(call)) staging->letHappen(std::chrono::seconds(8));
            QObject::connect(staging.get(), &Staging::ready, screenshots.get(), &views::Screenshots::start);
            QObject::connect(screenshots.get(), &views::Screenshots::finished, &application, &finish);
        });
    }
    const cli::Termination termination;
    QObject::connect(&termination, &cli::Termination::asked, &application, &QCoreApplication::quit);
    if (const int code = openAsked(shell, store, call); code != 0) return code;
    return QCoreApplication::exec();
}

} // namespace tailboard
