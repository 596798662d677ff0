// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state_words.h"

#include <QWidget>

namespace tailboard::widgets {

struct Look;

/// A state shape as a widget, for headers and lines of text.
class StateGlyph : public QWidget
{
    Q_OBJECT

public:
    /// `side` in pixels at 10 pt (12, 14, 16, 18); it grows with the font.
    StateGlyph(const Look& look, const Shape& shape, int side, QWidget* parent = nullptr);

    void setShape(const Shape& shape);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    const Look& m_look;
    Shape m_shape;
    int m_side;
};

} // namespace tailboard::widgets
