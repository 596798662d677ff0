// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/place.h"
#include "ui/widgets/state_words.h"

#include <QWidget>
#include <optional>

class QAction;
class QDateTime;

namespace tailboard::views {

/// What the rail says about a page.
struct PageSummary
{
    std::optional<int> count;            ///< rows in all; none shows no number
    std::optional<widgets::State> worst; ///< drawn when it is not ok
    friend bool operator==(const PageSummary&, const PageSummary&) = default;
};

/// One page of the window. The window owns it, shows it, and knows nothing else about it.
class Page : public QWidget
{
    Q_OBJECT

public:
    explicit Page(Section section, QWidget* parent = nullptr);

    Section section() const { return m_section; }
    virtual PageSummary summary() const { return {}; }

    /// Ctrl+F or /: gives the keyboard to the filter; false when the page has none.
    virtual bool focusFilter() { return false; }
    /// Where the keyboard goes when the page is opened.
    virtual void focusContent() { setFocus(); }

    /// The key of the chosen object, for going back to it; empty for none.
    virtual QString currentObject() const { return {}; }
    /// Chooses the object with this key; false when it is not (any more) there.
    virtual bool showObject(const QString&) { return false; }

    /// What the menu Action shows while the page is open; the page owns them.
    virtual QList<QAction*> pageActions() const { return {}; }

    /// Once a second while the page is visible: repaint ages. `now` is UTC.
    virtual void tick(const QDateTime&) {}

signals:
    void summaryChanged();
    void currentObjectChanged();
    /// Another page or object shall be shown.
    void placeWanted(const tailboard::views::Place& place);

private:
    Section m_section;
};

} // namespace tailboard::views
