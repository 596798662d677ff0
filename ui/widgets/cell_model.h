// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/cells.h"

#include <QAbstractTableModel>
#include <QList>
#include <QPersistentModelIndex>
#include <QStringList>
#include <functional>

namespace tailboard::widgets {

/// Puts words and cells over a model that gives only meaning. Same rows in the same order, with no filter of its own;
/// the columns are the view's: row and column of a cell are handed to a function that makes it. Tables, screen readers
/// and copying get their text here.
class CellModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// `row` is the first index of the row in the source model; called for each cell that is painted or read.
    using Format = std::function<Cell(const QModelIndex& row, int column)>;

    /// One column for each title. `source` outlives this model.
    CellModel(QAbstractItemModel& source, QStringList titles, Format format, QObject* parent = nullptr);

    QAbstractItemModel& source() const { return m_source; }
    /// The first index of the row in the source; invalid for an invalid index.
    QModelIndex toSource(const QModelIndex& index) const;
    /// The index here of a row of the source.
    QModelIndex fromSource(const QModelIndex& sourceIndex, int column = 0) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    /// CellRole: the cell. Display and AccessibleText: its text. ToolTip: its tip. Everything else: the source's answer
    /// for the first index of the row.
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// Hands on to the source, with the same column number.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    /// The cells look different although no row changed, as after a tick of the clock: repaints what is visible.
    void refresh();

private:
    void follow();

    QAbstractItemModel& m_source;
    QStringList m_titles;
    Format m_format;
    // While the source changes its order: our persistent indexes, and the rows of the source they stand for.
    QModelIndexList m_moving;
    QList<QPersistentModelIndex> m_movingRows;
};

} // namespace tailboard::widgets
