// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace tailboard::widgets {

struct Look;

/// What RailDelegate asks a model for, beside the display text.
enum RailRole {
    RailIconRole = 0x7A21, ///< Icon
    RailCountRole,         ///< int; invalid for none
    RailWorstRole,         ///< State; invalid for none; drawn when it is not ok
    RailHeadingRole,       ///< bool: the heading of a group
};

/// Paints a section of the rail: icon, name, worst state and count; or a group heading. In a narrow rail (below 100
/// pixels) only the icon, with the worst state at its corner, and a line for a heading.
class RailDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit RailDelegate(const Look& look, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintHeading(QPainter& painter, const QStyleOptionViewItem& option, const QString& text) const;
    void paintNarrow(QPainter& painter, const QRectF& box, const QModelIndex& index, const QColor& ink, int side) const;

    const Look& m_look;
};

} // namespace tailboard::widgets
