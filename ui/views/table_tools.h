// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/keyed_model.h"
#include "ui/views/layout_store.h"
#include "ui/views/row_export.h"
#include "ui/widgets/sort_header.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QPointer>

class QMenu;
class QPushButton;
class QSplitter;

namespace tailboard::views {

class Page;
class TablePane;

/// What a user does with a table beside reading it: sorts by several columns, chooses columns, saves views, exports
/// and copies rows; and what of that is remembered. One for each KeyedPage.
class TableTools : public QObject
{
    Q_OBJECT

public:
    /// Adds the buttons Views, Columns and Export to the pane's header. All references outlive it. `titles` of the
    /// columns; an empty one is the state's.
    TableTools(Page& page, TablePane& pane, models::KeyedModel& rows, widgets::CellModel& cells, QSplitter& splitter,
               QStringList titles);
    ~TableTools() override;

    /// Columns that are not shown until asked for.
    void setHiddenAtFirst(const QList<int>& columns);
    /// Takes on what is kept for this page, and keeps every change from now on. The store outlives it.
    void useLayout(LayoutStore& store);
    /// Columns, order, widths, sort, row height, splitter and saved views.
    QJsonObject layout() const;

    void setSort(const QList<widgets::SortMark>& marks);

    void saveView(const QString& name);
    void chooseView(const QString& name);
    QStringList viewNames() const;

    enum class CopyAs : unsigned char { Cell, Tsv, Json, Key };
    /// The current row as plain text; empty without one.
    QString rowAs(CopyAs form) const;
    void exportToFile(RowExport::Format format, const QString& path);
    void exportToClipboard(RowExport::Format format);
    /// The one that runs; null for none.
    RowExport* running() const { return m_export; }

private:
    void fillColumns(QMenu& menu);
    void fillViews(QMenu& menu);
    void fillExport(QMenu& menu);
    void fillCopy(QMenu& menu);
    void openRowMenu(const QPoint& at, bool isCopyOnly);
    void askForFile(RowExport::Format format);
    void run(RowExport::Format format, const QString& path);
    void askForName(const QString& old);
    void resetColumns();
    void keep();
    QString idOf(int column) const;
    int columnOf(const QString& id) const;
    QString titleOf(int column) const;
    QList<int> shownColumns() const;
    QJsonArray columnsNow() const;
    QJsonArray sortNow() const;
    void takeColumns(const QJsonArray& columns);
    void takeSort(const QJsonArray& sort);

    Page& m_page;
    TablePane& m_pane;
    models::KeyedModel& m_rows;
    widgets::CellModel& m_cells;
    QSplitter& m_splitter;
    QStringList m_titles;
    QList<int> m_hiddenAtFirst;
    QPointer<LayoutStore> m_store;
    QJsonArray m_views;
    QPushButton* m_viewsButton;
    QPushButton* m_columnsButton;
    QPushButton* m_exportButton;
    QPointer<RowExport> m_export;
    bool m_isTaking = false;
};

} // namespace tailboard::views
