// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/detail_read.h"
#include "ui/views/keyed_page.h"
#include "ui/views/own_allocations.h"
#include "ui/views/pace.h"
#include "ui/views/row_list.h"

namespace tailboard::widgets {
class HintField;
class Label;
} // namespace tailboard::widgets

namespace tailboard::views {

class FactList;

/// The Nomad clients: what runs on each, what it offers, and the peer beside it.
class NodesPage final : public KeyedPage
{
    Q_OBJECT

public:
    NodesPage(const widgets::Look& look, const ClusterView& view);

    void apply(const std::vector<cluster::Delta>& deltas) override;
    void readDetailsAgain() override;
    void tick(const QDateTime& now) override;

protected:
    widgets::Cell cell(cluster::Slot slot, int column) const override;
    std::vector<NamedSource> sources() const override;
    std::optional<nomad::List> nomadList() const override { return nomad::List::Nodes; }
    QString emptySentence() const override;
    void showDetails(cluster::Slot slot) override;
    std::optional<cluster::Subject> rawSubject(cluster::Slot slot) const override;

private:
    struct Tab
    {
        RowList* list = nullptr;
        int number = 0;
    };
    Tab addListTab(const QString& title, const std::vector<RowColumn>& columns, const QString& nothing,
                   QWidget* above = nullptr, bool isRead = true);
    void showStations(const nomad::Node& node, cluster::Slot slot);
    void showAllocations(const nomad::Node& node);
    void readDetails(const nomad::Node& node);
    void showRead(const nomad::Node& node);
    void showAttributes();

    const widgets::Look& m_look;
    OwnAllocations m_own;
    Pace m_pace;
    DetailRead<nomad::NodeDetail> m_detail;
    quint64 m_again = 0; ///< how often the details are to be read although the row is the same
    bool m_wasOld = false;
    bool m_areAllocationsOld = true; ///< their rows are not those of now

    std::vector<ReadTab*> m_readTabs;
    std::vector<int> m_readTabNumbers;
    Tab m_allocations, m_volumes, m_drivers, m_networks, m_attributes, m_events;
    QWidget* m_problem;
    widgets::Label* m_problemText;
    widgets::HintField* m_attributeFilter;
    FactList* m_facts;
    int m_factsTab = 0;
};

} // namespace tailboard::views
