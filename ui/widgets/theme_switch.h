// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace tailboard::widgets {

struct Look;

/// Which theme is wanted.
enum class Appearance : unsigned char { System, Light, Dark };

/// Sets theme and palette of the application, and follows the system's when that is wanted. One lives beside the Look,
/// made after QApplication::setStyle().
class ThemeSwitch : public QObject
{
    Q_OBJECT

public:
    explicit ThemeSwitch(Look& look, Appearance start = Appearance::System, QObject* parent = nullptr);

    Appearance appearance() const { return m_appearance; }
    /// Widgets repaint by the palette change that this makes.
    void choose(Appearance appearance);
    /// The colour of the open cluster, which stays when the appearance changes.
    void setCluster(int preset);

    bool eventFilter(QObject* watched, QEvent* event) override;

signals:
    void changed();

private:
    Look& m_look;
    Appearance m_appearance;
};

} // namespace tailboard::widgets
