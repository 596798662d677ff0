// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state_words.h"

#include <QAbstractButton>
#include <array>

namespace tailboard::widgets {

struct Look;

/// How many rows are in a state; checked, it filters for that state. It can be checked by click and by Space.
class StateChip : public QAbstractButton
{
    Q_OBJECT

public:
    StateChip(const Look& look, State state, int count, QWidget* parent = nullptr);

    State state() const { return m_state; }
    void setCount(int count);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    const Look& m_look;
    State m_state;
};

/// The chips of a page header: one for each state that has rows. Which are checked is the filter; a checked chip stays
/// when its count falls to zero, so that the filter can be taken off.
class StateChips : public QWidget
{
    Q_OBJECT

public:
    explicit StateChips(const Look& look, QWidget* parent = nullptr);

    /// By State, worst first, as kStates.
    void setCounts(const std::array<int, kStates.size()>& counts);
    /// Checked states; none means no filter.
    QList<State> checked() const;
    /// Unchecks all; tells by checkedChanged() when there was something to uncheck.
    void clear();
    /// The same for a new choice.
    void setChecked(const QList<State>& states);

signals:
    void checkedChanged();

private:
    std::array<StateChip*, kStates.size()> m_chips{};
    std::array<int, kStates.size()> m_counts{};
};

} // namespace tailboard::widgets
