// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/allocations_page.h"

#include "ui/models/allocation_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/facts.h"
#include "ui/views/route_text.h"

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using cluster::Slot;
using models::AllocationModel;

AllocationsPage::AllocationsPage(const Look& look, const ClusterView& view)
    : KeyedPage(look, view, Section::Allocations, cluster::TableId::Allocations,
                std::make_unique<AllocationModel>(view.tables(), view.clock),
                tr("Filter: text, id, job:, group:, node:, status:running"),
                tr("Choose an allocation to see its path."))
{
    addPathTab();
    m_facts = new FactList(look);
    details().addTab(tr("Facts"), m_facts);
    setColumns({QString(), tr("Id"), tr("Job"), tr("Group"), tr("Node"), tr("Status"), tr("Desired"), tr("Version"),
                tr("Restarts"), tr("Changed")},
               {36, 96, 180, 160, 140, 130, 80, 76, 82, 116});
}

std::vector<NamedSource> AllocationsPage::sources() const
{
    return {nomadSource()};
}

QString AllocationsPage::emptySentence() const
{
    return tr("No allocations. Nomad makes one for each instance of a job's task group.");
}

QList<int> AllocationsPage::timeColumns() const
{
    return {AllocationModel::Changed};
}

Cell AllocationsPage::cell(Slot slot, int column) const
{
    const nomad::Allocation& row = tables().allocations.at(slot);
    const bool isOld = isStale(tables().nomadSource);
    const auto text = [&](const QString& value, Tone tone = Tone::Normal) {
        return Cell{TextCell{.text = value, .tone = tone}, isOld, {}};
    };
    const auto number = [&](const QString& value) {
        return Cell{TextCell{.text = value, .tone = Tone::Quiet}, isOld, {}};
    };
    switch (column) {
    case AllocationModel::State: {
        const State state = shownState(slot);
        const QString why = row.clientDescription.text();
        return {.content = StateCell{.shape = state, .text = {}, .sentence = why},
                .tip = why.isEmpty() ? word(state) : why};
    }
    case AllocationModel::Id:
        return text(row.id.shortText());
    case AllocationModel::Job:
        return {NameCell{row.jobId.text(), {}, true}, isOld, {}};
    case AllocationModel::Group:
        return text(row.index < 0 ? row.taskGroup.text() : u"%1[%2]"_s.arg(row.taskGroup.text()).arg(row.index));
    case AllocationModel::Node:
        return text(row.nodeName.text());
    case AllocationModel::Status: {
        TextCell cell{.text = nomad::clientStatusText(row)};
        if (const State state = shownState(slot); state == State::Critical || state == State::Warning)
            cell.state = state;
        return {cell, isOld, {}};
    }
    case AllocationModel::Desired:
        return text(nomad::desiredStatusText(row.desiredStatus), Tone::Quiet);
    case AllocationModel::Version:
        return number(row.jobVersion < 0 ? u"–"_s : QString::number(row.jobVersion));
    case AllocationModel::Restarts:
        return number(QString::number(row.restarts));
    default:
        return text(row.modifyTime > 0 ? agoText(nomadTime(row.modifyTime), view().now()) : QString(), Tone::Quiet);
    }
}

void AllocationsPage::showDetails(Slot slot)
{
    const nomad::Allocation& row = tables().allocations.at(slot);
    const QString job = row.jobId.text();
    const QString group = row.taskGroup.text();
    details().showObject(shownState(slot), row.id.shortText(), tr("job %1, group %2").arg(job, group));

    const std::vector<Slot> routes = view().join.routesOfAllocation(row.id);
    std::vector<Stop> stops{
        routesStop(view(), routes, {wholeTerm(u"job"_s, job), wholeTerm(u"node"_s, row.nodeName.text())})};
    if (!routes.empty()) {
        const cluster::Route& route = tables().routes.at(routes.front());
        if (const auto* service = tables().services.get({route.nameSpace, route.serviceName}))
            stops.push_back(serviceStop(view(), *service));
    }
    stops.push_back(allocationsStop(view(), {&row}, {}));
    stops.back().place.reset(); // it is what is shown
    stops.back().station.isOpenable = false;
    std::vector<const nomad::Node*> nodes;
    std::vector<const tailscale::Peer*> peers;
    if (const nomad::Node* node = tables().nodes.get(row.nodeId)) {
        nodes.push_back(node);
        if (const auto* peer = peerOf(view(), *node)) peers.push_back(peer);
    }
    stops.push_back(nodesStop(view(), nodes));
    stops.push_back(peersStop(view(), peers));
    const QString subject = job == group ? job : job + u'.' + group;
    const bool isIll = shownState(slot) < State::Pending;
    showPath(std::move(stops), worstCause([&](const cluster::Finding& finding) {
                 return isIll && finding.table == cluster::TableId::Allocations && finding.subject == subject;
             }));
    m_facts->setFacts(allocationFacts(view(), row));
}

} // namespace tailboard::views
