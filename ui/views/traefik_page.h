// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/instance_differences.h"
#include "ui/views/keyed_page.h"
#include "ui/views/recount.h"

#include <QUrl>

class QAction;
class QPushButton;

namespace tailboard::views {

class RowList;
struct RowColumn;

/// Every running Traefik, and how each one differs from the others.
class TraefikPage final : public KeyedPage
{
    Q_OBJECT

public:
    TraefikPage(const widgets::Look& look, const ClusterView& view);

    QList<QAction*> pageActions() const override;
    void apply(const std::vector<cluster::Delta>& deltas) override;

protected:
    widgets::Cell cell(cluster::Slot slot, int column) const override;
    QList<int> timeColumns() const override;
    std::vector<NamedSource> sources() const override;
    QString emptySentence() const override;
    void showDetails(cluster::Slot slot) override;
    std::optional<cluster::Subject> rawSubject(cluster::Slot slot) const override;

private:
    struct Tab
    {
        RowList* rows = nullptr;
        int number = 0;
    };
    Tab addRows(const QString& title, const std::vector<RowColumn>& columns);
    void showStations(const cluster::TraefikInstance& instance);
    void compare(const cluster::TraefikInstance& instance);
    void openDashboard();

    Tab m_differences, m_entryPoints, m_middlewares, m_resolvers, m_certificates;
    FactList* m_facts;
    FactList* m_arguments;
    QAction* m_open;
    QPushButton* m_openButton;
    std::optional<QUrl> m_dashboard;

    Recount m_recount; ///< of what costs a pass over all routes
};

} // namespace tailboard::views
