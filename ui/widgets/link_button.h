// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace tailboard::widgets {

struct Look;

/// A button that looks like a link in a line of small text.
class LinkButton : public QPushButton
{
    Q_OBJECT

public:
    LinkButton(const Look& look, const QString& text, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Look& m_look;
};

} // namespace tailboard::widgets
