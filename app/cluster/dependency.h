// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/symbol.h"
#include "app/base/uuid.h"
#include "app/cluster/service.h"
#include "app/traefik/router.h"

#include <QHashFunctions>
#include <QStringView>

namespace tailboard::cluster::dependency {

// Hashes that name what a route or an index entry depends on. Each kind has a seed of its own, so that equal texts of
// two kinds differ. 64 bits; two keys with one hash cost a join too many, never a wrong one.

/// "100.64.0.2" with port 28583: where a registration says it listens and where a Traefik server points to.
inline size_t endpoint(QStringView address, quint16 port)
{
    return qHashMulti(0x1a55u, address, port);
}
/// A name or address of the tailnet.
inline size_t tailnetName(QStringView name)
{
    return qHashMulti(0x2b66u, name);
}
inline size_t node(const base::Uuid& id)
{
    return qHashMulti(0x3c77u, base::qHash(id));
}
inline size_t allocation(const base::Uuid& id)
{
    return qHashMulti(0x4d88u, base::qHash(id));
}
inline size_t group(base::Symbol nameSpace, base::Symbol job, base::Symbol group)
{
    return qHashMulti(0x5e99u, nameSpace.number(), job.number(), group.number());
}
inline size_t nomadService(QStringView nameSpace, QStringView name)
{
    return qHashMulti(0x6faau, nameSpace, name);
}
inline size_t traefikService(traefik::Protocol protocol, QStringView name)
{
    return qHashMulti(0x70bbu, int(protocol), name);
}

} // namespace tailboard::cluster::dependency
