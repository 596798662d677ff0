// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/text_cache.h"

#include "ui/widgets/plain_text.h"

#include <QFontMetricsF>
#include <QPainter>

namespace tailboard::widgets {
namespace {

constexpr qsizetype kMostPieces = 4096;
constexpr qsizetype kLongest = 400; // characters; more than any column shows

} // namespace

void TextCache::useFont(const QFont& body)
{
    if (m_heights[Body] > 0 && m_fonts[Body] == body) return;
    m_fonts = {body, type::strong(body), type::font(Step::Emphasis, body), type::small(body),
               type::font(Step::Code, body)};
    for (std::size_t run = 0; run < RunCount; ++run) {
        m_heights[run] = QFontMetricsF(m_fonts[run]).height();
        m_pieces[run].clear();
    }
}

qreal TextCache::width(const QString& text, Run run)
{
    return text.isEmpty() ? 0 : piece(text, run).width;
}

void TextCache::draw(QPainter& painter, QRectF& room, const QString& text, Run run, const QColor& color)
{
    if (text.isEmpty() || room.width() <= 0) return;
    Piece& known = piece(text, run);
    const bool fits = known.width <= room.width() + 0.5;
    if (!fits && known.elidedFor != room.width()) {
        const QFontMetricsF metrics(m_fonts[run]);
        const QString cut = metrics.elidedText(known.shown, Qt::ElideRight, room.width());
        known.elided = laidOut(cut, run);
        known.elidedFor = room.width();
        known.elidedWidth = metrics.horizontalAdvance(cut);
    }
    painter.setFont(m_fonts[run]);
    painter.setPen(color);
    painter.drawStaticText(QPointF(room.left(), qRound(room.center().y() - m_heights[run] / 2)),
                           fits ? known.text : known.elided);
    room.setLeft(room.left() + (fits ? known.width : known.elidedWidth));
}

TextCache::Piece& TextCache::piece(const QString& text, Run run)
{
    auto& pieces = m_pieces[run];
    if (const auto found = pieces.find(text); found != pieces.end()) return *found;
    if (pieces.size() >= kMostPieces) pieces.clear();

    Piece made;
    made.shown = oneLine(text, kLongest);
    made.text = laidOut(made.shown, run);
    made.width = QFontMetricsF(m_fonts[run]).horizontalAdvance(made.shown);
    return *pieces.insert(text, made);
}

QStaticText TextCache::laidOut(const QString& text, Run run) const
{
    QStaticText made(text);
    made.setTextFormat(Qt::PlainText); // or Qt guesses, and a name with < in it becomes rich text
    made.setPerformanceHint(QStaticText::AggressiveCaching);
    made.prepare({}, m_fonts[run]);
    return made;
}

} // namespace tailboard::widgets
