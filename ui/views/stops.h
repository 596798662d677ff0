// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/cluster_view.h"
#include "ui/views/place.h"
#include "ui/widgets/path_chain.h"

namespace tailboard::views {

/// A station of a path and the page and object it leads to; none for what has no page.
struct Stop
{
    widgets::Station station;
    std::optional<Place> place;
};

/// An object text that is a filter for the page's rows instead of a key: "?job:=web".
QString filterObject(const QStringList& terms);
/// The filter text of such an object; nullopt for a key.
std::optional<QString> filterOf(const QString& object);
/// One term of a filter that fits only this whole value: "job:=web".
QString wholeTerm(const QString& key, const QString& value);

// Stations of the objects as they stand in every path. Lists of none give a station that says so; of one, the object;
// of more, how many, how many are well, and a filter of their page.

Stop routesStop(const ClusterView& view, const std::vector<cluster::Slot>& routes, const QStringList& filter);
/// `terms` select exactly these rows on the allocations page.
Stop allocationsStop(const ClusterView& view, const std::vector<const nomad::Allocation*>& allocations,
                     const QStringList& filter);
Stop serviceStop(const ClusterView& view, const cluster::Service& service);
/// `filter` selects exactly these rows on the services page.
Stop servicesStop(const ClusterView& view, const std::vector<const cluster::Service*>& services,
                  const QStringList& filter);
Stop nodesStop(const ClusterView& view, const std::vector<const nomad::Node*>& nodes);
Stop peersStop(const ClusterView& view, const std::vector<const tailscale::Peer*>& peers);

/// What answers a route: its allocations; for Traefik's own services ("api@internal") the Traefiks themselves.
struct Server
{
    QList<base::Uuid> allocations;
    QStringList nodes; ///< names
    QStringList peers; ///< ids, one for each of `nodes`; empty text: none
};
Server serverOf(const ClusterView& view, const cluster::Route& route);

/// The seven stations of a route: URL, Router, Service, Allocation, Node, Peer, Certificate.
std::vector<Stop> routeStops(const ClusterView& view, const cluster::Route& route);

/// The node that a peer is; nullptr when Nomad does not run there.
const nomad::Node* nodeOfPeer(const ClusterView& view, const QString& peer);
/// The peer a node is; nullptr when none has its address.
const tailscale::Peer* peerOf(const ClusterView& view, const nomad::Node& node);

} // namespace tailboard::views
