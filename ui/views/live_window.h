// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/activity.h"
#include "app/cluster/monitor.h"
#include "app/findings/findings.h"
#include "ui/views/cluster_view.h"
#include "ui/views/keyed_page.h"
#include "ui/views/main_window.h"
#include "ui/views/object_search.h"

#include <QTimer>
#include <QUrl>
#include <deque>
#include <functional>
#include <optional>

namespace tailboard::views {

/// The window on a running Monitor: makes the pages, hands them what changed, keeps strip, status bar and ages up to
/// date. One tick a second while the window is visible, which also tells when a source got old by time alone.
class LiveWindow : public QObject
{
    Q_OBJECT

public:
    /// How the cluster is called: profile name and a badge ("Demo") or empty.
    struct Names
    {
        QString profile;
        QString badge;
    };

    /// All references outlive the window.
    LiveWindow(const widgets::Look& look, widgets::ThemeSwitch& theme, const cluster::Monitor& monitor,
               const findings::Findings& findings, const Names& names, std::function<void(const QUrl&)> openUrl,
               QObject* parent = nullptr);
    ~LiveWindow() override;

    MainWindow& window() { return m_window; }
    /// The pages in the order of the rail.
    const std::vector<KeyedPage*>& pages() const { return m_pages; }

signals:
    /// F5.
    void refreshWanted();
    /// Once a second while the window is visible.
    void ticked();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void add(KeyedPage* page);
    void apply(const std::vector<cluster::Delta>& deltas);
    void sourcesChanged();
    void restateNext();
    void tick();
    void updateFrame();
    std::vector<base::State> healths() const;
    StatusFacts statusFacts();
    const tailscale::Peer* nextKeyToEnd(const QDateTime& now);

    const cluster::Monitor& m_monitor;
    Names m_names;
    ClusterView m_view;
    cluster::Activity m_activity;
    ObjectSearch m_search;
    std::vector<KeyedPage*> m_pages;
    std::deque<KeyedPage*> m_toRestate; // pages whose rows' states are looked at again, one a turn
    QTimer m_restate;
    std::vector<base::State> m_healths;     // of every source, as last shown
    std::optional<cluster::Slot> m_nextKey; // the peer of nextKeyToEnd()
    bool m_isNextKeyKnown = false;
    QTimer m_tick;
    int m_ticks = 0;
    MainWindow m_window; // last: it goes first, with its pages
};

} // namespace tailboard::views
