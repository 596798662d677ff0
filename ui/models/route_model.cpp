// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/route_model.h"

#include "app/cluster/states.h"

#include <algorithm>

namespace tailboard::models {

using cluster::Slot;

RouteModel::RouteModel(const cluster::Tables& tables, const base::Clock& clock, QObject* parent)
    : KeyedModel(parent)
    , m_tables(tables)
    , m_clock(clock)
{
    load();
}

int RouteModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Slot RouteModel::slotCount() const
{
    return m_tables.routes.slotCount();
}

bool RouteModel::isAlive(Slot slot) const
{
    return m_tables.routes.isAlive(slot);
}

QString RouteModel::keyText(const cluster::RouteKey& key)
{
    const QString protocol =
        key.protocol == traefik::Protocol::Http ? QString() : u' ' + QString::number(int(key.protocol));
    return key.host + key.path + u' ' + key.router + protocol;
}

QString RouteModel::keyText(Slot slot) const
{
    return keyText(m_tables.routes.at(slot).key);
}

base::State RouteModel::stateOf(Slot slot) const
{
    return cluster::routeState(m_tables.routes.at(slot), m_tables, m_clock.now());
}

std::weak_ordering RouteModel::compare(Slot a, Slot b, int column) const
{
    const auto& left = m_tables.routes.at(a);
    const auto& right = m_tables.routes.at(b);
    const auto byAddress = [&] {
        if (const auto host = compareText(left.key.host, right.key.host); host != 0) return host;
        return compareText(left.key.path, right.key.path);
    };
    switch (column) {
    case State:
        if (const auto order = knownState(a) <=> knownState(b); order != 0) return order;
        return byAddress();
    case Router:
        return compareText(left.key.router, right.key.router);
    case Service:
        return compareText(left.service, right.service);
    case Allocations:
        if (const auto order = left.running <=> right.running; order != 0) return order;
        return byAddress();
    case Node:
        return compareText(left.nodes.value(0), right.nodes.value(0));
    case Peer:
        return compareText(left.peers.value(0), right.peers.value(0));
    case Certificate:
        return compareText(left.certResolver, right.certResolver);
    default:
        return byAddress();
    }
}

bool RouteModel::matches(Slot slot, const FilterTerm& term) const
{
    const auto& row = m_tables.routes.at(slot);
    const auto inPeers = [&] {
        return std::any_of(row.peers.cbegin(), row.peers.cend(), [&](const QString& id) {
            const tailscale::Peer* peer = m_tables.peers.get(id);
            return peer && term.isIn(peer->shortName());
        });
    };
    if (term.key == u"host") return term.isIn(row.key.host);
    if (term.key == u"router") return term.isIn(row.key.router);
    if (term.key == u"service") return term.isIn(row.service);
    if (term.key == u"job") return term.isIn(row.job.id);
    if (term.key == u"node") return term.isIn(row.nodes.join(u' '));
    if (term.key == u"peer") return inPeers();
    if (term.key == u"status" || term.key == u"state") return term.isIn(base::stateName(knownState(slot)));
    return term.isIn(row.url()) || term.isIn(row.key.router) || term.isIn(row.service) || term.isIn(row.job.id) ||
           term.isIn(row.nodes.join(u' ')) || inPeers();
}

} // namespace tailboard::models
