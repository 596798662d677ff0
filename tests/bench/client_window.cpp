// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/client_window.h"

#include "tests/bench/process_figures.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/tailboard_style.h"

#include <QApplication>
#include <QEvent>
#include <QEventLoop>
#include <QJsonObject>
#include <QTimer>
#include <QVBoxLayout>

namespace tailboard::bench {

using namespace Qt::StringLiterals;
using models::AllocationModel;

ClientWindow::ClientWindow(cluster::Connections connections)
    : m_monitor(std::move(connections), m_clock)
    , m_allocations(m_monitor.tables(), m_clock)
    , m_routes(m_monitor.tables(), m_clock)
    , m_nodes(m_monitor.tables(), m_clock)
    , m_peers(m_monitor.tables(), m_clock)
    , m_services(m_monitor.tables(), m_clock)
    , m_cells(m_allocations,
              {u"State"_s, u"ID"_s, u"Job"_s, u"Group"_s, u"Node"_s, u"Status"_s, u"Desired"_s, u"Version"_s,
               u"Restarts"_s, u"Changed"_s},
              [this](const QModelIndex& row, int column) { return cell(row, column); })
{
    QApplication::setStyle(new widgets::TailboardStyle(m_look));
    QApplication::setPalette(m_look.theme.palette());
    m_window = std::make_unique<QWidget>();
    auto* layout = new QVBoxLayout(m_window.get());
    layout->setContentsMargins({});
    m_table = new widgets::TableView(m_look);
    layout->addWidget(m_table);
    m_table->setModel(&m_cells);
    m_table->setColumnWidths({60, 90, 200, 120, 160, 110, 90, 70, 70, 170});
    m_table->viewport()->installEventFilter(this);
    connect(&m_monitor, &cluster::Monitor::changed, this, &ClientWindow::apply);
    connect(&m_monitor, &cluster::Monitor::settled, this, [this] {
        if (m_settledAt == 0) m_settledAt = wallTime();
        emit happened();
    });
    m_window->resize(1280, 800);
    m_window->show();
}

ClientWindow::~ClientWindow()
{
    m_monitor.stop();
    m_window.reset();
    QApplication::setStyle(u"Fusion"_s); // ours looks at m_look
}

QJsonObject ClientWindow::rowCounts() const
{
    return {{u"allocations"_s, m_allocations.rowCount()},
            {u"routes"_s, m_routes.rowCount()},
            {u"nodes"_s, m_nodes.rowCount()},
            {u"peers"_s, m_peers.rowCount()},
            {u"services"_s, m_services.rowCount()}};
}

void ClientWindow::apply(const std::vector<cluster::Delta>& deltas)
{
    for (const cluster::Delta& delta : deltas) {
        switch (delta.table) {
        case cluster::TableId::Allocations: {
            const auto& table = m_monitor.tables().allocations;
            for (const auto* list : {&delta.inserted, &delta.changed})
                for (const cluster::Slot slot : *list)
                    m_newestIndex = std::max(m_newestIndex, table.at(slot).modifyIndex);
            m_changedSlots += qint64(delta.changed.size());
            if (!delta.changed.empty()) m_lastChanged = delta.changed.back();
            m_allocations.apply(delta);
            if (!delta.inserted.empty()) m_lastInsert = wallTime();
            break;
        }
        case cluster::TableId::Routes:
            m_routes.apply(delta);
            break;
        case cluster::TableId::Nodes:
            m_nodes.apply(delta);
            break;
        case cluster::TableId::Peers:
            m_peers.apply(delta);
            break;
        case cluster::TableId::Services:
            m_services.apply(delta);
            break;
        default:
            break;
        }
    }
    emit happened();
}

widgets::Cell ClientWindow::cell(const QModelIndex& row, int column) const
{
    const auto& allocation = m_monitor.tables().allocations.at(m_allocations.slotAt(row.row()));
    const auto text = [](const QString& value, bool isNumber = false) {
        return widgets::Cell{.content = widgets::TextCell{.text = value, .isNumber = isNumber}};
    };
    switch (column) {
    case AllocationModel::State:
        return {.content = widgets::StateCell{.shape = base::State(row.data(models::StateRole).toInt())}};
    case AllocationModel::Id:
        return text(allocation.id.shortText());
    case AllocationModel::Job:
        return {.content = widgets::NameCell{.name = allocation.jobId.text()}};
    case AllocationModel::Group:
        return text(allocation.taskGroup.text());
    case AllocationModel::Node:
        return text(allocation.nodeName.text());
    case AllocationModel::Status:
        return text(nomad::clientStatusText(allocation));
    case AllocationModel::Desired:
        return text(nomad::desiredStatusText(allocation.desiredStatus));
    case AllocationModel::Version:
        return text(QString::number(allocation.jobVersion), true);
    case AllocationModel::Restarts:
        return text(QString::number(allocation.restarts), true);
    default:
        return text(QDateTime::fromMSecsSinceEpoch(allocation.modifyTime / 1'000'000).toString(Qt::ISODateWithMs));
    }
}

bool ClientWindow::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::Paint) return QObject::eventFilter(watched, event);
    // The filter comes before the paint: what is measured ends when it is over.
    QMetaObject::invokeMethod(
        this,
        [this, hasRows = m_allocations.rowCount() > 0] {
            const qint64 now = wallTime();
            if (m_firstPaint == 0) m_firstPaint = now;
            if (hasRows && m_firstRowPaint == 0) m_firstRowPaint = now;
            ++m_paints;
            emit happened();
        },
        Qt::QueuedConnection);
    return false;
}

bool ClientWindow::wait(const std::function<bool()>& isDone, int milliseconds)
{
    if (isDone()) return true;
    QEventLoop loop;
    bool done = false;
    connect(this, &ClientWindow::happened, &loop, [&] {
        if (!isDone()) return;
        done = true;
        loop.quit();
    });
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
    return done;
}

void ClientWindow::rest(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

void ClientWindow::wake()
{
    emit happened();
}

} // namespace tailboard::bench
