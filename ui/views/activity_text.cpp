// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/activity_text.h"

#include "ui/models/job_model.h"
#include "ui/models/route_model.h"
#include "ui/models/service_model.h"
#include "ui/views/stops.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using cluster::ActivityEntry;
using cluster::ActivityKind;
using cluster::Happening;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ActivityText", text);
}

/// "Allocation 7f3a1c22 of web on firefly-sub02", "24 allocations of web".
QString allocationSubject(const ActivityEntry& entry)
{
    const QString job = entry.job.text();
    const QString node = entry.node.text();
    if (entry.count == 1) {
        const QString id = entry.id.shortText();
        return node.isEmpty() ? tr("Allocation %1 of %2").arg(id, job)
                              : tr("Allocation %1 of %2 on %3").arg(id, job, node);
    }
    const QString count = QLocale().toString(entry.count);
    if (job.isEmpty()) return tr("%1 allocations of several jobs").arg(count);
    return node.isEmpty() ? tr("%1 allocations of %2").arg(count, job)
                          : tr("%1 allocations of %2 on %3").arg(count, job, node);
}

QString allocationText(const ActivityEntry& entry)
{
    const QString subject = allocationSubject(entry);
    switch (entry.what) {
    case Happening::Appeared:
        return tr("%1: new, %2").arg(subject, entry.after.text());
    case Happening::Gone:
        return tr("%1: forgotten by Nomad").arg(subject);
    case Happening::Restarted:
        return entry.count > 1 ? tr("%1: restarted").arg(subject)
                               : tr("%1: restarted, %2 so far").arg(subject, QString::number(entry.figure));
    case Happening::Unhealthy:
        return tr("%1: unhealthy").arg(subject);
    case Happening::Ending:
        return tr("%1: is to stop").arg(subject);
    default:
        return tr("%1: %2 → %3").arg(subject, entry.before.text(), entry.after.text());
    }
}

QString jobText(const ActivityEntry& entry)
{
    const QString subject =
        entry.count > 1 ? tr("%1 jobs").arg(QLocale().toString(entry.count)) : tr("Job %1").arg(entry.job.text());
    switch (entry.what) {
    case Happening::Registered:
        return entry.figure >= 0 && entry.count == 1
                   ? tr("%1 registered, version %2").arg(subject, QString::number(entry.figure))
                   : tr("%1 registered").arg(subject);
    case Happening::Stopped:
        return tr("%1 stopped").arg(subject);
    case Happening::Gone:
        return tr("%1 purged").arg(subject);
    default:
        return tr("%1: %2 → %3").arg(subject, entry.before.text(), entry.after.text());
    }
}

QString deploymentText(const ActivityEntry& entry)
{
    if (entry.count > 1) return tr("%1 deployments: %2").arg(QLocale().toString(entry.count), entry.after.text());
    const QString version = QString::number(entry.figure);
    if (entry.what == Happening::Appeared && entry.after.text() == "running"_L1)
        return tr("Deployment of %1 began, version %2").arg(entry.job.text(), version);
    return tr("Deployment of %1, version %2: %3").arg(entry.job.text(), version, entry.after.text());
}

QString evaluationText(const ActivityEntry& entry)
{
    const QString subject = entry.count > 1 ? tr("%1 evaluations").arg(QLocale().toString(entry.count))
                                            : tr("Evaluation %1 of %2").arg(entry.id.shortText(), entry.job.text());
    if (entry.what == Happening::NotPlaced) {
        if (entry.group.isEmpty()) return tr("%1: no place found").arg(subject);
        return tr("%1: no place for %2").arg(subject, entry.group.text());
    }
    if (entry.before.isEmpty()) return tr("%1: %2").arg(subject, entry.after.text());
    return tr("%1: %2 → %3").arg(subject, entry.before.text(), entry.after.text());
}

QString nodeText(const ActivityEntry& entry)
{
    const QString subject =
        entry.count > 1 ? tr("%1 nodes").arg(QLocale().toString(entry.count)) : tr("Node %1").arg(entry.node.text());
    switch (entry.what) {
    case Happening::Appeared:
        return tr("%1 joined, %2").arg(subject, entry.after.text());
    case Happening::Gone:
        return tr("%1 is gone").arg(subject);
    case Happening::Draining:
        return tr("%1 is being drained").arg(subject);
    case Happening::DrainEnded:
        return tr("%1: the drain ended").arg(subject);
    case Happening::Ineligible:
        return tr("%1 takes no new allocations").arg(subject);
    case Happening::Eligible:
        return tr("%1 takes new allocations again").arg(subject);
    default:
        return tr("%1: %2 → %3").arg(subject, entry.before.text(), entry.after.text());
    }
}

QString serviceText(const ActivityEntry& entry)
{
    const QString count = QLocale().toString(entry.count);
    const bool isOne = entry.count == 1;
    switch (entry.what) {
    case Happening::Gone:
        return isOne ? tr("Service %1 gone from %2").arg(entry.name, entry.words)
                     : tr("%1 instances of service %2 gone").arg(count, entry.name);
    case Happening::TagsChanged:
        return isOne ? tr("Service %1 at %2: tags changed").arg(entry.name, entry.words)
                     : tr("Service %1: tags of %2 instances changed").arg(entry.name, count);
    default:
        return isOne ? tr("Service %1 registered at %2").arg(entry.name, entry.words)
                     : tr("%1 instances of service %2 registered").arg(count, entry.name);
    }
}

QString routerText(const ActivityEntry& entry)
{
    const QString subject = entry.count > 1
                                ? tr("%1 addresses of router %2").arg(QLocale().toString(entry.count), entry.name)
                                : tr("Router %1").arg(entry.name);
    const QString seen = QString::number(entry.figure);
    const QString all = QString::number(entry.outOf);
    switch (entry.what) {
    case Happening::Refused:
        return tr("%1 refused by %2 of %3").arg(subject, seen, all);
    case Happening::Accepted:
        return tr("%1 no longer refused, on %2 of %3").arg(subject, seen, all);
    case Happening::Gone:
        return entry.figure > 0 ? tr("%1 still on %2 of %3 only").arg(subject, seen, all) : tr("%1 gone").arg(subject);
    default:
        return tr("%1 appeared on %2 of %3").arg(subject, seen, all);
    }
}

QString peerText(const ActivityEntry& entry)
{
    const QString subject =
        entry.count > 1 ? tr("%1 peers").arg(QLocale().toString(entry.count)) : tr("Peer %1").arg(entry.name);
    switch (entry.what) {
    case Happening::Online:
        return tr("%1 online").arg(subject);
    case Happening::Offline:
        return tr("%1 offline").arg(subject);
    case Happening::ByRelay:
        return tr("%1 now by relay %2").arg(subject, entry.after.text());
    case Happening::Direct:
        return tr("%1 now direct").arg(subject);
    case Happening::KeyEnded:
        return tr("%1: its key ended").arg(subject);
    case Happening::Gone:
        return tr("%1 left the tailnet").arg(subject);
    default:
        return tr("%1 joined the tailnet").arg(subject);
    }
}

QString clockText(qint64 milliseconds)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(milliseconds);
    return QLocale().toString(time.time(), u"HH:mm:ss"_s);
}

QString sourceText(const ActivityEntry& entry)
{
    switch (entry.what) {
    case Happening::Lost:
        return tr("%1 lost").arg(entry.name);
    case Happening::Back:
        return tr("%1 back").arg(entry.name);
    case Happening::Appeared:
        return tr("%1 found").arg(entry.name);
    case Happening::Gone:
        return tr("%1 gone").arg(entry.name);
    case Happening::Gap:
        if (entry.until == 0)
            return tr("Gap since %1: what happens meanwhile may be missing").arg(clockText(entry.time));
        return tr("Gap: %1–%2, not everything in between is known").arg(clockText(entry.time), clockText(entry.until));
    default:
        return tr("%1: %2 → %3").arg(entry.name, entry.before.text(), entry.after.text());
    }
}

QString sentence(const ActivityEntry& entry)
{
    switch (entry.kind) {
    case ActivityKind::Allocation:
        return allocationText(entry);
    case ActivityKind::Job:
        return jobText(entry);
    case ActivityKind::Deployment:
        return deploymentText(entry);
    case ActivityKind::Evaluation:
        return evaluationText(entry);
    case ActivityKind::Node:
        return nodeText(entry);
    case ActivityKind::Service:
        return serviceText(entry);
    case ActivityKind::Router:
        return routerText(entry);
    case ActivityKind::Peer:
        return peerText(entry);
    case ActivityKind::Source:
        break;
    }
    return sourceText(entry);
}

/// Whether the server's words tell why, and are not yet in the sentence: "Tasks are running" says nothing new.
bool isExplained(const ActivityEntry& entry)
{
    if (entry.words.isEmpty() || entry.kind == ActivityKind::Service) return false;
    return entry.state != base::State::Ok && entry.what != Happening::Appeared;
}

} // namespace

QString activityText(const ActivityEntry& entry)
{
    QString text = sentence(entry);
    if (isExplained(entry)) text = tr("%1 (%2)").arg(text, entry.words);
    if (entry.count == 1 && entry.times > 1 && entry.kind != ActivityKind::Router)
        text = tr("%1, %2 times").arg(text, QString::number(entry.times));
    return text;
}

QString activityKindText(ActivityKind kind)
{
    switch (kind) {
    case ActivityKind::Allocation:
        return tr("Allocation");
    case ActivityKind::Job:
        return tr("Job");
    case ActivityKind::Deployment:
        return tr("Deployment");
    case ActivityKind::Evaluation:
        return tr("Evaluation");
    case ActivityKind::Node:
        return tr("Node");
    case ActivityKind::Service:
        return tr("Service");
    case ActivityKind::Router:
        return tr("Router");
    case ActivityKind::Peer:
        return tr("Peer");
    case ActivityKind::Source:
        break;
    }
    return tr("Source");
}

QString activityObjectText(const ActivityEntry& entry)
{
    const QString count = QLocale().toString(entry.count);
    switch (entry.kind) {
    case ActivityKind::Allocation:
        if (entry.count == 1) return entry.id.shortText();
        return entry.job.isEmpty() ? tr("%1 allocations").arg(count) : entry.job.text();
    case ActivityKind::Job:
    case ActivityKind::Deployment:
    case ActivityKind::Evaluation:
        return entry.job.isEmpty() ? tr("%1 jobs").arg(count) : entry.job.text();
    case ActivityKind::Node:
        return entry.node.isEmpty() ? tr("%1 nodes").arg(count) : entry.node.text();
    case ActivityKind::Peer:
        return entry.name.isEmpty() ? tr("%1 peers").arg(count) : entry.name;
    default:
        return entry.name;
    }
}

std::optional<Place> activityPlace(const ActivityEntry& entry, const ClusterView& view)
{
    const cluster::Tables& tables = view.tables();
    const QString job = entry.job.text();
    switch (entry.kind) {
    case ActivityKind::Allocation:
        if (entry.count > 1)
            return Place{Section::Allocations, job.isEmpty() ? QString() : filterObject({wholeTerm(u"job"_s, job)})};
        if (tables.allocations.get(entry.id)) return Place{Section::Allocations, entry.id.toString()};
        return std::nullopt;
    case ActivityKind::Job:
    case ActivityKind::Deployment:
    case ActivityKind::Evaluation:
        if (job.isEmpty()) return Place{Section::Jobs, {}};
        if (tables.jobs.get({entry.nameSpace.text(), job}))
            return Place{Section::Jobs, models::JobModel::keyOf({entry.nameSpace.text(), job})};
        return std::nullopt;
    case ActivityKind::Node:
        if (entry.count > 1) return Place{Section::Nodes, {}};
        if (tables.nodes.get(entry.id)) return Place{Section::Nodes, entry.id.toString()};
        return std::nullopt;
    case ActivityKind::Service: {
        const cluster::ServiceKey key{entry.nameSpace.text(), entry.name};
        if (tables.services.get(key)) return Place{Section::Services, models::ServiceModel::keyOf(key)};
        return std::nullopt;
    }
    case ActivityKind::Router:
        if (tables.routes.get(entry.route)) return Place{Section::Routes, models::RouteModel::keyText(entry.route)};
        return std::nullopt;
    case ActivityKind::Peer:
        if (entry.count > 1) return Place{Section::Peers, {}};
        if (tables.peers.get(entry.key)) return Place{Section::Peers, entry.key};
        return std::nullopt;
    case ActivityKind::Source:
        if (tables.instances.get(entry.key)) return Place{Section::Traefik, entry.key};
    }
    return std::nullopt;
}

QString activityTimeText(qint64 milliseconds, const QDateTime& now)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(milliseconds);
    if (time.date() == now.toLocalTime().date()) return clockText(milliseconds);
    return QLocale().toString(time, u"d MMM HH:mm"_s);
}

} // namespace tailboard::views
