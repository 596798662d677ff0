// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/call.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace tailboard::cli {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli", text);
}

ParsedCall wrong(const QString& problem)
{
    return {std::nullopt, problem};
}

/// A whole number in a range; nullopt otherwise.
std::optional<int> number(const QString& text, int least, int most)
{
    bool isNumber = false;
    const int value = text.toInt(&isNumber);
    return isNumber && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

std::optional<base::State> severity(const QString& word)
{
    for (const base::State state :
         {base::State::Critical, base::State::Warning, base::State::Unknown, base::State::Stale, base::State::Pending})
        if (word == base::stateName(state)) return state;
    return std::nullopt;
}

void addOptions(QCommandLineParser& parser)
{
    const auto add = [&](const QStringList& names, const QString& description, const QString& value = {}) {
        parser.addOption(QCommandLineOption(names, description, value));
    };
    add({u"h"_s, u"help"_s}, tr("Shows this text."));
    add({u"version"_s}, tr("Shows the version."));
    add({u"demo"_s}, tr("Uses the simulated cluster inside the program."));
    add({u"profile"_s}, tr("Uses the stored profile of this name."), u"NAME"_s);
    add({u"nomad"_s}, tr("Address of a Nomad agent (or NOMAD_ADDR)."), u"URL"_s);
    add({u"tailscale"_s}, tr("Socket of tailscaled (or TS_SOCKET)."), u"SOCKET"_s);
    add({u"traefik"_s},
        tr("Address of a Traefik API; may be given several times. Without it they are found through "
           "Nomad."),
        u"URL"_s);
    add({u"traefik-user"_s}, tr("User of the Traefik API; its password is in TAILBOARD_TRAEFIK_PASSWORD."), u"NAME"_s);
    add({u"ca"_s}, tr("Further certificate authorities to trust, as PEM (or NOMAD_CACERT)."), u"FILE"_s);
    add({u"dial"_s}, tr("Lines \"host:port address:port\": where to connect instead."), u"FILE"_s);
    add({u"read-only"_s}, tr("Never changes anything."));
    add({u"json"_s}, tr("status: prints JSON."));
    add({u"watch"_s}, tr("status --json: prints a line whenever something changed, until ended."));
    add({u"timeout"_s}, tr("status: seconds to wait for the sources, 1 to 10."), u"S"_s);
    add({u"fail-on"_s}, tr("status: exit code 1 from this severity on: critical, warning, unknown, stale, pending."),
        u"SEVERITY"_s);
    add({u"screenshot"_s}, tr("Draws pages of the window into PNG files and ends."), u"DIR"_s);
    add({u"page"_s}, tr("screenshot: only this page."), u"NAME"_s);
    add({u"state"_s},
        tr("screenshot with --demo: the form of the pages: normal, empty, filtered, loading, stale, lost, forbidden."),
        u"NAME"_s);
    add({u"theme"_s}, tr("light or dark."), u"NAME"_s);
    add({u"lang"_s}, tr("Language of the program, for example zh_CN."), u"LANG"_s);
    add({u"allocations"_s}, tr("demo: this many allocations more."), u"N"_s);
    add({u"routers"_s}, tr("demo: this many routers more."), u"N"_s);
    add({u"peers"_s}, tr("demo: this many peers more."), u"N"_s);
    add({u"still"_s}, tr("demo: nothing happens by itself."));
}

QString helpText(const QCommandLineParser& parser)
{
    return tr("Usage: tailboard [options]               the window\n"
              "       tailboard status [options]        the joined lines\n"
              "       tailboard demo-server [options]   the simulated cluster for other processes\n") +
           u'\n' + parser.helpText().section(u"\n\n"_s, 1);
}

} // namespace

ParsedCall parseCall(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        tr("Shows and changes the routes of a small Tailscale, Nomad and Traefik cluster."));
    addOptions(parser);
    if (!parser.parse(QStringList{u"tailboard"_s} + arguments)) return wrong(parser.errorText());

    Call call;
    if (parser.isSet(u"help"_s)) {
        call.command = Command::Help;
        call.text = helpText(parser);
        return {call, {}};
    }
    if (parser.isSet(u"version"_s)) {
        call.command = Command::Version;
        call.text = u"tailboard "_s + QCoreApplication::applicationVersion() + u'\n';
        return {call, {}};
    }
    const QStringList words = parser.positionalArguments();
    if (words.size() > 1) return wrong(tr("Unexpected argument: %1").arg(words[1].left(100)));
    if (words.value(0) == u"status")
        call.command = Command::Status;
    else if (words.value(0) == u"demo-server")
        call.command = Command::DemoServer;
    else if (!words.isEmpty())
        return wrong(tr("Unknown command: %1").arg(words[0].left(100)));

    call.demo = parser.isSet(u"demo"_s);
    call.json = parser.isSet(u"json"_s);
    call.watch = parser.isSet(u"watch"_s);
    call.readOnly = parser.isSet(u"read-only"_s);
    call.demoStill = parser.isSet(u"still"_s);
    call.addresses = {.nomad = parser.value(u"nomad"_s),
                      .tailscale = parser.value(u"tailscale"_s),
                      .traefik = parser.values(u"traefik"_s),
                      .traefikUser = parser.value(u"traefik-user"_s),
                      .authorityFile = parser.value(u"ca"_s),
                      .dialFile = parser.value(u"dial"_s)};
    call.profile = parser.value(u"profile"_s);
    if (parser.isSet(u"profile"_s)) {
        if (call.profile.isEmpty()) return wrong(tr("--profile needs a name."));
        if (call.demo) return wrong(tr("--profile and --demo exclude each other."));
        if (call.addresses != DirectAddresses{})
            return wrong(tr("--profile has addresses of its own: leave out --nomad, --tailscale, --traefik, "
                            "--traefik-user, --ca and --dial."));
        if (call.command == Command::DemoServer) return wrong(tr("demo-server takes no --profile."));
    }
    call.page = parser.value(u"page"_s);
    call.theme = parser.value(u"theme"_s);
    call.language = parser.value(u"lang"_s);
    if (parser.isSet(u"screenshot"_s)) {
        if (call.command != Command::Window) return wrong(tr("--screenshot stands alone."));
        call.command = Command::Screenshot;
        call.screenshotDirectory = parser.value(u"screenshot"_s);
        if (call.screenshotDirectory.isEmpty()) return wrong(tr("--screenshot needs a folder."));
    }
    call.state = parser.value(u"state"_s);
    if (!call.state.isEmpty() && (call.command != Command::Screenshot || !call.demo))
        return wrong(tr("--state goes with --screenshot and --demo."));
    if (!call.theme.isEmpty() && call.theme != u"light" && call.theme != u"dark")
        return wrong(tr("--theme is light or dark."));
    if (parser.isSet(u"timeout"_s)) {
        const auto seconds = number(parser.value(u"timeout"_s), 1, 10);
        if (!seconds) return wrong(tr("--timeout is a number from 1 to 10."));
        call.timeoutSeconds = *seconds;
    }
    if (parser.isSet(u"fail-on"_s)) {
        const auto state = severity(parser.value(u"fail-on"_s));
        if (!state) return wrong(tr("--fail-on is critical, warning, unknown, stale or pending."));
        call.failOn = *state;
    }
    const std::pair<QString, int*> loads[] = {
        {u"allocations"_s, &call.demoAllocations}, {u"routers"_s, &call.demoRouters}, {u"peers"_s, &call.demoPeers}};
    for (const auto& [name, target] : loads) {
        if (!parser.isSet(name)) continue;
        const auto count = number(parser.value(name), 0, 100'000);
        if (!count) return wrong(tr("--%1 is a number from 0 to 100000.").arg(name));
        *target = *count;
    }
    if (call.watch && !call.json) return wrong(tr("--watch needs --json."));
    return {call, {}};
}

} // namespace tailboard::cli
