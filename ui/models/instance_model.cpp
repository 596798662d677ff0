// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/instance_model.h"

#include "app/cluster/instance_differences.h"
#include "app/cluster/states.h"

using namespace Qt::StringLiterals;

namespace tailboard::models {

using cluster::Slot;

namespace {

/// Names by which the filter finds entry points.
QString entryPointNames(const cluster::TraefikInstance& row)
{
    QString names;
    for (const traefik::EntryPoint& point : row.entryPoints)
        names += point.name + u'\n';
    return names;
}

/// Closed ones after open ones; a number that nobody knows before all known.
int certificateCount(const cluster::TraefikInstance& row)
{
    return row.certificates ? int(row.certificates->size()) : -1;
}

} // namespace

InstanceModel::InstanceModel(const cluster::Tables& tables, const base::Clock& clock, QObject* parent)
    : KeyedModel(parent)
    , m_tables(tables)
    , m_clock(clock)
{
    load();
}

int InstanceModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Slot InstanceModel::slotCount() const
{
    return m_tables.instances.slotCount();
}

bool InstanceModel::isAlive(Slot slot) const
{
    return m_tables.instances.isAlive(slot);
}

QString InstanceModel::keyText(Slot slot) const
{
    return m_tables.instances.at(slot).key;
}

base::State InstanceModel::stateOf(Slot slot) const
{
    return cluster::instanceState(m_tables.instances.at(slot), m_clock.now());
}

QStringList InstanceModel::filterKeys() const
{
    return {u"node"_s, u"host"_s, u"status"_s, u"version"_s};
}

QStringList InstanceModel::columnIds() const
{
    return {u"state"_s,       u"node"_s,      u"version"_s,      u"address"_s, u"routers"_s,
            u"entrypoints"_s, u"providers"_s, u"certificates"_s, u"api"_s,     u"age"_s};
}

std::weak_ordering InstanceModel::compare(Slot a, Slot b, int column) const
{
    const auto& left = m_tables.instances.at(a);
    const auto& right = m_tables.instances.at(b);
    switch (column) {
    case State:
        return knownState(a) <=> knownState(b);
    case Version:
        return compareText(left.source.version, right.source.version);
    case Address:
        return compareText(left.key, right.key);
    case Routers:
        return left.routerCount <=> right.routerCount;
    case EntryPoints:
        return compareText(entryPointNames(left), entryPointNames(right));
    case Providers:
        return compareText(left.providers.join(u' '), right.providers.join(u' '));
    case Certificates:
        return certificateCount(left) <=> certificateCount(right);
    case Api:
        return left.isApiClosed <=> right.isApiClosed;
    case Age:
        // The newest answer first, none last.
        return (right.source.fetchedAt ? right.source.fetchedAt->toMSecsSinceEpoch() : 0) <=>
               (left.source.fetchedAt ? left.source.fetchedAt->toMSecsSinceEpoch() : 0);
    default:
        return compareTies(a, b);
    }
}

std::weak_ordering InstanceModel::compareTies(Slot a, Slot b) const
{
    return compareText(cluster::instanceName(m_tables.instances.at(a)),
                       cluster::instanceName(m_tables.instances.at(b)));
}

bool InstanceModel::matches(Slot slot, const FilterTerm& term) const
{
    const auto& row = m_tables.instances.at(slot);
    if (term.key == u"node" || term.key == u"host") return term.isIn(row.node);
    if (term.key == u"version") return term.isIn(row.source.version);
    if (term.key == u"status") return term.isIn(base::stateName(knownState(slot)));
    return term.isIn(row.node) || term.isIn(row.key) || term.isIn(row.source.version) ||
           term.isIn(row.providers.join(u'\n')) || term.isIn(entryPointNames(row));
}

} // namespace tailboard::models
