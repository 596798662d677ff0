// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

signals:
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

private:
    void applyFont();
    void fitColumns();

    QList<int> m_widths;     // tokens
    QSet<int> m_userColumns; // whose width the user set
    bool m_isFitting = false;
};

} // namespace tailboard::widgets
