// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/state.h"

#include <QString>
#include <QStringList>
#include <optional>

namespace tailboard::cli {

/// Exit codes of the program.
enum ExitCode {
    ExitWell = 0,       ///< nothing at warning or above
    ExitFindings = 1,   ///< findings at the asked severity or above
    ExitSourceLost = 2, ///< a source could not be read; wins over findings
    ExitRefused = 4,    ///< read-only, or refused by the server
    ExitUsage = 64,     ///< the call cannot be understood (EX_USAGE of sysexits.h)
};

enum class Command { Window, Status, DemoServer, Screenshot, Help, Version };

/// Where the sources are, as given in the call; what is not given comes from the environment, then from what is usual.
struct DirectAddresses
{
    QString nomad;       ///< URL
    QString tailscale;   ///< socket path
    QStringList traefik; ///< URLs
    QString traefikUser;
    QString authorityFile; ///< PEM
    QString dialFile;

    friend bool operator==(const DirectAddresses&, const DirectAddresses&) = default;
};

/// One call of the program, understood.
struct Call
{
    Command command = Command::Window;
    bool demo = false;
    bool json = false;
    bool watch = false; ///< status: one line of JSON whenever something changed, until ended
    bool readOnly = false;
    int timeoutSeconds = 10;
    base::State failOn = base::State::Warning;
    QString profile; ///< name of a stored profile; empty: none asked for
    DirectAddresses addresses;
    QString screenshotDirectory;
    QString page;            ///< section id; empty: all
    QString state;           ///< form of the pages for screenshots: "empty", "lost", …; empty: as the demo is
    QString theme;           ///< "light", "dark"; empty: the system's, or both for screenshots
    QString language;        ///< "zh_CN"; empty: the system's
    int demoAllocations = 0; ///< generated load of the demo cluster
    int demoRouters = 0;
    int demoPeers = 0;
    bool demoStill = false; ///< the demo cluster does not move by itself
    QString text;           ///< of Help and Version

    friend bool operator==(const Call&, const Call&) = default;
};

/// A call, or the sentence that says what is wrong with it.
struct ParsedCall
{
    std::optional<Call> call;
    QString problem;
};

/// Reads the arguments (without the program's name). Options may stand before or after the subcommand. Pure.
ParsedCall parseCall(const QStringList& arguments);

} // namespace tailboard::cli
