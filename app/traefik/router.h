// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace tailboard::traefik {

enum class Protocol : unsigned char { Http, Tcp, Udp };
/// "status" of an object in Traefik's API (pkg/config/runtime). It says what Traefik thinks of its configuration, not
/// whether anything answers: a router with an unknown certificate resolver is "enabled" (3.7.15).
enum class ObjectStatus : unsigned char { Enabled, Warning, Disabled, Other };

/// One router of one instance, as /api/{http,tcp,udp}/routers gives it.
struct Router
{
    Protocol protocol = Protocol::Http;
    QString name;     ///< with provider: "web@nomad"
    QString provider; ///< "nomad", "internal", "file"
    QString rule;
    QString service;             ///< as written; without provider it is of the router's own
    QStringList entryPoints;     ///< asked for
    QStringList usedEntryPoints; ///< "using": those that exist; missing when none does
    QStringList middlewares;
    bool hasTls = false;
    QString certResolver; ///< "tls.certResolver"
    QString priority;     ///< text, since values reach past 2^53
    ObjectStatus status = ObjectStatus::Other;
    QStringList errors; ///< "error"

    /// The service's full name ("nginx@nomad").
    QString serviceKey() const;

    friend bool operator==(const Router&, const Router&) = default;
};

} // namespace tailboard::traefik
