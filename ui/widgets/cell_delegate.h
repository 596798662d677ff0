// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/cells.h"
#include "ui/widgets/text_cache.h"

#include <QStyledItemDelegate>

namespace tailboard::widgets {

struct Look;

/// Paints the Cell that a model gives under CellRole: ground (selected, every second row, hatched when stale), content,
/// focus ring. Cells of other models show their display text.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit CellDelegate(const Look& look, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// The width is that of the whole content, so that columns can be fitted to it.
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    using Run = TextCache::Run;

    static Cell cellOf(const QModelIndex& index);
    void paintContent(QPainter& painter, const QRectF& cell, QRectF room, const TextCell& content) const;
    void paintContent(QPainter& painter, const QRectF& cell, QRectF room, const StateCell& content) const;
    void paintContent(QPainter& painter, const QRectF& cell, QRectF room, const UrlCell& content) const;
    void paintContent(QPainter& painter, const QRectF& cell, QRectF room, const PipsCell& content) const;
    void paintContent(QPainter& painter, const QRectF& cell, QRectF room, const NameCell& content) const;
    void paintContent(QPainter& painter, const QRectF& cell, QRectF room, const LifetimeCell& content) const;
    void paintContent(QPainter& painter, const QRectF& cell, QRectF room, const MeterCell& content) const;
    void paintBar(QPainter& painter, const QRectF& bar, qreal share, State state) const;
    qreal contentWidth(const Cell& cell) const;
    int scaled(int token) const;

    const Look& m_look;
    mutable TextCache m_texts;
};

} // namespace tailboard::widgets
