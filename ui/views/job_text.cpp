// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/job_text.h"

#include "app/cluster/states.h"
#include "ui/models/job_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/placement_text.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using base::State;
using cluster::JobStanding;
using widgets::Mark;
using widgets::Shape;
using Ink = RowCell::Ink;

namespace {

constexpr qsizetype mostGroupsExplained = 5;

QString tr(const char* text)
{
    return QCoreApplication::translate("JobText", text);
}

QString ago(const QDateTime& time, const QDateTime& now)
{
    return time.isValid() ? agoText(time, now) : QString();
}

QString tipOf(const QDateTime& time)
{
    return time.isValid() ? dateText(time) : QString();
}

RowCell ageCell(const QDateTime& time, const QDateTime& now)
{
    return {.text = ago(time, now), .ink = Ink::Quiet, .tip = tipOf(time)};
}

Shape deploymentShape(const QString& status)
{
    if (status == "successful"_L1) return State::Ok;
    if (status == "failed"_L1) return State::Critical;
    if (status == "cancelled"_L1) return Mark::NotApplicable;
    return State::Pending;
}

Shape evaluationShape(const nomad::JobEvaluation& evaluation)
{
    if (evaluation.isBlocked()) return State::Warning;
    if (evaluation.status == "failed"_L1) return State::Critical;
    if (evaluation.status == "canceled"_L1) return Mark::NotApplicable;
    if (evaluation.status == "pending"_L1) return State::Pending;
    return evaluation.failures.isEmpty() ? State::Ok : State::Warning;
}

} // namespace

Place jobPlace(const nomad::JobKey& job)
{
    return {Section::Jobs, models::JobModel::keyOf(job)};
}

QString jobStatusText(const nomad::Job& job, const JobStanding& standing)
{
    if (job.isStopped) return tr("stopped");
    if (job.status == "dead"_L1) return job.status;
    if (standing.isBlocked) return tr("waits for room");
    if (standing.rollout == JobStanding::Rollout::Failed) return tr("rollout failed");
    if (standing.failed > 0) return tr("%1 failed").arg(standing.failed);
    if (standing.rollout == JobStanding::Rollout::Running) return tr("rolling out");
    return job.status;
}

QString jobSentence(const nomad::Job& job, const JobStanding& standing)
{
    if (job.isStopped) return {};
    if (standing.isBlocked) {
        const QString groups = standing.blockedGroups.join(", "_L1);
        if (groups.isEmpty()) return tr("Nomad found no place for a part of the job.");
        return standing.blockedGroups.size() == 1 ? tr("Nomad found no place for the group %1.").arg(groups)
                                                  : tr("Nomad found no place for the groups %1.").arg(groups);
    }
    if (standing.rollout == JobStanding::Rollout::Failed) {
        const QString start = tr("The last deployment of the job failed.");
        return standing.rolloutText.isEmpty() ? start : start + u' ' + standing.rolloutText;
    }
    if (standing.failed > 0)
        return countText(standing.failed, tr("1 allocation failed and is not replaced."),
                         tr("%1 allocations failed and are not replaced."));
    const bool isLasting = job.type == "service"_L1 || job.type == "system"_L1;
    if (job.status == "dead"_L1 && isLasting)
        return job.statusDescription.isEmpty() ? tr("Nothing of the job runs.")
                                               : tr("Nothing of the job runs.") + u' ' + job.statusDescription;
    return job.statusDescription;
}

Stop jobStop(const nomad::Job& job, const JobStanding& standing, State state)
{
    QString fact = job.type;
    if (standing.version >= 0) fact = tr("%1 · version %2").arg(job.type).arg(standing.version);
    return {widgets::Station{.icon = widgets::Icon::Jobs,
                             .kind = tr("Job"),
                             .name = job.key.id,
                             .fact = fact,
                             .shape = state,
                             .word = jobStatusText(job, standing),
                             .isOpenable = false},
            {}};
}

std::vector<Fact> jobFacts(const ClusterView& view, const nomad::Job& job, const JobStanding& standing)
{
    std::vector<Fact> facts;
    const auto text = [&](const QString& name, const QString& value) {
        if (!value.isEmpty()) facts.push_back({.name = name, .value = value});
    };
    facts.push_back(stateFact(tr("Status"), jobStatusText(job, standing),
                              cluster::jobState(job, standing, view.tables(), view.now())));
    text(tr("Cause"), jobSentence(job, standing));
    text(tr("Type"), job.isPeriodic        ? tr("%1, periodic").arg(job.type)
                     : job.isParameterized ? tr("%1, parameterized").arg(job.type)
                                           : job.type);
    text(tr("Version"), standing.version < 0 ? QString() : QString::number(standing.version));
    text(tr("Namespace"), job.key.nameSpace);
    text(tr("Priority"), QString::number(job.priority));
    text(tr("Datacenters"), job.datacenters.join(", "_L1));
    text(tr("Node pool"), job.nodePool);
    text(tr("Submitted"), job.submitTime > 0 ? dateText(nomadTime(job.submitTime)) : QString());
    text(tr("Name"), job.name == job.key.id ? QString() : job.name);
    view.tables().services.forEach([&](cluster::Slot, const cluster::Service& service) {
        if (service.job == job.key) facts.push_back({.name = tr("Service"), .value = service.key.name});
        if (service.job == job.key) facts.back().place = serviceStop(view, service).place;
    });
    return facts;
}

std::vector<RowColumn> groupColumns()
{
    return {{tr("Group"), 160},  {tr("Wanted"), 76}, {tr("Running"), 80},     {tr("Starting"), 80},
            {tr("Waiting"), 80}, {tr("Lost"), 64},   {tr("Constraints"), 96}, {tr("Tasks"), 300}};
}

std::vector<Row> groupRows(const nomad::JobHistory& history)
{
    std::vector<Row> rows;
    for (const nomad::JobGroup& group : history.groups) {
        const nomad::GroupSummary& counts = group.summary;
        State state = counts.queued > 0 || counts.unknown > 0 ? State::Warning
                      : counts.starting > 0                   ? State::Pending
                                                              : State::Ok;
        if (history.isStopped) state = State::Ok;
        QStringList tasks;
        for (qsizetype i = 0; i < group.tasks.size(); ++i)
            tasks << (group.drivers.value(i).isEmpty() ? group.tasks[i]
                                                       : u"%1 (%2)"_s.arg(group.tasks[i], group.drivers[i]));
        const auto number = [](int count) {
            return RowCell{.text = QString::number(count), .ink = count > 0 ? Ink::Normal : Ink::Faint};
        };
        RowCell waiting = number(counts.queued);
        if (counts.queued > 0) waiting.shape = Shape(State::Warning);
        rows.push_back({.key = group.name,
                        .cells = {{.text = group.name, .shape = Shape(state)},
                                  number(group.count),
                                  number(counts.running),
                                  number(counts.starting),
                                  waiting,
                                  number(counts.lost),
                                  number(group.constraints),
                                  {.text = tasks.join(", "_L1), .ink = Ink::Quiet}},
                        .place = Place{Section::Allocations, filterObject({wholeTerm(u"job"_s, history.key.id),
                                                                           wholeTerm(u"group"_s, group.name)})}});
    }
    return rows;
}

std::vector<RowColumn> versionColumns()
{
    return {{tr("Version"), 90}, {tr("Kind"), 150}, {tr("Submitted"), 110}, {tr("Tag"), 200}, {tr("Token"), 200}};
}

std::vector<Row> versionRows(const nomad::JobHistory& history, const QDateTime& now)
{
    std::vector<Row> rows;
    for (const nomad::JobVersion& version : history.versions) {
        const bool isCurrent = version.number == history.version;
        QStringList kinds;
        if (isCurrent) kinds << tr("current");
        if (version.isStable) kinds << tr("stable");
        if (version.isStopped) kinds << tr("stop");
        rows.push_back(
            {.key = QString::number(version.number),
             .cells = {{.text = QString::number(version.number), .ink = isCurrent ? Ink::Strong : Ink::Normal},
                       {.text = kinds.join(", "_L1)},
                       ageCell(version.submitTime, now),
                       {.text = version.tag, .tip = version.tagDescription},
                       {.text = version.tokenId, .ink = Ink::Quiet, .isCode = true}}});
    }
    return rows;
}

std::vector<RowColumn> deploymentColumns()
{
    return {{tr("Status"), 120}, {tr("Version"), 76}, {tr("Healthy"), 110}, {tr("Canaries"), 84},
            {tr("Began"), 90},   {tr("Changed"), 90}, {tr("Id"), 90},       {tr("Description"), 300}};
}

std::vector<Row> deploymentRows(const nomad::JobHistory& history, const QDateTime& now)
{
    std::vector<Row> rows;
    for (const nomad::JobDeployment& each : history.deployments) {
        int desired = 0, healthy = 0, unhealthy = 0, canaries = 0;
        QStringList lines;
        for (const nomad::GroupRollout& group : each.groups) {
            desired += group.desired;
            healthy += group.healthy;
            unhealthy += group.unhealthy;
            canaries += group.desiredCanaries;
            QString line = tr("%1: %2 of %3 healthy").arg(group.group).arg(group.healthy).arg(group.desired);
            if (group.unhealthy > 0) line += tr(", %1 unhealthy").arg(group.unhealthy);
            if (group.doesAutoRevert) line += tr(", reverts by itself");
            if (group.requireProgressBy.isValid() && each.status == "running"_L1)
                line += tr(", must progress by %1").arg(dateText(group.requireProgressBy));
            lines << line;
        }
        RowCell health{.text = tr("%1 of %2").arg(healthy).arg(desired), .tip = lines.join(u'\n')};
        if (unhealthy > 0) health.shape = Shape(State::Warning);
        rows.push_back({.key = each.id.toString(),
                        .cells = {{.text = each.status, .shape = deploymentShape(each.status)},
                                  {.text = QString::number(each.jobVersion)},
                                  health,
                                  {.text = canaries > 0 ? QString::number(canaries) : u"–"_s, .ink = Ink::Quiet},
                                  ageCell(each.createTime, now),
                                  ageCell(each.modifyTime, now),
                                  {.text = each.id.shortText(), .ink = Ink::Quiet, .isCode = true},
                                  {.text = each.statusDescription, .ink = Ink::Quiet}}});
    }
    return rows;
}

std::vector<RowColumn> evaluationColumns()
{
    return {{tr("Status"), 120}, {tr("Triggered by"), 150}, {tr("Changed"), 90},
            {tr("Id"), 90},      {tr("Waits until"), 120},  {tr("Why"), 420}};
}

std::vector<Row> evaluationRows(const nomad::JobHistory& history, const QDateTime& now)
{
    std::vector<Row> rows;
    for (const nomad::JobEvaluation& each : history.evaluations) {
        QStringList why, tips;
        for (const nomad::PlacementFailure& failure : each.failures) {
            const QStringList sentences = placementSentences(failure);
            why << sentences.join(u' ');
            tips << sentences.join(u'\n');
        }
        if (why.isEmpty() && !each.statusDescription.isEmpty()) why << each.statusDescription;
        QStringList owed;
        for (const nomad::CountedReason& queued : each.queued)
            owed << tr("%1: %2 still to place").arg(queued.text).arg(queued.nodes);
        if (why.isEmpty()) why = owed;
        rows.push_back(
            {.key = each.id.toString(),
             .cells = {{.text = each.status, .shape = evaluationShape(each)},
                       {.text = each.triggeredBy},
                       ageCell(each.modifyTime.isValid() ? each.modifyTime : each.createTime, now),
                       {.text = each.id.shortText(), .ink = Ink::Quiet, .isCode = true, .tip = each.id.toString()},
                       {.text = each.waitUntil.isValid() ? dateText(each.waitUntil) : u"–"_s, .ink = Ink::Quiet},
                       {.text = why.join(u' '), .ink = Ink::Quiet, .tip = tips.join(u'\n')}}});
    }
    return rows;
}

QString whyNotPlaced(const nomad::JobHistory& history)
{
    const QList<nomad::PlacementFailure> failures = history.failures();
    QStringList paragraphs;
    for (qsizetype i = 0; i < std::min(failures.size(), mostGroupsExplained); ++i)
        paragraphs << placementSentences(failures[i]).join(u' ');
    if (const qsizetype more = failures.size() - mostGroupsExplained; more > 0)
        paragraphs << countText(more, tr("1 more group waits."), tr("%1 more groups wait."));
    return paragraphs.join(u'\n');
}

} // namespace tailboard::views
