// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/monitor.h"
#include "app/demo/cluster.h"

#include <QObject>
#include <QTimer>
#include <optional>

namespace tailboard {

/// A form that every page can take.
enum class PageForm {
    Normal,
    Empty,     ///< the sources answer and there is nothing
    Filtered,  ///< no row matches the filter
    Loading,   ///< no source has answered yet
    Stale,     ///< every source is lost, what is shown is old
    Lost,      ///< no source has ever answered
    Forbidden, ///< the sources answer, but may not be read
};

/// The word of --state; nullopt for none.
std::optional<PageForm> pageFormOf(const QString& word);

/// Brings the demo cluster and a Monitor on it into a form, for pictures. `ready` comes once, when the pages show it.
class Staging : public QObject
{
    Q_OBJECT

public:
    /// Before the Monitor starts. Both outlive it; `demo` may be null for Normal and Filtered.
    Staging(PageForm form, demo::Cluster* demo, cluster::Monitor& monitor, QObject* parent = nullptr);

    /// What the demo cluster has in this form.
    static demo::Content contentOf(PageForm form);

    /// In the form Normal: waits so long after the first answers, for pictures of what happens.
    void letHappen(std::chrono::milliseconds time) { m_happening = time; }

signals:
    void ready();

private:
    void settled();
    void loseSources();
    void readyOnceOld();
    void finish();

    PageForm m_form;
    demo::Cluster* m_demo;
    cluster::Monitor& m_monitor;
    std::chrono::milliseconds m_happening{0};
    bool m_isReady = false;
};

} // namespace tailboard
