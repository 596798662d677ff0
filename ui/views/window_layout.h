// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/live_window.h"
#include "ui/widgets/theme_switch.h"

namespace tailboard::views {

class LayoutStore;

/// Gives the window and its pages the looks they had, and keeps every change: place and size, rail, theme, and what
/// TableTools keeps for each page. Made once, before the window is shown; without one nothing is read or kept.
class WindowLayout : public QObject
{
    Q_OBJECT

public:
    /// All outlive it. `keepsTheme`: false when this run was told its theme.
    WindowLayout(LiveWindow& live, widgets::ThemeSwitch& theme, LayoutStore& store, bool keepsTheme = true);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void take();
    void keep();

    MainWindow& m_window;
    widgets::ThemeSwitch& m_theme;
    LayoutStore& m_store;
    QAction* m_rail;
    bool m_keepsTheme;
    bool m_isTaking = false;
};

} // namespace tailboard::views
