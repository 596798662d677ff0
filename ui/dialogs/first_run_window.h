// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/first_run_page.h"

#include <QMainWindow>

namespace tailboard::widgets {
class ThemeSwitch;
}

namespace tailboard::dialogs {

/// The window before there is a cluster: menus, the first-run page, a status bar that says "Not connected".
class FirstRunWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// `look`, `theme` and what is in `means` outlive the window.
    FirstRunWindow(const widgets::Look& look, widgets::ThemeSwitch& theme, const Means& means, const Found& found);

    FirstRunPage& page() { return *m_page; }

private:
    FirstRunPage* m_page;
};

} // namespace tailboard::dialogs
