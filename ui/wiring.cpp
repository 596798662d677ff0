// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wiring.h"

#include "ui/cli/connections.h"
#include "ui/cli/status_command.h"
#include "ui/cli/termination.h"
#include "ui/staging.h"

#include "ui/views/live_window.h"
#include "ui/views/screenshots.h"
#include "ui/widgets/look.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/theme_switch.h"

#include <QApplication>
#include <QDesktopServices>
#include <QTimer>
#include <cstdio>

namespace tailboard {

using namespace Qt::StringLiterals;

namespace {

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

demo::Options demoOptions(const cli::Call& call)
{
    demo::Options options;
    options.moving = !call.demoStill;
    options.extraAllocations = call.demoAllocations;
    options.extraRouters = call.demoRouters;
    options.extraPeers = call.demoPeers;
    options.content = Staging::contentOf(pageFormOf(call.state).value_or(PageForm::Normal));
    return options;
}

/// Where the sources are, and the demo cluster behind them when there is one.
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
    // The demo is reached as any cluster is: by addresses, over sockets. The environment of the user is not for it.
    const demo::Addresses& at = sources.demo->addresses();
    auto connections = cli::connectionsFor({.nomad = at.nomad.toString(),
                                            .tailscale = at.tailscaleSocket,
                                            .traefik = {},
                                            .traefikUser = {},
                                            .authorityFile = at.caFile,
                                            .dialFile = at.dialFile},
                                           QProcessEnvironment());
    if (!connections) return base::failure(connections.error());
    sources.connections = std::move(*connections);
    return sources;
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
    auto sources = sourcesFor(call);
    if (!sources) return complain(sources.error(), cli::ExitUsage);
    const base::SystemClock clock;
    cli::StatusCommand command(call, std::move(sources->connections), clock);
    QObject::connect(&command, &cli::StatusCommand::finished, &application, &QCoreApplication::exit,
                     Qt::QueuedConnection);
    const cli::Termination termination;
    QObject::connect(&termination, &cli::Termination::asked, &application, [] { QCoreApplication::exit(0); });
    command.start();
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

int runWindow(QApplication& application, const cli::Call& call)
{
    auto sources = sourcesFor(call);
    if (!sources) return complain(sources.error(), cli::ExitUsage);
    const QList<views::Section> sections = sectionsOf(call);
    if (!call.page.isEmpty() && sections.isEmpty()) {
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

    cluster::Monitor monitor(std::move(sources->connections), clock);
    findings::Findings findings(monitor.join(), clock);
    QObject::connect(&monitor, &cluster::Monitor::changed, &findings, &findings::Findings::update);
    QObject::connect(&monitor, &cluster::Monitor::sourcesChanged, &findings, &findings::Findings::updateSources);

    const views::LiveWindow::Names names{call.demo ? u"firefly"_s : tr("this machine"),
                                         call.demo ? tr("Demo") : QString()};
    views::LiveWindow live(look, theme, monitor, findings, names,
                           [](const QUrl& url) { QDesktopServices::openUrl(url); });
    QObject::connect(&live, &views::LiveWindow::refreshWanted, &monitor, &cluster::Monitor::refresh);
    QObject::connect(&live, &views::LiveWindow::ticked, &findings, &findings::Findings::updateSources);

    std::unique_ptr<Staging> staging;
    std::unique_ptr<views::Screenshots> screenshots;
    int code = 0;
    if (call.command == cli::Command::Screenshot) {
        const QList<widgets::Appearance> themes = call.theme.isEmpty()
                                                      ? QList{widgets::Appearance::Light, widgets::Appearance::Dark}
                                                      : QList{appearanceOf(call)};
        screenshots = std::make_unique<views::Screenshots>(live, theme, call.screenshotDirectory, sections, themes);
        screenshots->setForm(call.state, *form == PageForm::Filtered ? u"nothing-has-this-name"_s : QString());
        staging = std::make_unique<Staging>(*form, sources->demo.get(), monitor);
        QObject::connect(staging.get(), &Staging::ready, screenshots.get(), &views::Screenshots::start);
        QObject::connect(screenshots.get(), &views::Screenshots::finished, &application,
                         [&code](const QStringList& files, const QString& problem) {
                             for (const QString& file : files)
                                 say(stdout, file + u'\n');
                             if (!problem.isEmpty()) say(stderr, u"tailboard: "_s + problem + u'\n');
                             code = problem.isEmpty() ? 0 : 1;
                             QCoreApplication::exit(code);
                         });
    }
    const cli::Termination termination;
    QObject::connect(&termination, &cli::Termination::asked, &application, &QCoreApplication::quit);
    live.window().resize(1280, 772);
    live.window().show();
    // The first frame before the first answer: what can wait is not in its way.
    QTimer::singleShot(0, &monitor, [&monitor] { monitor.start(); });
    return QCoreApplication::exec();
}

} // namespace tailboard
