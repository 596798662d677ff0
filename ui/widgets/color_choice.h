// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

class QAbstractButton;

namespace tailboard::widgets {

struct Look;

/// The six colours a profile may have, side by side; one is chosen, by click or arrow keys.
class ColorChoice : public QWidget
{
    Q_OBJECT

public:
    explicit ColorChoice(const Look& look, QWidget* parent = nullptr);

    int color() const;
    void setColor(int preset);

    /// "Plum", "Blue", …
    static QString colorName(int preset);

signals:
    /// By the user.
    void colorChosen(int preset);

private:
    std::array<QAbstractButton*, 6> m_swatches{};
};

} // namespace tailboard::widgets
