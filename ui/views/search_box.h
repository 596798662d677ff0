// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/search.h"
#include "ui/widgets/hint_field.h"

#include <QListView>
#include <vector>

namespace tailboard::views {

class SearchHitModel;

/// The search field of the toolbar and the list of hits under it. The keyboard stays in the field: arrows choose a hit,
/// Return opens it, Escape gives the keyboard back to where it was.
class SearchBox : public widgets::HintField
{
    Q_OBJECT

public:
    explicit SearchBox(const widgets::Look& look, QWidget* parent = nullptr);

    /// Sources are asked in this order; hits are ordered by rank, and within a rank by source. They outlive the box.
    void addSource(const SearchSource& source);
    /// Ctrl+K: takes the keyboard and shows the list.
    void open();

    /// The list under the field, for tests and readers; hidden while nothing is searched.
    QListView* hits() const { return m_list; }

signals:
    void chosen(const tailboard::views::SearchHit& hit);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    void search();
    void placeList();
    void close();
    void step(int rows);
    void choose(int row);

    std::vector<const SearchSource*> m_sources;
    SearchHitModel* m_model;
    QPointer<QListView> m_list; // a child of the window, and so gone before or after this
    QPointer<QWidget> m_cameFrom;
};

} // namespace tailboard::views
