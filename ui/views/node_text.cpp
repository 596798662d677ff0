// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/node_text.h"

#include "ui/views/allocation_text.h"
#include "ui/views/cluster_text.h"
#include "ui/views/job_text.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using base::State;
using widgets::Mark;
using widgets::Shape;
using Ink = RowCell::Ink;

namespace {

constexpr double mebibyte = 1024.0 * 1024;

QString tr(const char* text)
{
    return QCoreApplication::translate("NodeText", text);
}

RowCell ageCell(const QDateTime& time, const QDateTime& now)
{
    if (!time.isValid()) return {.text = u"–"_s, .ink = Ink::Faint};
    return {.text = agoText(time, now), .ink = Ink::Quiet, .tip = dateText(time)};
}

/// Of what kind addresses are; empty for none.
RowCell remarkOn(const QStringList& addresses)
{
    RowCell remark;
    if (addresses.isEmpty()) return remark;
    const bool isTailnet = std::any_of(addresses.begin(), addresses.end(), isTailnetAddress);
    remark.text = isTailnet ? tr("tailnet") : tr("not the tailnet");
    if (isTailnet)
        remark.shape = Shape(State::Ok);
    else
        remark.ink = Ink::Faint;
    return remark;
}

} // namespace

bool isTailnetAddress(const QString& address)
{
    const QHostAddress parsed(address.section(u'/', 0, 0));
    if (parsed.isNull()) return false;
    return parsed.isInSubnet(QHostAddress(u"100.64.0.0"_s), 10) ||
           parsed.isInSubnet(QHostAddress(u"fd7a:115c:a1e0::"_s), 48);
}

std::vector<RowColumn> nodeAllocationColumns()
{
    return {{tr("Status"), 120}, {tr("Id"), 96},       {tr("Job"), 180},    {tr("Group"), 160},
            {tr("Version"), 76}, {tr("Restarts"), 84}, {tr("Changed"), 116}};
}

std::vector<Row> nodeAllocationRows(const ClusterView& view, const nomad::Node& node,
                                    std::vector<const nomad::Allocation*> allocations, size_t most)
{
    struct Entry
    {
        State state;
        const nomad::Allocation* row;
    };
    const QDateTime now = view.now();
    std::vector<Entry> entries;
    entries.reserve(allocations.size());
    for (const nomad::Allocation* row : allocations)
        entries.push_back({cluster::allocationState(*row, view.tables(), now), row});
    const auto comesBefore = [](const Entry& a, const Entry& b) {
        if (a.state != b.state) return a.state < b.state;
        if (a.row->jobId != b.row->jobId) return a.row->jobId.text() < b.row->jobId.text();
        if (a.row->taskGroup != b.row->taskGroup) return a.row->taskGroup.text() < b.row->taskGroup.text();
        if (a.row->index != b.row->index) return a.row->index < b.row->index;
        return a.row->id < b.row->id;
    };
    const size_t shown = std::min(most, entries.size());
    std::partial_sort(entries.begin(), entries.begin() + std::ptrdiff_t(shown), entries.end(), comesBefore);

    std::vector<Row> rows;
    rows.reserve(shown + 1);
    for (size_t i = 0; i < shown; ++i) {
        const nomad::Allocation& row = *entries[i].row;
        const QString group =
            row.index < 0 ? row.taskGroup.text() : u"%1[%2]"_s.arg(row.taskGroup.text(), QString::number(row.index));
        const Place own{Section::Allocations, row.id.toString()};
        rows.push_back(
            {.key = row.id.toString(),
             .cells = {{.text = nomad::clientStatusText(row),
                        .shape = Shape(entries[i].state),
                        .tip = row.clientDescription.text()},
                       {.text = row.id.shortText(), .isCode = true, .place = own},
                       {.text = row.jobId.text(), .place = jobPlace({row.nameSpace.text(), row.jobId.text()})},
                       {.text = group},
                       {.text = row.jobVersion < 0 ? u"–"_s : QString::number(row.jobVersion), .ink = Ink::Quiet},
                       {.text = QString::number(row.restarts), .ink = row.restarts > 0 ? Ink::Normal : Ink::Faint},
                       {.text = row.modifyTime > 0 ? agoText(nomadTime(row.modifyTime), now) : QString(),
                        .ink = Ink::Quiet}},
             .place = own});
    }
    if (const size_t more = entries.size() - shown; more > 0) {
        const Place all{Section::Allocations, filterObject({wholeTerm(u"node"_s, node.name)})};
        rows.push_back({.key = u"more"_s, .cells = {{.text = tr("%1 more").arg(more), .place = all}}, .place = all});
    }
    return rows;
}

std::vector<RowColumn> volumeColumns()
{
    return {{tr("Host volume"), 200}, {tr("Access"), 160}, {tr("Path on the node"), 400}};
}

std::vector<Row> volumeRows(const nomad::NodeDetail& detail)
{
    std::vector<Row> rows;
    for (const nomad::HostVolume& volume : detail.hostVolumes)
        rows.push_back(
            {.key = volume.name,
             .cells = {{.text = volume.name, .ink = Ink::Strong},
                       {.text = volume.isReadOnly ? tr("read only") : tr("read and write"), .ink = Ink::Quiet},
                       {.text = volume.path, .isCode = true}}});
    return rows;
}

std::vector<RowColumn> driverColumns()
{
    return {{tr("Driver"), 150}, {tr("State"), 140}, {tr("Since"), 110}, {tr("Description"), 400}};
}

std::vector<Row> driverRows(const nomad::NodeDetail& detail, const QDateTime& now)
{
    QList<nomad::NodeDriver> drivers = detail.drivers;
    std::stable_partition(drivers.begin(), drivers.end(),
                          [](const nomad::NodeDriver& each) { return each.isDetected; });
    std::vector<Row> rows;
    for (const nomad::NodeDriver& driver : drivers) {
        RowCell state;
        state.text = !driver.isDetected ? tr("not there") : driver.isHealthy ? tr("healthy") : tr("not healthy");
        state.shape = !driver.isDetected ? Shape(Mark::NotApplicable)
                      : driver.isHealthy ? Shape(State::Ok)
                                         : Shape(State::Critical);
        rows.push_back({.key = driver.name,
                        .cells = {{.text = driver.name, .ink = driver.isDetected ? Ink::Strong : Ink::Quiet},
                                  state,
                                  ageCell(driver.updateTime, now),
                                  {.text = driver.description, .ink = Ink::Quiet}}});
    }
    return rows;
}

QString addressProblem(const ClusterView& view, const nomad::Node& node)
{
    if (node.address.isEmpty()) return tr("Nomad knows no address of the node.");
    if (!isTailnetAddress(node.address))
        return tr("The node's address %1 is not one of the tailnet, so that its allocations are reached beside it. Set "
                  "network_interface = \"tailscale0\" in the client block of its Nomad configuration.")
            .arg(node.address);
    if (!peerOf(view, node))
        return tr("No peer of the tailnet has the node's address %1: the machine left the tailnet, or got another "
                  "address since Nomad started there.")
            .arg(node.address);
    return {};
}

std::vector<RowColumn> networkColumns()
{
    return {{tr("Network"), 180}, {tr("Mode"), 100}, {tr("Addresses"), 320}, {tr("Kind"), 150}, {tr("Leads to"), 180}};
}

std::vector<Row> networkRows(const ClusterView& view, const nomad::Node& node, const nomad::NodeDetail& detail)
{
    std::vector<Row> rows;
    RowCell kind = remarkOn({node.address});
    if (!addressProblem(view, node).isEmpty()) {
        kind.text = isTailnetAddress(node.address) ? tr("of no peer") : tr("not the tailnet");
        kind.shape = Shape(State::Warning);
    }
    Row own;
    own.key = u"own"_s;
    own.cells.push_back({.text = tr("Address of the node"), .ink = Ink::Strong});
    own.cells.push_back({.text = {}});
    own.cells.push_back({.text = node.address, .isCode = true});
    own.cells.push_back(std::move(kind));
    if (const tailscale::Peer* peer = peerOf(view, node)) {
        const Place place{Section::Peers, peer->id};
        own.cells.push_back({.text = tr("peer %1").arg(peer->shortName()), .place = place});
        own.place = place;
    }
    rows.push_back(std::move(own));
    for (const nomad::NodeNetwork& network : detail.networks) {
        const QString name = network.device.isEmpty() ? network.mode : network.device;
        rows.push_back({.key = u"network "_s + name + network.addresses.join(u' '),
                        .cells = {{.text = name, .ink = Ink::Strong},
                                  {.text = network.mode, .ink = Ink::Quiet},
                                  {.text = network.addresses.join(", "_L1), .isCode = true},
                                  remarkOn(network.addresses)}});
    }
    for (const nomad::HostNetwork& network : detail.hostNetworks)
        rows.push_back({.key = u"host network "_s + network.name,
                        .cells = {{.text = network.name, .ink = Ink::Strong},
                                  {.text = tr("host network"), .ink = Ink::Quiet},
                                  {.text = network.cidr.isEmpty() ? network.device : network.cidr, .isCode = true},
                                  remarkOn(network.cidr.isEmpty() ? QStringList() : QStringList(network.cidr))}});
    return rows;
}

std::vector<RowColumn> attributeColumns()
{
    return {{tr("Name"), 320}, {tr("Value"), 600}};
}

std::vector<Row> attributeRows(const nomad::NodeDetail& detail, const QString& filter)
{
    std::vector<Row> rows;
    const auto add = [&](const QString& start, const QList<nomad::NamedValue>& values) {
        for (const nomad::NamedValue& each : values) {
            const QString name = start + each.name;
            if (!name.contains(filter, Qt::CaseInsensitive) && !each.value.contains(filter, Qt::CaseInsensitive))
                continue;
            rows.push_back(
                {.key = name,
                 .cells = {{.text = name, .ink = Ink::Quiet, .isCode = true}, {.text = each.value, .isCode = true}}});
        }
    };
    add(u"meta."_s, detail.meta);
    add({}, detail.attributes);
    return rows;
}

std::vector<RowColumn> nodeEventColumns()
{
    return {{tr("When"), 100}, {tr("Subsystem"), 140}, {tr("Message"), 500}};
}

std::vector<Row> nodeEventRows(const nomad::NodeDetail& detail, const QDateTime& now)
{
    std::vector<Row> rows;
    for (const nomad::NodeEvent& event : detail.events)
        rows.push_back(
            {.key = QString::number(event.time.toMSecsSinceEpoch()) + event.subsystem + event.text,
             .cells = {ageCell(event.time, now), {.text = event.subsystem, .ink = Ink::Quiet}, {.text = event.text}}});
    return rows;
}

std::vector<Fact> nodeDetailFacts(const nomad::NodeDetail& detail)
{
    std::vector<Fact> facts;
    const auto text = [&](const QString& name, const QString& value) {
        if (!value.isEmpty()) facts.push_back({.name = name, .value = value});
    };
    const auto amounts = [](const nomad::NodeResources& of) {
        QStringList parts;
        if (of.cpu > 0) parts << tr("%1 MHz").arg(of.cpu);
        if (of.cores > 0) parts << countText(of.cores, tr("1 core"), tr("%1 cores"));
        if (of.memory > 0) parts << tr("memory %1").arg(bytesText(double(of.memory) * mebibyte));
        if (of.disk > 0) parts << tr("disk %1").arg(bytesText(double(of.disk) * mebibyte));
        return parts.join(", "_L1);
    };
    text(tr("Has"), amounts(detail.resources));
    text(tr("Keeps back"), amounts(detail.reserved));
    if (detail.resources.maximumPort > 0)
        text(tr("Dynamic ports"), u"%1–%2"_s.arg(QString::number(detail.resources.minimumPort),
                                                 QString::number(detail.resources.maximumPort)));
    text(tr("Reserved ports"), detail.reserved.reservedPorts);
    text(tr("HTTP API"), detail.httpAddress.isEmpty()
                             ? QString()
                             : detail.httpAddress + (detail.hasTls ? tr(", with TLS") : tr(", without TLS")));
    if (detail.statusTime.isValid()) text(tr("Status since"), dateText(detail.statusTime));
    if (detail.lastDrain)
        text(tr("Last drain"), tr("%1, %2").arg(detail.lastDrain->status, dateText(detail.lastDrain->updatedAt)));
    return facts;
}

} // namespace tailboard::views
