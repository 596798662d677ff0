// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icons.h"
#include "ui/widgets/painted_items.h"
#include "ui/widgets/state_words.h"

#include <QWidget>
#include <vector>

namespace tailboard::widgets {

struct Look;

/// One object on the way from an address to its certificate.
struct Station
{
    Icon icon = Icon::Globe;
    QString kind; ///< "Router"
    QString name; ///< "hashicups"
    QString fact; ///< "Host(…) · websecure"
    Shape shape = State::Unknown;
    QString word;           ///< beside the shape: "3 of 3 Traefik"
    bool isDerived = false; ///< known from tags only: the arrow to it is dashed
    bool isOpenable = true; ///< Return or a double click asks for its object
    friend bool operator==(const Station&, const Station&) = default;
};

/// The whole path of a route as stations in a row. The arrow keys, Home and End move, Return or a double click opens
/// the station's object. A station that is not ok has its tint and border.
class PathChain : public QWidget, public PaintedItems
{
    Q_OBJECT

public:
    explicit PathChain(const Look& look, QWidget* parent = nullptr);

    const std::vector<Station>& stations() const { return m_stations; }
    int current() const { return m_current; }

    /// Keeps the current station where it is, as the values of one route change.
    void setStations(std::vector<Station> stations);
    void setCurrent(int index);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    int itemCount() const override { return int(m_stations.size()); }
    QRect itemRect(int index) const override;
    QString itemName(int index) const override;
    int currentItem() const override { return m_current; }
    void openItem(int index) override;

signals:
    void stationOpened(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    int stationAt(QPoint place) const;
    void paintStation(QPainter& painter, const QRectF& box, const Station& station) const;
    void paintArrow(QPainter& painter, const QRectF& gap, bool isDashed) const;

    const Look& m_look;
    std::vector<Station> m_stations;
    int m_current = 0;
};

} // namespace tailboard::widgets
