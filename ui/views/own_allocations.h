// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/delta.h"
#include "app/cluster/tables.h"

#include <functional>
#include <set>

namespace tailboard::views {

/// The allocations of one node or job. The table is looked through once, when the owner is chosen; after that the cost
/// follows the changes. What an allocation belongs to never changes.
class OwnAllocations
{
public:
    using IsOwn = std::function<bool(const nomad::Allocation&)>;

    /// `tables` outlives it.
    explicit OwnAllocations(const cluster::Tables& tables)
        : m_tables(tables)
    {}

    /// Chooses an owner; false when it is already the one.
    bool choose(const QString& owner, IsOwn isOwn);
    /// Takes in what changed; true when one of the owner's allocations did.
    bool apply(const std::vector<cluster::Delta>& deltas);

    size_t size() const { return m_ids.size(); }
    std::vector<const nomad::Allocation*> rows() const;

private:
    const cluster::Tables& m_tables;
    QString m_owner;
    IsOwn m_isOwn;
    std::set<cluster::Slot> m_ids;
};

} // namespace tailboard::views
