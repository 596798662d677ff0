// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icons.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace tailboard::widgets {

class Label;
struct Look;

/// What stands in the place of a table without rows: an icon, one or two sentences, buttons that lead on.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const Look& look, Icon icon, const QString& sentence, QWidget* parent = nullptr);

    void setSentence(const QString& sentence);
    /// The button belongs to this widget; connect to its clicked().
    QPushButton* addButton(const QString& text);

private:
    Label* m_sentence;
    QHBoxLayout* m_buttons;
};

} // namespace tailboard::widgets
