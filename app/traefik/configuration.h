// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/traefik/service.h"

#include <QDateTime>
#include <optional>

namespace tailboard::traefik {

/// A certificate an instance says it holds (/api/certificates, since 3.7). The default certificate is never among them.
struct HeldCertificate
{
    QStringList names; ///< "sans", or the common name when there are none
    QString issuer;    ///< "issuerCN"
    QString serial;
    QString status;                     ///< "enabled", "warning", "expired", as sent
    std::optional<QDateTime> notBefore; ///< UTC
    std::optional<QDateTime> notAfter;  ///< UTC

    friend bool operator==(const HeldCertificate&, const HeldCertificate&) = default;
};

/// Everything one instance says of itself, taken in one round.
struct Configuration
{
    QString version;
    std::optional<QDateTime> startedAt; ///< UTC
    QStringList providers;              ///< "overview.providers"
    QList<Router> routers;              ///< HTTP, TCP and UDP, sorted by protocol and name
    QList<Service> services;            ///< the same
    QList<Middleware> middlewares;      ///< the same (UDP has none)
    QList<EntryPoint> entryPoints;
    std::optional<QList<HeldCertificate>> certificates; ///< nullopt: this version has no such call

    friend bool operator==(const Configuration&, const Configuration&) = default;
};

} // namespace tailboard::traefik
