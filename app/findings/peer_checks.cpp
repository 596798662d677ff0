// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/states.h"
#include "app/findings/check.h"

#include <QLocale>

namespace tailboard::findings {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::State;
using cluster::TableId;

namespace {

constexpr std::chrono::seconds warningBefore = 14 * 24h;
constexpr std::chrono::seconds criticalBefore = 3 * 24h;

void checkKey(const World& world, const tailscale::Peer& peer, Found& found)
{
    if (!peer.keyExpiry && !peer.isExpired) return;
    // "Expired" may stay absent although the time passed (1.102.3), and the other way round without a time.
    const std::chrono::seconds left = peer.isExpired ? std::min(0s, cluster::keyTimeLeft(peer, world.now).value_or(0s))
                                                     : *cluster::keyTimeLeft(peer, world.now);
    for (const std::chrono::seconds limit : {warningBefore, criticalBefore, std::chrono::seconds(0s)})
        if (left > limit) {
            found.lookAgain(peer.keyExpiry->addSecs(-limit.count()));
            break;
        }
    if (left > warningBefore) return;
    cluster::Finding& finding = found.add(u"peer-key-ending"_s, peer.id, TableId::Peers,
                                          left <= criticalBefore ? State::Critical : State::Warning);
    finding.subject = peer.shortName();
    const QString time =
        peer.keyExpiry ? QLocale().toString(peer.keyExpiry->toLocalTime(), QLocale::ShortFormat) : QString();
    if (left > 0s)
        finding.text = peer.isSelf ? words("The tailnet key of this machine ends %1.").arg(time)
                                   : words("The tailnet key of %1 ends %2.").arg(finding.subject, time);
    else if (time.isEmpty())
        finding.text = words("The tailnet key of %1 has ended.").arg(finding.subject);
    else
        finding.text = peer.isSelf ? words("The tailnet key of this machine ended %1.").arg(time)
                                   : words("The tailnet key of %1 ended %2.").arg(finding.subject, time);
    finding.remedy = peer.isSelf
                         ? words("Run tailscale login here.")
                         : words("Run tailscale login on %1, or turn key expiry off for it in the admin console.")
                               .arg(finding.subject);
}

void checkOffline(const World& world, const tailscale::Peer& peer, Found& found)
{
    // Only a running daemon knows who is online.
    if (peer.isOnline || peer.isSelf || world.tables.tailnet.backend != tailscale::BackendState::Running) return;
    int broken = 0, weakened = 0;
    QString example;
    for (const cluster::Slot slot : world.join.routesOfPeer(peer.id)) {
        const cluster::Route& route = world.tables.routes.at(slot);
        // Routes that end elsewhere too still answer, unless their name is this machine's.
        const bool isBroken = route.ownerPeer == peer.id || route.cause == cluster::RouteCause::PeerOffline;
        ++(isBroken ? broken : weakened);
        if (example.isEmpty() || (isBroken && broken == 1)) example = route.url();
    }
    if (broken + weakened == 0) return;
    cluster::Finding& finding =
        found.add(u"route-peer-offline"_s, peer.id, TableId::Peers, broken > 0 ? State::Critical : State::Warning);
    finding.subject = peer.shortName();
    finding.text = broken + weakened == 1 ? words("%1 is offline and serves %2.").arg(finding.subject, example)
                                          : words("%1 is offline and serves %2 routes, %3 among them.")
                                                .arg(finding.subject, QString::number(broken + weakened), example);
    finding.remedy = words("Check that %1 runs and that tailscaled is up there.").arg(finding.subject);
}

} // namespace

void checkPeer(const World& world, const tailscale::Peer& peer, Found& found)
{
    checkKey(world, peer, found);
    checkOffline(world, peer, found);
}

} // namespace tailboard::findings
