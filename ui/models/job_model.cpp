// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/job_model.h"

#include "app/cluster/states.h"

using namespace Qt::StringLiterals;

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

QStringList JobModel::filterKeys() const
{
    return {u"job"_s, u"type"_s, u"status"_s, u"namespace"_s, u"group"_s, u"pool"_s, u"datacenter"_s};
}

QStringList JobModel::columnIds() const
{
    return {u"state"_s,   u"job"_s,      u"type"_s,      u"status"_s,   u"allocations"_s,
            u"version"_s, u"priority"_s, u"namespace"_s, u"submitted"_s};
}

std::weak_ordering JobModel::compare(Slot a, Slot b, int column) const
{
    const nomad::Job& left = m_tables.jobs.at(a);
    const nomad::Job& right = m_tables.jobs.at(b);
    switch (column) {
    case State:
        return knownState(a) <=> knownState(b);
    case Type:
        return compareText(left.type, right.type);
    case Status:
        return compareText(left.status, right.status);
    case Allocations:
        return m_records.standing(left).running <=> m_records.standing(right).running;
    case Version:
        return m_records.standing(left).version <=> m_records.standing(right).version;
    case Priority:
        return left.priority <=> right.priority;
    case NameSpace:
        return compareText(left.key.nameSpace, right.key.nameSpace);
    case Submitted:
        return left.submitTime <=> right.submitTime;
    default:
        return compareText(left.key.id, right.key.id);
    }
}

std::weak_ordering JobModel::compareTies(Slot a, Slot b) const
{
    const nomad::Job& left = m_tables.jobs.at(a);
    const nomad::Job& right = m_tables.jobs.at(b);
    if (const auto name = compareText(left.key.id, right.key.id); name != 0) return name;
    return compareText(left.key.nameSpace, right.key.nameSpace);
}

bool JobModel::matches(Slot slot, const FilterTerm& term) const
{
    const nomad::Job& job = m_tables.jobs.at(slot);
    if (term.key == u"job") return term.isIn(job.key.id);
    if (term.key == u"type") return term.isIn(job.type);
    if (term.key == u"status")
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
