// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/cluster_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace tailboard::views {

using cluster::PeerPath;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ClusterText", text);
}

/// What all names begin with, up to and including the last "-" of it.
qsizetype commonStart(const QStringList& names)
{
    QString start = names.first();
    for (const QString& name : names) {
        qsizetype same = 0;
        while (same < start.size() && same < name.size() && start[same] == name[same])
            ++same;
        start.truncate(same);
    }
    return start.lastIndexOf(u'-') + 1;
}

} // namespace

QString spanText(std::chrono::seconds span)
{
    const auto seconds = std::max<qint64>(0, span.count());
    if (seconds < 60) return tr("%1 s").arg(seconds);
    if (seconds < 3600) return tr("%1 min").arg(seconds / 60);
    if (seconds < 48 * 3600) return tr("%1 h").arg(seconds / 3600);
    return tr("%1 d").arg(seconds / 86400);
}

QString agoText(const std::optional<QDateTime>& time, const QDateTime& now)
{
    return time ? tr("%1 ago").arg(spanText(std::chrono::seconds(time->secsTo(now)))) : tr("never");
}

QDateTime nomadTime(qint64 nanoseconds)
{
    return QDateTime::fromMSecsSinceEpoch(nanoseconds / 1'000'000, Qt::UTC);
}

QString dateText(const QDateTime& time)
{
    return QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
}

QString onlineText(const tailscale::Peer& peer, const cluster::Tables& tables, const QDateTime& now)
{
    switch (cluster::peerPath(peer, tables.tailnet)) {
    case PeerPath::Self:
        return tr("this machine");
    case PeerPath::Unknown:
        return tr("not known");
    case PeerPath::Offline:
        return peer.lastSeen ? tr("offline %1").arg(spanText(std::chrono::seconds(peer.lastSeen->secsTo(now))))
                             : tr("offline");
    default:
        return tr("online");
    }
}

QString pathText(const tailscale::Peer& peer, const cluster::Tables& tables, const QDateTime& now)
{
    switch (cluster::peerPath(peer, tables.tailnet)) {
    case PeerPath::Direct:
        return tr("direct");
    case PeerPath::Relay:
        return tr("relay %1").arg(peer.relay);
    case PeerPath::Idle:
        return tr("idle");
    default:
        return onlineText(peer, tables, now);
    }
}

QString keyText(const tailscale::Peer& peer, const QDateTime& now)
{
    const auto left = cluster::keyTimeLeft(peer, now);
    if (!left) return peer.isExpired ? tr("ended") : tr("never ends");
    if (peer.isExpired || *left <= 0s) return tr("ended %1 ago").arg(spanText(-*left));
    return tr("ends in %1").arg(spanText(*left));
}

QString nodesText(const QStringList& nodes, qsizetype all)
{
    if (nodes.size() > 2 && nodes.size() == all) return tr("all %1 nodes").arg(all);
    if (nodes.size() < 2) return nodes.join(QString());
    const qsizetype start = commonStart(nodes);
    QStringList ends;
    for (const QString& name : nodes)
        ends << name.mid(start);
    return ends.join(", "_L1);
}

QString countText(qsizetype count, const QString& one, const QString& many)
{
    return count == 1 ? one : many.arg(count);
}

Fact stateFact(const QString& name, const QString& value, base::State state)
{
    return {.name = name, .value = value, .shape = widgets::Shape(state)};
}

QString forbiddenText(nomad::List list, const nomad::ListAccess& access)
{
    QString what;
    switch (list) {
    case nomad::List::Nodes:
        what = tr("nodes");
        break;
    case nomad::List::Jobs:
        what = tr("jobs");
        break;
    case nomad::List::Allocations:
        what = tr("allocations");
        break;
    case nomad::List::Deployments:
        what = tr("deployments");
        break;
    case nomad::List::Evaluations:
        what = tr("evaluations");
        break;
    case nomad::List::Services:
        what = tr("services");
        break;
    }
    return tr("The token may not read %1 (needs %2).").arg(what, access.capability);
}

} // namespace tailboard::views
