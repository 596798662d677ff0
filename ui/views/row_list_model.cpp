// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/row_list_model.h"

#include "ui/widgets/plain_text.h"

#include <QHash>
#include <QSet>
#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

namespace {

Tone toneOf(const RowCell& cell)
{
    if (cell.place) return Tone::Link;
    switch (cell.ink) {
    case RowCell::Ink::Quiet:
        return Tone::Quiet;
    case RowCell::Ink::Faint:
        return Tone::Faint;
    default:
        return Tone::Normal;
    }
}

} // namespace

RowListModel::RowListModel(const std::vector<RowColumn>& columns, QObject* parent)
    : QAbstractTableModel(parent)
{
    for (const RowColumn& column : columns)
        m_titles << column.title;
}

int RowListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RowListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_titles.size());
}

Cell RowListModel::cell(const QModelIndex& index) const
{
    const Row& row = m_rows[size_t(index.row())];
    if (size_t(index.column()) >= row.cells.size()) return {TextCell{}};
    const RowCell& from = row.cells[size_t(index.column())];
    if (from.share) {
        const auto* state = from.shape ? std::get_if<State>(&*from.shape) : nullptr;
        return {.content = MeterCell{*from.share, from.text, state ? *state : State::Ok}, .tip = from.tip};
    }
    if (from.shape && !from.place)
        return {.content = StateCell{.shape = *from.shape, .text = from.text, .sentence = {}}, .tip = from.tip};
    if (from.ink == RowCell::Ink::Strong && !from.place)
        return {.content = NameCell{from.text, {}, true}, .tip = from.tip};
    return {.content = TextCell{.text = from.text, .tone = toneOf(from), .isCode = from.isCode}, .tip = from.tip};
}

QVariant RowListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) return {};
    switch (role) {
    case CellRole:
        return QVariant::fromValue(cell(index));
    case Qt::DisplayRole:
        return plainText(cell(index));
    case Qt::AccessibleTextRole:
        return spokenText(cell(index));
    case Qt::ToolTipRole:
        return plainToolTip(cell(index).tip);
    default:
        return {};
    }
}

QVariant RowListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const bool isTitle = orientation == Qt::Horizontal && section >= 0 && section < m_titles.size();
    if (isTitle && (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)) return m_titles[section];
    return {};
}

void RowListModel::setRows(std::vector<Row> rows)
{
    QSet<QString> seen;
    for (Row& row : rows) {
        while (seen.contains(row.key))
            row.key += u'+';
        seen.insert(row.key);
    }
    removeOthers(rows);
    orderAs(rows);

    // What is here now stands in the order of `rows`: put in the runs that are missing, then change what differs.
    for (size_t at = 0; at < rows.size();) {
        if (at < m_rows.size() && m_rows[at].key == rows[at].key) {
            ++at;
            continue;
        }
        const bool isEnd = at >= m_rows.size();
        size_t end = at;
        while (end < rows.size() && (isEnd || rows[end].key != m_rows[at].key))
            ++end;
        beginInsertRows({}, int(at), int(end) - 1);
        m_rows.insert(m_rows.begin() + std::ptrdiff_t(at), rows.begin() + std::ptrdiff_t(at),
                      rows.begin() + std::ptrdiff_t(end));
        endInsertRows();
        at = end;
    }
    for (size_t at = 0; at < rows.size(); ++at) {
        if (m_rows[at] == rows[at]) continue;
        m_rows[at] = std::move(rows[at]);
        emit dataChanged(index(int(at), 0), index(int(at), columnCount() - 1));
    }
}

void RowListModel::removeOthers(const std::vector<Row>& rows)
{
    QSet<QString> keys;
    for (const Row& row : rows)
        keys.insert(row.key);
    for (int end = rowCount(); end > 0;) {
        if (keys.contains(m_rows[size_t(end) - 1].key)) {
            --end;
            continue;
        }
        int first = end - 1;
        while (first > 0 && !keys.contains(m_rows[size_t(first) - 1].key))
            --first;
        beginRemoveRows({}, first, end - 1);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + end);
        endRemoveRows();
        end = first;
    }
}

void RowListModel::orderAs(const std::vector<Row>& rows)
{
    QHash<QString, int> placeOf;
    for (size_t at = 0; at < rows.size(); ++at)
        placeOf.insert(rows[at].key, int(at));
    const auto comesBefore = [&](const Row& a, const Row& b) { return placeOf[a.key] < placeOf[b.key]; };
    if (std::is_sorted(m_rows.begin(), m_rows.end(), comesBefore)) return;

    emit layoutAboutToBeChanged();
    const QModelIndexList from = persistentIndexList();
    QStringList keys;
    for (const QModelIndex& each : from)
        keys << m_rows[size_t(each.row())].key;
    std::sort(m_rows.begin(), m_rows.end(), comesBefore);
    QHash<QString, int> rowOf;
    for (size_t at = 0; at < m_rows.size(); ++at)
        rowOf.insert(m_rows[at].key, int(at));
    QModelIndexList to;
    for (qsizetype i = 0; i < from.size(); ++i)
        to << index(rowOf[keys[i]], from[i].column());
    changePersistentIndexList(from, to);
    emit layoutChanged();
}

} // namespace tailboard::views
