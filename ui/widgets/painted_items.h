// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>
#include <QRect>
#include <QString>

class QWidget;

namespace tailboard::widgets {

/// Items that a widget paints itself and that screen readers shall find. The widget inherits this beside QWidget, and
/// calls installPaintedItems() first thing in its constructor.
class PaintedItems
{
public:
    virtual ~PaintedItems() = default;

    virtual int itemCount() const = 0;
    /// In the widget's coordinates.
    virtual QRect itemRect(int index) const = 0;
    /// Everything that the item shows, in words.
    virtual QString itemName(int index) const = 0;
    /// The item that has the focus when the widget has it.
    virtual int currentItem() const = 0;
    /// What Return does on it.
    virtual void openItem(int index) = 0;
    virtual QAccessible::Role listRole() const { return QAccessible::List; }
    virtual QAccessible::Role itemRole() const { return QAccessible::ListItem; }
};

/// Makes the accessible interfaces of such widgets. Once is enough; more does no harm. It has to come before the first
/// setAccessibleName() of the widget: that call may already make and keep the generic interface.
void installPaintedItems();

/// Says that the current item of the widget has the focus now.
void announceItem(QWidget& widget, int index);
/// Says that the name of an item is another one now.
void announceItemName(QWidget& widget, int index);

} // namespace tailboard::widgets
