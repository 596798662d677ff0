// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/monitor.h"
#include "app/findings/findings.h"
#include "ui/cli/call.h"

#include <QObject>
#include <QTimer>

namespace tailboard::cli {

/// `tailboard status`: every source one attempt, then the joined lines on standard output; with --watch a line of JSON
/// whenever something changed, at most one a second, until ended. Ends the application with its exit code.
class StatusCommand : public QObject
{
    Q_OBJECT

public:
    StatusCommand(const Call& call, cluster::Connections connections, const base::Clock& clock,
                  QObject* parent = nullptr);

    /// Starts; finished() comes later, once, unless it watches.
    void start();

signals:
    void finished(int exitCode);

private:
    void print();
    void printLine();

    Call m_call;
    const base::Clock& m_clock;
    cluster::Monitor m_monitor;
    findings::Findings m_findings;
    QTimer m_limit; ///< the call's time limit
    QTimer m_pause; ///< between two lines of --watch
    QTimer m_tick;
    bool m_isChanged = false;
    bool m_isDone = false;
};

} // namespace tailboard::cli
