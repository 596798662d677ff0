// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icons.h"

#include "ui/widgets/icon_strokes.h"
#include "ui/widgets/theme.h"

#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

namespace tailboard::widgets {
namespace {

QByteArray document(Icon icon, const QColor& color)
{
    // QSvgRenderer does not know currentColor, so the colour is written into the document.
    return QByteArrayLiteral(
               "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"") +
           color.name(QColor::HexRgb).toLatin1() +
           QByteArrayLiteral("\" stroke-width=\"1.75\" stroke-linecap=\"round\" stroke-linejoin=\"round\">") +
           iconStrokes(icon) + QByteArrayLiteral("</svg>");
}

/// Asks the theme when it is drawn. Needs scaledPixmap(): the default one asks for a pixmap at ratio 1.
class TintedEngine final : public QIconEngine
{
public:
    TintedEngine(const Icons& icons, Icon icon, Token token)
        : m_icons(icons)
        , m_icon(icon)
        , m_token(token)
    {}

    QIconEngine* clone() const override { return new TintedEngine(*this); }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        m_icons.paint(*painter, rect, m_icon, color(mode));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
    {
        return m_icons.pixmap(m_icon, size, 1, color(mode));
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal ratio) override
    {
        // QIcon has already multiplied the size by the ratio.
        return m_icons.pixmap(m_icon, (QSizeF(size) / ratio).toSize(), ratio, color(mode));
    }

private:
    QColor color(QIcon::Mode mode) const
    {
        const QColor full = m_icons.theme().color(m_token);
        return mode == QIcon::Disabled ? mixed(m_icons.theme().color(Token::Win), full, 0.4) : full;
    }

    const Icons& m_icons;
    Icon m_icon;
    Token m_token;
};

} // namespace

void Icons::paint(QPainter& painter, const QRectF& rect, Icon icon, const QColor& color) const
{
    const QPixmap drawn = pixmap(icon, rect.size().toSize(), painter.device()->devicePixelRatioF(), color);
    painter.drawPixmap(rect.topLeft(), drawn);
}

QPixmap Icons::pixmap(Icon icon, QSize size, qreal ratio, const QColor& color) const
{
    const Key key{icon, size.width(), qRound(ratio * 100), color.rgba()};
    if (const auto known = m_pixmaps.constFind(key); known != m_pixmaps.cend()) return *known;

    QPixmap drawn((QSizeF(size) * ratio).toSize());
    drawn.setDevicePixelRatio(ratio);
    drawn.fill(Qt::transparent);
    QSvgRenderer renderer(document(icon, color));
    QPainter painter(&drawn);
    renderer.render(&painter, QRectF(QPointF(0, 0), QSizeF(size)));
    painter.end();
    return *m_pixmaps.insert(key, drawn);
}

QIcon Icons::icon(Icon icon, Token token) const
{
    return QIcon(new TintedEngine(*this, icon, token));
}

} // namespace tailboard::widgets
