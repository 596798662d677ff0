// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/path_chain.h"

#include "ui/widgets/look.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/type_scale.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace tailboard::widgets {
namespace {

constexpr int kArrow = 17;
constexpr int kPaddingX = 11;
constexpr int kPaddingY = 8;

/// Heights of the four lines: kind, name, fact, verdict. They sum up to 104 with the system font at 10 pt.
struct Lines
{
    int kind, name, fact, verdict;

    explicit Lines(const QFont& body)
        : kind(qMax(16, QFontMetrics(type::caption(body)).height()))
        , name(qMax(20, QFontMetrics(body).height()))
        , fact(qMax(16, QFontMetrics(type::caption(body)).height()))
        , verdict(qMax(16, QFontMetrics(type::small(body)).height()))
    {}

    int total() const { return 2 * kPaddingY + 2 + kind + 5 + name + fact + 8 + verdict + 4; }
};

} // namespace

PathChain::PathChain(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
{
    // First: setAccessibleName() below may ask for the interface, and what is made then is kept.
    installPaintedItems();
    setObjectName(QStringLiteral("pathChain"));
    setAccessibleName(tr("Request path"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QRect PathChain::itemRect(int index) const
{
    const int count = int(m_stations.size());
    const qreal step = (width() + kArrow) / qreal(qMax(1, count));
    const int left = qRound(index * step);
    const int right = qRound((index + 1) * step) - kArrow;
    return {left, 0, right - left, height()};
}

QString PathChain::itemName(int index) const
{
    const Station& station = m_stations[std::size_t(index)];
    QStringList parts{station.kind, station.name, station.fact, widgets::word(station.shape), station.word};
    if (station.isDerived) parts << tr("known from tags only");
    parts.removeAll(QString());
    return oneLine(parts.join(tr(", ")));
}

void PathChain::openItem(int index)
{
    setCurrent(index);
    if (index < itemCount() && m_stations[std::size_t(index)].isOpenable) emit stationOpened(index);
}

void PathChain::setStations(std::vector<Station> stations)
{
    if (stations == m_stations) return;
    const bool isAnotherCount = stations.size() != m_stations.size();
    m_stations = std::move(stations);
    m_current = qBound(0, m_current, qMax(0, itemCount() - 1));
    if (isAnotherCount) updateGeometry();
    update();
}

void PathChain::setCurrent(int index)
{
    const int bounded = qBound(0, index, qMax(0, itemCount() - 1));
    if (bounded == m_current) return;
    m_current = bounded;
    update();
    if (hasFocus() && !m_stations.empty()) announceItem(*this, m_current);
}

QSize PathChain::sizeHint() const
{
    const int count = int(m_stations.size());
    return {count * 138 + qMax(0, count - 1) * kArrow, qMax(104, Lines(font()).total())};
}

QSize PathChain::minimumSizeHint() const
{
    const int count = int(m_stations.size());
    return {count * 96 + qMax(0, count - 1) * kArrow, sizeHint().height()};
}

void PathChain::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < int(m_stations.size()); ++i) {
        const QRect box = itemRect(i);
        if (i > 0)
            paintArrow(painter, QRectF(box.left() - kArrow, 0, kArrow, height()), m_stations[std::size_t(i)].isDerived);
        paintStation(painter, box, m_stations[std::size_t(i)]);
        if (hasFocus() && i == m_current) drawFocusRing(painter, box, 5, m_look.theme.color(Token::Accent));
    }
}

void PathChain::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return setCurrent(m_current - 1);
    case Qt::Key_Right:
        return setCurrent(m_current + 1);
    case Qt::Key_Home:
        return setCurrent(0);
    case Qt::Key_End:
        return setCurrent(int(m_stations.size()) - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_stations.empty()) openItem(m_current);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

int PathChain::stationAt(QPoint place) const
{
    for (int i = 0; i < itemCount(); ++i) {
        if (itemRect(i).contains(place)) return i;
    }
    return -1;
}

void PathChain::mousePressEvent(QMouseEvent* event)
{
    if (const int index = stationAt(event->position().toPoint()); index >= 0) setCurrent(index);
}

void PathChain::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const int index = stationAt(event->position().toPoint()); index >= 0) openItem(index);
}

void PathChain::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (!m_stations.empty()) announceItem(*this, m_current);
}

void PathChain::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange) updateGeometry();
    QWidget::changeEvent(event);
}

bool PathChain::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    // Stations are narrow: the tip is where a long name can be read.
    auto* help = static_cast<QHelpEvent*>(event);
    const int index = stationAt(help->pos());
    QToolTip::showText(help->globalPos(), index < 0 ? QString() : plainToolTip(itemName(index)), this,
                       index < 0 ? QRect() : itemRect(index));
    return true;
}

void PathChain::paintStation(QPainter& painter, const QRectF& box, const Station& station) const
{
    const Theme& theme = m_look.theme;
    const auto* state = std::get_if<State>(&station.shape);
    const bool isQuiet = !state || *state == State::Ok;
    painter.setPen(isQuiet ? theme.color(Token::Line) : theme.color(*state));
    painter.setBrush(isQuiet ? theme.color(Token::Base) : theme.tint(*state));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5.5, 5.5);
    if (state && *state == State::Stale) m_look.states.paintHatch(painter, box.adjusted(1, 1, -1, -1));

    const Lines lines(font());
    QRectF line = box.adjusted(kPaddingX, kPaddingY + 1, -kPaddingX + 3, 0);
    const auto text = [&](QRectF place, const QFont& font, const QColor& color, const QString& words) {
        painter.setFont(font);
        painter.setPen(color);
        const QString fitting =
            painter.fontMetrics().elidedText(oneLine(words, 400), Qt::ElideRight, qRound(place.width()));
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, fitting);
    };

    line.setHeight(lines.kind);
    const int side = type::width(14, font());
    m_look.icons.paint(painter, StatePainter::square(line, side), station.icon, theme.color(Token::Text3));
    text(line.adjusted(side + 6, 0, 0, 0), type::caption(font()), theme.color(Token::Text3), station.kind);

    line.translate(0, lines.kind + 5);
    line.setHeight(lines.name);
    text(line, type::strong(font()), theme.color(Token::Text), station.name);

    line.translate(0, lines.name);
    line.setHeight(lines.fact);
    text(line, type::caption(font()), theme.color(Token::Text2), station.fact);

    line.translate(0, lines.fact + 8);
    line.setHeight(lines.verdict);
    m_look.states.paint(painter, StatePainter::square(line, side), station.shape);
    const QFont small = type::small(font());
    text(line.adjusted(side + 6, 0, 0, 0), isQuiet ? small : type::strong(small),
         isQuiet ? theme.color(Token::Text2) : theme.color(*state), station.word);
}

void PathChain::paintArrow(QPainter& painter, const QRectF& gap, bool isDashed) const
{
    const QColor color = m_look.theme.color(Token::Line2);
    const qreal middle = gap.center().y();
    QPen pen(color, 1.5, isDashed ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap);
    painter.setPen(pen);
    painter.drawLine(QPointF(gap.left(), middle), QPointF(gap.left() + 10, middle));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(
        QPolygonF{{gap.left() + 10, middle - 4.5}, {gap.left() + 16, middle}, {gap.left() + 10, middle + 4.5}});
}

} // namespace tailboard::widgets
