// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

class QStyleOptionButton;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionSlider;
class QStyleOptionTab;

namespace tailboard::widgets {

struct Look;

/// Fusion with our surfaces: buttons, fields, tabs, headers, menu bar, scroll bars and one focus ring.
/// A QPushButton that is default() is the primary button; one that is flat() has no box until hovered.
class TailboardStyle : public QProxyStyle
{
    Q_OBJECT

public:
    /// `look` must outlive the style, which QApplication::setStyle() takes over. Set the palette after the style.
    explicit TailboardStyle(const Look& look);

    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* answer) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                           const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                         const QWidget* widget) const override;

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;

    using QProxyStyle::polish;
    void polish(QWidget* widget) override;

private:
    void drawButtonPanel(QPainter& painter, const QStyleOptionButton& button) const;
    void drawButtonLabel(QPainter& painter, const QStyleOptionButton& button) const;
    void drawRadioButton(QPainter& painter, const QStyleOption& box) const;
    void drawCheckBox(QPainter& painter, const QStyleOption& box) const;
    void drawField(QPainter& painter, const QStyleOption& field) const;
    void drawTab(QPainter& painter, const QStyleOptionTab& tab) const;
    void drawTabLabel(QPainter& painter, const QStyleOptionTab& tab, const QWidget* widget) const;
    void drawHeader(QPainter& painter, const QStyleOptionHeader& header, const QWidget* widget) const;
    void drawHeaderSection(QPainter& painter, const QStyleOption& section, bool isLast) const;
    void drawHeaderLabel(QPainter& painter, const QStyleOptionHeader& header, const QWidget* widget) const;
    void drawMenuBarItem(QPainter& painter, const QStyleOptionMenuItem& item) const;
    void drawScrollBar(QPainter& painter, const QStyleOptionSlider& bar, const QWidget* widget) const;

    const Look& m_look;
};

/// The focus ring, also for widgets that paint themselves: two pixels, inside the box.
void drawFocusRing(QPainter& painter, const QRectF& box, qreal radius, const QColor& color);

} // namespace tailboard::widgets
