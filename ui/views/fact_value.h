// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/label.h"

namespace tailboard::views {

/// The value of a fact: text that can be selected and copied, and that may be a link. A link is in the accent colour
/// and underlined while the pointer or the keyboard is on it.
class FactValue : public widgets::Label
{
    Q_OBJECT

public:
    explicit FactValue(QWidget* parent = nullptr);

    /// `name`: of the fact, for screen readers.
    void setValue(const QString& name, const QString& value, bool isCode);
    void setLink(bool isLink);
    bool isLink() const { return m_isLink; }

    /// The whole value as it came, not as it is shown, to the clipboard.
    void copyValue() const;

signals:
    void followed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void updateUnderline();

    QString m_value;
    QPoint m_pressed;
    bool m_isCode = false;
    bool m_isLink = false;
    bool m_isHovered = false;
    bool m_hasKeyboard = false;
};

} // namespace tailboard::views
