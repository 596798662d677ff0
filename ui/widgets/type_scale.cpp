// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/type_scale.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetrics>

namespace tailboard::widgets::type {
namespace {

QFont stepped(QFont font, qreal points)
{
    // A font set in pixels has no point size; both stay usable.
    if (font.pointSizeF() > 0)
        font.setPointSizeF(qMax(1.0, font.pointSizeF() + points));
    else
        font.setPixelSize(qMax(1, font.pixelSize() + qRound(points * 96 / 72)));
    return font;
}

QFont weighted(QFont font, int weight)
{
    font.setWeight(QFont::Weight(weight));
    return font;
}

QFont code(const QFont& body)
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (body.pointSizeF() > 0)
        fixed.setPointSizeF(body.pointSizeF());
    else
        fixed.setPixelSize(body.pixelSize());
    return stepped(fixed, -1);
}

} // namespace

QFont font(Step step, const QFont& body)
{
    switch (step) {
    case Step::Body:
        return body;
    case Step::Strong:
        return weighted(body, 600);
    case Step::Emphasis:
        return weighted(body, 550);
    case Step::Small:
        return stepped(body, -0.75);
    case Step::SmallStrong:
        return weighted(stepped(body, -0.75), 600);
    case Step::Caption:
        return stepped(body, -1.5);
    case Step::CaptionStrong:
        return weighted(stepped(body, -1.5), 600);
    case Step::PaneTitle:
        return weighted(stepped(body, 0.75), 600);
    case Step::PageTitle:
        return weighted(stepped(body, 2.25), 650);
    case Step::Result:
        return weighted(stepped(body, 5), 600);
    case Step::Code:
        return code(body);
    }
    return body;
}

QFont strong(QFont any)
{
    return weighted(std::move(any), 600);
}

int height(int token, const QFont& font)
{
    return qMax(token, QFontMetrics(font).height() + 10);
}

int width(int token, const QFont& font)
{
    constexpr qreal drawnFor = 10.0 * 96 / 72;
    return qMax(token, qRound(token * QFontInfo(font).pixelSize() / drawnFor));
}

} // namespace tailboard::widgets::type
