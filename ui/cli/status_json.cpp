// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/status_json.h"

#include "app/cluster/states.h"

#include <QJsonArray>
#include <algorithm>

namespace tailboard::cli {

using namespace Qt::StringLiterals;
using cluster::Slot;
using cluster::Tables;

namespace {

QJsonValue timeJson(const std::optional<QDateTime>& time)
{
    return time ? QJsonValue(time->toUTC().toString(Qt::ISODate)) : QJsonValue();
}

QJsonArray textsJson(const QStringList& texts)
{
    return QJsonArray::fromStringList(texts);
}

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject sourceJson(const base::SourceState& source, const QDateTime& now)
{
    const auto age = base::sourceAge(source, now);
    return {{u"state"_s, base::stateName(base::sourceHealth(source, now))},
            {u"age"_s, age ? QJsonValue(qint64(age->count())) : QJsonValue()},
            {u"error"_s, source.error ? QJsonValue(source.error->sentence()) : QJsonValue()}};
}

/// Living slots, ordered by a text of their row.
template<typename Table, typename Text>
std::vector<Slot> sorted(const Table& table, Text&& text)
{
    std::vector<std::pair<QString, Slot>> rows;
    table.forEach([&](Slot slot, const auto& row) { rows.emplace_back(text(row), slot); });
    std::sort(rows.begin(), rows.end());
    std::vector<Slot> slots_;
    slots_.reserve(rows.size());
    for (const auto& row : rows)
        slots_.push_back(row.second);
    return slots_;
}

class Writer
{
public:
    Writer(const cluster::Join& join, const QDateTime& now)
        : m_join(join)
        , m_tables(join.tables())
        , m_now(now)
    {
        m_tables.registrations.forEach([this](Slot, const nomad::ServiceRegistration& registration) {
            m_registrations.insert(registration.allocationId, &registration);
        });
    }

    QJsonObject sources() const
    {
        QJsonArray instances;
        for (const Slot slot : sorted(m_tables.instances, [](const auto& row) { return row.node + row.key; })) {
            const cluster::TraefikInstance& instance = m_tables.instances.at(slot);
            QJsonObject object = sourceJson(instance.source, m_now);
            object.insert(u"node"_s, textOrNull(instance.node));
            object.insert(u"address"_s, instance.key);
            object.insert(u"version"_s, textOrNull(instance.source.version));
            instances << object;
        }
        return {{u"tailscale"_s, sourceJson(m_tables.tailscaleSource, m_now)},
                {u"nomad"_s, sourceJson(m_tables.nomadSource, m_now)},
                {u"traefik"_s, QJsonObject{{u"state"_s, base::stateName(cluster::traefikState(m_tables, m_now))},
                                           {u"instances"_s, instances}}}};
    }

    QJsonArray routes() const
    {
        QJsonArray array;
        for (const Slot slot : sorted(m_tables.routes, [](const auto& row) { return row.url() + row.key.router; }))
            array << routeJson(m_tables.routes.at(slot));
        return array;
    }

    QJsonArray peers() const
    {
        QJsonArray array;
        for (const Slot slot : sorted(m_tables.peers, [](const auto& row) { return row.dnsName + row.id; })) {
            const tailscale::Peer& peer = m_tables.peers.at(slot);
            QJsonObject object = peerJson(peer);
            object.insert(u"dnsName"_s, peer.dnsName);
            object.insert(u"self"_s, peer.isSelf);
            object.insert(u"os"_s, peer.os);
            object.insert(u"tags"_s, textsJson(peer.aclTags));
            object.insert(u"path"_s, pathName(cluster::peerPath(peer, m_tables.tailnet)));
            object.insert(u"relay"_s, textOrNull(peer.relay));
            object.insert(u"lastSeen"_s, timeJson(peer.lastSeen));
            object.insert(u"state"_s, base::stateName(cluster::peerState(peer, m_tables, m_now)));
            array << object;
        }
        return array;
    }

    QJsonArray nodes() const
    {
        QJsonArray array;
        for (const Slot slot : sorted(m_tables.nodes, [](const auto& row) { return row.name + row.id.toString(); })) {
            const nomad::Node& node = m_tables.nodes.at(slot);
            const auto peer = m_join.peerOfNode(node);
            array << QJsonObject{{u"id"_s, node.id.toString()},
                                 {u"name"_s, node.name},
                                 {u"address"_s, node.address},
                                 {u"status"_s, node.statusText},
                                 {u"eligible"_s, node.isEligible},
                                 {u"draining"_s, node.isDraining},
                                 {u"datacenter"_s, node.datacenter},
                                 {u"version"_s, node.version},
                                 {u"peer"_s, peer ? textOrNull(m_tables.peers.at(*peer).shortName()) : QJsonValue()},
                                 {u"state"_s, base::stateName(cluster::nodeState(node, m_tables, m_now))}};
        }
        return array;
    }

    QJsonArray services() const
    {
        QJsonArray array;
        for (const Slot slot :
             sorted(m_tables.services, [](const auto& row) { return row.key.name + row.key.nameSpace; })) {
            const cluster::Service& service = m_tables.services.at(slot);
            array << QJsonObject{{u"name"_s, service.key.name},
                                 {u"namespace"_s, service.key.nameSpace},
                                 {u"provider"_s, service.isConsul ? u"consul"_s : u"nomad"_s},
                                 {u"job"_s, service.job.id},
                                 {u"tags"_s, textsJson(service.tags)},
                                 {u"addresses"_s, textsJson(service.addresses)},
                                 {u"nodes"_s, textsJson(service.nodes)},
                                 {u"routers"_s, textsJson(service.routers)},
                                 {u"state"_s, base::stateName(cluster::serviceState(service, m_tables, m_now))}};
        }
        return array;
    }

    QJsonArray allocations() const
    {
        QJsonArray array;
        for (const Slot slot :
             sorted(m_tables.allocations, [](const auto& row) { return row.name() + row.id.toString(); })) {
            const nomad::Allocation& allocation = m_tables.allocations.at(slot);
            QJsonObject object = allocationJson(allocation, {});
            object.insert(u"desired"_s, nomad::desiredStatusText(allocation.desiredStatus));
            object.insert(u"version"_s, allocation.jobVersion < 0 ? QJsonValue() : QJsonValue(allocation.jobVersion));
            object.insert(u"state"_s, base::stateName(cluster::allocationState(allocation, m_tables, m_now)));
            array << object;
        }
        return array;
    }

private:
    static QString pathName(cluster::PeerPath path)
    {
        switch (path) {
        case cluster::PeerPath::Self:
            return u"self"_s;
        case cluster::PeerPath::Direct:
            return u"direct"_s;
        case cluster::PeerPath::Relay:
            return u"relay"_s;
        case cluster::PeerPath::Idle:
            return u"idle"_s;
        case cluster::PeerPath::Offline:
            return u"offline"_s;
        case cluster::PeerPath::Unknown:
            break;
        }
        return u"unknown"_s;
    }

    static QString instanceStatusName(traefik::ObjectStatus status)
    {
        switch (status) {
        case traefik::ObjectStatus::Enabled:
            return u"enabled"_s;
        case traefik::ObjectStatus::Warning:
            return u"warning"_s;
        case traefik::ObjectStatus::Disabled:
            return u"disabled"_s;
        case traefik::ObjectStatus::Other:
            break;
        }
        return u"unknown"_s;
    }

    QJsonObject peerJson(const tailscale::Peer& peer) const
    {
        return {{u"name"_s, peer.shortName()},
                {u"addresses"_s, textsJson(peer.addresses)},
                {u"online"_s, peer.isOnline},
                {u"keyExpiry"_s, timeJson(peer.keyExpiry)}};
    }

    /// `service`: the registration of this service is taken when the allocation has several; empty: any.
    QJsonObject allocationJson(const nomad::Allocation& allocation, const QString& service) const
    {
        const nomad::ServiceRegistration* registration = nullptr;
        for (auto [it, end] = m_registrations.equal_range(allocation.id); it != end; ++it)
            if (!registration || (*it)->serviceName == service) registration = *it;
        const nomad::Node* node = m_tables.nodes.get(allocation.nodeId);
        const auto peer = node ? m_join.peerOfNode(*node) : std::nullopt;
        return {{u"id"_s, allocation.id.toString()},
                {u"job"_s, allocation.jobId.text()},
                {u"group"_s, allocation.taskGroup.text()},
                {u"task"_s, registration ? textOrNull(registration->taskName()) : QJsonValue()},
                {u"node"_s, allocation.nodeName.text()},
                {u"address"_s,
                 registration ? QJsonValue(base::dialText({registration->address, registration->port})) : QJsonValue()},
                {u"status"_s, nomad::clientStatusText(allocation)},
                {u"peer"_s, peer ? QJsonValue(m_tables.peers.at(*peer).shortName()) : QJsonValue()}};
    }

    QJsonObject routeJson(const cluster::Route& route) const
    {
        QJsonArray instances;
        for (const cluster::RouteInstance& instance : route.instances)
            instances << QJsonObject{{u"node"_s, textOrNull(instance.node)},
                                     {u"status"_s, instanceStatusName(instance.status)},
                                     {u"errors"_s, textsJson(instance.errors)}};
        QJsonArray allocations;
        for (const base::Uuid& id : route.allocations)
            if (const nomad::Allocation* allocation = m_tables.allocations.get(id))
                allocations << allocationJson(*allocation, route.serviceName);
        const tailscale::Peer* owner = m_tables.peers.get(route.ownerPeer);
        return {{u"url"_s, route.url()},
                {u"host"_s, route.key.host},
                {u"path"_s, route.key.path},
                {u"router"_s, route.key.router},
                {u"provider"_s, route.provider},
                {u"rule"_s, route.rule},
                {u"entryPoints"_s, textsJson(route.entryPoints)},
                {u"tls"_s, route.hasTls},
                {u"resolver"_s, textOrNull(route.certResolver)},
                {u"service"_s, route.service},
                {u"instances"_s, instances},
                {u"allocations"_s, allocations},
                {u"peer"_s, owner ? QJsonValue(peerJson(*owner)) : QJsonValue()},
                {u"certificate"_s, QJsonValue()},
                {u"state"_s, base::stateName(cluster::routeState(route, m_tables, m_now))}};
    }

    const cluster::Join& m_join;
    const Tables& m_tables;
    QDateTime m_now;
    QMultiHash<base::Uuid, const nomad::ServiceRegistration*> m_registrations;
};

QJsonArray findingsJson(const findings::FindingTable& table)
{
    QJsonArray array;
    for (const Slot slot : sorted(table, [](const auto& row) { return QString::number(int(row.severity)) + row.id; })) {
        const cluster::Finding& finding = table.at(slot);
        array << QJsonObject{{u"id"_s, finding.id},
                             {u"severity"_s, base::stateName(finding.severity)},
                             {u"subject"_s, finding.subject},
                             {u"text"_s, finding.text},
                             {u"remedy"_s, textOrNull(finding.remedy)}};
    }
    return array;
}

} // namespace

QJsonObject statusJson(const cluster::Join& join, const findings::Findings& findings, const QDateTime& now)
{
    const Writer writer(join, now);
    return {{u"version"_s, 1},
            {u"sources"_s, writer.sources()},
            {u"routes"_s, writer.routes()},
            {u"peers"_s, writer.peers()},
            {u"nodes"_s, writer.nodes()},
            {u"services"_s, writer.services()},
            {u"allocations"_s, writer.allocations()},
            {u"findings"_s, findingsJson(findings.table())}};
}

} // namespace tailboard::cli
