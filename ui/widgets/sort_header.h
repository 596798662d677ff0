// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>
#include <QList>

namespace tailboard::widgets {

/// A column that rows are sorted by, for the arrow in its header.
struct SortMark
{
    int column = 0;
    Qt::SortOrder order = Qt::AscendingOrder;
    friend bool operator==(const SortMark&, const SortMark&) = default;
};

/// A header that shows several sort columns, each with its arrow and, when there are more than one, its rank. It sorts
/// nothing: a click asks for it, with Shift as a further column.
class SortHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit SortHeader(QWidget* parent = nullptr);

    void setMarks(const QList<SortMark>& marks);
    const QList<SortMark>& marks() const { return m_marks; }
    /// What a click on the column would make of the marks: alone, or turned round when it is already the only one; with
    /// `isFurther` turned round in its place or added behind, up to `most`.
    static QList<SortMark> clicked(QList<SortMark> marks, int column, bool isFurther, int most = 3);

signals:
    void sortWanted(int column, bool isFurther);

protected:
    void initStyleOptionForIndex(QStyleOptionHeader* option, int column) const override;
    void paintSection(QPainter* painter, const QRect& rect, int column) const override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    int rankOf(int column) const; // from 0; -1 not sorted by

    QList<SortMark> m_marks;
    Qt::KeyboardModifiers m_modifiers;
};

} // namespace tailboard::widgets
