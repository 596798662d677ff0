// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/color_choice.h"

#include "ui/widgets/look.h"
#include "ui/widgets/type_scale.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace tailboard::widgets {

namespace {

constexpr int kSide = 28; // 20 of colour, a gap and the ring

class Swatch final : public QAbstractButton
{
public:
    Swatch(const Look& look, int preset)
        : m_look(look)
        , m_preset(preset)
    {
        setCheckable(true);
        setAutoExclusive(true);
        setFocusPolicy(Qt::StrongFocus);
        setAccessibleName(ColorChoice::colorName(preset));
        setToolTip(ColorChoice::colorName(preset));
        setFixedSize(QSize(1, 1) * type::width(kSide, font()));
    }

    QSize sizeHint() const override { return size(); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF box = rect();
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_look.theme.clusterColor(m_preset));
        painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), 4, 4);
        painter.setBrush(Qt::NoBrush);
        if (isChecked()) {
            painter.setPen(QPen(m_look.theme.color(Token::Accent), 2));
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6);
        }
        if (hasFocus()) {
            // Apart from the ring of the chosen one: focus moves it along, so a dot inside tells.
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_look.theme.color(Token::Glyph));
            painter.drawEllipse(box.center(), 3, 3);
        }
    }

private:
    const Look& m_look;
    int m_preset;
};

} // namespace

ColorChoice::ColorChoice(const Look& look, QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Colour"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (int preset = 0; preset < int(m_swatches.size()); ++preset) {
        auto* swatch = new Swatch(look, preset);
        swatch->setObjectName(u"color%1"_s.arg(preset));
        m_swatches[size_t(preset)] = swatch;
        row->addWidget(swatch);
        connect(swatch, &QAbstractButton::clicked, this, [this, preset] { emit colorChosen(preset); });
    }
    row->addStretch();
    m_swatches[0]->setChecked(true);
}

int ColorChoice::color() const
{
    for (size_t preset = 0; preset < m_swatches.size(); ++preset)
        if (m_swatches[preset]->isChecked()) return int(preset);
    return 0;
}

void ColorChoice::setColor(int preset)
{
    if (preset >= 0 && preset < int(m_swatches.size())) m_swatches[size_t(preset)]->setChecked(true);
}

QString ColorChoice::colorName(int preset)
{
    switch (preset) {
    case 1:
        return tr("Blue");
    case 2:
        return tr("Teal");
    case 3:
        return tr("Olive");
    case 4:
        return tr("Rust");
    case 5:
        return tr("Grey");
    default:
        return tr("Plum");
    }
}

} // namespace tailboard::widgets
