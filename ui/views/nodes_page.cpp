// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/nodes_page.h"

#include "app/cluster/states.h"
#include "ui/models/node_model.h"
#include "ui/views/fact_list.h"
#include "ui/views/route_text.h"
#include "ui/views/time_text.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using models::NodeModel;

NodesPage::NodesPage(const Look& look, const Known& known, QWidget* parent)
    : KeyedPage(look, known,
                {.section = Section::Nodes,
                 .table = cluster::TableId::Nodes,
                 .origin = Origin::Nomad,
                 .titles = {QString(), tr("Node"), tr("Status"), tr("Address"), tr("Tailnet peer"), tr("Datacenter"),
                            tr("Nomad"), tr("Drivers"), tr("Host volumes")},
                 .widths = {36, 180, 130, 130, 180, 100, 80, 140, 200},
                 .filterHint = tr("Filter: text, node:, status:"),
                 .nothing = tr("Choose a node to see its facts."),
                 .empty = tr("Nomad has no nodes.")},
                std::make_unique<NodeModel>(known.tables(), known.clock), parent)
    , m_facts(new FactList(look))
{
    details().addTab(tr("Facts"), m_facts);
    m_first = details().addButton(Icon::Peers, tr("Open peer"));
    m_second = details().addButton(Icon::Allocations, tr("Its allocations"));
    connect(m_first, &QPushButton::clicked, this, [this] { emit placeWanted({Section::Peers, m_firstObject}); });
    connect(m_second, &QPushButton::clicked, this, [this] {
        emit placeWanted({Section::Allocations, m_secondObject});
    });
}

QString NodesPage::nameOf(cluster::Slot slot) const
{
    return tables().nodes.at(slot).name;
}

Cell NodesPage::cell(cluster::Slot slot, int column) const
{
    const nomad::Node& node = tables().nodes.at(slot);
    switch (column) {
    case NodeModel::State:
        return stateCell(slot);
    case NodeModel::Name:
        return {.content = NameCell{.name = node.name, .isStrong = true}};
    case NodeModel::Status: {
        QString text = node.statusText;
        if (node.isDraining)
            text += tr(", draining");
        else if (!node.isEligible)
            text += tr(", ineligible");
        return {.content = TextCell{.text = text}, .isStale = isOriginStale(), .tip = node.statusDescription};
    }
    case NodeModel::Address:
        return {.content = TextCell{.text = node.address}};
    case NodeModel::Peer: {
        const tailscale::Peer* peer = peerOf(&node);
        if (!peer) return {.content = TextCell{.text = tr("not in the tailnet"), .tone = Tone::Faint}};
        return {.content = NameCell{.name = peer->shortName(),
                                    .quietSuffix = u"  "_s + pathText(*peer, tables(), known().clock.now())},
                .tip = peer->dnsName};
    }
    case NodeModel::Datacenter:
        return {.content = TextCell{.text = node.datacenter, .tone = Tone::Quiet}};
    case NodeModel::Version:
        return {.content = TextCell{.text = node.version, .tone = Tone::Quiet}};
    case NodeModel::Drivers:
        return {.content = TextCell{.text = node.healthyDrivers.join(u", "_s), .tone = Tone::Quiet}};
    case NodeModel::Volumes:
        return {.content = TextCell{.text = node.hostVolumes.join(u", "_s), .tone = Tone::Quiet}};
    default:
        return {};
    }
}

void NodesPage::showDetails(cluster::Slot slot)
{
    const nomad::Node& node = tables().nodes.at(slot);
    const tailscale::Peer* peer = peerOf(&node);
    details().showObject(stateOf(slot), node.name, tr("Nomad %1, datacenter %2").arg(node.version, node.datacenter));
    int running = 0;
    int all = 0;
    tables().allocations.forEach([&](cluster::Slot, const nomad::Allocation& allocation) {
        if (allocation.nodeId != node.id) return;
        ++all;
        running += allocation.clientStatus == nomad::ClientStatus::Running;
    });
    m_facts->setFacts({
        {.name = tr("Status"), .value = node.statusText, .shape = stateOf(slot)},
        {.name = tr("Description"), .value = node.statusDescription},
        {.name = tr("Scheduling"), .value = node.isEligible ? tr("eligible") : tr("ineligible")},
        {.name = tr("Drain"), .value = node.isDraining ? tr("draining") : tr("no")},
        {.name = tr("Address"), .value = node.address},
        {.name = tr("Tailnet peer"), .value = peer ? peer->dnsName : tr("none has this address")},
        {.name = tr("Allocations"), .value = tr("%1 running of %2").arg(running).arg(all)},
        {.name = tr("Drivers"), .value = node.healthyDrivers.join(u", "_s)},
        {.name = tr("Host volumes"), .value = node.hostVolumes.join(u", "_s)},
        {.name = tr("Node pool"), .value = node.nodePool},
        {.name = tr("ID"), .value = node.id.toString(), .isCode = true},
    });
    m_firstObject = peer ? peer->id : QString();
    m_first->setEnabled(peer != nullptr);
    m_secondObject = u"node:"_s + node.name;
    m_second->setEnabled(all > 0);
}

} // namespace tailboard::views
