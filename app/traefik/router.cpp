// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/router.h"

namespace tailboard::traefik {

QString Router::serviceKey() const
{
    if (service.isEmpty() || service.contains(u'@')) return service;
    // The provider of a router is what stands behind its own last @ ("web@nomad"); the key says the same in full.
    return provider.isEmpty() ? service : service + u'@' + provider;
}

} // namespace tailboard::traefik
