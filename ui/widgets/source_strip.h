// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/painted_items.h"
#include "ui/widgets/state_words.h"

#include <QPointer>
#include <QWidget>
#include <vector>

namespace tailboard::widgets {

struct Look;
class SourcePopup;

/// One daemon that a source reads, as its popup shows it. Empty texts are left out.
struct SourceRow
{
    QString title; ///< the node, for one of several; empty when there is only one
    State state = State::Unknown;
    QString age;      ///< "1 s", "14:31:07", "live"
    QString address;  ///< as configured or found
    QString version;  ///< what the daemon says of itself
    QString sentence; ///< what is wrong, or what it may not do, and what helps
    QString original; ///< the last error as the server or the system said it; can be selected and copied
    QString nextTry;  ///< "in 4 s"
    friend bool operator==(const SourceRow&, const SourceRow&) = default;
};

/// What one source says about itself in the toolbar.
struct Source
{
    QString name; ///< "Traefik"
    QString age;  ///< "3/3 · 2 s"
    State state = State::Unknown;
    std::vector<SourceRow> rows;
    friend bool operator==(const Source&, const Source&) = default;
};

/// The sources as segments in the toolbar: shape, name, age. Left and right choose one; Space, Return or a press opens
/// its details, which follow while they are open.
class SourceStrip : public QWidget, public PaintedItems
{
    Q_OBJECT

public:
    explicit SourceStrip(const Look& look, QWidget* parent = nullptr);
    ~SourceStrip() override;

    /// Cheap to call each second: only what changed is painted again. A segment does not get narrower with every
    /// shorter age, so that the toolbar stands still.
    void setSources(std::vector<Source> sources);
    const std::vector<Source>& sources() const { return m_sources; }
    /// The open popup, or none.
    QWidget* popup() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    int itemCount() const override { return int(m_sources.size()); }
    QRect itemRect(int index) const override;
    QString itemName(int index) const override;
    int currentItem() const override { return m_current; }
    void openItem(int index) override;
    QAccessible::Role listRole() const override { return QAccessible::ToolBar; }
    QAccessible::Role itemRole() const override { return QAccessible::ButtonMenu; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int ageWidth(std::size_t index) const;
    int segmentWidth(std::size_t index) const;
    void measure();
    void choose(int index);

    const Look& m_look;
    std::vector<Source> m_sources;
    std::vector<int> m_ageWidths; // what each segment keeps for its age
    QPointer<SourcePopup> m_popup;
    int m_popupFor = -1;
    int m_current = 0;
};

} // namespace tailboard::widgets
