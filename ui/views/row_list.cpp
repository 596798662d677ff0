// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/row_list.h"

#include "ui/views/row_list_model.h"
#include "ui/widgets/look.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

RowList::RowList(const Look& look, const QString& name, const std::vector<RowColumn>& columns, QWidget* parent)
    : TableView(look, parent)
    , m_look(look)
    , m_rows(std::make_unique<RowListModel>(columns))
{
    setObjectName(u"rowList"_s);
    setAccessibleName(name);
    setModel(m_rows.get());
    QList<int> widths;
    for (const RowColumn& column : columns)
        widths << column.width;
    setColumnWidths(widths);
    viewport()->setMouseTracking(true);

    connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (const auto place = placeAt(index)) emit placeWanted(*place);
    });
    connect(this, &TableView::detailsWanted, this, &RowList::follow);
}

RowList::~RowList()
{
    setModel(nullptr); // the view outlives the member
}

const std::vector<Row>& RowList::rows() const
{
    return m_rows->rows();
}

void RowList::setRows(std::vector<Row> rows)
{
    if (rows == m_rows->rows()) return;
    // The row at the top of what is seen keeps its place; a list that stands at its top goes on showing the top.
    QScrollBar& bar = *verticalScrollBar();
    const QModelIndex top = bar.value() > 0 ? indexAt({1, 0}) : QModelIndex();
    const QPersistentModelIndex kept(top);
    const int above = top.isValid() ? visualRect(top).top() : 0;
    m_rows->setRows(std::move(rows));
    if (kept.isValid()) {
        executeDelayedItemsLayout(); // or the range of the bar is still the old one
        bar.setValue(bar.value() + visualRect(kept).top() - above);
    }
    viewport()->update();
}

void RowList::setNothing(const QString& sentence)
{
    m_nothing = sentence;
    setAccessibleDescription(sentence);
    viewport()->update();
}

std::optional<Place> RowList::placeAt(const QModelIndex& index) const
{
    if (!index.isValid()) return {};
    const Row& row = m_rows->rows()[size_t(index.row())];
    if (size_t(index.column()) >= row.cells.size()) return {};
    return row.cells[size_t(index.column())].place;
}

/// Return or a double click: the cell's own place, else the row's.
void RowList::follow(const QModelIndex& index)
{
    if (!index.isValid()) return;
    const auto own = placeAt(index);
    if (const auto& place = own ? own : m_rows->rows()[size_t(index.row())].place) emit placeWanted(*place);
}

void RowList::paintEvent(QPaintEvent* event)
{
    TableView::paintEvent(event);
    if (!m_rows->rows().empty() || m_nothing.isEmpty()) return;
    QPainter painter(viewport());
    painter.setPen(m_look.theme.color(Token::Text3));
    painter.drawText(viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_nothing);
}

void RowList::mouseMoveEvent(QMouseEvent* event)
{
    TableView::mouseMoveEvent(event);
    viewport()->setCursor(placeAt(indexAt(event->position().toPoint())) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

} // namespace tailboard::views
