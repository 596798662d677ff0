// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icons.h"

#include <QWidget>
#include <chrono>

class QPushButton;
class QStackedWidget;

namespace tailboard::widgets {
struct Look;
class EmptyState;
class HintField;
class Label;
class LoadingBars;
class MessageBar;
class StateGlyph;
class TableView;
} // namespace tailboard::widgets

namespace tailboard::views {

class PageHeader;

/// Header, filter, message bar and table of a page, and what stands in the table's place while it has no rows.
class TablePane : public QWidget
{
    Q_OBJECT

public:
    /// `filterHint`: what can be typed, as "Filter: text, host:, job:".
    TablePane(const widgets::Look& look, const QString& title, const QString& filterHint, QWidget* parent = nullptr);

    PageHeader& header() const { return *m_header; }
    widgets::HintField& filter() const { return *m_filter; }
    widgets::MessageBar& message() const { return *m_message; }
    /// What the user's own actions led to, as an export; it stays until it is closed.
    widgets::MessageBar& notice() const { return *m_notice; }
    widgets::TableView& table() const { return *m_table; }
    /// For its sentence and buttons; what a page without rows says.
    widgets::EmptyState& empty() const { return *m_empty; }

    /// Exactly one of these stands in the body.
    void showTable();
    void showEmpty();
    /// No row matches the filter: says so, with a button that takes the filter off.
    void showNoMatch();
    /// Before the first answer; call again each second.
    void showLoading(const QString& source, std::chrono::seconds elapsed);

    /// How many rows stand elsewhere than they belong because the pointer holds the order: a pill over the table says
    /// so and asks by orderWanted(). 0 takes it away.
    void setDisplaced(int rows);
    /// How many new rows wait to be shown: the pill says that instead. 0 takes it away.
    void setNewRows(int rows);

    /// Under the filter: what of it could not be taken. `isError`: it is not used at all. Empty for nothing to say.
    void setFilterNote(const QString& text, bool isError = false);
    QString filterNote() const;
    /// What can be typed: `keys` without their colons.
    void setFilterKeys(const QStringList& keys);

    /// Gives the keyboard to the filter field.
    void focusFilter();

signals:
    /// The filter's text or the checked chips changed.
    void filterChanged();
    /// The pill was pressed: let every row go to its place.
    void orderWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void updatePill();
    void placePill();
    void clearFilter();

    PageHeader* m_header;
    widgets::HintField* m_filter;
    QWidget* m_filterNote;
    widgets::StateGlyph* m_filterGlyph;
    widgets::Label* m_filterText;
    widgets::MessageBar* m_message;
    widgets::MessageBar* m_notice;
    widgets::TableView* m_table;
    widgets::EmptyState* m_empty;
    widgets::EmptyState* m_noMatch;
    widgets::LoadingBars* m_loading;
    QStackedWidget* m_body;
    QPushButton* m_pill;
    int m_displaced = 0;
    int m_newRows = 0;
};

} // namespace tailboard::views
