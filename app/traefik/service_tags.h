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

/// The HTTP routers that `traefik.…` service tags define (keys compare without case, as Traefik does), sorted by name.
/// Empty when `traefik.enable=false` is among them. Other prefixes are ignored.
QList<TaggedRouter> taggedRouters(const QStringList& serviceTags);
/// Whether any tag begins with "traefik." (without case).
bool hasTraefikTags(const QStringList& serviceTags);

} // namespace tailboard::traefik
