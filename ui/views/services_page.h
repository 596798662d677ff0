// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/keyed_page.h"
#include "ui/views/recount.h"

#include <QUrl>

class QAction;
class QPushButton;

namespace tailboard::views {

class FactList;
class RowList;

/// The services by name, with the Consul ones that are only named.
class ServicesPage final : public KeyedPage
{
    Q_OBJECT

public:
    ServicesPage(const widgets::Look& look, const ClusterView& view);

    QList<QAction*> pageActions() const override;
    void apply(const std::vector<cluster::Delta>& deltas) override;
    void findingsChanged() override;

protected:
    widgets::Cell cell(cluster::Slot slot, int column) const override;
    std::vector<NamedSource> sources() const override;
    std::optional<nomad::List> nomadList() const override { return nomad::List::Services; }
    QString emptySentence() const override;
    void showDetails(cluster::Slot slot) override;
    std::optional<cluster::Subject> rawSubject(cluster::Slot slot) const override;

private:
    void gather(const cluster::Service& service);
    void openUrl();

    RowList* m_tags;
    RowList* m_registrations;
    RowList* m_routes;
    FactList* m_facts;
    int m_tagsTab, m_registrationsTab, m_routesTab;
    QAction* m_open;
    QPushButton* m_openButton;
    std::optional<QUrl> m_url; ///< when just one address leads to the service
    qsizetype m_routeCount = 0;
    Recount m_recount;
};

} // namespace tailboard::views
