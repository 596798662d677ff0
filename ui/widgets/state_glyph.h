// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state_words.h"

#include <QWidget>
#include <variant>

namespace tailboard::widgets {

struct Look;

/// A state shape as a widget, for headers and lines of text.
class StateGlyph : public QWidget
{
    Q_OBJECT

public:
    /// `side` in pixels at 10 pt (12, 14, 16, 18); it grows with the font.
    StateGlyph(const Look& look, State state, int side, QWidget* parent = nullptr);

    void setState(State state);
    void setMark(Mark mark);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void show(std::variant<State, Mark> shape);

    const Look& m_look;
    std::variant<State, Mark> m_shape;
    int m_side;
};

} // namespace tailboard::widgets
