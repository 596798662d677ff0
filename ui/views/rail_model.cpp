// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/rail_model.h"

#include "ui/widgets/rail_delegate.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

RailModel::RailModel(QObject* parent)
    : QAbstractListModel(parent)
{}

void RailModel::addSection(Section section)
{
    if (indexOf(section).isValid()) return;
    const Group group = sectionGroup(section);
    const auto insert = [this](std::size_t at, Row row) {
        beginInsertRows({}, int(at), int(at));
        m_rows.insert(m_rows.begin() + std::ptrdiff_t(at), std::move(row));
        endInsertRows();
    };
    std::size_t at = 0;
    while (at < m_rows.size() && m_rows[at].group < group)
        ++at;
    const bool hasHeading = !groupTitle(group).isEmpty();
    if (hasHeading && (at == m_rows.size() || m_rows[at].group != group)) insert(at, {.group = group});
    while (at < m_rows.size() && m_rows[at].group == group && (!m_rows[at].section || *m_rows[at].section < section))
        ++at;
    insert(at, {.group = group, .section = section});
}

void RailModel::setSummary(Section section, const PageSummary& summary)
{
    const QModelIndex index = indexOf(section);
    if (!index.isValid() || m_rows[std::size_t(index.row())].summary == summary) return;
    m_rows[std::size_t(index.row())].summary = summary;
    emit dataChanged(index, index);
}

QModelIndex RailModel::indexOf(Section section) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.section == section; });
    return found == m_rows.end() ? QModelIndex() : index(int(found - m_rows.begin()), 0);
}

std::optional<Section> RailModel::sectionAt(const QModelIndex& index) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    return m_rows[std::size_t(index.row())].section;
}

QList<Section> RailModel::sections() const
{
    QList<Section> found;
    for (const Row& row : m_rows) {
        if (row.section) found << *row.section;
    }
    return found;
}

int RailModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant RailModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[std::size_t(index.row())];
    if (role == widgets::RailHeadingRole) return !row.section;
    if (!row.section) return role == Qt::DisplayRole ? QVariant(groupTitle(row.group)) : QVariant();

    const PageSummary& summary = row.summary;
    const bool isIll = summary.worst && *summary.worst != widgets::State::Ok;
    switch (role) {
    case Qt::DisplayRole:
        return sectionTitle(*row.section);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        QStringList spoken{sectionTitle(*row.section)};
        if (summary.count) spoken << QString::number(*summary.count);
        if (isIll) spoken << widgets::word(*summary.worst);
        return spoken.join(tr(", "));
    }
    case widgets::RailIconRole:
        return QVariant::fromValue(sectionIcon(*row.section));
    case widgets::RailCountRole:
        return summary.count ? QVariant(*summary.count) : QVariant();
    case widgets::RailWorstRole:
        return summary.worst ? QVariant::fromValue(*summary.worst) : QVariant();
    default:
        return {};
    }
}

Qt::ItemFlags RailModel::flags(const QModelIndex& index) const
{
    if (!index.isValid()) return {};
    // A heading that cannot be selected is also skipped by the arrow keys.
    return sectionAt(index) ? QAbstractListModel::flags(index) : Qt::ItemNeverHasChildren;
}

} // namespace tailboard::views
