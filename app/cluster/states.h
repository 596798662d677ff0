// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/job_records.h"
#include "app/cluster/tables.h"

namespace tailboard::cluster {

// The state of each kind of row as it is to be shown: its own state, or Stale when it looks well but its source is old.
// Pure functions of the Tables and the time (UTC).

base::State peerState(const tailscale::Peer& peer, const Tables& tables, const QDateTime& now);
base::State nodeState(const nomad::Node& node, const Tables& tables, const QDateTime& now);
base::State jobState(const nomad::Job& job, const Tables& tables, const QDateTime& now);
/// By what other tables say of it now, instead of the job's own counts, which are as old as the last list.
base::State jobState(const nomad::Job& job, const JobStanding& standing, const Tables& tables, const QDateTime& now);
base::State allocationState(const nomad::Allocation& allocation, const Tables& tables, const QDateTime& now);
base::State serviceState(const Service& service, const Tables& tables, const QDateTime& now);
base::State routeState(const Route& route, const Tables& tables, const QDateTime& now);
/// One Traefik: how its API answers. Unknown when the API is closed, which is a known state and no fault, but then
/// nothing is checked.
base::State instanceState(const TraefikInstance& instance, const QDateTime& now);
/// All Traefik instances together: ok when all are live; warning when some are lost; critical when all are; unknown
/// when there is none.
base::State traefikState(const Tables& tables, const QDateTime& now);

/// The peer of a node: the one that has the node's fingerprinted address; nullptr when there is none. Linear in
/// nothing: the Join keeps the index (Join::peerOfNode); this is for tests and one-off questions.
const tailscale::Peer* findPeerByAddress(const Tables& tables, const QString& address);

/// How traffic to a peer goes.
enum class PeerPath : unsigned char { Self, Direct, Relay, Idle, Offline, Unknown };
PeerPath peerPath(const tailscale::Peer& peer, const Tailnet& tailnet);

/// A peer's key: time until it ends; nullopt when it never does.
std::optional<std::chrono::seconds> keyTimeLeft(const tailscale::Peer& peer, const QDateTime& now);

} // namespace tailboard::cluster
