// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/cluster/tables.h"
#include "ui/models/keyed_model.h"

namespace tailboard::models {

/// Every allocation Nomad still keeps. Equal rows stand by job, group and index.
class AllocationModel final : public KeyedModel
{
    Q_OBJECT

public:
    enum Column { State, Id, Job, Group, Node, Status, Desired, Version, Restarts, Changed, ColumnCount };

    /// Both outlive the model.
    AllocationModel(const cluster::Tables& tables, const base::Clock& clock, QObject* parent = nullptr);

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
};

} // namespace tailboard::models
