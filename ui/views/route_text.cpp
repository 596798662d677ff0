// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/route_text.h"

#include "app/cluster/states.h"
#include "ui/views/time_text.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using cluster::PeerPath;
using cluster::RouteCause;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("route", text);
}

} // namespace

QString causeText(const cluster::Route& route)
{
    switch (route.cause) {
    case RouteCause::None:
        return {};
    case RouteCause::NotInTraefik:
        return tr("Its tags ask for this router, but no Traefik has it.");
    case RouteCause::RouterDisabled:
        return tr("Traefik refuses the router.");
    case RouteCause::NoServer:
        return tr("The service behind it has no server.");
    case RouteCause::AllocationsFailed:
        return tr("None of its allocations runs.");
    case RouteCause::PeerOffline:
        return tr("The machine that would answer is offline.");
    case RouteCause::RouterWarning:
        return tr("Traefik warns of the router, or refuses it on some nodes.");
    case RouteCause::MissingOnInstances:
        return tr("Some Traefiks do not have the router.");
    case RouteCause::SomeAllocationsDown:
        return tr("Some of its allocations do not run.");
    case RouteCause::SomePeersOffline:
        return tr("Some of the machines behind it are offline.");
    case RouteCause::ServersUnknown:
        return tr("Its servers are not registered in Nomad.");
    case RouteCause::NoInstance:
        return tr("No Traefik could be asked.");
    case RouteCause::AllocationsPending:
        return tr("Its allocations are starting.");
    case RouteCause::AwaitingTraefik:
        return tr("Traefik has not read the tags yet.");
    }
    return {};
}

QString pathText(const tailscale::Peer& peer, const cluster::Tables& tables, const QDateTime& now)
{
    switch (cluster::peerPath(peer, tables.tailnet)) {
    case PeerPath::Self:
        return tr("this machine");
    case PeerPath::Direct:
        return tr("direct");
    case PeerPath::Relay:
        return tr("relay %1").arg(peer.relay);
    case PeerPath::Idle:
        return tr("idle");
    case PeerPath::Offline:
        return peer.lastSeen ? tr("offline %1").arg(durationText(std::chrono::seconds(peer.lastSeen->secsTo(now))))
                             : tr("offline");
    case PeerPath::Unknown:
        break;
    }
    return tr("not known");
}

QString shortNodes(const QStringList& nodes)
{
    if (nodes.size() < 2) return nodes.value(0);
    // What all have in common up to a dash says nothing here.
    qsizetype common = nodes[0].lastIndexOf(u'-') + 1;
    for (const QString& node : nodes)
        if (!node.startsWith(QStringView(nodes[0]).left(common))) common = 0;
    QStringList names;
    for (const QString& node : nodes)
        names << node.mid(common);
    return names.join(u", "_s);
}

std::pair<QString, QString> hostParts(const QString& host, const QString& suffix)
{
    const QString tail = u'.' + suffix;
    if (!suffix.isEmpty() && host.endsWith(tail)) return {host.chopped(tail.size()), tail};
    return {host, {}};
}

} // namespace tailboard::views
