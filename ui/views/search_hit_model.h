// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/search.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace tailboard::widgets {
struct Look;
}

namespace tailboard::views {

/// The hits of one search; made anew at each keystroke.
class SearchHitModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setHits(QList<SearchHit> hits);
    const SearchHit& hit(int row) const { return m_hits[row]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    QList<SearchHit> m_hits;
};

/// Paints a hit: icon, title, state, and the detail at the right.
class SearchHitDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    SearchHitDelegate(const widgets::Look& look, const SearchHitModel& model, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const widgets::Look& m_look;
    const SearchHitModel& m_model;
};

} // namespace tailboard::views
