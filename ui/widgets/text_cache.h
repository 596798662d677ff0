// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/type_scale.h"

#include <QColor>
#include <QFont>
#include <QHash>
#include <QRectF>
#include <QStaticText>
#include <array>

class QPainter;

namespace tailboard::widgets {

/// Laid-out texts of a table, so that a repaint only places glyphs. Texts are made harmless here once (plain_text.h),
/// and never taken for markup. Holds at most a few thousand texts for each font.
class TextCache
{
public:
    enum Run : unsigned char { Body, Strong, Emphasis, Small, Code, RunCount };

    /// Drops everything when the font is another one. Call before drawing.
    void useFont(const QFont& body);
    const QFont& font() const { return m_fonts[Body]; }

    qreal width(const QString& text, Run run);
    /// Draws at the left edge of `room` in its vertical middle, elided at the right when it must be, and moves that
    /// edge behind the text.
    void draw(QPainter& painter, QRectF& room, const QString& text, Run run, const QColor& color);

private:
    struct Piece
    {
        QStaticText text;
        QString shown; // what `text` was made of
        qreal width = 0;
        QStaticText elided;
        qreal elidedFor = -1; // the room that `elided` was made for
        qreal elidedWidth = 0;
    };

    Piece& piece(const QString& text, Run run);
    QStaticText laidOut(const QString& text, Run run) const;

    std::array<QFont, RunCount> m_fonts;
    std::array<qreal, RunCount> m_heights{};
    std::array<QHash<QString, Piece>, RunCount> m_pieces;
};

} // namespace tailboard::widgets
