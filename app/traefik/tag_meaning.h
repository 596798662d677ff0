// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/traefik/router.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace tailboard::traefik {

/// What one service tag says to Traefik.
struct TagMeaning
{
    enum class Part : unsigned char {
        Foreign, ///< not for Traefik
        Enable,  ///< traefik.enable
        Router,
        Service,
        Middleware,
        Transport, ///< of HTTP or TCP servers
        Other,     ///< traefik.tls.…, traefik.nomad.…: for Traefik, but of no router
        Unknown,   ///< begins with traefik. and is nothing that Traefik 3 has
    };
    enum class Fault : unsigned char {
        None,
        NoValue,       ///< without "=": Traefik passes over it
        WrongPrefix,   ///< "Traefik.…" or a blank before it: Traefik passes over it
        UnknownOption, ///< Traefik then takes nothing of the whole service (seen with 3.7.15)
    };

    Part part = Part::Foreign;
    Fault fault = Fault::None;
    Protocol protocol = Protocol::Http;
    QString name;   ///< of the router, service or middleware, as written
    QString option; ///< what follows the name, in lower case: "tls.certresolver"; of Enable and Other the whole key
    QString value;  ///< trimmed

    friend bool operator==(const TagMeaning&, const TagMeaning&) = default;
};

/// Reads a tag by the option names of Traefik 3 (pkg/config/dynamic, 3.7). Options of middlewares and deep ones of
/// services are not checked beyond their first word.
TagMeaning tagMeaning(const QString& serviceTag);

} // namespace tailboard::traefik
