// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icons.h"

#include <QLineEdit>

namespace tailboard::widgets {

struct Look;

/// A line edit with an icon before its text and the key that leads to it behind. Escape empties it, and when it is
/// empty gives the focus away; Down and Return go on to the list that the field filters.
class HintField : public QLineEdit
{
    Q_OBJECT

public:
    /// `key` is shown in a small frame and must also be the shortcut that focuses the field. `iconSide` in pixels at
    /// 10 pt.
    HintField(const Look& look, Icon icon, const QString& placeholder, const QString& key, int iconSide = 14,
              QWidget* parent = nullptr);

    QSize sizeHint() const override;

signals:
    /// Escape in an empty field.
    void left();
    /// Down or Return: the keyboard belongs to the list now.
    void listWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int keyWidth() const;
    int iconSide() const;
    void reserveRoom();

    const Look& m_look;
    Icon m_icon;
    QString m_key;
    int m_iconSide;
};

} // namespace tailboard::widgets
