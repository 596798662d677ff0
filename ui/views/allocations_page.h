// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/detail_read.h"
#include "ui/views/keyed_page.h"
#include "ui/views/row_list.h"

namespace tailboard::views {

class FactList;

/// Every allocation that Nomad keeps: what its tasks do, where they can be reached and what they use.
class AllocationsPage final : public KeyedPage
{
    Q_OBJECT

public:
    AllocationsPage(const widgets::Look& look, const ClusterView& view);

    void readDetailsAgain() override;
    void tick(const QDateTime& now) override;

protected:
    widgets::Cell cell(cluster::Slot slot, int column) const override;
    QList<int> timeColumns() const override;
    std::vector<NamedSource> sources() const override;
    std::optional<nomad::List> nomadList() const override { return nomad::List::Allocations; }
    QString emptySentence() const override;
    void showDetails(cluster::Slot slot) override;
    std::optional<cluster::Subject> rawSubject(cluster::Slot slot) const override;

private:
    struct Tab
    {
        RowList* list = nullptr;
        ReadTab* frame = nullptr;
        int number = 0;
    };
    Tab addReadTab(const widgets::Look& look, const QString& title, const std::vector<RowColumn>& columns,
                   const QString& nothing);
    void showStations(const nomad::Allocation& row, cluster::Slot slot);
    void readDetails(const nomad::Allocation& row);
    void showRead(const nomad::Allocation& row);
    bool isUsageSeen() const;

    DetailRead<nomad::AllocationDetail> m_detail;
    DetailRead<nomad::AllocationUsage> m_usage;
    quint64 m_again = 0; ///< how often the details are to be read although the row is the same
    quint64 m_usageRound = 0;
    std::chrono::milliseconds m_usageAt{0}; ///< monotonic: when the last round began
    bool m_wasOld = false;

    Tab m_tasks, m_events, m_addresses, m_usages;
    FactList* m_facts;
};

} // namespace tailboard::views
