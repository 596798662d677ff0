// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/state.h"
#include "app/nomad/job.h"

#include <QHashFunctions>
#include <QString>
#include <QStringList>

namespace tailboard::cluster {

struct ServiceKey
{
    QString nameSpace;
    QString name;

    friend bool operator==(const ServiceKey&, const ServiceKey&) = default;
};

inline size_t qHash(const ServiceKey& key, size_t seed = 0)
{
    return qHashMulti(seed, key.nameSpace, key.name);
}

/// A service by name: all its registrations together, or a Consul one that Tailboard knows of but does not read.
struct Service
{
    ServiceKey key;
    bool isConsul = false;     ///< provider consul: named, not read
    QStringList tags;          ///< union over the registrations, sorted
    QStringList registrations; ///< ids, sorted
    QStringList addresses;     ///< "address:port" in the order of `registrations`
    QStringList nodes;         ///< names, sorted
    QStringList routers;       ///< routers (with provider) that lead to it, sorted
    nomad::JobKey job;
    bool hasTraefikTags = false;
    bool hasDefaultRule = false; ///< routed only by Traefik's default rule
    base::State state = base::State::Unknown;

    friend bool operator==(const Service&, const Service&) = default;
};

} // namespace tailboard::cluster
