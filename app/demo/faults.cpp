// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/faults.h"

namespace tailboard::demo {

void Faults::set(Server server, const Fault& fault)
{
    change([&](State& state) { state.faults[int(server)] = fault; });
    if (m_hooks.changed) m_hooks.changed(server);
}

void Faults::clear()
{
    // Only what is on: a change of the ACLs ends every event stream, a fault every connection of its server.
    const State now = state();
    for (int server = 0; server < serverCount; ++server)
        if (now.faults[server].kind != FaultKind::None) clear(Server(server));
    if (now.acl) setNomadAcl(false);
    setNomadDenied({});
    setNomadLeaderless(false);
    setStreamRefused(false);
    setNomadTls(TlsFault::None);
    for (int node = 1; node <= 3; ++node)
        setNodeTls(node, TlsFault::None);
    if (now.tailnet != TailnetFault::None) setTailnet(TailnetFault::None);
    if (now.skew.count() != 0) setClockSkew(std::chrono::seconds(0));
}

void Faults::restart(Server server, std::chrono::milliseconds away)
{
    if (m_hooks.restart) m_hooks.restart(server, away);
}

void Faults::setNomadAcl(bool on, const std::set<QByteArray>& accepted)
{
    change([&](State& state) {
        state.acl = on;
        state.tokens = accepted;
    });
    if (m_hooks.acl) m_hooks.acl();
}

void Faults::setNomadDenied(const QList<QByteArray>& pathPrefixes)
{
    change([&](State& state) { state.denied = pathPrefixes; });
}

void Faults::setNomadLeaderless(bool on)
{
    change([&](State& state) { state.leaderless = on; });
}

void Faults::setStreamRefused(bool on)
{
    change([&](State& state) { state.streamRefused = on; });
}

void Faults::makeStreamGap(quint64 jump)
{
    if (m_hooks.streamGap) m_hooks.streamGap(jump);
}

void Faults::setNomadTls(TlsFault fault)
{
    change([&](State& state) { state.nomadTls = fault; });
}

void Faults::setNodeTls(int node, TlsFault fault)
{
    if (node >= 1 && node <= 3) change([&](State& state) { state.nodeTls[node - 1] = fault; });
}

void Faults::setTailnet(TailnetFault fault)
{
    change([&](State& state) { state.tailnet = fault; });
    if (m_hooks.tailnet) m_hooks.tailnet();
}

void Faults::setClockSkew(std::chrono::seconds skew)
{
    change([&](State& state) { state.skew = skew; });
    if (m_hooks.skew) m_hooks.skew();
}

Faults::State Faults::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

Fault Faults::of(Server server) const
{
    const std::lock_guard lock(m_mutex);
    return m_state.faults[int(server)];
}

} // namespace tailboard::demo
