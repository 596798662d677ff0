// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/check.h"

namespace tailboard::findings {

using namespace Qt::StringLiterals;
using base::State;

namespace {

/// Any route that fits, nullptr: none. Looked for only while something is off.
template<typename Fits>
const cluster::Route* firstRoute(const World& world, Fits&& fits)
{
    const cluster::Route* first = nullptr;
    world.tables.routes.forEach([&](cluster::Slot, const cluster::Route& route) {
        if (fits(route) && (!first || route.key.host < first->key.host)) first = &route;
    });
    return first;
}

} // namespace

void checkTailnet(const World& world, Found& found)
{
    const cluster::Tailnet& tailnet = world.tables.tailnet;
    // Only a running daemon that still answers knows.
    if (tailnet.backend != tailscale::BackendState::Running) return;
    if (base::sourceHealth(world.tables.tailscaleSource, world.now) != State::Ok) return;
    const QString suffix = u'.' + tailnet.magicDnsSuffix;
    const auto isOfTailnet = [&suffix](const cluster::Route& route) {
        return suffix.size() > 1 && route.key.host.endsWith(suffix, Qt::CaseInsensitive);
    };
    if (tailnet.certDomains.isEmpty()) {
        const cluster::Route* route = firstRoute(world, [&](const cluster::Route& candidate) {
            return !candidate.certResolver.isEmpty() && isOfTailnet(candidate);
        });
        if (route) {
            cluster::Finding& finding =
                found.add(u"https-off"_s, u"tailnet"_s, cluster::TableId::Peers, State::Warning);
            finding.subject = tailnet.magicDnsSuffix;
            finding.text =
                words("HTTPS certificates are off in the tailnet, so Traefik gets none for %1.").arg(route->key.host);
            finding.remedy = words("Turn HTTPS certificates on in the admin console, then restart Traefik.");
        }
    }
    if (!tailnet.isMagicDnsEnabled) {
        const cluster::Route* route = firstRoute(world, isOfTailnet);
        if (!route) return;
        cluster::Finding& finding = found.add(u"magicdns-off"_s, u"tailnet"_s, cluster::TableId::Peers, State::Warning);
        finding.subject = tailnet.magicDnsSuffix;
        finding.text = words("MagicDNS is off in the tailnet, so names like %1 do not resolve.").arg(route->key.host);
        finding.remedy = words("Turn MagicDNS on in the admin console.");
    }
}

} // namespace tailboard::findings
