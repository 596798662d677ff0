// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/row_list.h"
#include "ui/widgets/cells.h"

#include <QAbstractTableModel>

namespace tailboard::views {

/// The rows of a RowList. New rows become the present ones by removing, ordering, inserting and changing, at most one
/// signal for each run of rows; never by a reset.
class RowListModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit RowListModel(const std::vector<RowColumn>& columns, QObject* parent = nullptr);

    /// A key that comes twice counts as two rows.
    void setRows(std::vector<Row> rows);
    const std::vector<Row>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    widgets::Cell cell(const QModelIndex& index) const;
    void removeOthers(const std::vector<Row>& rows);
    void orderAs(const std::vector<Row>& rows);

    QStringList m_titles;
    std::vector<Row> m_rows;
};

} // namespace tailboard::views
