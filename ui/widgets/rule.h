// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QWidget>

namespace tailboard::widgets {

/// A separator of one pixel. Its colour is a palette role, so it follows the theme by itself.
class Rule : public QWidget
{
public:
    explicit Rule(Qt::Orientation orientation, Token token = Token::Line, QWidget* parent = nullptr)
        : QWidget(parent)
    {
        setAutoFillBackground(true);
        setBackgroundRole(Theme::role(token));
        if (orientation == Qt::Horizontal)
            setFixedHeight(1);
        else
            setFixedWidth(1);
    }
};

} // namespace tailboard::widgets
