// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/keyed_page.h"

namespace tailboard::views {

class FactList;
class RowList;

/// Every public name, joined end to end.
class RoutesPage final : public KeyedPage
{
    Q_OBJECT

public:
    RoutesPage(const widgets::Look& look, const ClusterView& view);

    QList<QAction*> pageActions() const override;

protected:
    widgets::Cell cell(cluster::Slot slot, int column) const override;
    QList<int> timeColumns() const override;
    std::vector<NamedSource> sources() const override;
    std::optional<nomad::List> nomadList() const override { return nomad::List::Services; }
    QString emptySentence() const override;
    void showDetails(cluster::Slot slot) override;
    std::optional<cluster::Subject> rawSubject(cluster::Slot slot) const override;

private:
    bool areInstancesStale(const cluster::Route& route) const;
    widgets::Cell stateCell(cluster::Slot slot, const cluster::Route& route) const;
    widgets::Cell urlCell(const cluster::Route& route) const;
    /// A dash when nothing is known to answer.
    std::variant<widgets::TextCell, widgets::PipsCell> pips(const cluster::Route& route) const;
    widgets::Cell peerCell(const cluster::Route& route) const;
    void openUrl();

    RowList* m_tags;
    FactList* m_facts;
    int m_tagsTab;
    QAction* m_open;
    QPushButton* m_openButton;
};

} // namespace tailboard::views
