// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace tailboard::cluster {

/// Where a Traefik server points to.
struct ServerAddress
{
    QString host; ///< without brackets
    quint16 port = 0;
};

/// Reads "http://100.64.0.2:28583/path", "h2c://[fd7a::1]:80", or "100.64.0.2:5432" of TCP and UDP. A URL without port
/// has its scheme's own (80, 443). nullopt for anything without host or with a port that is none.
std::optional<ServerAddress> serverAddress(const QString& url);

/// The port of an entry point's address: ":443", "100.64.0.1:8443/tcp"; 0 when there is none.
quint16 entryPointPort(const QString& address);

} // namespace tailboard::cluster
