// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/nodes_page.h"

#include "ui/models/node_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/facts.h"
#include "ui/views/route_text.h"

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using cluster::Slot;
using models::NodeModel;

NodesPage::NodesPage(const Look& look, const ClusterView& view)
    : KeyedPage(look, view, Section::Nodes, cluster::TableId::Nodes,
                std::make_unique<NodeModel>(view.tables(), view.clock), tr("Filter: text, node:, status:ready"),
                tr("Choose a node to see what runs there."))
{
    addPathTab();
    m_facts = new FactList(look);
    details().addTab(tr("Facts"), m_facts);
    setColumns({QString(), tr("Name"), tr("Status"), tr("Address"), tr("Tailnet peer"), tr("Datacenter"), tr("Nomad"),
                tr("Drivers"), tr("Host volumes")},
               {36, 150, 100, 120, 130, 90, 80, 220, 158});
}

std::vector<NamedSource> NodesPage::sources() const
{
    return {nomadSource()};
}

QString NodesPage::emptySentence() const
{
    return tr("No nodes. A node appears when a Nomad client joins the cluster.");
}

Cell NodesPage::cell(Slot slot, int column) const
{
    const nomad::Node& node = tables().nodes.at(slot);
    const bool isOld = isStale(tables().nomadSource);
    const auto text = [&](const QString& value, Tone tone = Tone::Normal) {
        return Cell{TextCell{.text = value, .tone = tone}, isOld, {}};
    };
    switch (column) {
    case NodeModel::State: {
        const QString why = node.statusDescription;
        return {.content = StateCell{.shape = shownState(slot), .text = {}, .sentence = why},
                .tip = why.isEmpty() ? word(shownState(slot)) : why};
    }
    case NodeModel::Name:
        return {NameCell{node.name, {}, true}, isOld, {}};
    case NodeModel::Status: {
        TextCell cell{.text = node.statusText};
        if (node.isDraining)
            cell.text = tr("draining");
        else if (!node.isEligible)
            cell.text = tr("not eligible");
        if (const State state = shownState(slot); state == State::Critical || state == State::Warning)
            cell.state = state;
        return {cell, isOld, {}};
    }
    case NodeModel::Address:
        return text(node.address);
    case NodeModel::Peer: {
        const tailscale::Peer* peer = peerOf(view(), node);
        if (!peer) return text(tr("not in the tailnet"), Tone::Faint);
        return {TextCell{peer->shortName()}, isStale(tables().tailscaleSource), {}};
    }
    case NodeModel::Datacenter:
        return text(node.datacenter, Tone::Quiet);
    case NodeModel::Version:
        return text(node.version, Tone::Quiet);
    case NodeModel::Drivers:
        return text(node.healthyDrivers.join(", "_L1), Tone::Quiet);
    default:
        return text(node.hostVolumes.join(", "_L1), Tone::Quiet);
    }
}

void NodesPage::showDetails(Slot slot)
{
    const nomad::Node& node = tables().nodes.at(slot);
    details().showObject(shownState(slot), node.name,
                         node.version.isEmpty() ? QString() : tr("Nomad %1").arg(node.version));

    std::vector<const nomad::Allocation*> allocations;
    tables().allocations.forEach([&](Slot, const nomad::Allocation& row) {
        if (row.nodeId == node.id && row.desiredStatus == nomad::DesiredStatus::Run) allocations.push_back(&row);
    });
    const tailscale::Peer* peer = peerOf(view(), node);
    std::vector<Slot> routes;
    tables().routes.forEach([&](Slot at, const cluster::Route& route) {
        if (route.nodes.contains(node.name)) routes.push_back(at);
    });
    std::vector<Stop> stops{routesStop(view(), routes, {wholeTerm(u"node"_s, node.name)}),
                            allocationsStop(view(), allocations, {wholeTerm(u"node"_s, node.name)}),
                            nodesStop(view(), {&node})};
    stops.back().place.reset();
    stops.back().station.isOpenable = false;
    std::vector<const tailscale::Peer*> peers;
    if (peer) peers.push_back(peer);
    stops.push_back(peersStop(view(), peers));
    CauseText cause = worstCause([&](const cluster::Finding& finding) {
        return peer && finding.table == cluster::TableId::Peers && finding.subject == peer->shortName();
    });
    if (shownState(slot) == State::Critical)
        cause = {State::Critical, tr("Nomad says that the node %1 is %2.").arg(node.name, node.statusText),
                 node.statusDescription};
    showPath(std::move(stops), cause);
    m_facts->setFacts(nodeFacts(view(), node));
}

} // namespace tailboard::views
