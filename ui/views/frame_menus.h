// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMenu;
class QWidget;

namespace tailboard::widgets {
class ThemeSwitch;
}

namespace tailboard::views {

// What every window of the program has in its menus.

/// A menu of the appearances. `theme` outlives it.
void addThemeMenu(QMenu& menu, widgets::ThemeSwitch& theme);
/// Opens the box that says what this program is.
void showAbout(QWidget* parent);

} // namespace tailboard::views
