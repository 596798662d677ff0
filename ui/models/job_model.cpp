// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/job_model.h"

#include "app/cluster/states.h"

namespace tailboard::models {

using cluster::Slot;

JobModel::JobModel(const cluster::Tables& tables, const base::Clock& clock, QObject* parent)
    : KeyedModel(parent)
    , m_tables(tables)
    , m_clock(clock)
    , m_records(tables)
{
    load();
}

QString JobModel::keyOf(const nomad::JobKey& key)
{
    return key.nameSpace + u'/' + key.id;
}

cluster::Delta JobModel::follow(const std::vector<cluster::Delta>& deltas)
{
    return {.table = cluster::TableId::Jobs, .inserted = {}, .changed = m_records.take(deltas), .removed = {}};
}

cluster::JobStanding JobModel::standing(Slot slot) const
{
    return m_records.standing(m_tables.jobs.at(slot));
}

int JobModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Slot JobModel::slotCount() const
{
    return m_tables.jobs.slotCount();
}

bool JobModel::isAlive(Slot slot) const
{
    return m_tables.jobs.isAlive(slot);
}

QString JobModel::keyText(Slot slot) const
{
    return keyOf(m_tables.jobs.at(slot).key);
}

base::State JobModel::stateOf(Slot slot) const
{
    const nomad::Job& job = m_tables.jobs.at(slot);
    return cluster::jobState(job, m_records.standing(job), m_tables, m_clock.now());
}

std::weak_ordering JobModel::compare(Slot a, Slot b, int column) const
{
    const nomad::Job& left = m_tables.jobs.at(a);
    const nomad::Job& right = m_tables.jobs.at(b);
    const auto byName = [&]() -> std::weak_ordering {
        if (const auto name = compareText(left.key.id, right.key.id); name != 0) return name;
        return compareText(left.key.nameSpace, right.key.nameSpace);
    };
    std::weak_ordering order = std::weak_ordering::equivalent;
    switch (column) {
    case State:
        order = knownState(a) <=> knownState(b);
        break;
    case Type:
        order = compareText(left.type, right.type);
        break;
    case Status:
        order = compareText(left.status, right.status);
        break;
    case Allocations:
        order = m_records.standing(left).running <=> m_records.standing(right).running;
        break;
    case Version:
        order = m_records.standing(left).version <=> m_records.standing(right).version;
        break;
    case Priority:
        order = left.priority <=> right.priority;
        break;
    case NameSpace:
        order = compareText(left.key.nameSpace, right.key.nameSpace);
        break;
    case Submitted:
        order = left.submitTime <=> right.submitTime;
        break;
    default:
        break;
    }
    return order != 0 ? order : byName();
}

bool JobModel::matches(Slot slot, const FilterTerm& term) const
{
    const nomad::Job& job = m_tables.jobs.at(slot);
    if (term.key == u"job") return term.isIn(job.key.id);
    if (term.key == u"type") return term.isIn(job.type);
    if (term.key == u"status" || term.key == u"state")
        return term.isIn(job.isStopped ? QStringLiteral("stopped") : job.status) ||
               term.isIn(base::stateName(knownState(slot)));
    if (term.key == u"namespace") return term.isIn(job.key.nameSpace);
    if (term.key == u"pool") return term.isIn(job.nodePool);
    if (term.key == u"datacenter") return term.isIn(job.datacenters.join(u' '));
    if (term.key == u"group") {
        for (const nomad::GroupSummary& group : job.groups)
            if (term.isIn(group.group)) return true;
        return false;
    }
    return term.isIn(job.key.id) || term.isIn(job.name) || term.isIn(job.type) || term.isIn(job.status) ||
           term.isIn(job.key.nameSpace) || term.isIn(job.nodePool) || term.isIn(job.datacenters.join(u' '));
}

} // namespace tailboard::models
