// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/placements.h"

#include <QSet>

namespace tailboard::findings {

using namespace Qt::StringLiterals;
using cluster::Slot;

bool Placements::isFailed(const nomad::Evaluation& row)
{
    return row.status == u"blocked"_s || (row.status == u"complete"_s && !row.failures.isEmpty());
}

void Placements::note(Standing& standing, Slot slot, const nomad::Evaluation& row)
{
    if (row.status == u"blocked"_s)
        standing.blocked.insert(slot);
    else
        standing.blocked.erase(slot);
    if (row.status != u"complete"_s || row.modifyIndex < standing.newestIndex) return;
    standing.newestIndex = row.modifyIndex;
    standing.newest = slot;
}

void Placements::update(Slot slot, const nomad::Evaluation& row)
{
    const auto known = m_jobs.find(row.job);
    if (known == m_jobs.end()) {
        if (isFailed(row)) m_fresh.insert(row.job);
        return;
    }
    note(*known, slot, row);
    m_touched.insert(row.job);
}

void Placements::remove(Slot slot, const nomad::Evaluation& row)
{
    const auto known = m_jobs.find(row.job);
    if (known == m_jobs.end()) return;
    known->blocked.erase(slot);
    if (known->newest == slot) known->newest.reset();
    m_touched.insert(row.job);
}

QList<nomad::JobKey> Placements::settle(const cluster::Tables& tables)
{
    if (!m_fresh.isEmpty()) {
        tables.evaluations.forEach([this](Slot slot, const nomad::Evaluation& row) {
            if (m_fresh.contains(row.job)) note(m_jobs[row.job], slot, row);
        });
        m_touched += std::exchange(m_fresh, {});
    }
    const QList<nomad::JobKey> touched = std::exchange(m_touched, {}).values();
    for (const nomad::JobKey& job : touched)
        if (failures(job, tables).isEmpty()) m_jobs.remove(job);
    return touched;
}

QList<nomad::PlacementFailure> Placements::failures(const nomad::JobKey& job, const cluster::Tables& tables) const
{
    const auto known = m_jobs.constFind(job);
    if (known == m_jobs.cend()) return {};
    const nomad::Evaluation* newest = known->newest ? &tables.evaluations.at(*known->newest) : nullptr;
    const nomad::Evaluation* blocked = nullptr;
    for (const Slot slot : known->blocked) {
        const nomad::Evaluation& row = tables.evaluations.at(slot);
        if (!blocked || blocked->modifyIndex < row.modifyIndex) blocked = &row;
    }
    if (blocked && !blocked->failures.isEmpty()) return blocked->failures;
    if (newest && !newest->failures.isEmpty()) return newest->failures;
    // One that was blocked by a conflict of plans or a quota names no group.
    if (blocked) return {nomad::PlacementFailure{}};
    return {};
}

} // namespace tailboard::findings
