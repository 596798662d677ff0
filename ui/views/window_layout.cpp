// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/window_layout.h"

#include "ui/views/layout_store.h"
#include "ui/views/table_tools.h"

#include <QAction>
#include <QEvent>
#include <QScopedValueRollback>
#include <array>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using widgets::Appearance;

namespace {

constexpr std::array<std::pair<Appearance, const char*>, 3> themes{
    {{Appearance::System, "system"}, {Appearance::Light, "light"}, {Appearance::Dark, "dark"}}};

/// More is not what Qt wrote.
constexpr qsizetype longestGeometry = 1024;

} // namespace

WindowLayout::WindowLayout(LiveWindow& live, widgets::ThemeSwitch& theme, LayoutStore& store, bool keepsTheme)
    : QObject(&live)
    , m_window(live.window())
    , m_theme(theme)
    , m_store(store)
    , m_rail(m_window.findChild<QAction*>(u"showRail"_s))
    , m_keepsTheme(keepsTheme)
{
    take();
    for (KeyedPage* page : live.pages())
        if (page->tools()) page->tools()->useLayout(store);
    m_window.installEventFilter(this);
    connect(m_rail, &QAction::toggled, this, &WindowLayout::keep);
    connect(&theme, &widgets::ThemeSwitch::changed, this, &WindowLayout::keep);
}

void WindowLayout::take()
{
    const QJsonObject kept = m_store.read(u"window"_s);
    const QScopedValueRollback taking(m_isTaking, true);
    // Qt checks the bytes, and puts a window that would be off every screen back on one.
    const QByteArray geometry = QByteArray::fromBase64(kept[u"geometry"_s].toString().toLatin1());
    if (!geometry.isEmpty() && geometry.size() <= longestGeometry) m_window.restoreGeometry(geometry);
    m_rail->setChecked(kept[u"rail"_s].toBool(true));
    if (!m_keepsTheme) return;
    const QString name = kept[u"theme"_s].toString();
    for (const auto& [appearance, word] : themes) {
        if (name != QLatin1StringView(word) || m_theme.appearance() == appearance) continue;
        m_theme.choose(appearance);
        const QString action = appearance == Appearance::System  ? u"themeSystem"_s
                               : appearance == Appearance::Light ? u"themeLight"_s
                                                                 : u"themeDark"_s;
        if (auto* chosen = m_window.findChild<QAction*>(action)) chosen->setChecked(true);
    }
}

void WindowLayout::keep()
{
    if (m_isTaking) return;
    QJsonObject all = m_store.read(u"window"_s);
    all[u"geometry"_s] = QString::fromLatin1(m_window.saveGeometry().toBase64());
    all[u"rail"_s] = m_rail->isChecked();
    for (const auto& [appearance, word] : themes)
        if (m_keepsTheme && m_theme.appearance() == appearance) all[u"theme"_s] = QString::fromLatin1(word);
    m_store.write(u"window"_s, all);
}

bool WindowLayout::eventFilter(QObject* watched, QEvent* event)
{
    // Hide: the last place, when the window was only moved by the window manager.
    const bool isPlace = event->type() == QEvent::Resize || event->type() == QEvent::Move ||
                         event->type() == QEvent::WindowStateChange || event->type() == QEvent::Hide;
    if (isPlace && m_window.isVisible()) keep();
    return QObject::eventFilter(watched, event);
}

} // namespace tailboard::views
