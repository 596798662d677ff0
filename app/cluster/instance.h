// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/source_state.h"
#include "app/base/uuid.h"
#include "app/traefik/configuration.h"

namespace tailboard::cluster {

/// One running Traefik: found through Nomad, or named in the profile or call.
struct TraefikInstance
{
    QString key;  ///< "http://100.64.0.1:8080": its API's address
    QString node; ///< Nomad node name; empty when only named by address
    base::Uuid nodeId;
    base::Uuid allocationId;
    QStringList arguments; ///< of its task; empty when only named by address
    base::SourceState source;
    bool isApiClosed = false;
    QStringList providers;
    QList<traefik::EntryPoint> entryPoints;
    QList<traefik::Middleware> middlewares;
    std::optional<QList<traefik::HeldCertificate>> certificates;
    int routerCount = 0;

    friend bool operator==(const TraefikInstance&, const TraefikInstance&) = default;
};

} // namespace tailboard::cluster
