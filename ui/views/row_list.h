// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/place.h"
#include "ui/widgets/state_words.h"
#include "ui/widgets/table_view.h"

#include <memory>
#include <optional>
#include <vector>

namespace tailboard::views {

/// A column of a RowList.
struct RowColumn
{
    QString title;
    int width = 100; ///< in pixels at 10 pt; the last column takes what is left
};

/// One cell: a text, what stands before it, and where it leads.
struct RowCell
{
    enum class Ink : unsigned char { Normal, Strong, Quiet, Faint };

    QString text;
    std::optional<widgets::Shape> shape = {}; ///< drawn before the text, or alone
    Ink ink = Ink::Normal;
    bool isCode = false;              ///< fixed font: ids, addresses
    std::optional<Place> place = {};  ///< the text is a link
    QString tip = {};                 ///< plain text; without one, text that does not fit is shown
    std::optional<double> share = {}; ///< 0..1: a bar before the text, in the colour of `shape` when that is a state
    friend bool operator==(const RowCell&, const RowCell&) = default;
};

/// One line of a RowList.
struct Row
{
    QString key; ///< tells this line from others when the rows are set anew
    std::vector<RowCell> cells;
    std::optional<Place> place = {}; ///< where Return or a double click on a cell without a place of its own leads
    friend bool operator==(const Row&, const Row&) = default;
};

class RowListModel;

/// A small read-only table for the tabs of the details, up to a few thousand rows. Looks and keys are those of the
/// pages' tables; a cell with a place is a link, followed by a click, Return or a double click.
class RowList : public widgets::TableView
{
    Q_OBJECT

public:
    /// `name`: what the rows are, for screen readers.
    RowList(const widgets::Look& look, const QString& name, const std::vector<RowColumn>& columns,
            QWidget* parent = nullptr);
    ~RowList() override;

    /// Rows with known keys change in place; the chosen row stays chosen, and what is seen stays where it is unless the
    /// list stands at its top.
    void setRows(std::vector<Row> rows);
    const std::vector<Row>& rows() const;

    /// What stands in the place of no rows: "No events."
    void setNothing(const QString& sentence);

signals:
    /// A link was followed.
    void placeWanted(const tailboard::views::Place& place);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    std::optional<Place> placeAt(const QModelIndex& index) const;
    void follow(const QModelIndex& index);

    const widgets::Look& m_look;
    std::unique_ptr<RowListModel> m_rows;
    QString m_nothing;
};

} // namespace tailboard::views
