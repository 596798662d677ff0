// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster.h"
#include "app/demo/http_server.h"
#include "app/demo/local_api.h"
#include "app/demo/nomad_api.h"
#include "app/demo/tls_server.h"
#include "app/demo/traefik_instance.h"

#include <array>
#include <vector>

namespace tailboard::demo {

/// All the cluster's ports and what answers on them. Loop thread only, once it runs.
class ClusterServers
{
public:
    ClusterServers(World& world, Loop& loop, Faults& faults, RequestLog& log, const Options& options);
    ~ClusterServers();

    /// Binds everything; fills the URLs and the dial map. The socket's path is already in `addresses`.
    base::Result<void> open(Addresses& addresses);
    void stop();
    QByteArray caPem() const;
    const Counters& counters(Server server) const { return faulty(server).http->counters(); }

    void applyFault(Server server);
    void restart(Server server, std::chrono::milliseconds away);
    void makeStreamGap(quint64 jump);
    void tailnetChanged() { m_local.tailnetChanged(); }
    void aclChanged() { m_nomad.aclChanged(); }

private:
    struct Port
    {
        std::unique_ptr<HttpServer> http;
        std::unique_ptr<Listener> listener;
    };
    struct Node
    {
        std::unique_ptr<TraefikInstance> traefik;
        Port api;
        Port web;
        Port webSecure;
        std::array<std::shared_ptr<const Certificate>, 4> certificates; ///< by TlsFault
    };
    Port makePort(ServerRole role, std::shared_ptr<TlsServer> tls, HttpServer::Handler handler);
    void makeNode(int number, const Options& options);
    void makeNomad(const Options& options);
    Port& faulty(Server server);
    const Port& faulty(Server server) const { return const_cast<ClusterServers*>(this)->faulty(server); }
    std::shared_ptr<const TraefikConfig> traefikConfig();

    World& m_world;
    Loop& m_loop;
    Faults& m_faults;
    RequestLog& m_log;
    bool m_nomadTls;
    CertificateAuthority m_authority{"Tailboard Demo CA"};
    CertificateAuthority m_stranger{"Somebody Else's CA"};
    std::array<std::shared_ptr<const Certificate>, 4> m_nomadCertificates; ///< by TlsFault
    NomadApi m_nomad;
    LocalApi m_local;
    Port m_nomadPort;
    Port m_localPort;
    std::array<Node, 3> m_nodes;
    std::shared_ptr<const TraefikConfig> m_config;
    std::pair<uint64_t, uint64_t> m_configIndexes; ///< of services and jobs, when it was built
};

} // namespace tailboard::demo
