// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_view.h"

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/type_scale.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>

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
    header->setStretchLastSection(true);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    applyFont();
    connect(this, &QTableView::doubleClicked, this, &TableView::detailsWanted);
}

void TableView::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    setColumnWidths(m_widths);
}

void TableView::setColumnWidths(const QList<int>& widths)
{
    m_widths = widths;
    for (int column = 0; column < widths.size() && column < horizontalHeader()->count(); ++column)
        horizontalHeader()->resizeSection(column, type::width(widths[column], font()));
}

void TableView::fillColumnsMenu(QMenu& menu, const QList<int>& fixed)
{
    for (int column = 0; model() && column < model()->columnCount(); ++column) {
        if (fixed.contains(column)) continue;
        auto* action = menu.addAction(model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool isOn) { setColumnHidden(column, !isOn); });
    }
}

void TableView::keyPressEvent(QKeyEvent* event)
{
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
    if (current.row() != previous.row() || current.isValid() != previous.isValid()) emit currentRowChanged(current);
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
    setColumnWidths(m_widths);
}

} // namespace tailboard::widgets
