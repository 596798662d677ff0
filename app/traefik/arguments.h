// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/traefik/service.h"

#include <QStringList>
#include <chrono>
#include <optional>

namespace tailboard::traefik {

/// What a command line gives to every router of one entry point.
struct EntryPointDefaults
{
    QString name;
    QString redirectTo; ///< "http.redirections.entrypoint.to": an entry point or a port (":443")
    bool hasTls = false;
    QString certResolver;
    QStringList middlewares;
    bool isDefault = false; ///< "asdefault": routers that name no entry point use only such ones

    bool isEmpty() const
    {
        return redirectTo.isEmpty() && !hasTls && certResolver.isEmpty() && middlewares.isEmpty() && !isDefault;
    }
    friend bool operator==(const EntryPointDefaults&, const EntryPointDefaults&) = default;
};

/// What a Traefik's command line says of its static configuration; no API of Traefik tells most of it (3.7.15). Values
/// are as written, with Nomad's `${NOMAD_PORT_http}` left in.
struct Arguments
{
    QList<EntryPoint> entryPoints; ///< sorted by name; the address is empty when only other settings were given
    QList<EntryPointDefaults> entryPointDefaults; ///< sorted by name; only those that say something
    QStringList certificateResolvers; ///< names, sorted; a router with any other resolver gets no certificate

    bool hasNomadProvider = false;
    bool isExposedByDefault = true;
    QString prefix = QStringLiteral("traefik");
    QString defaultRule; ///< empty: Host(`<service name>`)
    QStringList namespaces;
    std::chrono::milliseconds refreshInterval{15'000}; ///< polling of Nomad; without meaning with `isWatching`
    bool isWatching = false;

    bool isApiOn = false;       ///< api, api.dashboard or api.insecure
    bool isApiInsecure = false; ///< open on the entry point "traefik" without password
    QString apiBasePath;        ///< since 3.3; empty: "/"
    QString configFile;         ///< not empty: more settings stand in a file that is not known here

    /// Address of an entry point, name compared without case; nullopt when it is not configured. "traefik" is ":8080"
    /// when the API is insecure and nothing else is said.
    std::optional<QString> entryPointAddress(const QString& name) const;
    /// Of an entry point, name compared without case; empty ones when nothing is said.
    EntryPointDefaults defaultsOf(const QString& name) const;

    friend bool operator==(const Arguments&, const Arguments&) = default;
};

/// Reads a task's argument list as Traefik does: keys without case, one or two dashes, `--key=value`, `--key value`,
/// and switches without value. Unknown keys are ignored; the last of two equal keys holds, lists grow.
Arguments traefikArguments(const QStringList& arguments);

/// A Go duration ("15s", "1m30s", "500ms") or a whole number of seconds; nullopt for anything else or above a year.
std::optional<std::chrono::milliseconds> goDuration(const QString& text);

} // namespace tailboard::traefik
