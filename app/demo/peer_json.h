// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/faults.h"
#include "app/demo/json_writer.h"
#include "app/demo/world.h"

namespace tailboard::demo {

// tailscaled 1.102.3's JSON, key by key in its order. `fault` is the state the daemon is in.

/// What /localapi/v0/status answers.
void writeStatus(JsonWriter& json, World& world, TailnetFault fault, bool withPeers);
void writePrefs(JsonWriter& json, World& world, TailnetFault fault);
/// A tailcfg.Node, as the bus and whois carry it.
void writeTailcfgNode(JsonWriter& json, World& world, const Peer& peer, bool self);
void writeDnsConfig(JsonWriter& json, World& world);
void writeWhois(JsonWriter& json, World& world, const Peer& peer);
void writeUserProfile(JsonWriter& json);
/// ipn.State as the bus writes it: 0 NoState, 2 NeedsLogin, 4 Stopped, 6 Running.
int backendStateNumber(TailnetFault fault);

constexpr std::string_view tailscaleVersion = "1.102.3";

} // namespace tailboard::demo
