// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/nodes_page.h"

#include "ui/models/node_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/fact_list.h"
#include "ui/views/facts.h"
#include "ui/views/node_text.h"
#include "ui/views/route_text.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/state_glyph.h"

#include <QHBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using cluster::Slot;
using models::NodeModel;

NodesPage::NodesPage(const Look& look, const ClusterView& view)
    : KeyedPage(look, view, Section::Nodes, cluster::TableId::Nodes,
                std::make_unique<NodeModel>(view.tables(), view.clock), tr("Filter: text, node:, status:ready"),
                tr("Choose a node to see what runs there."))
    , m_look(look)
    , m_own(view.tables())
    , m_pace([this] { refreshDetails(); })
    , m_detail(view.clock, [this] { refreshDetails(); })
{
    addPathTab();
    m_allocations =
        addListTab(tr("Allocations"), nodeAllocationColumns(), tr("Nothing runs on the node."), nullptr, false);
    m_volumes = addListTab(tr("Volumes"), volumeColumns(), tr("The node offers no host volumes."));
    m_drivers = addListTab(tr("Drivers"), driverColumns(), tr("The node tells of no task drivers."));

    m_problem = new QWidget;
    m_problemText = new Label({}, Token::Text, Step::Body, Label::Mode::Selectable);
    m_problemText->setObjectName(u"addressProblem"_s);
    auto* line = new QHBoxLayout(m_problem);
    line->setContentsMargins(16, 8, 16, 8);
    line->setSpacing(8);
    line->addWidget(new StateGlyph(look, State::Warning, 16), 0, Qt::AlignTop);
    line->addWidget(m_problemText, 1);
    m_networks = addListTab(tr("Network"), networkColumns(), tr("The node tells of no networks."), m_problem);

    auto* above = new QWidget;
    m_attributeFilter = new HintField(look, Icon::Filter, tr("Filter: a part of name or value"), {});
    m_attributeFilter->setObjectName(u"attributeFilter"_s);
    m_attributeFilter->setMaxLength(200);
    auto* inset = new QHBoxLayout(above);
    inset->setContentsMargins(16, 6, 16, 6);
    inset->addWidget(m_attributeFilter);
    m_attributes = addListTab(tr("Attributes"), attributeColumns(), tr("No attribute has this text."), above);
    connect(m_attributeFilter, &QLineEdit::textChanged, this, &NodesPage::showAttributes);
    connect(m_attributeFilter, &HintField::listWanted, m_attributes.list, qOverload<>(&QWidget::setFocus));
    connect(m_attributeFilter, &HintField::left, m_attributes.list, qOverload<>(&QWidget::setFocus));
    m_events = addListTab(tr("Events"), nodeEventColumns(), tr("Nomad keeps no event of the node."));
    m_facts = makeFacts();
    m_factsTab = details().addTab(tr("Facts"), m_facts);
    m_readTabNumbers.push_back(m_factsTab);
    addRawTab();
    connect(&details(), &DetailPane::tabChanged, this, [this] {
        m_pace.touch(true);
        refreshDetails();
    });
    setColumns({QString(), tr("Name"), tr("Status"), tr("Address"), tr("Tailnet peer"), tr("Datacenter"), tr("Nomad"),
                tr("Drivers"), tr("Host volumes")},
               {36, 150, 100, 120, 130, 90, 80, 220, 158});
}

/// `above` stands over the list; `isRead`: what it shows is read when it is seen.
NodesPage::Tab NodesPage::addListTab(const QString& title, const std::vector<RowColumn>& columns,
                                     const QString& nothing, QWidget* above, bool isRead)
{
    Tab tab;
    tab.list = new RowList(m_look, title, columns);
    tab.list->setNothing(nothing);
    connect(tab.list, &RowList::placeWanted, this, &Page::placeWanted);
    QWidget* content = tab.list;
    if (above) {
        content = new QWidget;
        auto* column = new QVBoxLayout(content);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        column->addWidget(above);
        column->addWidget(tab.list, 1);
    }
    if (isRead) {
        auto* frame = new ReadTab(m_look, content);
        connect(frame, &ReadTab::againWanted, this, [this] { m_detail.readAgain(); });
        m_readTabs.push_back(frame);
        content = frame;
    }
    tab.number = details().addTab(title, content);
    if (isRead) m_readTabNumbers.push_back(tab.number);
    return tab;
}

void NodesPage::apply(const std::vector<cluster::Delta>& deltas)
{
    if (m_own.apply(deltas)) m_areAllocationsOld = true;
    m_pace.touch();
    KeyedPage::apply(deltas);
}

void NodesPage::readDetailsAgain()
{
    KeyedPage::readDetailsAgain();
    ++m_again;
    refreshDetails();
}

void NodesPage::tick(const QDateTime& now)
{
    if (m_own.size() <= 1000) { // ages of a few
        m_areAllocationsOld = true;
        m_pace.touch();
    }
    KeyedPage::tick(now);
}

std::optional<cluster::Subject> NodesPage::rawSubject(Slot slot) const
{
    return cluster::NodeSubject{tables().nodes.at(slot).id};
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

    if (m_own.choose(node.id.toString(), [id = node.id](const nomad::Allocation& row) { return row.nodeId == id; })) {
        m_areAllocationsOld = true;
        m_pace.touch(true);
    }
    readDetails(node);
    // What runs on a node may be a third of everything.
    const bool isNow = m_pace.take(m_own.size() + tables().routes.size());
    if (isNow) showStations(node, slot);
    if (m_areAllocationsOld && details().currentTab() == m_allocations.number && (isNow || m_own.size() <= 1000))
        showAllocations(node);
    showRead(node);
}

void NodesPage::showAllocations(const nomad::Node& node)
{
    m_areAllocationsOld = false;
    m_allocations.list->setRows(nodeAllocationRows(view(), node, m_own.rows()));
}

void NodesPage::showStations(const nomad::Node& node, Slot slot)
{
    std::vector<const nomad::Allocation*> allocations = m_own.rows();
    details().setTabCount(m_allocations.number, int(allocations.size()));
    std::erase_if(allocations,
                  [](const nomad::Allocation* row) { return row->desiredStatus != nomad::DesiredStatus::Run; });
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
        if (finding.table == cluster::TableId::Nodes) return finding.id.endsWith(u'/' + node.id.toString());
        return peer && finding.table == cluster::TableId::Peers && finding.subject == peer->shortName();
    });
    if (shownState(slot) == State::Critical)
        cause = {State::Critical, tr("Nomad says that the node %1 is %2.").arg(node.name, node.statusText),
                 node.statusDescription};
    showPath(std::move(stops), cause);
}

void NodesPage::readDetails(const nomad::Node& node)
{
    const bool isOld = isStale(tables().nomadSource);
    if (isOld != std::exchange(m_wasOld, isOld)) {
        m_areAllocationsOld = true;
        m_pace.touch();
        if (!isOld && m_detail.hasFailed()) ++m_again; // heard again
    }
    const bool isSeen =
        std::find(m_readTabNumbers.begin(), m_readTabNumbers.end(), details().currentTab()) != m_readTabNumbers.end();
    DetailRead<nomad::NodeDetail>::Ask ask;
    if (cluster::ObjectReader* reader = view().reader)
        ask = [reader, id = node.id](QObject* context, auto done) { reader->readNode(id, context, std::move(done)); };
    m_detail.want(node.id.toString(), node.modifyIndex + (m_again << 48), isSeen, std::move(ask));
}

void NodesPage::showRead(const nomad::Node& node)
{
    const ReadStatus status = m_detail.status(isStale(tables().nomadSource));
    for (ReadTab* tab : m_readTabs)
        tab->setStatus(status);
    const QDateTime now = view().now();
    const nomad::NodeDetail detail = m_detail.value().value_or(nomad::NodeDetail());
    m_volumes.list->setRows(volumeRows(detail));
    m_drivers.list->setRows(driverRows(detail, now));
    m_networks.list->setRows(networkRows(view(), node, detail));
    m_events.list->setRows(nodeEventRows(detail, now));
    showAttributes();
    const QString problem = addressProblem(view(), node);
    m_problem->setVisible(!problem.isEmpty());
    m_problemText->setPlain(problem);
    std::vector<Fact> facts = nodeFacts(view(), node);
    if (m_detail.value())
        for (Fact& fact : nodeDetailFacts(detail))
            facts.push_back(std::move(fact));
    m_facts->setFacts(std::move(facts));
}

void NodesPage::showAttributes()
{
    if (details().currentTab() != m_attributes.number || !m_detail.value()) return;
    m_attributes.list->setRows(attributeRows(*m_detail.value(), m_attributeFilter->text().trimmed()));
}

} // namespace tailboard::views
