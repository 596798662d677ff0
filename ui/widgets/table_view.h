// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/sort_header.h"

#include <QPersistentModelIndex>
#include <QSet>
#include <QTableView>

class QMenu;

namespace tailboard::widgets {

struct Look;

/// The table of every page: CellDelegate, no grid, one row chosen, rows of fixed height, Tab leaves it. The chosen row
/// stays chosen when rows come, go or move around it; when it goes itself, its neighbour is chosen.
class TableView : public QTableView
{
    Q_OBJECT

public:
    explicit TableView(const Look& look, QWidget* parent = nullptr);

    /// Widths in pixels at 10 pt, in the order of the columns. The last one takes what is left; when there is too
    /// little room the widest one gives up to two fifths of its own before the table scrolls. A width that the user set
    /// stays.
    void setColumnWidths(const QList<int>& widths);
    /// Fills `menu` with one check mark for each column, to show and hide it; `fixed` columns are left out.
    void fillColumnsMenu(QMenu& menu, const QList<int>& fixed = {0});

    void setModel(QAbstractItemModel* model) override;

    SortHeader& header() const { return *m_header; }
    /// The width that the user gave a column; 0 when it has the one that was made for it.
    int userWidth(int column) const;
    void setUserWidth(int column, int width);
    /// Widths and order as made; what is hidden stays hidden.
    void resetColumns();
    /// While on, the row under the pointer stays under it when rows above come or go, as far as scrolling can do that.
    void setAnchored(bool isOn) { m_isAnchored = isOn; }
    /// Rows of 26 instead of 30.
    void setCompact(bool isCompact);
    bool isCompact() const { return m_isCompact; }

signals:
    /// A column was shown, hidden, moved or given a width by the user.
    void columnsChanged();
    /// The menu key or the right button on the rows; `at` on the screen.
    void rowMenuWanted(const QPoint& at);
    /// Return, or a double click.
    void detailsWanted(const QModelIndex& index);
    /// Another row is current, or none (invalid index).
    void currentRowChanged(const QModelIndex& index);
    /// The pointer came over the rows, or left them: while it is there rows should not move.
    void pointerOver(bool isOver);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void keepAnchor();
    void restoreAnchor();
    void applyFont();
    void fitColumns();

    QList<int> m_widths;     // tokens
    QSet<int> m_userColumns; // whose width the user set
    bool m_isFitting = false;
    bool m_isCompact = false;
    SortHeader* m_header;
    // The row under the pointer and where it stands, while rows above it come or go.
    bool m_isAnchored = false;
    QPersistentModelIndex m_anchor;
    int m_anchorTop = 0;
};

} // namespace tailboard::widgets
