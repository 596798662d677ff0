// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/keyed_page.h"
#include "ui/views/recount.h"

namespace tailboard::views {

class FactList;
class RowList;

/// The machines of the tailnet.
class PeersPage final : public KeyedPage
{
    Q_OBJECT

public:
    PeersPage(const widgets::Look& look, const ClusterView& view);

    void apply(const std::vector<cluster::Delta>& deltas) override;
    void findingsChanged() override;

protected:
    widgets::Cell cell(cluster::Slot slot, int column) const override;
    QList<int> timeColumns() const override;
    std::vector<NamedSource> sources() const override;
    QString emptySentence() const override;
    void showDetails(cluster::Slot slot) override;
    std::optional<cluster::Subject> rawSubject(cluster::Slot slot) const override;

private:
    void gather(const tailscale::Peer& peer);

    FactList* m_facts;
    RowList* m_routes;
    int m_routesTab;
    Recount m_recount;           ///< of what costs a pass over nodes, allocations or routes
    qsizetype m_allocations = 0; ///< that run or are to run on its node
    std::optional<Place> m_node, m_allocationsPlace;
    QString m_nodeName;
};

} // namespace tailboard::views
