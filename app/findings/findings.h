// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/cluster/finding.h"
#include "app/cluster/join.h"

#include <QObject>
#include <memory>

namespace tailboard::findings {

using FindingTable = cluster::Table<cluster::Finding, cluster::KeyOf<&cluster::Finding::id>>;

/// Keeps the list of findings up to date: every check is a pure function of one subject over the Tables and a time, and
/// runs again only for subjects a Delta touches, when a source's state changes, and when a time it named has come.
/// GUI thread.
class Findings : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    Findings(const cluster::Join& join, const base::Clock& clock, QObject* parent = nullptr);
    ~Findings() override;

    const FindingTable& table() const;
    /// Worst severity among the findings; Ok when there is none.
    base::State worst() const;

    /// Rows changed (Monitor::changed): checks the subjects named in the Deltas again.
    void update(const std::vector<cluster::Delta>& deltas);
    /// A source's state changed (Monitor::sourcesChanged), or time passed (once a second is enough): checks sources and
    /// whatever named a time that has come.
    void updateSources();

signals:
    /// Delta of TableId::Findings; removed slots are readable until the signal returns.
    void changed(const tailboard::cluster::Delta& delta);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::findings
