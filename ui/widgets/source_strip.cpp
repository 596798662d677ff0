// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/source_strip.h"

#include "ui/widgets/look.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/source_popup.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/type_scale.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace tailboard::widgets {
namespace {

constexpr int kPadding = 10;
constexpr int kGap = 6;
constexpr int kGlyph = 12;
constexpr int kSlack = 24; // pixels by which a segment may be wider than its age needs
constexpr int kLongest = 60;

} // namespace

SourceStrip::SourceStrip(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
{
    installPaintedItems();
    setObjectName(u"sourceStrip"_s);
    setAccessibleName(tr("Sources"));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

SourceStrip::~SourceStrip()
{
    delete m_popup;
}

void SourceStrip::setSources(std::vector<Source> sources)
{
    if (sources == m_sources) return;
    const std::vector<Source> before = std::exchange(m_sources, std::move(sources));
    m_current = qBound(0, m_current, qMax(0, itemCount() - 1));
    measure();
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        const bool isNew = i >= before.size() || before[i].state != m_sources[i].state;
        if (isNew) announceItemName(*this, int(i)); // not for each second of age: a reader would never be silent
    }
    if (m_popup && m_popupFor < itemCount()) m_popup->setSource(m_sources[std::size_t(m_popupFor)]);
    update();
}

QWidget* SourceStrip::popup() const
{
    return m_popup;
}

QSize SourceStrip::sizeHint() const
{
    int total = m_sources.empty() ? 0 : 2;
    for (std::size_t i = 0; i < m_sources.size(); ++i)
        total += segmentWidth(i);
    return {total, type::height(30, font())};
}

QRect SourceStrip::itemRect(int index) const
{
    int left = 1;
    for (int i = 0; i < index; ++i)
        left += segmentWidth(std::size_t(i));
    return {left, 0, segmentWidth(std::size_t(index)) - 1, height()};
}

QString SourceStrip::itemName(int index) const
{
    const Source& source = m_sources[std::size_t(index)];
    return oneLine(tr("%1: %2, %3").arg(source.name, word(source.state), source.age));
}

void SourceStrip::openItem(int index)
{
    choose(index);
    if (m_popup) m_popup->close();
    m_popup = new SourcePopup(m_look, m_sources[std::size_t(index)], this);
    m_popupFor = index;
    m_popup->showUnder(*this, itemRect(index));
}

void SourceStrip::paintEvent(QPaintEvent*)
{
    if (m_sources.empty()) return;
    const Theme& theme = m_look.theme;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.color(Token::Line));
    painter.setBrush(theme.color(Token::Ctl));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5.5, 5.5);

    const QFont quiet = type::small(font());
    const QFont strong = type::strong(quiet);
    const int side = type::width(kGlyph, font());
    for (int i = 0; i < itemCount(); ++i) {
        const Source& source = m_sources[std::size_t(i)];
        const QRect box = itemRect(i);
        if (i > 0) painter.fillRect(QRect(box.left() - 1, 1, 1, height() - 2), theme.color(Token::Line));

        QRectF room = QRectF(box).adjusted(kPadding, 0, 0, 0);
        m_look.states.paint(painter, StatePainter::square(room, side), source.state);
        room.setLeft(room.left() + side + kGap);
        painter.setFont(strong);
        painter.setPen(theme.color(Token::Text));
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, source.name);
        room.setLeft(room.left() + QFontMetrics(strong).horizontalAdvance(source.name) + kGap);
        painter.setFont(quiet);
        const bool isLoud = source.state == State::Critical || source.state == State::Warning;
        painter.setPen(isLoud ? theme.color(source.state) : theme.color(Token::Text3));
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, oneLine(source.age, kLongest));
    }
    if (hasFocus()) drawFocusRing(painter, itemRect(m_current), 4, theme.color(Token::Accent));
}

void SourceStrip::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return choose(m_current - 1);
    case Qt::Key_Right:
        return choose(m_current + 1);
    case Qt::Key_Space:
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_sources.empty()) openItem(m_current);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void SourceStrip::mousePressEvent(QMouseEvent* event)
{
    for (int i = 0; i < itemCount(); ++i) {
        if (itemRect(i).contains(event->position().toPoint())) return openItem(i);
    }
}

void SourceStrip::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
    if (!m_sources.empty()) announceItem(*this, m_current);
}

void SourceStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange) {
        m_ageWidths.clear();
        measure();
        updateGeometry();
    }
    QWidget::changeEvent(event);
}

int SourceStrip::ageWidth(std::size_t index) const
{
    return QFontMetrics(type::small(font())).horizontalAdvance(oneLine(m_sources[index].age, kLongest));
}

int SourceStrip::segmentWidth(std::size_t index) const
{
    const QFont strong = type::font(Step::SmallStrong, font());
    const int name = QFontMetrics(strong).horizontalAdvance(m_sources[index].name);
    return kPadding + type::width(kGlyph, font()) + kGap + name + kGap + m_ageWidths[index] + kPadding + 1;
}

void SourceStrip::measure()
{
    const std::vector<int> before = m_ageWidths;
    m_ageWidths.resize(m_sources.size());
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        const int needed = ageWidth(i);
        const bool isKept = i < before.size() && before[i] >= needed && before[i] <= needed + kSlack;
        m_ageWidths[i] = isKept ? before[i] : needed;
    }
    if (m_ageWidths != before) updateGeometry();
}

void SourceStrip::choose(int index)
{
    const int bounded = qBound(0, index, qMax(0, itemCount() - 1));
    if (bounded == m_current) return;
    m_current = bounded;
    update();
    if (hasFocus()) announceItem(*this, m_current);
}

} // namespace tailboard::widgets
