// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cell_model.h"

#include "ui/widgets/plain_text.h"

namespace tailboard::widgets {

CellModel::CellModel(QAbstractItemModel& source, QStringList titles, Format format, QObject* parent)
    : QAbstractTableModel(parent)
    , m_source(source)
    , m_titles(std::move(titles))
    , m_format(std::move(format))
{
    follow();
}

QModelIndex CellModel::toSource(const QModelIndex& index) const
{
    return index.isValid() ? m_source.index(index.row(), 0) : QModelIndex();
}

QModelIndex CellModel::fromSource(const QModelIndex& sourceIndex, int column) const
{
    return sourceIndex.isValid() ? index(sourceIndex.row(), column) : QModelIndex();
}

int CellModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_source.rowCount();
}

int CellModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_titles.size());
}

QVariant CellModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) return {};
    const QModelIndex row = toSource(index);
    switch (role) {
    case CellRole:
        return QVariant::fromValue(m_format(row, index.column()));
    case Qt::DisplayRole:
        return plainText(m_format(row, index.column()));
    case Qt::AccessibleTextRole:
        return spokenText(m_format(row, index.column()));
    case Qt::ToolTipRole:
        return plainToolTip(m_format(row, index.column()).tip);
    default:
        return row.data(role);
    }
}

QVariant CellModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const bool isTitle = orientation == Qt::Horizontal && section >= 0 && section < m_titles.size();
    if (isTitle && (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)) return m_titles[section];
    return {};
}

void CellModel::sort(int column, Qt::SortOrder order)
{
    m_source.sort(column, order);
}

void CellModel::refresh()
{
    if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void CellModel::follow()
{
    using Model = QAbstractItemModel;
    connect(&m_source, &Model::rowsAboutToBeInserted, this,
            [this](const QModelIndex&, int first, int last) { beginInsertRows({}, first, last); });
    connect(&m_source, &Model::rowsInserted, this, [this] { endInsertRows(); });
    connect(&m_source, &Model::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) { beginRemoveRows({}, first, last); });
    connect(&m_source, &Model::rowsRemoved, this, [this] { endRemoveRows(); });
    connect(&m_source, &Model::rowsAboutToBeMoved, this,
            [this](const QModelIndex&, int first, int last, const QModelIndex&, int to) {
                beginMoveRows({}, first, last, {}, to);
            });
    connect(&m_source, &Model::rowsMoved, this, [this] { endMoveRows(); });
    connect(&m_source, &Model::modelAboutToBeReset, this, [this] { beginResetModel(); });
    connect(&m_source, &Model::modelReset, this, [this] { endResetModel(); });
    connect(&m_source, &Model::dataChanged, this, [this](const QModelIndex& from, const QModelIndex& to) {
        emit dataChanged(index(from.row(), 0), index(to.row(), columnCount() - 1));
    });
    connect(&m_source, &Model::layoutAboutToBeChanged, this, [this] {
        emit layoutAboutToBeChanged();
        m_moving = persistentIndexList();
        m_movingRows.clear();
        for (const QModelIndex& each : m_moving)
            m_movingRows << QPersistentModelIndex(toSource(each));
    });
    connect(&m_source, &Model::layoutChanged, this, [this] {
        QModelIndexList moved;
        for (qsizetype i = 0; i < m_moving.size(); ++i)
            moved << fromSource(m_movingRows[i], m_moving[i].column());
        changePersistentIndexList(m_moving, moved);
        m_moving.clear();
        m_movingRows.clear();
        emit layoutChanged();
    });
}

} // namespace tailboard::widgets
