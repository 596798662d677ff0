// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/state_chip.h"

#include "ui/widgets/look.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/type_scale.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace tailboard::widgets {
namespace {

constexpr int kPadding = 6;
constexpr int kGlyph = 12;
constexpr int kGap = 5;

} // namespace

StateChip::StateChip(const Look& look, State state, int count, QWidget* parent)
    : QAbstractButton(parent)
    , m_look(look)
    , m_state(state)
{
    setObjectName("stateChip_"_L1 + base::stateName(state));
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCount(count);
}

void StateChip::setCount(int count)
{
    const QString made = tr("%1 %2", "count and state word").arg(count).arg(word(m_state));
    if (made == text()) return;
    setText(made);
    setAccessibleName(tr("Show only: %1").arg(made));
    updateGeometry();
}

QSize StateChip::sizeHint() const
{
    const QFontMetrics metrics(type::small(font()));
    // Drawn 20 high in a target of 24.
    return {2 * kPadding + type::width(kGlyph, font()) + kGap + metrics.horizontalAdvance(text()),
            qMax(24, metrics.height() + 8)};
}

void StateChip::paintEvent(QPaintEvent*)
{
    const Theme& theme = m_look.theme;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0, 2, 0, -2);
    const QColor quiet = theme.tint(State::Unknown);
    painter.setPen(isChecked() ? theme.color(m_state) : underMouse() ? theme.color(Token::Line2) : quiet);
    painter.setBrush(isChecked() ? theme.tint(m_state) : quiet);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);

    const int glyph = type::width(kGlyph, font());
    QRectF room = box.adjusted(kPadding, 0, -kPadding, 0);
    m_look.states.paint(painter, StatePainter::square(room, glyph), m_state);
    room.setLeft(room.left() + glyph + kGap);
    painter.setFont(type::small(font()));
    painter.setPen(theme.color(isChecked() ? Token::Text : Token::Text2));
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, text());
    if (hasFocus()) drawFocusRing(painter, box, 3, theme.color(Token::Accent));
}

void StateChip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange) updateGeometry();
    QAbstractButton::changeEvent(event);
}

StateChips::StateChips(const Look& look, QWidget* parent)
    : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    for (const State state : kStates) {
        auto* chip = new StateChip(look, state, 0);
        chip->hide();
        row->addWidget(chip);
        m_chips[std::size_t(state)] = chip;
        connect(chip, &QAbstractButton::toggled, this, [this, chip] {
            if (!chip->isChecked() && m_counts[std::size_t(chip->state())] == 0) chip->hide();
            emit checkedChanged();
        });
    }
}

void StateChips::setCounts(const std::array<int, kStates.size()>& counts)
{
    m_counts = counts;
    for (StateChip* chip : m_chips) {
        const int count = counts[std::size_t(chip->state())];
        chip->setCount(count);
        chip->setVisible(count > 0 || chip->isChecked());
    }
}

QList<State> StateChips::checked() const
{
    QList<State> states;
    for (const StateChip* chip : m_chips) {
        if (chip->isChecked()) states << chip->state();
    }
    return states;
}

void StateChips::clear()
{
    const bool hadSome = !checked().isEmpty();
    for (StateChip* chip : m_chips) {
        const QSignalBlocker quiet(chip);
        chip->setChecked(false);
        chip->setVisible(m_counts[std::size_t(chip->state())] > 0);
    }
    if (hadSome) emit checkedChanged();
}

void StateChips::setChecked(const QList<State>& states)
{
    const QList<State> before = checked();
    for (StateChip* chip : m_chips) {
        const QSignalBlocker quiet(chip);
        chip->setChecked(states.contains(chip->state()));
        chip->setVisible(chip->isChecked() || m_counts[std::size_t(chip->state())] > 0);
    }
    if (checked() != before) emit checkedChanged();
}

} // namespace tailboard::widgets
