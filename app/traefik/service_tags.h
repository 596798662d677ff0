// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace tailboard::traefik {

/// One router as a service's tags describe it, before any Traefik has read them.
struct TaggedRouter
{
    QString name; ///< without provider
    QString rule; ///< empty: Traefik's default rule
    QString service;
    QStringList entryPoints;
    QStringList middlewares;
    QString certResolver;
    bool hasTls = false;

    friend bool operator==(const TaggedRouter&, const TaggedRouter&) = default;
};

/// "traefik", what providers.nomad.prefix is when nothing is said.
QString defaultPrefix();

/// The HTTP routers that `traefik.…` service tags of one instance define, sorted by name. Read as Traefik reads them
/// (3.7.15): the prefix and `traefik.enable` keep their case, the other keys compare without; names keep theirs. Any
/// key under `traefik.http.routers.NAME` defines the router, one that Traefik refuses to decode too. Empty when
/// `traefik.enable` is there and not "true". Other prefixes than `prefix` are
/// ignored.
QList<TaggedRouter> taggedRouters(const QStringList& serviceTags, const QString& prefix = defaultPrefix());
/// Whether any tag begins with "traefik." (without case, so that a wrong spelling is noticed).
bool hasTraefikTags(const QStringList& serviceTags);
/// Whether a Traefik whose `exposedByDefault` is given looks at a service with these tags.
bool isExposedByTags(const QStringList& serviceTags, bool isExposedByDefault, const QString& prefix = defaultPrefix());
/// Whether the tags say "<prefix>.enable", whatever the value.
bool saysEnable(const QStringList& serviceTags, const QString& prefix = defaultPrefix());
/// Whether Traefik makes a router of its own for an exposed service with these tags: when they define no HTTP router,
/// not more than one HTTP service, and no TCP or UDP alone. Its rule is the instance's default rule.
bool hasDefaultRouter(const QStringList& serviceTags);
/// The name of that router without provider: every run of other characters than letters and digits is one "-".
QString defaultRouterName(const QString& serviceName);

} // namespace tailboard::traefik
