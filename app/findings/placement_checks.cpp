// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/check.h"

#include <QRegularExpression>

namespace tailboard::findings {

using namespace Qt::StringLiterals;
using base::State;
using cluster::TableId;

namespace {

/// nomad/scheduler, FilterConstraintHostVolumes; with a "(s)" of newer versions behind it or not.
constexpr QLatin1StringView missingVolumes("missing compatible host volumes");
constexpr QLatin1StringView portTaken("reserved port collision");
constexpr qsizetype mostNames = 3;

QString idOf(const nomad::Job& job, const QString& group)
{
    return job.key.nameSpace + u'/' + job.key.id + u'/' + group;
}

cluster::Finding& addOnce(const QString& check, const nomad::Job& job, const QString& group, State severity,
                          Found& found)
{
    const QString id = check + u'/' + idOf(job, group);
    for (cluster::Finding& known : found.findings)
        if (known.id == id) return known;
    cluster::Finding& finding = found.add(check, idOf(job, group), TableId::Jobs, severity);
    finding.subject = group.isEmpty() ? job.key.id : groupName(job.key.id, group);
    return finding;
}

/// "a, b, c and 4 more".
QString listed(const QStringList& names)
{
    if (names.size() <= mostNames) return names.join(u", "_s);
    return words("%1 and %2 more")
        .arg(names.mid(0, mostNames).join(u", "_s), QString::number(names.size() - mostNames));
}

bool hasVolume(const nomad::Node& node, const nomad::HostVolumeRequest& request)
{
    if (!request.isPerAlloc) return node.hostVolumes.contains(request.source);
    return std::any_of(node.hostVolumes.begin(), node.hostVolumes.end(),
                       [&](const QString& name) { return name.startsWith(request.source + u'['); });
}

/// Whether a job may use a node at all, constraints apart.
bool isCandidate(const nomad::Node& node, const nomad::Job& job)
{
    if (node.status != nomad::NodeStatus::Ready || !node.isEligible || node.isDraining) return false;
    const bool isPool =
        job.nodePool.isEmpty() || job.nodePool == u"all"_s || node.nodePool.isEmpty() || node.nodePool == job.nodePool;
    if (!isPool || job.datacenters.isEmpty()) return isPool;
    return std::any_of(job.datacenters.begin(), job.datacenters.end(), [&](const QString& pattern) {
        if (!pattern.contains(u'*')) return pattern == node.datacenter;
        return QRegularExpression(QRegularExpression::wildcardToRegularExpression(pattern))
            .match(node.datacenter)
            .hasMatch();
    });
}

/// Of a job without any allocation that runs the placement is all.
State severityOf(const nomad::Job& job)
{
    return job.status == u"running"_s ? State::Warning : State::Critical;
}

QString nodes(int count)
{
    return count == 1 ? words("1 node") : words("%1 nodes").arg(count);
}

QStringList sources(const World& world, const nomad::Job& job, const QString& group)
{
    QStringList names;
    const auto needs = world.tables.needs.constFind(job.key);
    if (needs == world.tables.needs.cend()) return names;
    for (const nomad::GroupNeeds& wanted : needs->groups)
        if (wanted.group == group)
            for (const nomad::HostVolumeRequest& request : wanted.hostVolumes)
                names.append(request.source);
    return names;
}

/// Other jobs that hold a fixed port, by name.
QStringList holders(const World& world, const nomad::Job& job, quint16 port)
{
    QStringList names;
    for (const nomad::JobNeeds& needs : world.tables.needs) {
        if (needs.job == job.key) continue;
        const nomad::Job* other = world.tables.jobs.get(needs.job);
        if (!other || other->isStopped) continue;
        const bool holds = std::any_of(needs.groups.begin(), needs.groups.end(), [port](const auto& group) {
            return std::any_of(group.ports.begin(), group.ports.end(),
                               [port](const nomad::FixedPort& fixed) { return fixed.number == port; });
        });
        if (holds) names.append(needs.job.id);
    }
    names.sort();
    return names;
}

/// One line a reason, in the server's words.
QStringList reasons(const nomad::PlacementFailure& failure)
{
    QStringList lines;
    const auto add = [&lines](const QList<nomad::CountedReason>& all) {
        for (const nomad::CountedReason& reason : all)
            lines.append(reason.text + u": "_s + nodes(reason.nodes));
    };
    add(failure.constraints);
    add(failure.classFilters);
    add(failure.dimensions);
    for (const QString& quota : failure.quotas)
        lines.append(quota);
    return lines;
}

const nomad::CountedReason* reasonWith(const QList<nomad::CountedReason>& all, QLatin1StringView words)
{
    for (const nomad::CountedReason& reason : all)
        if (reason.text.contains(words)) return &reason;
    return nullptr;
}

void portCollision(const World& world, const nomad::Job& job, const nomad::PlacementFailure& failure,
                   const nomad::CountedReason& reason, Found& found)
{
    cluster::Finding& finding = addOnce(u"port-collision"_s, job, failure.group, severityOf(job), found);
    finding.original = reasons(failure).join(u'\n');
    // "network: reserved port collision http=8080"
    const quint16 port = reason.text.section(u'=', -1).toUShort();
    if (port == 0) {
        finding.text =
            words("%1 cannot be placed: a fixed port of it is taken on %2.").arg(finding.subject, nodes(reason.nodes));
        finding.remedy = words("Give it another port, or stop what has the port now.");
        return;
    }
    const QStringList others = holders(world, job, port);
    if (others.isEmpty()) {
        finding.text = words("%1 cannot be placed: its fixed port %2 is taken on %3.")
                           .arg(finding.subject, QString::number(port), nodes(reason.nodes));
        finding.remedy = words("Lower its count to one a node, or give it another port.");
    } else {
        finding.text = words("%1 cannot be placed: its fixed port %2 is taken by %3.")
                           .arg(finding.subject, QString::number(port), listed(others));
        finding.remedy = words("Give one of them another port, or keep them on different nodes by a constraint.");
    }
}

QString remedyOf(const nomad::PlacementFailure& failure)
{
    if (!failure.dimensions.isEmpty()) return words("Lower what the group asks for, or add room.");
    if (!failure.quotas.isEmpty()) return words("Raise the quota, or lower what the group asks for.");
    if (!failure.constraints.isEmpty() || !failure.classFilters.isEmpty())
        return words("Correct the group's constraints, or add a node that meets them.");
    if (failure.nodesEvaluated == 0)
        return words("Correct the job's datacenters and node pool, or bring a node of them back.");
    return words("Read the job's evaluations.");
}

} // namespace

void checkHostVolumes(const World& world, const nomad::Job& job, const nomad::JobNeeds& needs, Found& found)
{
    // Where no node names any, the server may be one that does not tell them; then only its scheduler knows.
    bool areTold = false;
    world.tables.nodes.forEach([&](cluster::Slot, const nomad::Node& node) { areTold |= !node.hostVolumes.isEmpty(); });
    if (!areTold) return;
    for (const nomad::GroupNeeds& group : needs.groups) {
        for (const nomad::HostVolumeRequest& request : group.hostVolumes) {
            int candidates = 0;
            QStringList without;
            world.tables.nodes.forEach([&](cluster::Slot, const nomad::Node& node) {
                if (!isCandidate(node, job)) return;
                ++candidates;
                if (!hasVolume(node, request)) without.append(node.name);
            });
            if (without.isEmpty()) continue;
            without.sort();
            const bool isNowhere = without.size() == candidates;
            // Other jobs need it somewhere only; a system job wants every node that its constraints leave.
            if (!isNowhere && job.type != u"system"_s) continue;
            const State severity = isNowhere ? severityOf(job) : group.isConstrained ? State::Unknown : State::Warning;
            cluster::Finding& finding = addOnce(u"host-volume-missing"_s, job, group.group, severity, found);
            if (!finding.text.isEmpty()) continue;
            if (isNowhere)
                finding.text =
                    words("No node has the host volume %1, which %2 asks for.").arg(request.source, finding.subject);
            else if (group.isConstrained)
                finding.text = words("%1 has no host volume %2, so %3 cannot run there; whether its constraints want "
                                     "it there is not checked.")
                                   .arg(listed(without), request.source, finding.subject);
            else
                finding.text = words("%1 has no host volume %2, so %3 cannot run there.")
                                   .arg(listed(without), request.source, finding.subject);
            finding.remedy =
                words("Add a host_volume %1 to the client block of Nomad there and restart it.").arg(request.source);
        }
    }
}

void checkPlacement(const World& world, const nomad::Job& job, const nomad::PlacementFailure& failure, Found& found)
{
    if (const auto* reason = reasonWith(failure.dimensions, portTaken))
        return portCollision(world, job, failure, *reason, found);
    if (const auto* reason = reasonWith(failure.constraints, missingVolumes)) {
        cluster::Finding& finding = addOnce(u"host-volume-missing"_s, job, failure.group, severityOf(job), found);
        finding.original = reasons(failure).join(u'\n');
        if (!finding.text.isEmpty()) return; // the nodes themselves tell it better
        const QStringList names = sources(world, job, failure.group);
        finding.text = names.isEmpty() ? words("%1 cannot be placed: %2 lack a host volume it asks for.")
                                             .arg(finding.subject, nodes(reason->nodes))
                                       : words("%1 cannot be placed: %2 lack the host volume %3.")
                                             .arg(finding.subject, nodes(reason->nodes), listed(names));
        finding.remedy = words("Add the host_volume to the client block of Nomad there and restart it.");
        return;
    }
    cluster::Finding& finding = addOnce(u"placement-blocked"_s, job, failure.group, severityOf(job), found);
    const QStringList why = reasons(failure);
    finding.original = why.join(u'\n');
    finding.remedy = remedyOf(failure);
    if (!why.isEmpty())
        finding.text = words("Nomad finds no place for %1 (%2).").arg(finding.subject, listed(why));
    else if (failure.group.isEmpty())
        finding.text = words("An evaluation of %1 is blocked; Nomad names no group.").arg(finding.subject);
    else if (failure.nodesEvaluated == 0)
        finding.text =
            words("Nomad finds no node for %1: none is ready in its datacenters and node pool.").arg(finding.subject);
    else
        finding.text = words("Nomad finds no place for %1 on %2 and names no reason.")
                           .arg(finding.subject, nodes(failure.nodesEvaluated));
}

} // namespace tailboard::findings
