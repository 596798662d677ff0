// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/cluster/activity_ring.h"
#include "app/cluster/join.h"

#include <QObject>
#include <functional>
#include <memory>
#include <optional>

namespace tailboard::cluster {

/// What happened, as lines: compares each row that a Delta names with the little it remembers of it. The rows of a
/// first reading are no happenings; after a gap only what differs is one. GUI thread.
class Activity : public QObject
{
    Q_OBJECT

public:
    /// Which lists the token may not read: rows that come or go with the right to them are no happenings.
    using Access = std::function<nomad::ListAccess(nomad::List)>;

    /// All outlive it. Rows that the Join has already are known, and nothing is said of them.
    Activity(const Join& join, const base::Clock& clock, Access access = {}, const ActivityLimits& limits = {},
             QObject* parent = nullptr);
    ~Activity() override;

    const ActivityTable& lines() const;
    /// When the first source had been read, UTC: before that nothing can be told. nullopt: not yet.
    std::optional<QDateTime> since() const;
    /// Since when Nomad's event stream is down, UTC; nullopt while it is up, and while there never was one.
    std::optional<QDateTime> streamDownSince() const;

    /// Rows changed (Monitor::changed); removed slots must still be readable.
    void update(const std::vector<Delta>& deltas);
    /// A source's state changed (Monitor::sourcesChanged), after update() of the same turn.
    void updateSources();

signals:
    /// Delta of TableId::Activity; removed slots are readable until the signal returns.
    void changed(const tailboard::cluster::Delta& delta);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::cluster
