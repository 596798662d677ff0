// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/memory.h"
#include "ui/cli/call.h"
#include "ui/wiring.h"

#include <QApplication>
#include <QIcon>
#include <cstdio>

using namespace tailboard;

namespace {

QStringList argumentsOf(int argc, char** argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    return arguments;
}

int runWithoutWindow(int argc, char** argv, const cli::Call& call)
{
    QCoreApplication application(argc, argv);
    return call.command == cli::Command::Status ? runStatus(application, call) : runDemoServer(application, call);
}

} // namespace

int main(int argc, char** argv)
{
    base::keepNoLargePieces();
    QCoreApplication::setApplicationName(QStringLiteral("tailboard"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TAILBOARD_VERSION));
    QCoreApplication::setOrganizationName(QStringLiteral("tailboard"));

    const cli::ParsedCall parsed = cli::parseCall(argumentsOf(argc, argv));
    if (!parsed.call) {
        std::fprintf(stderr, "tailboard: %s\n%s\n", qPrintable(parsed.problem),
                     qPrintable(QCoreApplication::translate("cli", "Try \"tailboard --help\".")));
        return cli::ExitUsage;
    }
    switch (parsed.call->command) {
    case cli::Command::Help:
    case cli::Command::Version:
        std::fputs(qPrintable(parsed.call->text), stdout);
        return 0;
    case cli::Command::Status:
    case cli::Command::DemoServer:
        return runWithoutWindow(argc, argv, *parsed.call);
    case cli::Command::Screenshot:
        // Pictures need no display.
        if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && qEnvironmentVariableIsEmpty("DISPLAY") &&
            qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
            qputenv("QT_QPA_PLATFORM", "offscreen");
        break;
    case cli::Command::Window:
        break;
    }
    QApplication application(argc, argv);
    // One name for the desktop entry, the icon and the window, so that a desktop puts them together.
    QGuiApplication::setDesktopFileName(QStringLiteral("org.tailboard.tailboard"));
    QApplication::setWindowIcon(
        QIcon::fromTheme(QGuiApplication::desktopFileName(), QIcon(QStringLiteral(":/org.tailboard.tailboard.svg"))));
    return runWindow(application, *parsed.call);
}
