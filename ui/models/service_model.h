// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/cluster/tables.h"
#include "ui/models/keyed_model.h"

namespace tailboard::models {

/// Nomad services by name, with the Consul ones that are only named.
class ServiceModel final : public KeyedModel
{
    Q_OBJECT

public:
    enum Column { State, Name, Job, Instances, Nodes, Routers, Tags, ColumnCount };

    /// Both outlive the model.
    ServiceModel(const cluster::Tables& tables, const base::Clock& clock, QObject* parent = nullptr);

    /// The text by which KeyRole and rowOfKey() name a service.
    static QString keyOf(const cluster::ServiceKey& key);

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
