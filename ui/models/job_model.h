// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/cluster/job_records.h"
#include "ui/models/keyed_model.h"

namespace tailboard::models {

/// The jobs. Equal rows stand by name and namespace.
class JobModel final : public KeyedModel
{
    Q_OBJECT

public:
    enum Column { State, Name, Type, Status, Allocations, Version, Priority, NameSpace, Submitted, ColumnCount };

    /// Both outlive the model.
    JobModel(const cluster::Tables& tables, const base::Clock& clock, QObject* parent = nullptr);

    /// The text by which KeyRole and rowOfKey() name a job.
    static QString keyOf(const nomad::JobKey& key);

    /// Takes what the tables of deployments, evaluations and allocations say of jobs. Before apply() with the same
    /// changes; gives the change of jobs that follows from it, to be applied after it.
    cluster::Delta follow(const std::vector<cluster::Delta>& deltas);
    cluster::JobStanding standing(cluster::Slot slot) const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QStringList filterKeys() const override;
    QStringList columnIds() const override;

protected:
    cluster::Slot slotCount() const override;
    bool isAlive(cluster::Slot slot) const override;
    QString keyText(cluster::Slot slot) const override;
    base::State stateOf(cluster::Slot slot) const override;
    std::weak_ordering compare(cluster::Slot a, cluster::Slot b, int column) const override;
    std::weak_ordering compareTies(cluster::Slot a, cluster::Slot b) const override;
    bool matches(cluster::Slot slot, const FilterTerm& term) const override;

private:
    const cluster::Tables& m_tables;
    const base::Clock& m_clock;
    cluster::JobRecords m_records;
};

} // namespace tailboard::models
