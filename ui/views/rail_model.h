// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/page.h"

#include <QAbstractListModel>
#include <vector>

namespace tailboard::views {

/// The registered pages in the order of the rail, with a heading before each group that has one.
class RailModel : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit RailModel(QObject* parent = nullptr);

    void addSection(Section section);
    void setSummary(Section section, const PageSummary& summary);

    QModelIndex indexOf(Section section) const;
    /// nullopt for a heading.
    std::optional<Section> sectionAt(const QModelIndex& index) const;
    /// The registered ones, in order.
    QList<Section> sections() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row
    {
        Group group = Group::Overview;
        std::optional<Section> section; // none: the heading of the group
        PageSummary summary;
    };

    std::vector<Row> m_rows;
};

} // namespace tailboard::views
