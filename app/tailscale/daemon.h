// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/client.h"
#include "app/http/endpoint.h"

#include <QString>
#include <QStringList>
#include <optional>

namespace tailboard::tailscale {

/// The only Host header that tailscaled takes (ipn/localapi, validHost); it also refuses any Origin and Referer.
constexpr const char* localApiHost = "local-tailscaled.sock";

/// Where this machine's tailscaled listens and what it wants to be shown.
struct LocalApi
{
    http::Endpoint endpoint;
    http::Credentials credentials; ///< only on macOS, where the app listens on TCP and asks for its token
};

/// Finds the daemon. `explicitPath` (a profile's or --tailscale's socket) wins, then TS_SOCKET, then what the system is
/// used to. When nothing is there the usual place is given all the same, so that the error names it. Reads the file
/// system, never connects. On macOS the token changes with each start of the app: call again for a new connection.
LocalApi localApi(const QString& explicitPath = {});
/// The endpoint alone.
http::Endpoint localApiEndpoint(const QString& explicitPath = {});

/// The unix socket to use: the explicit path, else the environment's, else the first candidate that exists, else the
/// first candidate. Pure but for the look at the candidates.
QString chooseSocket(const QString& explicitPath, const QString& environment, const QStringList& candidates);
/// Where tailscaled puts its unix socket on this system (paths/paths.go), the usual one first.
QStringList socketCandidates();

/// macOS, standalone app: the TCP port and token of /Library/Tailscale, from the text of the link "ipnport" and the
/// content of "sameuserproof-<port>". nullopt when either is not of the right form.
struct SameUserProof
{
    quint16 port = 0;
    QByteArray token;

    static std::optional<SameUserProof> parse(const QString& portText, const QByteArray& fileContent);
};

} // namespace tailboard::tailscale
