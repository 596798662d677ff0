// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/allocations_page.h"

#include "app/cluster/states.h"
#include "ui/models/allocation_model.h"
#include "ui/views/fact_list.h"
#include "ui/views/route_text.h"
#include "ui/views/time_text.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using models::AllocationModel;

AllocationsPage::AllocationsPage(const Look& look, const Known& known, QWidget* parent)
    : KeyedPage(look, known,
                {.section = Section::Allocations,
                 .table = cluster::TableId::Allocations,
                 .origin = Origin::Nomad,
                 .titles = {QString(), tr("Allocation"), tr("Job"), tr("Group"), tr("Node"), tr("Status"), tr("Wanted"),
                            tr("Version"), tr("Restarts"), tr("Changed")},
                 .widths = {36, 110, 180, 150, 150, 110, 90, 80, 90, 120},
                 .filterHint = tr("Filter: text, job:, group:, node:, status:"),
                 .nothing = tr("Choose an allocation to see its facts."),
                 .empty = tr("Nomad has no allocations.")},
                std::make_unique<AllocationModel>(known.tables(), known.clock), parent)
    , m_facts(new FactList(look))
{
    details().addTab(tr("Facts"), m_facts);
    m_first = details().addButton(Icon::Nodes, tr("Open node"));
    m_second = details().addButton(Icon::Routes, tr("Open route"));
    connect(m_first, &QPushButton::clicked, this, [this] { emit placeWanted({Section::Nodes, m_firstObject}); });
    connect(m_second, &QPushButton::clicked, this, [this] { emit placeWanted({Section::Routes, m_secondObject}); });
}

QString AllocationsPage::nameOf(cluster::Slot slot) const
{
    return tables().allocations.at(slot).name();
}

Cell AllocationsPage::cell(cluster::Slot slot, int column) const
{
    const nomad::Allocation& allocation = tables().allocations.at(slot);
    const bool isStale = isOriginStale();
    switch (column) {
    case AllocationModel::State:
        return stateCell(slot);
    case AllocationModel::Id:
        return {.content = NameCell{.name = allocation.id.shortText()}};
    case AllocationModel::Job:
        return {.content = NameCell{.name = allocation.jobId.text(), .isStrong = true}};
    case AllocationModel::Group:
        return {.content =
                    NameCell{.name = allocation.taskGroup.text(),
                             .quietSuffix = allocation.index < 0 ? QString() : u" [%1]"_s.arg(allocation.index)}};
    case AllocationModel::Node:
        return {.content = TextCell{.text = allocation.nodeName.text()}};
    case AllocationModel::Status:
        return {.content = TextCell{.text = nomad::clientStatusText(allocation)},
                .isStale = isStale,
                .tip = allocation.clientDescription.text()};
    case AllocationModel::Desired:
        return {.content = TextCell{.text = nomad::desiredStatusText(allocation.desiredStatus), .tone = Tone::Quiet},
                .tip = allocation.desiredDescription.text()};
    case AllocationModel::Version:
        return {.content =
                    TextCell{.text = allocation.jobVersion < 0 ? QString() : QString::number(allocation.jobVersion),
                             .tone = Tone::Quiet,
                             .isNumber = true}};
    case AllocationModel::Restarts:
        return {.content = TextCell{.text = allocation.restarts == 0 ? QString() : QString::number(allocation.restarts),
                                    .isNumber = true}};
    case AllocationModel::Changed:
        return {.content = TextCell{.text = agoText(fromNanoseconds(allocation.modifyTime), known().clock.now()),
                                    .tone = Tone::Quiet}};
    default:
        return {};
    }
}

void AllocationsPage::showDetails(cluster::Slot slot)
{
    const nomad::Allocation& allocation = tables().allocations.at(slot);
    const QDateTime now = known().clock.now();
    details().showObject(stateOf(slot), allocation.name(), allocation.id.shortText());
    const nomad::Node* node = tables().nodes.get(allocation.nodeId);
    const tailscale::Peer* peer = peerOf(node);
    std::vector<Fact> facts{
        {.name = tr("Status"), .value = nomad::clientStatusText(allocation), .shape = stateOf(slot)},
        {.name = tr("Description"), .value = allocation.clientDescription.text()},
        {.name = tr("Wanted"), .value = nomad::desiredStatusText(allocation.desiredStatus)},
        {.name = tr("Namespace"), .value = allocation.nameSpace.text()},
        {.name = tr("Node"), .value = allocation.nodeName.text()},
        {.name = tr("Tailnet peer"),
         .value = peer ? peer->dnsName + u" · "_s + pathText(*peer, tables(), now) : tr("none is known")},
        {.name = tr("Created"), .value = dateText(fromNanoseconds(allocation.createTime))},
        {.name = tr("Changed"), .value = dateText(fromNanoseconds(allocation.modifyTime))},
        {.name = tr("ID"), .value = allocation.id.toString(), .isCode = true},
    };
    const std::vector<cluster::Slot> routes = known().join.routesOfAllocation(allocation.id);
    for (const cluster::Slot route : routes)
        facts.push_back({.name = tr("Route"),
                         .value = tables().routes.at(route).url(),
                         .shape = cluster::routeState(tables().routes.at(route), tables(), now)});
    m_facts->setFacts(std::move(facts));
    m_firstObject = node ? node->id.toString() : QString();
    m_first->setEnabled(node != nullptr);
    m_secondObject = routes.empty() ? QString() : routeKey(routes.front());
    m_second->setEnabled(!routes.empty());
}

} // namespace tailboard::views
