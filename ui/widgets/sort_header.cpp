// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sort_header.h"

#include "ui/widgets/type_scale.h"

#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionHeader>

using namespace Qt::StringLiterals;

namespace tailboard::widgets {

SortHeader::SortHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setFirstSectionMovable(false);
    connect(this, &QHeaderView::sectionClicked, this,
            [this](int column) { emit sortWanted(column, m_modifiers & Qt::ShiftModifier); });
}

void SortHeader::setMarks(const QList<SortMark>& marks)
{
    if (marks == m_marks) return;
    m_marks = marks;
    QStringList words;
    for (const SortMark& mark : m_marks) {
        QString title = model() ? model()->headerData(mark.column, Qt::Horizontal).toString() : QString();
        if (title.isEmpty()) title = tr("State");
        words << (mark.order == Qt::AscendingOrder ? tr("%1 ascending") : tr("%1 descending")).arg(title);
    }
    setAccessibleDescription(tr("Sorted by %1").arg(words.join(", "_L1)));
    viewport()->update();
}

QList<SortMark> SortHeader::clicked(QList<SortMark> marks, int column, bool isFurther, int most)
{
    const auto turned = [](Qt::SortOrder order) {
        return order == Qt::AscendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder;
    };
    for (SortMark& mark : marks) {
        if (mark.column != column || (!isFurther && marks.size() > 1)) continue;
        mark.order = turned(mark.order);
        return marks;
    }
    if (!isFurther) return {SortMark{column}};
    if (marks.size() >= most) marks.removeLast();
    marks << SortMark{column};
    return marks;
}

int SortHeader::rankOf(int column) const
{
    for (int i = 0; i < int(m_marks.size()); ++i)
        if (m_marks[i].column == column) return i;
    return -1;
}

void SortHeader::initStyleOptionForIndex(QStyleOptionHeader* option, int column) const
{
    QHeaderView::initStyleOptionForIndex(option, column);
    if (m_marks.isEmpty()) return;
    const int rank = rankOf(column);
    option->sortIndicator = rank < 0                                    ? QStyleOptionHeader::None
                            : m_marks[rank].order == Qt::AscendingOrder ? QStyleOptionHeader::SortDown
                                                                        : QStyleOptionHeader::SortUp;
}

void SortHeader::paintSection(QPainter* painter, const QRect& rect, int column) const
{
    QHeaderView::paintSection(painter, rect, column);
    const int rank = rankOf(column);
    if (rank < 0 || m_marks.size() < 2) return;
    // Beside the arrow, at its left.
    QStyleOptionHeader option;
    initStyleOption(&option);
    option.rect = rect;
    initStyleOptionForIndex(&option, column);
    const QRect arrow = style()->subElementRect(QStyle::SE_HeaderArrow, &option, this);
    const QString text = QString::number(rank + 1);
    painter->save();
    painter->setFont(type::caption(font()));
    const int width = painter->fontMetrics().horizontalAdvance(text);
    QRect room(arrow.left() - width - 4, rect.top() + 1, width + 4, rect.height() - 2);
    painter->fillRect(room, palette().color(QPalette::Window));
    painter->setPen(palette().color(QPalette::Text));
    painter->drawText(room, Qt::AlignCenter, text);
    painter->restore();
}

void SortHeader::mouseReleaseEvent(QMouseEvent* event)
{
    m_modifiers = event->modifiers();
    QHeaderView::mouseReleaseEvent(event);
    m_modifiers = {};
}

} // namespace tailboard::widgets
