// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster.h"
#include "app/findings/findings.h"
#include "ui/views/live_window.h"

#include <functional>
#include <memory>

namespace tailboard::shell {

/// Which cluster is open.
struct Origin
{
    std::unique_ptr<demo::Cluster> demo; ///< started; null for a real one
    cluster::Connections connections;
    views::LiveWindow::Names names;
    int color = 0;
    QString profile; ///< id of the profile; empty: the demo, or addresses of the command line
};

/// A demo cluster is reached as any cluster is: by addresses, over sockets. The environment of the user is not for it.
base::Result<cluster::Connections> connectionsTo(const demo::Addresses& demo);

/// One open cluster: its Monitor, its findings, its window, and the demo behind it when it is one. When it goes, all of
/// it goes: no source, timer or signal of it is left.
class Session : public QObject
{
    Q_OBJECT

public:
    /// The references outlive it.
    Session(const widgets::Look& look, widgets::ThemeSwitch& theme, const base::Clock& clock, Origin origin,
            std::function<void(const QUrl&)> openUrl);
    ~Session() override;

    /// Lets the sources begin.
    void start();
    /// Ends every exchange now, and shows nothing any more.
    void close();

    views::LiveWindow& live() { return *m_live; }
    cluster::Monitor& monitor() { return *m_monitor; }
    demo::Cluster* demo() const { return m_origin.demo.get(); }
    bool isDemo() const { return m_origin.demo != nullptr; }
    const QString& profile() const { return m_origin.profile; }
    const QString& name() const { return m_origin.names.profile; }
    /// The worst of its sources.
    base::State state() const;

private:
    Origin m_origin; // first: the demo goes last
    std::unique_ptr<cluster::Monitor> m_monitor;
    std::unique_ptr<findings::Findings> m_findings;
    std::unique_ptr<views::LiveWindow> m_live;
};

} // namespace tailboard::shell
