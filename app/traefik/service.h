// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/traefik/router.h"

namespace tailboard::traefik {

/// One server of a load balancer.
struct Server
{
    QString url;    ///< "http://100.64.0.2:28583", for TCP and UDP "100.64.0.2:5432"
    QString status; ///< "UP", "DOWN" from "serverStatus"; empty when Traefik does not say

    friend bool operator==(const Server&, const Server&) = default;
};

/// One service of one instance.
struct Service
{
    Protocol protocol = Protocol::Http;
    QString name; ///< with provider
    QString provider;
    QString type; ///< "loadbalancer", "weighted", …; empty for internal ones
    QList<Server> servers;
    QStringList parts;  ///< services a weighted, mirroring or failover one hands on to, as written
    QStringList usedBy; ///< router names
    ObjectStatus status = ObjectStatus::Other;
    QStringList errors;

    friend bool operator==(const Service&, const Service&) = default;
};

/// One middleware of one instance.
struct Middleware
{
    Protocol protocol = Protocol::Http;
    QString name;
    QString provider;
    QString type;
    QStringList usedBy;
    ObjectStatus status = ObjectStatus::Other;
    QStringList errors;

    friend bool operator==(const Middleware&, const Middleware&) = default;
};

/// One entry point: a port Traefik listens on.
struct EntryPoint
{
    QString name;
    QString address; ///< ":443"

    friend bool operator==(const EntryPoint&, const EntryPoint&) = default;
};

} // namespace tailboard::traefik
