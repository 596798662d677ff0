// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_view.h"

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/type_scale.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QCursor>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace tailboard::widgets {

TableView::TableView(const Look& look, QWidget* parent)
    : QTableView(parent)
    , m_header(new SortHeader(this))
{
    setHorizontalHeader(m_header);
    setItemDelegate(new CellDelegate(look, this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setCornerButtonEnabled(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the table; the arrows move in it

    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView* header = m_header;
    header->setHighlightSections(false);
    header->setMinimumSectionSize(36);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    applyFont();
    connect(header, &QHeaderView::sectionResized, this, [this](int column, int, int size) {
        if (m_isFitting || size <= 0) return; // hiding a column says size 0
        m_userColumns.insert(column);
        emit columnsChanged();
    });
    connect(header, &QHeaderView::sectionMoved, this, [this] {
        fitColumns();
        if (!m_isFitting) emit columnsChanged();
    });
    connect(this, &QTableView::doubleClicked, this, &TableView::detailsWanted);
}

void TableView::setModel(QAbstractItemModel* model)
{
    const QScopedValueRollback fitting(m_isFitting, true); // the header makes its sections anew
    if (this->model()) disconnect(this->model(), nullptr, this, nullptr);
    if (model) { // before the view itself takes them in
        connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &TableView::keepAnchor);
        connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this, &TableView::keepAnchor);
        connect(model, &QAbstractItemModel::layoutAboutToBeChanged, this, &TableView::keepAnchor);
    }
    QTableView::setModel(model);
    if (model) {
        connect(model, &QAbstractItemModel::rowsRemoved, this, &TableView::restoreAnchor);
        connect(model, &QAbstractItemModel::rowsInserted, this, &TableView::restoreAnchor);
        connect(model, &QAbstractItemModel::layoutChanged, this, &TableView::restoreAnchor);
    }
    fitColumns();
}

/// Rows never move under the pointer: what comes or goes above is made good by scrolling, as far as there is room.
void TableView::keepAnchor()
{
    m_anchor = QModelIndex();
    if (!m_isAnchored || !isVisible()) return;
    const QModelIndex under = indexAt(viewport()->mapFromGlobal(QCursor::pos()));
    if (!under.isValid()) return;
    m_anchorTop = rowViewportPosition(under.row());
    m_anchor = under;
}

void TableView::restoreAnchor()
{
    if (!m_anchor.isValid()) return;
    const QModelIndex kept = m_anchor;
    m_anchor = QModelIndex();
    updateGeometries(); // the scroll bar's range
    const int moved = rowViewportPosition(kept.row()) - m_anchorTop;
    if (moved != 0) verticalScrollBar()->setValue(verticalScrollBar()->value() + moved);
}

int TableView::userWidth(int column) const
{
    return m_userColumns.contains(column) ? columnWidth(column) : 0;
}

void TableView::setUserWidth(int column, int width)
{
    if (width <= 0 || column < 0 || !model() || column >= model()->columnCount()) return;
    const QScopedValueRollback fitting(m_isFitting, true);
    m_userColumns.insert(column);
    m_header->resizeSection(column, qBound(m_header->minimumSectionSize(), width, 4000));
}

void TableView::resetColumns()
{
    {
        const QScopedValueRollback fitting(m_isFitting, true);
        for (int column = 0; column < m_header->count(); ++column)
            m_header->moveSection(m_header->visualIndex(column), column);
        m_userColumns.clear();
    }
    fitColumns();
    emit columnsChanged();
}

void TableView::setCompact(bool isCompact)
{
    m_isCompact = isCompact;
    applyFont();
}

void TableView::contextMenuEvent(QContextMenuEvent* event)
{
    QPoint at = event->globalPos();
    if (event->reason() != QContextMenuEvent::Mouse && currentIndex().isValid())
        at = viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft());
    else if (const QModelIndex under = indexAt(viewport()->mapFromGlobal(at)); under.isValid())
        setCurrentIndex(under);
    event->accept();
    if (currentIndex().isValid()) emit rowMenuWanted(at);
}

void TableView::setColumnWidths(const QList<int>& widths)
{
    m_widths = widths;
    m_userColumns.clear();
    fitColumns();
}

void TableView::fitColumns()
{
    QHeaderView* header = horizontalHeader();
    const int count = int(qMin<qsizetype>(m_widths.size(), header->count()));
    const QScopedValueRollback fitting(m_isFitting, true);
    int total = 0;
    int widest = -1;
    int last = -1;
    for (int column = 0; column < count; ++column) {
        if (isColumnHidden(column)) continue;
        const bool isOurs = !m_userColumns.contains(column);
        if (isOurs) header->resizeSection(column, type::width(m_widths[column], font()));
        total += header->sectionSize(column);
        if (isOurs && (widest < 0 || m_widths[column] > m_widths[widest])) widest = column;
        if (last < 0 || header->visualIndex(column) > header->visualIndex(last)) last = column;
    }
    const int room = viewport()->width() - total;
    if (room > 0 && last >= 0)
        header->resizeSection(last, header->sectionSize(last) + room);
    else if (room < 0 && widest >= 0)
        header->resizeSection(widest, qMax(header->sectionSize(widest) * 3 / 5, header->sectionSize(widest) + room));
}

void TableView::resizeEvent(QResizeEvent* event)
{
    fitColumns();
    QTableView::resizeEvent(event);
}

void TableView::fillColumnsMenu(QMenu& menu, const QList<int>& fixed)
{
    for (int column = 0; model() && column < model()->columnCount(); ++column) {
        if (fixed.contains(column)) continue;
        auto* action = menu.addAction(model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool isOn) {
            setColumnHidden(column, !isOn);
            fitColumns();
            emit columnsChanged();
        });
    }
}

void TableView::keyPressEvent(QKeyEvent* event)
{
    // Qt knows Tab alone as keyboard use; whoever comes by Ctrl+1 and moves by arrows shall see the ring too.
    window()->setAttribute(Qt::WA_KeyboardFocusChange);
    if (event->matches(QKeySequence::Copy)) {
        // The current cell alone; QAbstractItemView would copy it too, but a hostile text then as it came.
        if (currentIndex().isValid()) QGuiApplication::clipboard()->setText(currentIndex().data().toString());
        return;
    }
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        emit detailsWanted(currentIndex());
        return;
    }
    // A row is one thing here: Home is the first row, not the first cell of this one.
    const bool isEdge = event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
    if (isEdge && event->modifiers() == Qt::NoModifier && model() && model()->rowCount() > 0) {
        const int row = event->key() == Qt::Key_Home ? 0 : model()->rowCount() - 1;
        setCurrentIndex(model()->index(row, qMax(0, currentIndex().column())));
        return;
    }
    // Letters belong to the page's keys, not to a search in the first column.
    if (!event->text().isEmpty() && event->text().front().isPrint() && event->key() != Qt::Key_Space) {
        event->ignore();
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    // A view that gets the focus makes its first row current without choosing it; here the two are one thing.
    if (current.isValid() && !selectionModel()->isSelected(current))
        selectionModel()->select(current, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (current.row() != previous.row() || current.isValid() != previous.isValid()) emit currentRowChanged(current);
}

bool TableView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Enter) emit pointerOver(true);
    if (event->type() == QEvent::Leave) emit pointerOver(false);
    return QTableView::viewportEvent(event);
}

bool TableView::event(QEvent* event)
{
    if (event->type() == QEvent::FontChange) applyFont();
    return QTableView::event(event);
}

void TableView::applyFont()
{
    verticalHeader()->setDefaultSectionSize(type::height(m_isCompact ? 26 : 30, font()));
    horizontalHeader()->setFont(type::small(font()));
    fitColumns();
}

} // namespace tailboard::widgets
