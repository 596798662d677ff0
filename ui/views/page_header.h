// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icons.h"
#include "ui/widgets/state_chip.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace tailboard::widgets {
class Label;
}

namespace tailboard::views {

/// The first line of a page: title, how many, chips of states that filter, a note, and quiet buttons at the right.
class PageHeader : public QWidget
{
    Q_OBJECT

public:
    PageHeader(const widgets::Look& look, const QString& title, QWidget* parent = nullptr);

    /// `shown` of `total` rows; both are named when a filter hides some.
    void setCounts(int shown, int total);
    widgets::StateChips& chips() const { return *m_chips; }
    /// "Traefik firefly-sub02 as of 14:31:07"; empty for none.
    void setNote(const QString& note);
    QPushButton* addButton(widgets::Icon icon, const QString& text);

private:
    const widgets::Look& m_look;
    widgets::Label* m_total;
    widgets::StateChips* m_chips;
    widgets::Label* m_note;
    QHBoxLayout* m_row;
};

} // namespace tailboard::views
