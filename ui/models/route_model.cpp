// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/route_model.h"

#include "app/cluster/states.h"

#include <algorithm>

using namespace Qt::StringLiterals;

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

QStringList RouteModel::filterKeys() const
{
    return {u"host"_s,      u"path"_s,       u"router"_s,     u"service"_s,  u"job"_s,
            u"group"_s,     u"node"_s,       u"peer"_s,       u"tag"_s,      u"status"_s,
            u"namespace"_s, u"entrypoint"_s, u"middleware"_s, u"resolver"_s, u"owner"_s};
}

QStringList RouteModel::columnIds() const
{
    return {u"state"_s, u"url"_s,         u"router"_s,      u"service"_s,  u"allocations"_s, u"node"_s,    u"peer"_s,
            u"cert"_s,  u"entrypoints"_s, u"middlewares"_s, u"priority"_s, u"job"_s,         u"resolver"_s};
}

std::weak_ordering RouteModel::compare(Slot a, Slot b, int column) const
{
    const auto& left = m_tables.routes.at(a);
    const auto& right = m_tables.routes.at(b);
    switch (column) {
    case State:
        return knownState(a) <=> knownState(b);
    case Router:
        return compareText(left.key.router, right.key.router);
    case Service:
        return compareText(left.service, right.service);
    case Allocations:
        return left.running <=> right.running;
    case Node:
        return compareText(left.nodes.value(0), right.nodes.value(0));
    case Peer:
        return compareText(left.peers.value(0), right.peers.value(0));
    case Certificate:
    case Resolver:
        return compareText(left.certResolver, right.certResolver);
    case EntryPoints:
        return compareText(left.entryPoints.join(u' '), right.entryPoints.join(u' '));
    case Middlewares:
        return compareText(left.middlewares.join(u' '), right.middlewares.join(u' '));
    case Priority:
        return left.priority.toLongLong() <=> right.priority.toLongLong();
    case Job:
        return compareText(left.job.id, right.job.id);
    default:
        return compareTies(a, b);
    }
}

std::weak_ordering RouteModel::compareTies(Slot a, Slot b) const
{
    const auto& left = m_tables.routes.at(a).key;
    const auto& right = m_tables.routes.at(b).key;
    if (const auto host = compareText(left.host, right.host); host != 0) return host;
    return compareText(left.path, right.path);
}

bool RouteModel::matches(Slot slot, const FilterTerm& term) const
{
    const auto& row = m_tables.routes.at(slot);
    const auto isPeer = [&](const QString& id) {
        const tailscale::Peer* peer = id.isEmpty() ? nullptr : m_tables.peers.get(id);
        return peer && term.isIn(peer->shortName());
    };
    const auto inPeers = [&] { return std::any_of(row.peers.cbegin(), row.peers.cend(), isPeer); };
    if (term.key == u"host") return term.isIn(row.key.host);
    if (term.key == u"path") return term.isIn(row.key.path);
    if (term.key == u"router") return term.isIn(row.key.router);
    if (term.key == u"service") return term.isIn(row.service);
    if (term.key == u"job") return term.isIn(row.job.id);
    if (term.key == u"group") return term.isIn(row.taskGroup);
    if (term.key == u"namespace") return term.isIn(row.nameSpace);
    if (term.key == u"node") return term.isIn(row.nodes.join(u'\n'));
    if (term.key == u"peer") return inPeers();
    if (term.key == u"owner") return isPeer(row.ownerPeer);
    if (term.key == u"entrypoint") return term.isIn(row.entryPoints.join(u'\n'));
    if (term.key == u"middleware") return term.isIn(row.middlewares.join(u'\n'));
    if (term.key == u"resolver") return term.isIn(row.certResolver);
    if (term.key == u"tag") {
        const cluster::Service* service = m_tables.services.get({row.nameSpace, row.serviceName});
        return service && term.isIn(service->tags.join(u'\n'));
    }
    if (term.key == u"status") return term.isIn(base::stateName(knownState(slot)));
    return term.isIn(row.url()) || term.isIn(row.key.router) || term.isIn(row.service) || term.isIn(row.job.id) ||
           term.isIn(row.nodes.join(u'\n')) || inPeers() || term.isIn(row.entryPoints.join(u'\n')) ||
           term.isIn(row.middlewares.join(u'\n')) || term.isIn(row.certResolver);
}

} // namespace tailboard::models
