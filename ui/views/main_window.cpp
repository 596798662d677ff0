// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/main_window.h"

#include "ui/views/rail_model.h"
#include "ui/views/search_box.h"
#include "ui/widgets/cluster_button.h"
#include "ui/widgets/look.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/type_scale.h"

#include <QAction>
#include <QApplication>
#include <QListView>
#include <QMenu>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

// What the window does; how its parts are made is in main_window_parts.cpp.
namespace tailboard::views {

using namespace widgets;

MainWindow::MainWindow(const Look& look, ThemeSwitch& theme)
    : m_look(look)
    , m_theme(theme)
    , m_rail(new RailModel(this))
    , m_stack(new QStackedWidget)
{
    setObjectName(u"mainWindow"_s);
    setMinimumSize(880, 560);
    setContextMenuPolicy(Qt::NoContextMenu); // QMainWindow's own one offers to hide the toolbar
    makeMenus();
    makeToolBar();
    makeRail();
    makeStatusBar();
    makeKeys();
    updateTitle();
}

MainWindow::~MainWindow() = default;

void MainWindow::addPage(Page* page)
{
    const Section section = page->section();
    Q_ASSERT(m_pages.count(section) == 0);
    m_pages[section] = page;
    m_stack->addWidget(page);
    m_rail->addSection(section);
    m_rail->setSummary(section, page->summary());
    connect(page, &Page::summaryChanged, this, [this, page] { m_rail->setSummary(page->section(), page->summary()); });
    connect(page, &Page::currentObjectChanged, this, [this, page] {
        if (page == currentPage()) m_history.replaceObject(page->currentObject());
    });
    connect(page, &Page::placeWanted, this, &MainWindow::go);
    listPages();
}

Page* MainWindow::page(Section section) const
{
    const auto found = m_pages.find(section);
    return found == m_pages.end() ? nullptr : found->second;
}

Page* MainWindow::currentPage() const
{
    // The stack shows the first page that comes into it; it counts as open only when somebody went there.
    return m_history.current() ? page(m_history.current()->section) : nullptr;
}

void MainWindow::addSearchSource(const SearchSource& source)
{
    m_search->addSource(source);
}

void MainWindow::setCluster(const QString& profile, const QString& tailnet, const QString& badge)
{
    m_cluster = oneLine(profile, 64);
    m_clusterButton->setCluster(profile, tailnet, badge);
    updateTitle();
}

void MainWindow::setProfiles(QMenu* menu)
{
    m_clusterButton->setProfiles(menu);
    m_fileMenu->insertMenu(m_fileMenu->actions().value(0), menu);
}

void MainWindow::setSources(std::vector<Source> sources)
{
    m_strip->setSources(std::move(sources));
}

void MainWindow::setStatus(const StatusFacts& facts)
{
    m_status->setFacts(facts);
}

void MainWindow::tick(const QDateTime& now)
{
    if (Page* open = currentPage()) open->tick(now);
}

bool MainWindow::go(const Place& place)
{
    if (!page(place.section)) return false;
    m_history.visit(place);
    open(place);
    return true;
}

void MainWindow::open(const Place& place)
{
    Page* target = page(place.section);
    const bool hadFocusInRail = m_railList->hasFocus();
    m_stack->setCurrentWidget(target);
    m_railList->setCurrentIndex(m_rail->indexOf(place.section));
    if (!place.object.isEmpty()) target->showObject(place.object);
    if (!hadFocusInRail) target->focusContent(); // arrows in the rail go from page to page
    m_back->setEnabled(m_history.canGoBack());
    m_forward->setEnabled(m_history.canGoForward());

    m_actionMenu->clear();
    m_actionMenu->addActions(target->pageActions());
    m_actionMenu->menuAction()->setVisible(!m_actionMenu->isEmpty());
    updateTitle();
    emit pageOpened(place.section);
}

void MainWindow::goBack()
{
    if (const auto place = m_history.back()) open(*place);
}

void MainWindow::goForward()
{
    if (const auto place = m_history.forward()) open(*place);
}

void MainWindow::openHit(const SearchHit& hit)
{
    if (const auto* place = std::get_if<Place>(&hit.target))
        go(*place);
    else if (const auto& action = std::get<QPointer<QAction>>(hit.target))
        action->trigger();
}

void MainWindow::updateTitle()
{
    QStringList parts;
    if (const Page* open = currentPage()) parts << sectionTitle(open->section());
    if (!m_cluster.isEmpty()) parts << m_cluster;
    parts << QApplication::translate("MainWindow", "Tailboard");
    setWindowTitle(parts.join(u" — "_s));
}

void MainWindow::fitRail()
{
    const bool isNarrow = width() < type::width(1000, font());
    // 44 in all: 8 at each side, 1 for the line.
    m_railPanel->setFixedWidth(type::width(isNarrow ? 44 : 184, font()));
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    fitRail();
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_railPanel) fitRail();
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    // The rail shows where the keyboard is as soon as it is used, not only after Tab.
    if (watched == m_railList && event->type() == QEvent::KeyPress) setAttribute(Qt::WA_KeyboardFocusChange);
    return QMainWindow::eventFilter(watched, event);
}

} // namespace tailboard::views
