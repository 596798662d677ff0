// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/keyed_page.h"
#include "ui/views/route_stations.h"

#include <QUrl>
#include <functional>

class QPushButton;

namespace tailboard::views {

class FactList;
class PathTab;

/// One line per public name, and below it the whole path of the chosen one.
class RoutesPage final : public KeyedPage
{
    Q_OBJECT

public:
    /// `openUrl` opens an address in the browser; given, so that a test can watch it.
    RoutesPage(const widgets::Look& look, const Known& known, std::function<void(const QUrl&)> openUrl,
               QWidget* parent = nullptr);

    QString nameOf(cluster::Slot slot) const override;
    QList<QAction*> pageActions() const override { return m_actions; }

protected:
    widgets::Cell cell(cluster::Slot slot, int column) const override;
    void showDetails(cluster::Slot slot) override;

private:
    widgets::Cell peerCell(const cluster::Route& route) const;
    bool redirectsToHttps(const cluster::Route& route) const;
    widgets::Cell certificateCell(const cluster::Route& route) const;
    void showCause(const cluster::Route& route, base::State state);
    void openCurrent();

    std::function<void(const QUrl&)> m_openUrl;
    PathTab* m_path;
    FactList* m_tags;
    FactList* m_instances;
    QPushButton* m_open;
    QUrl m_url; ///< of the route in the details; empty when it has none to open
    std::vector<RouteStation> m_stations;
    QList<QAction*> m_actions;
    int m_tagsTab;
    int m_instancesTab;
};

} // namespace tailboard::views
