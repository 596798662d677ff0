// SPDX-License-Identifier: GPL-3.0-or-later
// For eyes: every tab of the details of every page, on the demo cluster, as PNG files.
// tab_pictures DIR [light|dark] [PAGE[=OBJECT]]
#include "tests/journeys/demo_window.h"
#include "ui/views/detail_pane.h"
#include "ui/views/keyed_page.h"

#include <QApplication>
#include <QDir>
#include <QSplitter>
#include <QTabBar>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::views;

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList given = application.arguments();
    const QDir folder(given.value(1, u"."_s));
    const bool isDark = given.value(2) == "dark"_L1;
    const QString only = given.value(3).section(u'=', 0, 0);
    const QString object = given.value(3).section(u'=', 1);
    folder.mkpath(u"."_s);

    test_journeys::DemoWindow demo({.moving = false}, isDark ? widgets::Appearance::Dark : widgets::Appearance::Light);
    demo.window().resize(1280, 860);
    demo.window().show();
    demo.monitor->start();
    if (!QTest::qWaitFor([&] { return demo.monitor->isSettled() && demo.tables().routes.size() > 5; }, 20'000))
        return 1;
    for (KeyedPage* page : demo.live->pages()) {
        if (!only.isEmpty() && sectionId(page->section()) != only) continue;
        demo.window().go({page->section(), object});
        page->chooseFirst();
        if (auto* splitter = page->findChild<QSplitter*>(u"detailSplitter"_s)) splitter->setSizes({300, 400});
        auto* tabs = page->details().findChild<QTabBar*>(u"detailTabs"_s);
        for (int tab = 0; tab < tabs->count(); ++tab) {
            page->details().setCurrentTab(tab);
            QTest::qWait(600);
            const QString name = u"%1-%2-%3.png"_s.arg(sectionId(page->section()), tabs->tabText(tab).toLower(),
                                                       isDark ? u"dark"_s : u"light"_s);
            demo.window().grab().save(folder.filePath(QString(name).replace(u' ', u'-')));
        }
    }
    return 0;
}
