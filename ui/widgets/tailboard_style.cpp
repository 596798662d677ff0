// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tailboard_style.h"

#include "ui/widgets/look.h"
#include "ui/widgets/type_scale.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLineEdit>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>

// What this style answers: sizes, places and which part is drawn by whom. The drawing is in tailboard_style_parts.cpp.
namespace tailboard::widgets {
namespace {

constexpr int kButtonPadding = 11; // 10 and the border
constexpr int kIconGap = 6;
constexpr int kFieldPadding = 5;
constexpr int kChevron = 12;

QSize buttonSize(const QStyleOptionButton& button, const QWidget* widget)
{
    const QFont font = widget ? widget->font() : QFont();
    const bool isPrimary = button.features & QStyleOptionButton::DefaultButton;
    const QFontMetrics metrics(isPrimary ? type::strong(font) : font);

    int width = 2 * kButtonPadding + metrics.horizontalAdvance(button.text);
    if (!button.icon.isNull()) width += button.iconSize.width() + (button.text.isEmpty() ? 0 : kIconGap);
    if (button.features & QStyleOptionButton::HasMenu) width += kIconGap + kChevron;
    return {width, type::height(28, font)};
}

} // namespace

TailboardStyle::TailboardStyle(const Look& look)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
    , m_look(look)
{}

int TailboardStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_TabBarIconSize:
        return type::width(16, widget ? widget->font() : QApplication::font());
    case PM_ToolBarIconSize:
        return type::width(18, widget ? widget->font() : QApplication::font());
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
        return type::width(16, widget ? widget->font() : QApplication::font());
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return type::width(16, widget ? widget->font() : QApplication::font());
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8;
    case PM_HeaderMarkSize:
        return kChevron;
    case PM_TabBarTabHSpace:
        return 20;
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_SplitterWidth:
        return 5;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabOverlap:
    case PM_TabBarBaseOverlap:
    case PM_ToolBarFrameWidth:
    case PM_ToolBarItemMargin:
    case PM_ToolBarItemSpacing:
    case PM_MenuBarPanelWidth:
    case PM_MenuBarVMargin:
    case PM_MenuBarItemSpacing:
        return 0;
    case PM_MenuBarHMargin:
        return 8;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int TailboardStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                              QStyleHintReturn* answer) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_UnderlineShortcut:
        return 0;
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, answer);
    }
}

QSize TailboardStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                       const QWidget* widget) const
{
    const QSize base = QProxyStyle::sizeFromContents(type, option, contents, widget);
    const QFont font = widget ? widget->font() : QFont();
    switch (type) {
    case CT_PushButton:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option))
            return buttonSize(*button, widget);
        return base;
    case CT_LineEdit:
        return {base.width(), type::height(28, font)};
    case CT_HeaderSection:
        return {base.width(), type::height(26, font)};
    case CT_MenuBarItem:
        return {contents.width() + 16, qMax(24, contents.height() + 6)};
    case CT_TabBarTab:
        // Reserved for the bold text of the chosen tab, so that tabs do not move when another is chosen.
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            const int grown = QFontMetrics(type::strong(font)).horizontalAdvance(tab->text) -
                              QFontMetrics(font).horizontalAdvance(tab->text);
            return {contents.width() + qMax(0, grown), type::height(44, font)};
        }
        return base;
    default:
        return base;
    }
}

QRect TailboardStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    const QRect rect = option->rect;
    switch (element) {
    case SE_HeaderLabel:
        return rect.adjusted(8, 0, -8, 0);
    case SE_HeaderArrow:
        return {rect.right() - 8 - kChevron, rect.top() + (rect.height() - kChevron) / 2, kChevron, kChevron};
    case SE_PushButtonFocusRect:
        return rect;
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect TailboardStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                     const QWidget* widget) const
{
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (control != CC_ScrollBar || !bar) return QProxyStyle::subControlRect(control, option, part, widget);

    // No arrow buttons: the groove is the whole bar.
    const bool isHorizontal = bar->orientation == Qt::Horizontal;
    const int length = isHorizontal ? bar->rect.width() : bar->rect.height();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    const int shortest = qMin(length, pixelMetric(PM_ScrollBarSliderMin, bar, widget));
    const int handle =
        range <= 0 ? length : qBound(shortest, int(length * qint64(bar->pageStep) / (range + bar->pageStep)), length);
    const int start =
        sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - handle, bar->upsideDown);
    const auto along = [&](int from, int size) {
        const QRect place =
            isHorizontal ? QRect(from, 0, size, bar->rect.height()) : QRect(0, from, bar->rect.width(), size);
        return visualRect(bar->direction, bar->rect, place);
    };
    switch (part) {
    case SC_ScrollBarGroove:
        return bar->rect;
    case SC_ScrollBarSlider:
        return along(start, handle);
    case SC_ScrollBarSubPage:
        return along(0, start);
    case SC_ScrollBarAddPage:
        return along(start + handle, length - start - handle);
    default:
        return {};
    }
}

void TailboardStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                   const QWidget* widget) const
{
    switch (element) {
    case PE_PanelLineEdit:
        drawField(*painter, *option);
        return;
    case PE_FrameFocusRect:
        drawFocusRing(*painter, option->rect, 4, m_look.theme.color(Token::Accent));
        return;
    case PE_IndicatorRadioButton:
        drawRadioButton(*painter, *option);
        return;
    case PE_IndicatorCheckBox:
        drawCheckBox(*painter, *option);
        return;
    case PE_PanelButtonTool:
        if (option->state & (State_MouseOver | State_Sunken | State_On) && option->state & State_Enabled) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_look.theme.color(option->state & State_Sunken ? Token::Line2 : Token::Line));
            painter->drawRoundedRect(option->rect, 5, 5);
        }
        return;
    case PE_IndicatorHeaderArrow:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            // QHeaderView says SortDown for ascending order; here the chevron points the way the values go.
            const bool isDescending = header->sortIndicator == QStyleOptionHeader::SortUp;
            m_look.icons.paint(*painter, option->rect, isDescending ? Icon::Down : Icon::Up,
                               m_look.theme.color(Token::Text3));
        }
        return;
    case PE_PanelStatusBar:
        painter->fillRect(QRect(option->rect.topLeft(), QSize(option->rect.width(), 1)),
                          m_look.theme.color(Token::Line));
        return;
    case PE_PanelScrollAreaCorner:
        painter->fillRect(option->rect, m_look.theme.color(Token::Base));
        return;
    case PE_FrameTabBarBase:
    case PE_FrameStatusBarItem:
    case PE_PanelMenuBar:
        return; // the panels around them draw their own lines
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void TailboardStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const
{
    switch (element) {
    case CE_PushButtonBevel:
        return drawButtonPanel(*painter, *qstyleoption_cast<const QStyleOptionButton*>(option));
    case CE_PushButtonLabel:
        return drawButtonLabel(*painter, *qstyleoption_cast<const QStyleOptionButton*>(option));
    case CE_TabBarTabShape:
        return drawTab(*painter, *qstyleoption_cast<const QStyleOptionTab*>(option));
    case CE_TabBarTabLabel:
        return drawTabLabel(*painter, *qstyleoption_cast<const QStyleOptionTab*>(option), widget);
    case CE_Header:
        return drawHeader(*painter, *qstyleoption_cast<const QStyleOptionHeader*>(option), widget);
    case CE_HeaderSection: {
        const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
        return drawHeaderSection(*painter, *option, !header || header->position == QStyleOptionHeader::End);
    }
    case CE_HeaderEmptyArea:
        return drawHeaderSection(*painter, *option, true);
    case CE_HeaderLabel:
        return drawHeaderLabel(*painter, *qstyleoption_cast<const QStyleOptionHeader*>(option), widget);
    case CE_MenuBarItem:
        return drawMenuBarItem(*painter, *qstyleoption_cast<const QStyleOptionMenuItem*>(option));
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, m_look.theme.color(Token::Win));
        return;
    case CE_ToolBar:
        painter->fillRect(option->rect, m_look.theme.color(Token::Win));
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          m_look.theme.color(Token::Line));
        return;
    case CE_Splitter:
        return; // transparent grip: the line is the pane's upper edge
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void TailboardStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                        const QWidget* widget) const
{
    if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option); bar && control == CC_ScrollBar)
        return drawScrollBar(*painter, *bar, widget);
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void TailboardStyle::polish(QWidget* widget)
{
    // Fusion leaves 2 px beside the text. Fields with room for an icon or a note of their own set their margins first.
    if (auto* field = qobject_cast<QLineEdit*>(widget); field && field->textMargins().isNull())
        field->setTextMargins(kFieldPadding, 0, kFieldPadding, 0);
    QProxyStyle::polish(widget);
    // Without WA_Hover there is no repaint on enter and leave, so State_MouseOver would come too late.
    if (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget) || qobject_cast<QTabBar*>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

} // namespace tailboard::widgets
