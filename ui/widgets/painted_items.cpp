// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/painted_items.h"

#include <QAccessibleInterface>
#include <QAccessibleWidget>
#include <QPointer>
#include <QWidget>
#include <vector>

namespace tailboard::widgets {
namespace {

/// A painted item. It has no object of its own: only its widget and its place in it.
class ItemAccessible final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    ItemAccessible(QWidget& widget, PaintedItems& items, int index)
        : m_widget(&widget)
        , m_items(items)
        , m_index(index)
    {}

    bool isValid() const override { return m_widget && m_index < m_items.itemCount(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override
    {
        return m_widget ? QAccessible::queryAccessibleInterface(m_widget) : nullptr;
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return isValid() ? m_items.itemRole() : QAccessible::NoRole; }
    void setText(QAccessible::Text, const QString&) override {}

    QRect rect() const override
    {
        if (!isValid()) return {};
        const QRect inside = m_items.itemRect(m_index);
        return {m_widget->mapToGlobal(inside.topLeft()), inside.size()};
    }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && isValid() ? m_items.itemName(m_index) : QString();
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.focusable = true;
        state.focused = m_widget->hasFocus() && m_items.currentItem() == m_index;
        state.invisible = !m_widget->isVisible();
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString& name) override
    {
        if (name == pressAction() && isValid()) m_items.openItem(m_index);
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    QPointer<QWidget> m_widget; // a reader may hold the item longer than the widget lives
    PaintedItems& m_items;
    int m_index;
};

class ListAccessible final : public QAccessibleWidget
{
public:
    ListAccessible(QWidget& widget, PaintedItems& items)
        : QAccessibleWidget(&widget, items.listRole())
        , m_widget(widget)
        , m_items(items)
    {}

    ~ListAccessible() override
    {
        for (const QAccessible::Id id : m_ids)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return m_items.itemCount(); }

    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount()) return nullptr;
        // The registry owns what is registered, and deletes it by id.
        while (int(m_ids.size()) <= index) {
            auto* item = new ItemAccessible(m_widget, m_items, int(m_ids.size()));
            m_ids.push_back(QAccessible::registerAccessibleInterface(item));
        }
        return QAccessible::accessibleInterface(m_ids[std::size_t(index)]);
    }

    QAccessibleInterface* childAt(int x, int y) const override
    {
        for (int i = 0; i < childCount(); ++i) {
            if (child(i)->rect().contains(x, y)) return child(i);
        }
        return nullptr;
    }

    int indexOfChild(const QAccessibleInterface* sought) const override
    {
        for (int i = 0; i < childCount(); ++i) {
            if (child(i) == sought) return i;
        }
        return -1;
    }

    QAccessibleInterface* focusChild() const override
    {
        return m_widget.hasFocus() ? child(m_items.currentItem()) : nullptr;
    }

private:
    QWidget& m_widget;
    PaintedItems& m_items;
    mutable std::vector<QAccessible::Id> m_ids;
};

QAccessibleInterface* make(const QString&, QObject* object)
{
    // By cast, not by class name: the name here is that of the most derived class.
    auto* items = dynamic_cast<PaintedItems*>(object);
    auto* widget = qobject_cast<QWidget*>(object);
    return items && widget ? new ListAccessible(*widget, *items) : nullptr;
}

void tell(QWidget& widget, int index, QAccessible::Event what)
{
    QAccessibleEvent event(&widget, what);
    event.setChild(index);
    QAccessible::updateAccessibility(&event);
}

} // namespace

void installPaintedItems()
{
    QAccessible::installFactory(make); // ignores a factory that it has
}

void announceItem(QWidget& widget, int index)
{
    tell(widget, index, QAccessible::Focus);
}

void announceItemName(QWidget& widget, int index)
{
    tell(widget, index, QAccessible::NameChanged);
}

} // namespace tailboard::widgets
