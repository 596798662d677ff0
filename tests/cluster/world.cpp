// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cluster/world.h"

using namespace Qt::StringLiterals;

namespace tailboard::cluster_test {

base::Uuid uuid(int n)
{
    base::Uuid id;
    // Spread over the first bytes too: they are what the hash takes.
    const quint64 spread = quint64(n) * 0x9E3779B97F4A7C15ull;
    for (size_t i = 0; i < 8; ++i)
        id.bytes[i] = static_cast<unsigned char>(spread >> (8 * i));
    for (size_t i = 0; i < 4; ++i)
        id.bytes[12 + i] = static_cast<unsigned char>(quint32(n) >> (8 * i));
    return id;
}

QString traefikKey(int n)
{
    return u"http://100.64.0.%1:8080"_s.arg(n);
}

QString hostRule(const QString& host)
{
    return u"Host(`%1`)"_s.arg(host);
}

base::SourceState liveSource()
{
    base::SourceState state;
    state.phase = base::SourcePhase::Live;
    state.streaming = true;
    return state;
}

traefik::Router router(const QString& name, const QString& rule, const QString& service)
{
    traefik::Router row;
    row.name = name + u"@nomad"_s;
    row.provider = u"nomad"_s;
    row.rule = rule;
    row.service = service;
    row.entryPoints = {u"web"_s, u"websecure"_s};
    row.usedEntryPoints = row.entryPoints;
    row.hasTls = true;
    row.certResolver = u"tailscaleresolver"_s;
    row.priority = u"38"_s;
    row.status = traefik::ObjectStatus::Enabled;
    return row;
}

traefik::Service service(const QString& name, const QStringList& servers)
{
    traefik::Service row;
    row.name = name + u"@nomad"_s;
    row.provider = u"nomad"_s;
    row.type = u"loadbalancer"_s;
    for (const QString& url : servers)
        row.servers.append({url, u"UP"_s});
    row.status = traefik::ObjectStatus::Enabled;
    return row;
}

void World::addNode(int n)
{
    nomad::Node node;
    node.id = uuid(1'000'000 + n);
    node.name = u"firefly-sub0%1"_s.arg(n);
    node.address = u"100.64.0.%1"_s.arg(n);
    node.status = nomad::NodeStatus::Ready;
    node.modifyIndex = 1;
    nodes[node.id] = node;
    tailscale::Peer peer;
    peer.id = u"peer-%1"_s.arg(n);
    peer.hostName = node.name;
    peer.dnsName = node.name + u".tail1a2b3.ts.net"_s;
    peer.addresses = {node.address, u"fd7a::%1"_s.arg(n)};
    peer.aclTags = {u"tag:server"_s};
    peer.isOnline = true;
    peers[peer.id] = peer;
}

nomad::Allocation& World::addAllocation(int id, const QString& job, int n)
{
    nomad::Allocation row;
    row.id = uuid(id);
    row.nodeId = uuid(1'000'000 + n);
    row.nameSpace = base::Symbol::of(u"default");
    row.jobId = base::Symbol::of(job);
    row.taskGroup = base::Symbol::of(job);
    row.nodeName = base::Symbol::of(u"firefly-sub0%1"_s.arg(n));
    row.clientStatus = nomad::ClientStatus::Running;
    row.statusText = base::Symbol::of(u"running");
    row.jobVersion = 0;
    row.modifyIndex = 1;
    return allocations[row.id] = row;
}

nomad::ServiceRegistration& World::addRegistration(int allocation, const QString& name, quint16 port,
                                                   const QStringList& tags)
{
    const nomad::Allocation& owner = allocations.at(uuid(allocation));
    nomad::ServiceRegistration row;
    row.id = u"_nomad-task-%1-%2-%2-http"_s.arg(owner.id.toString(), name);
    row.serviceName = name;
    row.nameSpace = owner.nameSpace.text();
    row.jobId = owner.jobId.text();
    row.allocationId = owner.id;
    row.nodeId = owner.nodeId;
    row.tags = tags;
    row.address = nodes.at(owner.nodeId).address;
    row.port = port;
    row.modifyIndex = 1;
    return registrations[row.id] = row;
}

World::Traefik& World::addTraefik(int n)
{
    Traefik traefik;
    traefik.instance.key = traefikKey(n);
    traefik.instance.node = u"firefly-sub0%1"_s.arg(n);
    traefik.instance.nodeId = uuid(1'000'000 + n);
    traefik.instance.source = liveSource();
    traefik.configuration.version = u"3.7.15"_s;
    traefik.configuration.providers = {u"Nomad"_s};
    traefik.configuration.entryPoints = {{u"traefik"_s, u":8080"_s}, {u"web"_s, u":80"_s}, {u"websecure"_s, u":443"_s}};
    return traefiks[traefik.instance.key] = traefik;
}

void World::show(const QString& name, const QString& rule, const QString& service, const QStringList& servers)
{
    for (auto& [key, traefik] : traefiks) {
        traefik.configuration.routers.append(cluster_test::router(name, rule, service));
        traefik.configuration.services.append(cluster_test::service(service, servers));
    }
}

tailscale::Status World::status() const
{
    tailscale::Status status;
    status.backend = backend;
    status.magicDnsSuffix = u"tail1a2b3.ts.net"_s;
    status.certDomains = certDomains;
    status.isMagicDnsEnabled = isMagicDnsEnabled;
    for (const auto& [id, peer] : peers)
        status.peers.append(peer);
    return status;
}

void World::feedTailnet(cluster::Join& join) const
{
    join.setTailnet(status());
}

void World::feedTraefik(cluster::Join& join, const QString& key) const
{
    join.putInstance(traefiks.at(key).instance);
    join.setConfiguration(key, traefiks.at(key).configuration);
}

void World::feed(cluster::Join& join) const
{
    base::SourceState source = liveSource();
    join.setTailscaleSource(source);
    join.setNomadSource(source);
    feedTailnet(join);
    join.beginList(nomad::List::Nodes);
    for (const auto& [id, row] : nodes)
        join.nodesArrived({&row, 1});
    join.endList(nomad::List::Nodes);
    join.beginList(nomad::List::Allocations);
    for (const auto& [id, row] : allocations)
        join.allocationsArrived({&row, 1});
    join.endList(nomad::List::Allocations);
    join.beginList(nomad::List::Services);
    for (const auto& [id, row] : registrations)
        join.registrationsArrived({&row, 1});
    join.endList(nomad::List::Services);
    for (const auto& [key, traefik] : traefiks)
        feedTraefik(join, key);
}

World webWorld()
{
    World world;
    const QStringList tags{u"traefik.http.routers.web.rule=Host(`firefly-sub01.tail1a2b3.ts.net`)"_s,
                           u"traefik.http.routers.web.tls.certResolver=tailscaleresolver"_s};
    for (int n = 1; n <= 2; ++n) {
        world.addNode(n);
        world.addAllocation(n, u"web"_s, n);
        world.addRegistration(n, u"web"_s, quint16(20'000 + n), tags);
        world.addTraefik(n);
    }
    world.show(u"web"_s, hostRule(u"firefly-sub01.tail1a2b3.ts.net"_s), u"web"_s,
               {u"http://100.64.0.1:20001"_s, u"http://100.64.0.2:20002"_s});
    return world;
}

namespace {

QString textOf(const cluster::RouteKey& key)
{
    return key.router + u' ' + key.host + key.path;
}

QString textOf(const cluster::ServiceKey& key)
{
    return key.nameSpace + u'/' + key.name;
}

QString fieldsOf(const cluster::Route& r)
{
    QStringList seen, allocations;
    for (const auto& instance : r.instances)
        seen.append(instance.instance + u' ' + instance.node + u' ' + QString::number(int(instance.status)));
    for (const auto& id : r.allocations)
        allocations.append(id.shortText());
    return u"[%1 %2 seen(%3) allocations(%4) nodes(%5) peers(%6) owner(%7) %8]"_s.arg(int(r.cause))
        .arg(r.rule, seen.join(u','), allocations.join(u','), r.nodes.join(u','), r.peers.join(u','), r.ownerPeer,
             u"%1 %2 %3 %4 %5"_s.arg(r.service, r.serviceName, r.servers.join(u','), r.nameSpace, r.job.id));
}

QString fieldsOf(const cluster::Service& s)
{
    return u"[%1 %2 %3 routers(%4) nodes(%5) %6]"_s.arg(int(s.state))
        .arg(s.hasDefaultRule)
        .arg(s.registrations.size())
        .arg(s.routers.join(u','), s.nodes.join(u','), s.tags.join(u' '));
}

template<typename Table>
void compare(const Table& left, const Table& right, const QString& name, QStringList& out)
{
    left.forEach([&](cluster::Slot, const auto& row) {
        const auto* other = right.get(row.key);
        if (!other)
            out.append(name + u" only left: "_s + textOf(row.key) + fieldsOf(row));
        else if (!(*other == row))
            out.append(name + u" differs: "_s + textOf(row.key) + fieldsOf(row) + fieldsOf(*other));
    });
    right.forEach([&](cluster::Slot, const auto& row) {
        if (!left.get(row.key)) out.append(name + u" only right: "_s + textOf(row.key) + fieldsOf(row));
    });
}

} // namespace

QStringList differences(const cluster::Tables& left, const cluster::Tables& right)
{
    QStringList out;
    compare(left.routes, right.routes, u"route"_s, out);
    compare(left.services, right.services, u"service"_s, out);
    return out;
}

const cluster::Route* routeOf(const cluster::Tables& tables, const QString& host, const QString& router)
{
    const cluster::Route* found = nullptr;
    int count = 0;
    tables.routes.forEach([&](cluster::Slot, const cluster::Route& route) {
        if (route.key.host != host || (!router.isEmpty() && route.key.router != router)) return;
        found = &route;
        ++count;
    });
    return count == 1 ? found : nullptr;
}

} // namespace tailboard::cluster_test
