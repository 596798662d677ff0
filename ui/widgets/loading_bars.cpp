// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/loading_bars.h"

#include "ui/widgets/look.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/type_scale.h"

#include <QPainter>
#include <array>

using namespace Qt::StringLiterals;

namespace tailboard::widgets {
namespace {

constexpr int kRows = 10;
// Shares of the width: where the bars of a row begin and end, so that they look like the columns of a table.
constexpr std::array<std::array<double, 2>, 4> kBars{{{0.04, 0.30}, {0.36, 0.48}, {0.54, 0.62}, {0.70, 0.90}}};

} // namespace

LoadingBars::LoadingBars(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
{
    setObjectName(u"loadingBars"_s);
    setAutoFillBackground(true);
    setBackgroundRole(Theme::role(Token::Base));
    setAccessibleName(tr("Loading"));
}

void LoadingBars::setWaiting(const QString& source, std::chrono::seconds elapsed)
{
    const QString made =
        elapsed.count() < 1 ? QString() : tr("Waiting for %1, %2 s").arg(oneLine(source, 80)).arg(elapsed.count());
    if (made == m_sentence) return;
    m_sentence = made;
    setAccessibleName(made.isEmpty() ? tr("Loading") : made);
    update();
}

QSize LoadingBars::minimumSizeHint() const
{
    return {200, type::height(30, font()) * 2};
}

void LoadingBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_sentence.isEmpty()) {
        painter.setPen(m_look.theme.color(Token::Text2));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextSingleLine, m_sentence);
        return;
    }
    const int row = type::height(30, font());
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_look.theme.color(Token::Track));
    for (int i = 0; i < kRows; ++i) {
        for (const auto& [from, to] : kBars)
            painter.drawRoundedRect(QRectF(from * width(), i * row + (row - 8) / 2.0, (to - from) * width(), 8), 3, 3);
    }
}

} // namespace tailboard::widgets
