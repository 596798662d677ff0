// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/search_box.h"

#include "ui/views/search_hit_model.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/type_scale.h"

#include <QApplication>
#include <QKeyEvent>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

namespace {

constexpr int kMostHits = 12;

} // namespace

SearchBox::SearchBox(const Look& look, QWidget* parent)
    : HintField(look, Icon::Search, tr("Search or run a command"), tr("Ctrl+K"), 16, parent)
    , m_model(new SearchHitModel(this))
    , m_list(new QListView(this))
{
    setObjectName(u"searchField"_s);
    setMaxLength(256);
    m_list->setObjectName(u"searchHits"_s);
    m_list->setAccessibleName(tr("Found"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new SearchHitDelegate(look, *m_model, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFrameShape(QFrame::StyledPanel);
    m_list->viewport()->setBackgroundRole(Theme::role(Token::Ctl));
    m_list->hide();
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) { choose(index.row()); });
    connect(this, &QLineEdit::textChanged, this, [this] {
        if (hasFocus()) search();
    });
}

void SearchBox::addSource(const SearchSource& source)
{
    m_sources.push_back(&source);
}

void SearchBox::open()
{
    if (!hasFocus()) m_cameFrom = QApplication::focusWidget();
    setFocus(Qt::ShortcutFocusReason);
    selectAll();
    search();
}

void SearchBox::search()
{
    QList<SearchHit> found;
    for (const SearchSource* source : m_sources)
        found << source->find(text().trimmed(), kMostHits);
    std::stable_sort(found.begin(), found.end(),
                     [](const SearchHit& a, const SearchHit& b) { return a.rank < b.rank; });
    if (found.size() > kMostHits) found.resize(kMostHits);
    m_model->setHits(std::move(found));
    placeList();
    m_list->setCurrentIndex(m_model->index(0, 0));
    step(0);
}

void SearchBox::placeList()
{
    const int rows = m_model->rowCount();
    if (rows == 0) return m_list->hide();
    // A child of the window and no popup of its own: it takes no keyboard, and no click is lost in closing it.
    if (m_list->parentWidget() != window()) m_list->setParent(window());
    const int width = qMax(this->width(), type::width(400, font()));
    const int height = rows * type::height(30, font()) + 2 * m_list->frameWidth();
    const QPoint under = mapTo(window(), QPoint((this->width() - width) / 2, this->height() + 4));
    m_list->setGeometry(qMax(4, under.x()), under.y(), width, qMin(height, window()->height() - under.y() - 8));
    m_list->show();
    m_list->raise();
}

void SearchBox::close()
{
    m_list->hide();
    clear();
    if (!hasFocus()) return;
    if (m_cameFrom)
        m_cameFrom->setFocus(Qt::OtherFocusReason);
    else
        clearFocus();
}

void SearchBox::step(int rows)
{
    const int count = m_model->rowCount();
    if (count == 0) return;
    const QModelIndex index = m_model->index((m_list->currentIndex().row() + rows + count) % count, 0);
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
    setAccessibleDescription(index.data(Qt::AccessibleTextRole).toString());
}

void SearchBox::choose(int row)
{
    if (row < 0 || row >= m_model->rowCount()) return;
    const SearchHit hit = m_model->hit(row); // the model is emptied by closing
    close();
    emit chosen(hit);
}

void SearchBox::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        return close();
    case Qt::Key_Down:
        return m_list->isVisible() ? step(1) : search();
    case Qt::Key_Up:
        return step(-1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return choose(m_list->isVisible() ? m_list->currentIndex().row() : -1);
    default:
        HintField::keyPressEvent(event);
    }
}

void SearchBox::focusInEvent(QFocusEvent* event)
{
    HintField::focusInEvent(event);
    if (event->reason() == Qt::MouseFocusReason) search();
}

void SearchBox::focusOutEvent(QFocusEvent* event)
{
    HintField::focusOutEvent(event);
    if (m_list) m_list->hide();
}

bool SearchBox::event(QEvent* event)
{
    if (event->type() == QEvent::Resize && m_list->isVisible()) placeList();
    return HintField::event(event);
}

} // namespace tailboard::views
