// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/activity_entry.h"
#include "ui/models/keyed_model.h"

namespace tailboard::models {

/// What happened, a row for each line of cluster::Activity. Equal rows stand newest first.
class ActivityModel final : public KeyedModel
{
    Q_OBJECT

public:
    enum Column { State, Time, Kind, What, Object, ColumnCount };

    /// `lines` outlives the model.
    explicit ActivityModel(const cluster::ActivityTable& lines, QObject* parent = nullptr);

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
    const cluster::ActivityTable& m_lines;
};

} // namespace tailboard::models
