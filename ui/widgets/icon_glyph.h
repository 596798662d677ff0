// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

#include <QWidget>

namespace tailboard::widgets {

struct Look;

/// An icon as a widget. It has no name of its own: the text beside it says the same.
class IconGlyph : public QWidget
{
    Q_OBJECT

public:
    /// `side` in pixels at 10 pt; it grows with the font.
    IconGlyph(const Look& look, Icon icon, Token token, int side, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    const Look& m_look;
    Icon m_icon;
    Token m_token;
    int m_side;
};

} // namespace tailboard::widgets
