// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cell_delegate.h"

#include "ui/widgets/look.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/tailboard_style.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace tailboard::widgets {
namespace {

constexpr int kPadding = 8;
constexpr int kGap = 6;
constexpr int kGlyph = 14;
constexpr int kBar = 56;
constexpr int kMeter = 96;
constexpr int kMostPips = 6;

QString countText(const PipsCell& pips)
{
    return u"%1/%2"_s.arg(pips.running).arg(pips.wanted());
}

QString scheme(const UrlCell& url)
{
    return (url.scheme.isEmpty() ? (url.isTls ? u"https"_s : u"http"_s) : url.scheme) + "://"_L1;
}

} // namespace

CellDelegate::CellDelegate(const Look& look, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_look(look)
{}

Cell CellDelegate::cellOf(const QModelIndex& index)
{
    const QVariant value = index.data(CellRole);
    if (value.metaType() == QMetaType::fromType<Cell>()) return *static_cast<const Cell*>(value.constData());
    return {TextCell{.text = index.data(Qt::DisplayRole).toString()}};
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    m_texts.useFont(option.font);
    const Theme& theme = m_look.theme;
    const QRectF rect = option.rect;
    const Cell cell = cellOf(index);

    if (option.state & QStyle::State_Selected)
        painter->fillRect(rect, theme.color(Token::Sel));
    else if (index.row() % 2 == 1)
        painter->fillRect(rect, theme.color(Token::Alt));
    if (cell.isStale) m_look.states.paintHatch(*painter, rect);

    const QRectF room = rect.adjusted(kPadding, 0, -kPadding, 0);
    std::visit([&](const auto& content) { paintContent(*painter, rect, room, content); }, cell.content);

    constexpr auto keyboardFocus = QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
    if ((option.state & keyboardFocus) == keyboardFocus) drawFocusRing(*painter, rect, 3, theme.color(Token::Accent));
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    m_texts.useFont(option.font);
    return {qCeil(contentWidth(cellOf(index))) + 2 * kPadding, type::height(30, option.font)};
}

bool CellDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    m_texts.useFont(option.font);
    const Cell cell = cellOf(index);
    QString tip = cell.tip;
    if (const auto* state = std::get_if<StateCell>(&cell.content); state && tip.isEmpty()) tip = spokenText(cell);
    if (tip.isEmpty() && contentWidth(cell) + 2 * kPadding > option.rect.width()) tip = plainText(cell);
    QToolTip::showText(event->globalPos(), plainToolTip(tip), view, option.rect);
    return true;
}

int CellDelegate::scaled(int token) const
{
    return type::width(token, m_texts.font());
}

qreal CellDelegate::contentWidth(const Cell& cell) const
{
    struct Width
    {
        const CellDelegate& d;
        qreal operator()(const TextCell& c) const
        {
            return d.m_texts.width(c.text, c.isCode ? Run::Code : c.isSmall ? Run::Small : Run::Strong);
        }
        qreal operator()(const StateCell& c) const
        {
            return d.scaled(kGlyph) + (c.text.isEmpty() ? 0 : kGap + d.m_texts.width(c.text, Run::Strong));
        }
        qreal operator()(const UrlCell& c) const
        {
            return d.scaled(kGlyph) + kGap + d.m_texts.width(scheme(c) + c.suffix + c.path, Run::Body) +
                   d.m_texts.width(c.host, Run::Emphasis);
        }
        qreal operator()(const PipsCell& c) const
        {
            const int pips = c.wanted() <= kMostPips ? c.wanted() * d.scaled(10) + kGap : 0;
            return pips + d.m_texts.width(countText(c), Run::Body);
        }
        qreal operator()(const NameCell& c) const
        {
            return d.m_texts.width(c.name, c.isStrong ? Run::Strong : Run::Body) +
                   d.m_texts.width(c.quietSuffix, Run::Body);
        }
        qreal operator()(const LifetimeCell& c) const
        {
            const qreal bar = c.lifetimeDays > 0 ? d.scaled(kBar) + kGap + 4 : 0;
            return bar + d.m_texts.width(plainText({c}), Run::Body);
        }
        qreal operator()(const MeterCell& c) const
        {
            return (c.share < 0 ? 0 : d.scaled(kMeter) + kGap + 4) + d.m_texts.width(c.text, Run::Body);
        }
    };
    return std::visit(Width{*this}, cell.content);
}

void CellDelegate::paintContent(QPainter& painter, const QRectF&, QRectF room, const TextCell& content) const
{
    const Theme& theme = m_look.theme;
    QColor ink = theme.color(content.tone == Tone::Normal  ? Token::Text
                             : content.tone == Tone::Quiet ? Token::Text2
                             : content.tone == Tone::Link  ? Token::Accent
                                                           : Token::Text3);
    if (content.state) ink = theme.color(*content.state);
    const bool isStrong = content.state && *content.state != State::Ok && !content.isSmall;
    const Run run = content.isCode ? Run::Code : content.isSmall ? Run::Small : isStrong ? Run::Strong : Run::Body;
    if (content.isNumber) room.setLeft(qMax(room.left(), room.right() - m_texts.width(content.text, run)));
    m_texts.draw(painter, room, content.text, run, ink);
}

void CellDelegate::paintContent(QPainter& painter, const QRectF& cell, QRectF room, const StateCell& content) const
{
    const int side = scaled(kGlyph);
    QRectF glyph = StatePainter::square(room, side);
    if (content.text.isEmpty()) glyph.moveLeft(cell.left() + qFloor((cell.width() - side) / 2));
    m_look.states.paint(painter, glyph, content.shape);
    if (content.text.isEmpty()) return;

    const auto* state = std::get_if<State>(&content.shape);
    const bool isLoud = state && *state != State::Ok && *state != State::Unknown && *state != State::Stale;
    room.setLeft(room.left() + side + kGap);
    m_texts.draw(painter, room, content.text, isLoud ? Run::Strong : Run::Body,
                 isLoud ? m_look.theme.color(*state) : m_look.theme.color(Token::Text2));
}

void CellDelegate::paintContent(QPainter& painter, const QRectF&, QRectF room, const UrlCell& content) const
{
    const Theme& theme = m_look.theme;
    const int side = scaled(kGlyph);
    m_look.icons.paint(painter, StatePainter::square(room, side), content.isTls ? Icon::Lock : Icon::Globe,
                       content.isTls ? theme.color(State::Ok) : theme.color(Token::Text3));
    room.setLeft(room.left() + side + kGap);

    // The suffix gives way first: host and path are what people look for.
    const QString start = scheme(content);
    const qreal others = m_texts.width(start, Run::Body) + m_texts.width(content.host, Run::Emphasis) +
                         m_texts.width(content.path, Run::Body);
    QRectF middle = room;
    middle.setWidth(qMin(m_texts.width(content.suffix, Run::Body), qMax(0.0, room.width() - others)));

    m_texts.draw(painter, room, start, Run::Body, theme.color(Token::Text3));
    m_texts.draw(painter, room, content.host, Run::Emphasis, theme.color(Token::Text));
    middle.moveLeft(room.left());
    m_texts.draw(painter, middle, content.suffix, Run::Body, theme.color(Token::Text3));
    room.setLeft(content.suffix.isEmpty() ? room.left() : middle.left());
    m_texts.draw(painter, room, content.path, Run::Body, theme.color(Token::Text));
}

void CellDelegate::paintContent(QPainter& painter, const QRectF&, QRectF room, const PipsCell& content) const
{
    const Theme& theme = m_look.theme;
    if (content.wanted() > 0 && content.wanted() <= kMostPips) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        const int width = scaled(8);
        const int height = scaled(10);
        QRectF pip(room.left(), room.top() + qRound((room.height() - height) / 2), width, height);
        for (int i = 0; i < content.wanted(); ++i, pip.translate(width + 2, 0)) {
            if (i < content.running) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(theme.color(State::Ok));
                painter.drawRoundedRect(pip, 2, 2);
                continue;
            }
            const bool isPending = i < content.running + content.pending;
            QPen pen(theme.color(isPending ? State::Pending : State::Critical), 1.5, Qt::SolidLine, Qt::FlatCap);
            if (isPending) pen.setDashPattern({1.4, 1.2}); // seven dashes around a pip
            painter.setPen(pen);
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(pip.adjusted(0.75, 0.75, -0.75, -0.75), 1.5, 1.5);
        }
        painter.restore();
        room.setLeft(pip.left() - 2 + kGap);
    }
    m_texts.draw(painter, room, countText(content), Run::Body, theme.color(Token::Text2));
}

void CellDelegate::paintContent(QPainter& painter, const QRectF&, QRectF room, const NameCell& content) const
{
    const Theme& theme = m_look.theme;
    m_texts.draw(painter, room, content.name, content.isStrong ? Run::Strong : Run::Body, theme.color(Token::Text));
    m_texts.draw(painter, room, content.quietSuffix, Run::Body, theme.color(Token::Text3));
}

void CellDelegate::paintContent(QPainter& painter, const QRectF&, QRectF room, const LifetimeCell& content) const
{
    const Theme& theme = m_look.theme;
    const bool isOk = content.state == State::Ok;
    if (content.lifetimeDays <= 0) {
        m_texts.draw(painter, room, content.text, Run::Small,
                     isOk ? theme.color(Token::Text3) : theme.color(content.state));
        return;
    }

    // How much of its own lifetime has passed: a bar that fills up towards the end.
    const QRectF full(room.left(), room.top() + qRound((room.height() - 6) / 2), scaled(kBar), 6);
    paintBar(painter, full, 1.0 - qreal(content.daysLeft) / content.lifetimeDays, content.state);

    // Days are set right-aligned in a fixed place: proportional figures then still line up.
    const QColor ink = isOk ? theme.color(Token::Text) : theme.color(content.state);
    const QString words = content.text.isEmpty() ? daysText(content.daysLeft) : content.text;
    const qreal width = m_texts.width(words, Run::Body);
    room.setLeft(full.right() + kGap + qMax(0.0, scaled(32) - width));
    m_texts.draw(painter, room, words, Run::Body, ink);
    if (content.isLate) {
        room.setLeft(room.left() + kGap);
        m_texts.draw(painter, room, tr("late"), Run::Small, ink);
    }
}

void CellDelegate::paintContent(QPainter& painter, const QRectF&, QRectF room, const MeterCell& content) const
{
    const Theme& theme = m_look.theme;
    if (content.share >= 0) {
        const QRectF bar(room.left(), room.top() + qRound((room.height() - 6) / 2), scaled(kMeter), 6);
        paintBar(painter, bar, content.share, content.state);
        room.setLeft(bar.right() + kGap + 4);
    }
    const bool isOk = content.state == State::Ok;
    m_texts.draw(painter, room, content.text, isOk ? Run::Body : Run::Strong,
                 isOk ? theme.color(Token::Text2) : theme.color(content.state));
}

/// The track, and on it as much as `share` of it; at least so much that the bar is seen.
void CellDelegate::paintBar(QPainter& painter, const QRectF& bar, qreal share, State state) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_look.theme.color(Token::Track));
    painter.drawRoundedRect(bar, 3, 3);
    QRectF full = bar;
    full.setWidth(qMax(6.0, bar.width() * qBound(0.0, share, 1.0)));
    painter.setBrush(m_look.theme.color(state));
    painter.drawRoundedRect(full, 3, 3);
    painter.restore();
}

} // namespace tailboard::widgets
