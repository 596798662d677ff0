// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state_words.h"

#include <QFrame>

class QPushButton;

namespace tailboard::widgets {

class Label;
class StateGlyph;
struct Look;

/// One thing that is wrong with what the page shows, over the page; the rows stay. Never a modal box.
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(const Look& look, QWidget* parent = nullptr);

    /// `sentence`: what happened, why, what to do. `original`: the server's own words, can be copied; may be empty.
    /// `button`: a verb and its object; empty for none.
    void showMessage(State state, const QString& sentence, const QString& original = {}, const QString& button = {});
    void clearMessage();
    QString sentence() const;

signals:
    void buttonPressed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Look& m_look;
    State m_state = State::Unknown;
    StateGlyph* m_glyph;
    Label* m_sentence;
    Label* m_original;
    QPushButton* m_button;
};

} // namespace tailboard::widgets
