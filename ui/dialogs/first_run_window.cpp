// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/first_run_window.h"

#include "ui/views/frame_menus.h"
#include "ui/views/status_line.h"
#include "ui/widgets/look.h"
#include "ui/widgets/type_scale.h"

#include <QMenu>
#include <QMenuBar>
#include <QStatusBar>

using namespace Qt::StringLiterals;

namespace tailboard::dialogs {

FirstRunWindow::FirstRunWindow(const widgets::Look& look, widgets::ThemeSwitch& theme, const Means& means,
                               const Found& found)
    : m_page(new FirstRunPage(look, means, found))
{
    setObjectName(u"firstRunWindow"_s);
    setWindowTitle(tr("Connect to a cluster — Tailboard"));
    setMinimumSize(widgets::type::width(800, font()), 480);
    menuBar()->setFont(widgets::type::small(font()));
    QMenu* file = menuBar()->addMenu(tr("&File"));
    QAction* quit = file->addAction(tr("&Quit"));
    quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
    connect(quit, &QAction::triggered, this, &QWidget::close);
    views::addThemeMenu(*menuBar()->addMenu(tr("&View")), theme);
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    connect(help->addAction(tr("&About Tailboard")), &QAction::triggered, this, [this] { views::showAbout(this); });
    setCentralWidget(m_page);
    m_page->focusFirst();

    auto* status = new views::StatusLine(look);
    views::StatusFacts facts;
    facts.updated = tr("Not connected");
    status->setFacts(facts);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setAccessibleName(tr("Status"));
    statusBar()->addWidget(status, 1);
    statusBar()->setFixedHeight(widgets::type::height(28, widgets::type::small(font())));
}

} // namespace tailboard::dialogs
