// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_view.h"

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/type_scale.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>

namespace tailboard::widgets {

TableView::TableView(const Look& look, QWidget* parent)
    : QTableView(parent)
{
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
    QHeaderView* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(36);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    applyFont();
    connect(header, &QHeaderView::sectionResized, this, [this](int column, int, int size) {
        if (!m_isFitting && size > 0) m_userColumns.insert(column); // hiding a column says size 0
    });
    connect(this, &QTableView::doubleClicked, this, &TableView::detailsWanted);
}

void TableView::setModel(QAbstractItemModel* model)
{
    const QScopedValueRollback fitting(m_isFitting, true); // the header makes its sections anew
    QTableView::setModel(model);
    fitColumns();
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
    verticalHeader()->setDefaultSectionSize(type::height(30, font()));
    horizontalHeader()->setFont(type::small(font()));
    fitColumns();
}

} // namespace tailboard::widgets
