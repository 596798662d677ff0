// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/frame_menus.h"

#include "ui/widgets/theme_switch.h"

#include <QActionGroup>
#include <QApplication>
#include <QMenu>
#include <QMessageBox>
#include <tuple>
#include <vector>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using widgets::Appearance;
using widgets::ThemeSwitch;

namespace {

QString tr(const char* text)
{
    return QApplication::translate("MainWindow", text);
}

} // namespace

void addThemeMenu(QMenu& menu, ThemeSwitch& theme)
{
    QMenu* themes = menu.addMenu(tr("&Theme"));
    auto* group = new QActionGroup(themes);
    const std::vector<std::tuple<Appearance, QString, QString>> appearances{
        {Appearance::System, u"themeSystem"_s, tr("As the &system")},
        {Appearance::Light, u"themeLight"_s, tr("&Light theme")},
        {Appearance::Dark, u"themeDark"_s, tr("&Dark theme")}};
    for (const auto& [appearance, name, text] : appearances) {
        QAction* action = themes->addAction(text);
        action->setObjectName(name);
        action->setCheckable(true);
        action->setChecked(theme.appearance() == appearance);
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, &theme, [&theme, chosen = appearance] { theme.choose(chosen); });
    }
}

void showAbout(QWidget* parent)
{
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(u"aboutBox"_s);
    box->setWindowTitle(tr("About Tailboard"));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Tailboard %1").arg(QApplication::applicationVersion()));
    box->setInformativeText(tr("Joins Tailscale, Nomad and Traefik of one cluster.\n"
                               "Free software under the GNU General Public License, version 3 or later.\n"
                               "Qt %1.")
                                .arg(QLatin1StringView(qVersion())));
    box->open();
}

} // namespace tailboard::views
