// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cluster_button.h"

#include "ui/widgets/look.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/type_scale.h"

#include <QEvent>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QtMath>

using namespace Qt::StringLiterals;

namespace tailboard::widgets {
namespace {

constexpr int kBar = 6;
constexpr int kGap = 8;
constexpr int kArrow = 14;
constexpr int kBadgePadding = 5;
constexpr int kLongest = 64; // characters of a name from outside

/// Room for a text that is then not elided: with fractional advances the rounded width may be too little.
int advance(const QFont& font, const QString& text)
{
    return text.isEmpty() ? 0 : qCeil(QFontMetricsF(font).horizontalAdvance(text)) + 1;
}

} // namespace

ClusterButton::ClusterButton(const Look& look, QWidget* parent)
    : QToolButton(parent)
    , m_look(look)
{
    setObjectName(u"clusterButton"_s);
    setFocusPolicy(Qt::NoFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ClusterButton::setCluster(const QString& profile, const QString& tailnet, const QString& badge)
{
    m_profile = oneLine(profile, kLongest);
    m_tailnet = oneLine(tailnet, kLongest);
    m_badge = oneLine(badge, kLongest);
    QStringList parts{m_profile, m_tailnet, m_badge};
    parts.removeAll(QString());
    setAccessibleName(tr("Cluster %1").arg(parts.join(tr(", "))));
    updateGeometry();
    update();
}

void ClusterButton::setProfiles(QMenu* menu)
{
    setMenu(menu);
    setPopupMode(QToolButton::InstantPopup);
    setShortcut(menu ? QKeySequence(Qt::CTRL | Qt::Key_P) : QKeySequence());
    setFocusPolicy(menu ? Qt::TabFocus : Qt::NoFocus);
    updateGeometry();
}

QSize ClusterButton::sizeHint() const
{
    return {widthWith(advance(type::small(font()), m_tailnet)), type::height(32, font())};
}

QSize ClusterButton::minimumSizeHint() const
{
    return {qMin(widthWith(0), sizeHint().width()), sizeHint().height()}; // the tailnet is elided away first
}

int ClusterButton::widthWith(int tailnetWidth) const
{
    int width = kBar + kGap + advance(type::strong(font()), m_profile) + kGap;
    if (tailnetWidth > 0) width += tailnetWidth + kGap;
    if (!m_badge.isEmpty()) width += advance(type::caption(font()), m_badge) + 2 * kBadgePadding + kGap;
    if (menu()) width += type::width(kArrow, font()) + kGap;
    return width;
}

void ClusterButton::paintEvent(QPaintEvent*)
{
    const Theme& theme = m_look.theme;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);

    QPainterPath shape;
    shape.addRoundedRect(rect(), 6, 6);
    const QColor fill = theme.color(Token::ClusterBg);
    painter.fillPath(shape, underMouse() && menu() ? mixed(fill, theme.color(Token::Cluster), 0.10) : fill);
    painter.setClipRect(0, 0, kBar, height());
    painter.fillPath(shape, theme.color(Token::Cluster));
    painter.setClipping(false);

    QRectF room = QRectF(rect()).adjusted(kBar + kGap, 0, -kGap, 0);
    if (menu()) {
        const int side = type::width(kArrow, font());
        QRectF arrow = StatePainter::square(room, side);
        arrow.moveRight(room.right());
        m_look.icons.paint(painter, arrow, Icon::Down, theme.color(Token::Text));
        room.setRight(arrow.left() - kGap);
    }
    if (!m_badge.isEmpty()) {
        painter.setFont(type::caption(font()));
        const QFontMetrics metrics = painter.fontMetrics();
        QRectF frame(0, 0, advance(painter.font(), m_badge) + 2 * kBadgePadding, metrics.height() + 2);
        frame.moveCenter(room.center());
        frame.moveTop(qRound(frame.top()));
        frame.moveRight(room.right());
        painter.setPen(theme.color(Token::Cluster));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        painter.drawText(frame, Qt::AlignCenter, m_badge);
        room.setRight(frame.left() - kGap);
    }

    const auto text = [&](const QFont& font, const QColor& color, const QString& words) {
        painter.setFont(font);
        painter.setPen(color);
        const QString fitting = painter.fontMetrics().elidedText(words, Qt::ElideRight, qRound(room.width()));
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, fitting);
        room.setLeft(room.left() + advance(font, fitting) + kGap);
    };
    text(type::strong(font()), theme.color(Token::Text), m_profile);
    if (room.width() > 12) text(type::small(font()), theme.color(Token::Text3), m_tailnet);
    if (hasFocus()) drawFocusRing(painter, rect(), 5, theme.color(Token::Accent));
}

void ClusterButton::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange) updateGeometry();
    QToolButton::changeEvent(event);
}

} // namespace tailboard::widgets
