// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/certificate_authority.h"
#include "app/demo/faults.h"
#include "app/demo/http_server.h"
#include "app/demo/traefik_config.h"

#include <functional>

namespace tailboard::demo {

/// One running Traefik 3.7.15: what its provider has read last, its API (port 8080) and what it answers on :80 and
/// :443.
class TraefikInstance
{
public:
    struct Settings
    {
        std::string node; ///< "firefly-sub01"
        Server fault = Server::Traefik1;
        std::string user; ///< of basic auth; empty = the API asks for none
        std::string password;
        std::chrono::milliseconds refreshInterval{2000};
        std::chrono::milliseconds phase{0}; ///< each node polls at its own moment
    };
    TraefikInstance(World& world, Loop& loop, Settings settings);

    /// The certificate of the node's own name, and Traefik's stand-in.
    void setCertificates(std::shared_ptr<const Certificate> own, std::shared_ptr<const Certificate> fallback);
    const std::shared_ptr<const Certificate>& certificate() const { return m_own; }
    const std::shared_ptr<const Certificate>& fallbackCertificate() const { return m_fallback; }

    void handleApi(const std::shared_ptr<Exchange>& exchange);
    /// A request at an entry point: routed, redirected or refused as this instance's routers say.
    void handleTraffic(const std::shared_ptr<Exchange>& exchange, const std::string& entryPoint);

    /// Gives the configuration of this moment; shared by all instances so that it is built once a change.
    using Source = std::function<std::shared_ptr<const TraefikConfig>()>;
    void setSource(Source source);
    /// Something changed in Nomad: it is seen at the next poll.
    void sourceChanged();
    /// Just started: 404 as text first, as seen for some 0.2 s.
    void setReady(bool ready) { m_ready = ready; }

private:
    Response answer(const Request& request);
    template<typename Map, typename Write>
    Response list(const Request& request, const Map& map, Write write) const;
    bool authorized(const Request& request) const;

    World& m_world;
    Loop& m_loop;
    Settings m_settings;
    Nanoseconds m_started;
    Source m_source;
    std::shared_ptr<const TraefikConfig> m_config;
    std::shared_ptr<const Certificate> m_own;
    std::shared_ptr<const Certificate> m_fallback;
    Loop::TimerId m_poll = 0;
    bool m_ready = true;
};

} // namespace tailboard::demo
