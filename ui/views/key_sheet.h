// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/sections.h"

#include <QDialog>

class QMenuBar;

namespace tailboard::views {

/// The keys of the window: those of the menus as they are set, and those that have no menu.
class KeySheet : public QDialog
{
    Q_OBJECT

public:
    KeySheet(const QMenuBar& menus, const QList<Section>& sections, QWidget* parent);

    /// What is shown, as "keys: action" lines.
    QStringList lines() const { return m_lines; }

private:
    QStringList m_lines;
};

} // namespace tailboard::views
