// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icons.h"
#include "ui/widgets/state_words.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace tailboard::widgets {
struct Look;
class Label;
class StateGlyph;
} // namespace tailboard::widgets

namespace tailboard::views {

/// Everything about the chosen object, under the table: state, name, tabs, buttons. Empty it says what to choose.
class DetailPane : public QWidget
{
    Q_OBJECT

public:
    /// `nothing`: what it says while no row is chosen, as "Choose a route to see its path."
    DetailPane(const widgets::Look& look, const QString& nothing, QWidget* parent = nullptr);

    /// The tab's widget goes over to the pane. Returns the number of the tab.
    int addTab(const QString& title, QWidget* content);
    /// A quiet number behind the title; negative for none.
    void setTabCount(int tab, int count);
    int currentTab() const;
    void setCurrentTab(int tab);
    /// The same by the tab's widget.
    void showTab(QWidget* content);
    /// At the right of the head. The button belongs to the pane.
    QPushButton* addButton(widgets::Icon icon, const QString& text);

    /// `quiet` stands behind the name: "job hashicups, group nginx".
    void showObject(const widgets::Shape& shape, const QString& name, const QString& quiet);
    void showNothing();

signals:
    void tabChanged(int tab);
    /// Escape: the keyboard belongs to the table again.
    void left();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    const widgets::Look& m_look;
    widgets::StateGlyph* m_glyph;
    widgets::Label* m_name;
    widgets::Label* m_quiet;
    QTabBar* m_tabs;
    QHBoxLayout* m_head;
    QStackedWidget* m_contents;
    QStackedWidget* m_all; // nothing, or head and contents
};

} // namespace tailboard::views
