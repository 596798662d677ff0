// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/job_model.h"
#include "ui/views/detail_read.h"
#include "ui/views/keyed_page.h"
#include "ui/views/own_allocations.h"
#include "ui/views/pace.h"
#include "ui/views/row_list.h"

namespace tailboard::widgets {
class Label;
class StateGlyph;
} // namespace tailboard::widgets

namespace tailboard::views {

class FactList;

/// The jobs: what each consists of, its versions and rollouts, and why a part of it found no place.
class JobsPage final : public KeyedPage
{
    Q_OBJECT

public:
    JobsPage(const widgets::Look& look, const ClusterView& view);

    void apply(const std::vector<cluster::Delta>& deltas) override;
    void readDetailsAgain() override;
    void tick(const QDateTime& now) override;

protected:
    widgets::Cell cell(cluster::Slot slot, int column) const override;
    QList<int> timeColumns() const override;
    std::vector<NamedSource> sources() const override;
    std::optional<nomad::List> nomadList() const override { return nomad::List::Jobs; }
    QString emptySentence() const override;
    void showDetails(cluster::Slot slot) override;
    std::optional<cluster::Subject> rawSubject(cluster::Slot slot) const override;

private:
    RowList* addReadTab(const QString& title, const std::vector<RowColumn>& columns, const QString& nothing);
    ReadTab* wrap(const QString& title, QWidget* content);
    const models::JobModel& jobs() const;
    void showStations(cluster::Slot slot);
    void showHistory();
    void noteChanges(const std::vector<cluster::Delta>& deltas, const std::vector<cluster::Slot>& touched);

    const widgets::Look& m_look;
    OwnAllocations m_own;
    Pace m_pace;
    DetailRead<nomad::JobHistory> m_history;
    quint64 m_revision = 0; ///< how often something of the chosen job changed
    bool m_wasOld = false;

    std::vector<ReadTab*> m_readTabs;
    std::vector<int> m_readTabNumbers;
    RowList* m_groups;
    RowList* m_versions;
    RowList* m_deployments;
    RowList* m_evaluations;
    QWidget* m_why;
    widgets::Label* m_whyText;
    FactList* m_facts;
};

} // namespace tailboard::views
