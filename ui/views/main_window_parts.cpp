// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/main_window.h"

#include "ui/views/frame_menus.h"
#include "ui/views/key_sheet.h"
#include "ui/views/page_search.h"
#include "ui/views/rail_model.h"
#include "ui/views/search_box.h"
#include "ui/widgets/cluster_button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/rail_delegate.h"
#include "ui/widgets/rule.h"
#include "ui/widgets/theme_switch.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QShortcut>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

namespace {

QToolButton* toolFor(QAction* action, const Look& look, Icon icon)
{
    // On the action, not on the button: the button takes everything from it anew whenever it changes.
    action->setIcon(look.icons.icon(icon, Token::Text2));
    action->setIconVisibleInMenu(false);
    auto* made = new QToolButton;
    made->setDefaultAction(action);
    const int side = type::width(18, made->font());
    made->setIconSize({side, side});
    made->setFixedSize(side + 10, side + 10);
    made->setToolButtonStyle(Qt::ToolButtonIconOnly);
    made->setAutoRaise(true);
    made->setFocusPolicy(Qt::TabFocus);
    made->setObjectName(action->objectName() + "Button"_L1);
    made->setAccessibleName(action->text().remove(u'&'));
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    made->setToolTip(keys.isEmpty() ? made->accessibleName() : u"%1 (%2)"_s.arg(made->accessibleName(), keys));
    return made;
}

} // namespace

void MainWindow::makeMenus()
{
    menuBar()->setFont(type::small(font()));
    const auto add = [this](QMenu* menu, const QString& name, const QString& text, const QKeySequence& key) {
        auto* action = menu->addAction(text);
        action->setObjectName(name);
        action->setShortcut(key);
        return action;
    };

    m_fileMenu = menuBar()->addMenu(tr("&File"));
    QMenu* file = m_fileMenu;
    connect(add(file, u"quit"_s, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q)), &QAction::triggered, this,
            &QWidget::close);

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    connect(add(edit, u"find"_s, tr("&Filter this page"), QKeySequence::Find), &QAction::triggered, this, [this] {
        if (Page* open = currentPage()) open->focusFilter();
    });
    connect(add(edit, u"search"_s, tr("&Search everywhere"), QKeySequence(Qt::CTRL | Qt::Key_K)), &QAction::triggered,
            this, [this] { m_search->open(); });

    QMenu* view = menuBar()->addMenu(tr("&View"));
    connect(add(view, u"refresh"_s, tr("&Refresh"), QKeySequence(Qt::Key_F5)), &QAction::triggered, this,
            &MainWindow::refreshWanted);
    m_showRail = add(view, u"showRail"_s, tr("Show &rail"), QKeySequence(Qt::Key_F9));
    m_showRail->setCheckable(true);
    m_showRail->setChecked(true);
    connect(m_showRail, &QAction::toggled, this, [this](bool isOn) { m_railPanel->setVisible(isOn); });
    addThemeMenu(*view, m_theme);

    m_goMenu = menuBar()->addMenu(tr("&Go"));
    m_back = add(m_goMenu, u"back"_s, tr("&Back"), QKeySequence(Qt::ALT | Qt::Key_Left));
    m_forward = add(m_goMenu, u"forward"_s, tr("&Forward"), QKeySequence(Qt::ALT | Qt::Key_Right));
    m_back->setEnabled(false);
    m_forward->setEnabled(false);
    connect(m_back, &QAction::triggered, this, &MainWindow::goBack);
    connect(m_forward, &QAction::triggered, this, &MainWindow::goForward);
    m_goMenu->addSeparator();

    m_actionMenu = menuBar()->addMenu(tr("&Action"));
    m_actionMenu->menuAction()->setVisible(false); // until a page has actions

    QMenu* help = menuBar()->addMenu(tr("&Help"));
    connect(add(help, u"keys"_s, tr("&Keyboard"), QKeySequence(Qt::Key_F1)), &QAction::triggered, this,
            &MainWindow::showKeys);
    connect(add(help, u"about"_s, tr("&About Tailboard"), {}), &QAction::triggered, this, [this] { showAbout(this); });
}

void MainWindow::makeToolBar()
{
    m_clusterButton = new ClusterButton(m_look);
    m_search = new SearchBox(m_look);
    m_search->setFixedHeight(type::height(30, font()));
    m_search->setMinimumWidth(160);
    m_search->setMaximumWidth(type::width(340, font()));
    m_strip = new SourceStrip(m_look);
    connect(m_search, &SearchBox::chosen, this, &MainWindow::openHit);
    m_ownSources.push_back(std::make_unique<PageSearch>(*m_rail));
    m_ownSources.push_back(std::make_unique<CommandSearch>(*menuBar()));
    for (const auto& source : m_ownSources)
        m_search->addSource(*source);

    // One row widget: QToolBarLayout stretches its items to the full height and drops their alignment.
    auto* panel = new QWidget;
    auto* row = new QHBoxLayout(panel);
    row->setContentsMargins(12, 0, 12, 1);
    row->setSpacing(8);
    row->addWidget(toolFor(m_back, m_look, Icon::Back));
    row->addSpacing(-8);
    row->addWidget(toolFor(m_forward, m_look, Icon::Forward));
    row->addWidget(m_clusterButton);
    row->addStretch(1);
    row->addWidget(m_search, 1000); // up to its maximum, before the space beside it
    row->addStretch(1);
    row->addWidget(m_strip);
    row->addWidget(toolFor(findChild<QAction*>(u"refresh"_s), m_look, Icon::Refresh));

    auto* bar = addToolBar(tr("Toolbar"));
    bar->setObjectName(u"toolBar"_s);
    bar->setMovable(false);
    bar->setFixedHeight(qMax(48, type::height(30, font()) + 18));
    panel->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    bar->addWidget(panel);
}

void MainWindow::makeRail()
{
    m_railPanel = new QWidget;
    m_railPanel->setObjectName(u"railPanel"_s);
    m_railPanel->setAutoFillBackground(true);
    m_railPanel->setBackgroundRole(Theme::role(Token::Rail));

    m_railList = new QListView;
    m_railList->setObjectName(u"rail"_s);
    m_railList->setAccessibleName(tr("Pages"));
    m_railList->setModel(m_rail);
    m_railList->setItemDelegate(new RailDelegate(m_look, m_railList));
    m_railList->setFrameShape(QFrame::NoFrame);
    m_railList->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_railList->setResizeMode(QListView::Adjust);
    m_railList->setMouseTracking(true);
    m_railList->installEventFilter(this);
    m_railList->viewport()->setBackgroundRole(Theme::role(Token::Rail));
    connect(m_railList->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        const auto section = m_rail->sectionAt(index);
        const Page* open = currentPage();
        if (section && (!open || open->section() != *section)) go({*section, {}});
    });

    auto* inset = new QHBoxLayout(m_railPanel);
    inset->setContentsMargins(0, 0, 0, 0);
    inset->setSpacing(0);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(8, 8, 8, 8);
    column->addWidget(m_railList);
    inset->addLayout(column);
    inset->addWidget(new Rule(Qt::Vertical));

    auto* body = new QWidget;
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_railPanel);
    row->addWidget(m_stack, 1);
    setCentralWidget(body);
    fitRail();
}

void MainWindow::makeStatusBar()
{
    // QStatusBar puts 2 px beside and 3 px above its widgets; the style draws its upper line.
    m_status = new StatusLine(m_look);
    QStatusBar* bar = statusBar();
    bar->setSizeGripEnabled(false);
    bar->setAccessibleName(tr("Status"));
    bar->addWidget(m_status, 1);
    bar->setFixedHeight(type::height(28, type::small(font())));
}

void MainWindow::makeKeys()
{
    // What a key does is said on it: the key sheet lists every one that has a text.
    const auto key = [this](const QKeySequence& sequence, const QString& text, auto call) {
        auto* made = new QShortcut(sequence, this);
        made->setWhatsThis(text);
        connect(made, &QShortcut::activated, this, call);
    };
    // Single letters reach a shortcut only when the widget with the focus does not type them.
    key(QKeySequence(Qt::Key_Slash), tr("Filter this page"), [this] {
        if (Page* open = currentPage()) open->focusFilter();
    });
    key(QKeySequence(Qt::Key_Question), tr("This sheet"), [this] { showKeys(); });
    for (const Section section : kSections) {
        if (const auto letter = sectionLetter(section))
            key(QKeySequence(Qt::Key_G, Qt::Key(letter->toUpper().unicode())), {}, [this, section] {
                go({section, {}});
            });
    }
}

void MainWindow::listPages()
{
    for (QAction* action : m_goMenu->actions()) {
        if (!action->objectName().startsWith("goTo_"_L1)) continue;
        m_goMenu->removeAction(action);
        delete action;
    }
    int number = 0;
    for (const Section section : m_rail->sections()) {
        auto* action = m_goMenu->addAction(sectionTitle(section));
        action->setObjectName("goTo_"_L1 + sectionId(section));
        if (++number <= 9) action->setShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number)));
        connect(action, &QAction::triggered, this, [this, section] { go({section, {}}); });
    }
}

void MainWindow::showKeys()
{
    auto* sheet = new KeySheet(*menuBar(), m_rail->sections(), this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

} // namespace tailboard::views
