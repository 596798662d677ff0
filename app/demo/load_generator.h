// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/world.h"

namespace tailboard::demo {

// Much of everything, for benchmarks. What comes out depends on the world's seed and the counts alone (but for times).
// No events tell of it: it was there before the first listener.

/// `count` running allocations in jobs "load-00000" …, whose sizes follow Zipf's law: a few huge ones, many of one.
void addLoadAllocations(World& world, int count);
/// `count` routers, each with a service and an allocation of its own, in jobs "apps-000" … of up to 100 groups.
void addLoadRouters(World& world, int count);
/// `count` peers "device-00000" …, some of them offline.
void addLoadPeers(World& world, int count);

/// Moves `count` of the load's allocations on by one step each, from the `cursor`th on, which it moves: running, failed,
/// pending with one restart more, running again; one step in twenty-five stops one and places another for it.
void churnAllocations(World& world, int& cursor, int count);

} // namespace tailboard::demo
