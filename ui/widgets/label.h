// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "ui/widgets/type_scale.h"

#include <QLabel>

namespace tailboard::widgets {

/// Plain text in a token's colour and a step of the type scale; both follow a change at run time. What is set is shown
/// as it is: no markup, control and direction characters made visible (see plain_text.h).
class Label : public QLabel
{
    Q_OBJECT

public:
    enum class Mode : unsigned char {
        Elided,     ///< one line, cut with "…" when there is no room; the whole text is then the tool tip
        Wrapped,    ///< as many lines as it needs
        Selectable, ///< as Wrapped, and can be chosen and copied with mouse and keys (for original server text)
    };

    explicit Label(const QString& text = {}, Token token = Token::Text, Step step = Step::Body,
                   Mode mode = Mode::Elided, QWidget* parent = nullptr);

    void setPlain(const QString& text);
    void setToken(Token token);
    void setStep(Step step);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    void applyFont();

    Step m_step;
    Mode m_mode;
};

/// For layouts that are written as a list of texts.
inline Label* label(const QString& text, Token token, Step step = Step::Body)
{
    return new Label(text, token, step);
}

} // namespace tailboard::widgets
