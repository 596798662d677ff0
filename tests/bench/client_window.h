// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/monitor.h"
#include "ui/models/allocation_model.h"
#include "ui/models/node_model.h"
#include "ui/models/peer_model.h"
#include "ui/models/route_model.h"
#include "ui/models/service_model.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/look.h"

#include <functional>
#include <memory>

namespace tailboard::widgets {
class TableView;
}

namespace tailboard::bench {

/// A window as the program has it, reduced to what costs: a monitor, the five models that follow its Deltas, and the
/// table of all allocations, shown at 1280 x 800.
class ClientWindow : public QObject
{
    Q_OBJECT

public:
    /// Shows the window at once; the monitor is not started.
    explicit ClientWindow(cluster::Connections connections);
    ~ClientWindow() override;

    cluster::Monitor& monitor() { return m_monitor; }
    models::AllocationModel& allocations() { return m_allocations; }
    widgets::TableView& table() { return *m_table; }
    QJsonObject rowCounts() const;

    /// Wall times (process_figures.h); 0 as long as it has not happened.
    qint64 firstPaint() const { return m_firstPaint; }
    qint64 firstRowPaint() const { return m_firstRowPaint; }
    /// When the last allocation so far came into the model.
    qint64 lastInsert() const { return m_lastInsert; }
    qint64 settledAt() const { return m_settledAt; }
    /// Paint events of the table's rows.
    int paints() const { return m_paints; }
    /// Rows of the table named by dataChanged, by one row each or more.
    qint64 changedSlots() const { return m_changedSlots; }
    /// The newest Raft index of an allocation that came.
    quint64 newestIndex() const { return m_newestIndex; }
    cluster::Slot lastChanged() const { return m_lastChanged; }

    /// Runs the event loop until `isDone`, looked at after every Delta, paint and answer, or until the limit is over.
    bool wait(const std::function<bool()>& isDone, int milliseconds = 60'000);
    /// Runs the event loop for so long.
    void rest(int milliseconds);
    /// Something else happened for which wait() shall look again.
    void wake();

signals:
    void happened();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply(const std::vector<cluster::Delta>& deltas);
    widgets::Cell cell(const QModelIndex& row, int column) const;

    base::SystemClock m_clock;
    cluster::Monitor m_monitor;
    models::AllocationModel m_allocations;
    models::RouteModel m_routes;
    models::NodeModel m_nodes;
    models::PeerModel m_peers;
    models::ServiceModel m_services;
    widgets::Look m_look{widgets::Theme()};
    widgets::CellModel m_cells;
    std::unique_ptr<QWidget> m_window;
    widgets::TableView* m_table = nullptr;
    qint64 m_firstPaint = 0;
    qint64 m_firstRowPaint = 0;
    qint64 m_lastInsert = 0;
    qint64 m_settledAt = 0;
    int m_paints = 0;
    qint64 m_changedSlots = 0;
    quint64 m_newestIndex = 0;
    cluster::Slot m_lastChanged = 0;
};

} // namespace tailboard::bench
