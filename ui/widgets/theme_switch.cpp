// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme_switch.h"

#include "ui/widgets/look.h"

#include <QApplication>
#include <QEvent>
#include <QWindow>

namespace tailboard::widgets {
namespace {

QPalette systemPalette()
{
    // An empty palette makes the application fall back to what the platform says, which Qt does not tell otherwise.
    QApplication::setPalette(QPalette());
    return QApplication::palette();
}

} // namespace

ThemeSwitch::ThemeSwitch(Look& look, Appearance start, QObject* parent)
    : QObject(parent)
    , m_look(look)
    , m_appearance(start)
{
    choose(start);
    qApp->installEventFilter(this);
}

void ThemeSwitch::choose(Appearance appearance)
{
    m_appearance = appearance;
    const int cluster = m_look.theme.cluster();
    if (appearance == Appearance::System)
        m_look.theme = Theme::of(systemPalette());
    else
        m_look.theme = Theme(appearance == Appearance::Dark ? Theme::Scheme::Dark : Theme::Scheme::Light);
    m_look.theme.setCluster(cluster);
    QApplication::setPalette(m_look.theme.palette());
    emit changed();
}

void ThemeSwitch::setCluster(int preset)
{
    if (m_look.theme.cluster() == preset) return;
    m_look.theme.setCluster(preset);
    QApplication::setPalette(m_look.theme.palette()); // LinkVisited carries it
    emit changed();
}

bool ThemeSwitch::eventFilter(QObject* watched, QEvent* event)
{
    // ThemeChange comes to each window when the desktop switches; our own setPalette() does not send it.
    if (event->type() == QEvent::ThemeChange && m_appearance == Appearance::System && qobject_cast<QWindow*>(watched))
        choose(Appearance::System);
    return QObject::eventFilter(watched, event);
}

} // namespace tailboard::widgets
