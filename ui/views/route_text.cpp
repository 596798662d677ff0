// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/route_text.h"

#include "ui/views/source_text.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using base::State;
using cluster::RouteCause;
using cluster::TableId;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("RouteText", text);
}

CauseText told(const cluster::Finding& finding)
{
    return {finding.severity, finding.text, finding.remedy};
}

} // namespace

QString causeSentence(const cluster::Route& route)
{
    const QString& router = route.key.router;
    switch (route.cause) {
    case RouteCause::None:
        return {};
    case RouteCause::NotInTraefik:
        return tr("The service's tags ask for %1, but no Traefik that answers has it.").arg(router);
    case RouteCause::RouterDisabled:
        return tr("Traefik refuses the router %1.").arg(router);
    case RouteCause::NoServer:
        return tr("The service %1 has no server.").arg(route.service);
    case RouteCause::AllocationsFailed:
        return tr("None of its allocations runs.");
    case RouteCause::PeerOffline:
        return tr("The peer that serves it is offline.");
    case RouteCause::RouterWarning:
        return tr("Traefik warns of the router %1.").arg(router);
    case RouteCause::MissingOnInstances:
        return tr("Not every Traefik has the router %1.").arg(router);
    case RouteCause::SomeAllocationsDown:
        return tr("%1 of %2 allocations run.").arg(route.running).arg(route.running + route.pending + route.failed);
    case RouteCause::SomePeersOffline:
        return tr("A peer that serves it is offline.");
    case RouteCause::ServersUnknown:
        return tr("Its servers are not registered in Nomad, so that they cannot be followed.");
    case RouteCause::NoInstance:
        return tr("No Traefik could be asked: what is known comes from the service's tags.");
    case RouteCause::AllocationsPending:
        return tr("Its allocations are starting.");
    case RouteCause::AwaitingTraefik:
        return tr("The tags are new: Traefik has not read them yet.");
    }
    return {};
}

const cluster::Finding* worstFinding(const cluster::Route& route, const cluster::Tables& tables,
                                     const findings::FindingTable& findings)
{
    QStringList peers = route.peers;
    peers << route.ownerPeer;
    QStringList peerNames;
    for (const QString& id : peers)
        if (const auto* peer = tables.peers.get(id)) peerNames << peer->shortName();

    const cluster::Finding* worst = nullptr;
    int worstRank = 0;
    findings.forEach([&](cluster::Slot, const cluster::Finding& finding) {
        const bool isOwn = finding.table == TableId::Routes && finding.subject == route.key.router;
        const bool isOfPeer = finding.table == TableId::Peers && peerNames.contains(finding.subject);
        if (!isOwn && !isOfPeer) return;
        // Of two as bad, the one about the router itself.
        const int rank = int(finding.severity) * 2 + (isOwn ? 0 : 1);
        if (!worst || rank < worstRank || (rank == worstRank && finding.id < worst->id)) {
            worst = &finding;
            worstRank = rank;
        }
    });
    return worst;
}

bool isRedirectedToHttps(const cluster::Route& route, const cluster::Tables& tables)
{
    if (route.hasTls || route.middlewares.isEmpty()) return false;
    for (const cluster::RouteInstance& seen : route.instances) {
        const cluster::TraefikInstance* instance = tables.instances.get(seen.instance);
        if (!instance) continue;
        for (const traefik::Middleware& each : instance->middlewares) {
            if (each.type != "redirectscheme"_L1) continue;
            // Named without provider it is of the router's own.
            if (route.middlewares.contains(each.name) ||
                (each.name.endsWith(u'@' + route.provider) &&
                 route.middlewares.contains(each.name.chopped(route.provider.size() + 1))))
                return true;
        }
    }
    return false;
}

CertificateText certificateText(const cluster::Route& route, const cluster::Tables& tables)
{
    if (route.cause == RouteCause::NotInTraefik) return {tr("not in Traefik"), State::Critical};
    if (route.cause == RouteCause::AwaitingTraefik) return {tr("not in Traefik yet"), State::Pending};
    if (!route.hasTls) {
        if (route.key.protocol != traefik::Protocol::Http) return {tr("no TLS")};
        if (isRedirectedToHttps(route, tables)) return {tr("redirects to https")};
        return {route.port != 0 ? tr("plain HTTP, port %1").arg(route.port) : tr("plain HTTP")};
    }
    return {route.certResolver.isEmpty() ? tr("no resolver") : route.certResolver};
}

QString staleSentence(const cluster::Tables& tables, const QDateTime& now)
{
    const auto told = [&](const QString& name, const base::SourceState& source) {
        return source.fetchedAt ? tr("%1 is as of %2.").arg(name, ageText(source, now))
                                : tr("%1 did not answer.").arg(name);
    };
    const auto isOld = [&](const base::SourceState& source) {
        const State health = base::sourceHealth(source, now);
        return health == State::Stale || health == State::Critical;
    };
    if (isOld(tables.nomadSource)) return told(tr("Nomad"), tables.nomadSource);
    if (isOld(tables.tailscaleSource)) return told(tr("Tailscale"), tables.tailscaleSource);
    if (tables.tailnet.backend != tailscale::BackendState::Running) return tr("The tailnet is not running here.");
    return tr("No Traefik that shows it answers now.");
}

CauseText causeOf(const cluster::Route& route, State shown, const cluster::Tables& tables,
                  const findings::FindingTable& findings, const QDateTime& now)
{
    const cluster::Finding* finding = worstFinding(route, tables, findings);
    if (shown == State::Ok) return finding ? told(*finding) : CauseText{};
    // A finding that is milder than the route's state (a key that ends soon, on a route whose job is dead) is not its
    // cause.
    if (finding && finding->severity <= shown) return told(*finding);
    if (const QString cause = causeSentence(route); !cause.isEmpty()) return {shown, cause, {}};
    if (shown == State::Stale || shown == State::Unknown) return {shown, staleSentence(tables, now), {}};
    return finding ? told(*finding) : CauseText{};
}

} // namespace tailboard::views
