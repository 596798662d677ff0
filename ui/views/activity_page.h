// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/activity.h"
#include "ui/views/keyed_page.h"

#include <unordered_set>

class QAction;
class QPushButton;

namespace tailboard::views {

class FactList;

/// What happened, newest first. New lines wait, counted in the pill, while the page is paused, while the pointer is
/// over the rows, and while somebody has scrolled away from the newest.
class ActivityPage final : public KeyedPage
{
    Q_OBJECT

public:
    /// All outlive the page.
    ActivityPage(const widgets::Look& look, const ClusterView& view, const cluster::Activity& activity);

    bool isPaused() const;
    void setPaused(bool paused);
    /// Lines that wait to be shown.
    int waiting() const { return int(m_waiting.size()); }

    /// The rail counts no lines: they are news, not things.
    PageSummary summary() const override { return {}; }
    bool showObject(const QString& object) override;
    QList<QAction*> pageActions() const override;

protected:
    widgets::Cell cell(cluster::Slot slot, int column) const override;
    QList<int> timeColumns() const override;
    std::vector<NamedSource> sources() const override;
    QString emptySentence() const override;
    QString note(const QStringList& old) const override;
    void showDetails(cluster::Slot slot) override;
    void showEvent(QShowEvent* event) override;

private:
    const cluster::ActivityEntry& line(cluster::Slot slot) const { return m_activity.lines().at(slot); }
    void take(const cluster::Delta& delta);
    /// Shows what waits, unless something still holds it.
    void release();
    void showWaiting();
    void openObject();

    const cluster::Activity& m_activity;
    QAction* m_pause;
    QPushButton* m_pauseButton;
    QPushButton* m_open;
    FactList* m_facts;
    std::unordered_set<cluster::Slot> m_waiting;
    bool m_isPointerOver = false;
};

} // namespace tailboard::views
