// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/detail_pane.h"

#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/rule.h"
#include "ui/widgets/state_glyph.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

DetailPane::DetailPane(const Look& look, const QString& nothing, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_glyph(new StateGlyph(look, State::Unknown, 16))
    , m_name(label({}, Token::Text, Step::PaneTitle))
    , m_quiet(label({}, Token::Text3, Step::Small))
    , m_tabs(new QTabBar)
    , m_head(new QHBoxLayout)
    , m_contents(new QStackedWidget)
    , m_all(new QStackedWidget)
{
    setObjectName(u"detailPane"_s);
    setAccessibleName(tr("Details"));
    setAutoFillBackground(true);
    setBackgroundRole(Theme::role(Token::Win)); // or it would inherit the page's
    m_name->setObjectName(u"detailName"_s);
    m_quiet->setObjectName(u"detailQuiet"_s);
    m_tabs->setObjectName(u"detailTabs"_s);
    m_tabs->setAccessibleName(tr("Parts of the details"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setElideMode(Qt::ElideNone);
    m_tabs->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

    m_head->setContentsMargins(16, 0, 16, 0);
    m_head->setSpacing(8);
    m_head->addStrut(44); // as high without tabs as with them
    m_head->addWidget(m_glyph);
    m_head->addWidget(m_name);
    m_head->addWidget(m_quiet);
    m_head->addSpacing(12);
    m_head->addWidget(m_tabs);
    m_head->addStretch();

    auto* filled = new QWidget;
    auto* column = new QVBoxLayout(filled);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(m_head);
    column->addWidget(new Rule(Qt::Horizontal));
    column->addWidget(m_contents, 1);

    auto* hint = new Label(nothing, Token::Text3, Step::Body, Label::Mode::Wrapped);
    hint->setAlignment(Qt::AlignCenter);
    m_all->addWidget(hint);
    m_all->addWidget(filled);

    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(new Rule(Qt::Horizontal, Token::Line2));
    all->addWidget(m_all, 1);

    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_contents->setCurrentIndex(tab);
        emit tabChanged(tab);
    });
}

int DetailPane::addTab(const QString& title, QWidget* content)
{
    m_contents->addWidget(content);
    const int tab = m_tabs->addTab(title);
    m_tabs->updateGeometry(); // hidden, it does not tell its layout of a new tab (Qt 6.4)
    return tab;
}

void DetailPane::setTabCount(int tab, int count)
{
    // A quiet count is a widget in the tab; in the text it could not have its own colour.
    auto* shown = qobject_cast<Label*>(m_tabs->tabButton(tab, QTabBar::RightSide));
    if (count < 0) {
        if (shown) m_tabs->setTabButton(tab, QTabBar::RightSide, nullptr);
        delete shown;
        return;
    }
    const QString text = QString::number(count);
    if (shown && shown->text() == text) return;
    auto* fresh = label(text, Token::Text3, Step::Small);
    fresh->resize(fresh->sizeHint());
    m_tabs->setTabButton(tab, QTabBar::RightSide, fresh); // measures anew, which a changed text would not
    delete shown;
}

int DetailPane::currentTab() const
{
    return m_tabs->currentIndex();
}

void DetailPane::setCurrentTab(int tab)
{
    m_tabs->setCurrentIndex(tab);
}

void DetailPane::showTab(QWidget* content)
{
    m_tabs->setCurrentIndex(m_contents->indexOf(content));
}

QPushButton* DetailPane::addButton(Icon icon, const QString& text)
{
    auto* button = new QPushButton(m_look.icons.icon(icon, Token::Text), text);
    button->setAutoDefault(false);
    m_head->addWidget(button);
    return button;
}

void DetailPane::showObject(const Shape& shape, const QString& name, const QString& quiet)
{
    m_glyph->setShape(shape);
    m_name->setPlain(name);
    m_quiet->setPlain(quiet);
    m_all->setCurrentIndex(1);
}

void DetailPane::showNothing()
{
    m_all->setCurrentIndex(0);
}

void DetailPane::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit left();
    else
        QWidget::keyPressEvent(event);
}

} // namespace tailboard::views
