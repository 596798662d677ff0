// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster_servers.h"

#include "app/demo/times.h"

namespace tailboard::demo {

using namespace Qt::StringLiterals;

namespace {

QString nodeName(int number)
{
    return u"firefly-sub0%1"_s.arg(number);
}

QString nodeAddress(int number)
{
    return u"100.64.0.%1"_s.arg(number);
}

} // namespace

ClusterServers::ClusterServers(World& world, Loop& loop, Faults& faults, RequestLog& log, const Options& options)
    : m_world(world)
    , m_loop(loop)
    , m_faults(faults)
    , m_log(log)
    , m_nomadTls(options.nomadTls)
    , m_nomad(world, loop, faults)
    , m_local(world, faults)
{
    makeNomad(options);
    m_localPort = makePort({.name = u"tailscale"_s, .server = Server::Tailscale, .headers = LocalApi::headers()},
                           nullptr, [this](auto exchange) { m_local.handle(exchange); });
    for (int number = 1; number <= 3; ++number)
        makeNode(number, options);
    world.onBatch.push_back([this](const Batch& batch) {
        const bool concerns = std::any_of(batch.events.begin(), batch.events.end(), [](const StreamEvent& event) {
            return event.topic == "Service" || event.topic == "Job";
        });
        for (Node& node : m_nodes) {
            if (concerns && m_config) node.traefik->sourceChanged();
        }
    });
}

ClusterServers::~ClusterServers() = default;

ClusterServers::Port ClusterServers::makePort(ServerRole role, std::shared_ptr<TlsServer> tls,
                                              HttpServer::Handler handler)
{
    Port port;
    port.http = std::make_unique<HttpServer>(
        m_loop, m_faults, m_log, std::move(role), [this] { return m_world.now(); }, std::move(handler));
    port.listener = std::make_unique<Listener>(
        m_loop, std::move(tls), [http = port.http.get()](auto transport) { http->accept(std::move(transport)); });
    return port;
}

void ClusterServers::makeNomad(const Options& options)
{
    std::shared_ptr<TlsServer> tls;
    if (options.nomadTls) {
        const Nanoseconds now = m_world.now();
        const auto year = [&](const CertificateAuthority& authority, const std::string& name) {
            return authority.issue(name, now - day, now + 364 * day);
        };
        m_nomadCertificates = {year(m_authority, "100.64.0.1"), year(m_authority, "server.global.nomad"),
                               year(m_stranger, "100.64.0.1"),
                               m_authority.issue("100.64.0.1", now - 91 * day, now - day)};
        tls = std::make_shared<TlsServer>(
            [this](const std::string&) { return m_nomadCertificates[size_t(m_faults.state().nomadTls)]; });
    }
    m_nomadPort = makePort({.name = u"nomad"_s,
                            .server = Server::Nomad,
                            .headers = {{"Vary", "Accept-Encoding"}},
                            .maximumConnections = 100},
                           std::move(tls), [this](auto exchange) { m_nomad.handle(exchange); });
}

void ClusterServers::makeNode(int number, const Options& options)
{
    Node& node = m_nodes[size_t(number - 1)];
    const QString name = nodeName(number);
    const std::string dnsName = name.toStdString() + "." + m_world.tailnet();
    node.traefik = std::make_unique<TraefikInstance>(
        m_world, m_loop,
        TraefikInstance::Settings{.node = name.toStdString(),
                                  .user = options.traefikUser.toStdString(),
                                  .password = options.traefikPassword.toStdString(),
                                  .refreshInterval = std::chrono::milliseconds(std::max(1, int(2000 / options.speed))),
                                  .phase = std::chrono::milliseconds(int(617 * number / options.speed))});
    // Of 90 days each: 61, 47 and 12 are left; the last should have been renewed two days ago.
    const Nanoseconds now = m_world.now();
    const Nanoseconds left = (number == 1 ? 61 : number == 2 ? 47 : 12) * day + 5 * hour;
    node.certificates = {m_authority.issue(dnsName, now + left - 90 * day, now + left),
                         m_authority.issue("other." + m_world.tailnet(), now - day, now + 89 * day),
                         m_stranger.issue(dnsName, now - day, now + 89 * day),
                         m_authority.issue(dnsName, now - 91 * day, now - day)};
    node.traefik->setCertificates(node.certificates[0], CertificateAuthority::traefikDefault(now));
    TraefikInstance* traefik = node.traefik.get();
    node.api = makePort({.name = u"traefik-"_s + name, .server = Server(int(Server::Traefik1) + number - 1)}, nullptr,
                        [traefik](auto exchange) { traefik->handleApi(exchange); });
    node.web = makePort({.name = u"web-"_s + name}, nullptr,
                        [traefik](auto exchange) { traefik->handleTraffic(exchange, "web"); });
    // Every Traefik sees every router, but gets a certificate only for the name of its own node.
    auto tls = std::make_shared<TlsServer>([this, number, dnsName](const std::string& asked) {
        Node& self = m_nodes[size_t(number - 1)];
        if (asked != dnsName) return self.traefik->fallbackCertificate();
        return self.certificates[size_t(m_faults.state().nodeTls[number - 1])];
    });
    node.webSecure = makePort({.name = u"websecure-"_s + name}, std::move(tls),
                              [traefik](auto exchange) { traefik->handleTraffic(exchange, "websecure"); });
}

std::shared_ptr<const TraefikConfig> ClusterServers::traefikConfig()
{
    const std::pair indexes(m_world.index(Table::Services), m_world.index(Table::Jobs));
    if (!m_config || m_configIndexes != indexes) {
        m_config = buildTraefikConfig(m_world);
        m_configIndexes = indexes;
    }
    return m_config;
}

base::Result<void> ClusterServers::open(Addresses& addresses)
{
    const auto openTcp = [&](Port& port, const QList<QString>& hosts, quint16 said) -> base::Result<void> {
        auto opened = port.listener->openTcp();
        if (!opened) return opened;
        for (const QString& host : hosts)
            addresses.dialMap.insert({host, said}, {u"127.0.0.1"_s, port.listener->port()});
        return {};
    };
    const auto hostsOf = [&](int number) {
        const QString name = nodeName(number);
        return QList<QString>{nodeAddress(number), name + u"."_s + QString::fromStdString(m_world.tailnet()), name};
    };
    if (auto opened = openTcp(m_nomadPort, hostsOf(1), 4646); !opened) return opened;
    if (addresses.tailscaleSocket.toUtf8().size() > 107) {
        return base::failure({.kind = base::ErrorKind::Unreachable,
                              .what = u"The demo cluster's directory has too long a name for a socket."_s,
                              .original = addresses.tailscaleSocket});
    }
    if (auto opened = m_localPort.listener->openUnix(addresses.tailscaleSocket.toStdString()); !opened) return opened;
    for (int number = 1; number <= 3; ++number) {
        Node& node = m_nodes[size_t(number - 1)];
        node.traefik->setSource([this] { return traefikConfig(); });
        for (auto& [port, said] :
             {std::pair(&node.api, 8080), std::pair(&node.web, 80), std::pair(&node.webSecure, 443)}) {
            if (auto opened = openTcp(*port, hostsOf(number), quint16(said)); !opened) return opened;
        }
        addresses.traefik.append(QUrl(u"http://%1:8080"_s.arg(nodeAddress(number))));
    }
    addresses.nomad = QUrl(u"%1://100.64.0.1:4646"_s.arg(m_nomadTls ? u"https"_s : u"http"_s));
    return {};
}

void ClusterServers::stop()
{
    const auto stopPort = [](Port& port) {
        port.listener->close();
        port.http->dropAll(false);
    };
    stopPort(m_nomadPort);
    stopPort(m_localPort);
    for (Node& node : m_nodes) {
        for (Port* port : {&node.api, &node.web, &node.webSecure})
            stopPort(*port);
    }
}

QByteArray ClusterServers::caPem() const
{
    return QByteArray::fromStdString(m_authority.root().pem());
}

ClusterServers::Port& ClusterServers::faulty(Server server)
{
    switch (server) {
    case Server::Nomad:
        return m_nomadPort;
    case Server::Tailscale:
        return m_localPort;
    default:
        return m_nodes[size_t(server) - size_t(Server::Traefik1)].api;
    }
}

void ClusterServers::applyFault(Server server)
{
    Port& port = faulty(server);
    const Fault fault = m_faults.of(server);
    port.http->setFrozen(fault.kind == FaultKind::Hang && fault.pathPrefix.isEmpty());
    if (fault.kind == FaultKind::Refuse) {
        port.listener->close();
        port.http->dropAll(true);
        return;
    }
    port.listener->reopen();
    // Who is ill does not go on serving its old streams: they end, so that the fault is met at once.
    const bool partial = !fault.pathPrefix.isEmpty();
    if (!partial && fault.kind != FaultKind::None && fault.kind != FaultKind::Hang && fault.kind != FaultKind::Slow &&
        fault.kind != FaultKind::WrongContentType)
        port.http->dropAll(false);
}

void ClusterServers::restart(Server server, std::chrono::milliseconds away)
{
    Port& port = faulty(server);
    port.listener->close();
    if (server == Server::Tailscale) m_local.endWatchers();
    m_loop.post([this, server, away] { // what was just said goes out first
        Port& closing = faulty(server);
        closing.http->dropAll(false);
        m_loop.after(away, [this, server] {
            if (m_faults.of(server).kind == FaultKind::Refuse) return;
            if (server == Server::Tailscale) m_local.starting(m_loop);
            faulty(server).listener->reopen();
        });
    });
}

void ClusterServers::makeStreamGap(quint64 jump)
{
    m_nomad.events().endAll();
    m_nomad.events().forget();
    m_world.jumpIndex(jump);
}

} // namespace tailboard::demo
