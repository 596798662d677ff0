// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/service_model.h"

#include "app/cluster/states.h"

using namespace Qt::StringLiterals;

namespace tailboard::models {

using cluster::Slot;

ServiceModel::ServiceModel(const cluster::Tables& tables, const base::Clock& clock, QObject* parent)
    : KeyedModel(parent)
    , m_tables(tables)
    , m_clock(clock)
{
    load();
}

int ServiceModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Slot ServiceModel::slotCount() const
{
    return m_tables.services.slotCount();
}

bool ServiceModel::isAlive(Slot slot) const
{
    return m_tables.services.isAlive(slot);
}

QString ServiceModel::keyText(Slot slot) const
{
    return keyOf(m_tables.services.at(slot).key);
}

QString ServiceModel::keyOf(const cluster::ServiceKey& key)
{
    return key.nameSpace + u'/' + key.name;
}

base::State ServiceModel::stateOf(Slot slot) const
{
    return cluster::serviceState(m_tables.services.at(slot), m_tables, m_clock.now());
}

QStringList ServiceModel::filterKeys() const
{
    return {u"service"_s, u"job"_s, u"node"_s, u"router"_s, u"tag"_s, u"namespace"_s, u"status"_s};
}

QStringList ServiceModel::columnIds() const
{
    return {u"state"_s, u"name"_s, u"job"_s, u"instances"_s, u"nodes"_s, u"routers"_s, u"tags"_s};
}

std::weak_ordering ServiceModel::compare(Slot a, Slot b, int column) const
{
    const auto& left = m_tables.services.at(a);
    const auto& right = m_tables.services.at(b);
    switch (column) {
    case State:
        return knownState(a) <=> knownState(b);
    case Job:
        return compareText(left.job.id, right.job.id);
    case Instances:
        return left.registrations.size() <=> right.registrations.size();
    case Nodes:
        return compareText(left.nodes.value(0), right.nodes.value(0));
    case Routers:
        return compareText(left.routers.value(0), right.routers.value(0));
    case Tags:
        return left.tags.size() <=> right.tags.size();
    default:
        return compareTies(a, b);
    }
}

std::weak_ordering ServiceModel::compareTies(Slot a, Slot b) const
{
    return compareText(m_tables.services.at(a).key.name, m_tables.services.at(b).key.name);
}

bool ServiceModel::matches(Slot slot, const FilterTerm& term) const
{
    const auto& row = m_tables.services.at(slot);
    if (term.key == u"service") return term.isIn(row.key.name);
    if (term.key == u"job") return term.isIn(row.job.id);
    if (term.key == u"node") return term.isIn(row.nodes.join(u'\n'));
    if (term.key == u"router") return term.isIn(row.routers.join(u'\n'));
    if (term.key == u"namespace") return term.isIn(row.key.nameSpace);
    if (term.key == u"tag") return term.isIn(row.tags.join(u'\n'));
    if (term.key == u"status") return term.isIn(base::stateName(knownState(slot)));
    return term.isIn(row.key.name) || term.isIn(row.job.id) || term.isIn(row.nodes.join(u'\n')) ||
           term.isIn(row.routers.join(u'\n')) || term.isIn(row.tags.join(u'\n')) ||
           term.isIn(row.addresses.join(u'\n'));
}

} // namespace tailboard::models
