// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/check.h"
#include "app/findings/restart_log.h"

namespace tailboard::findings {

using namespace Qt::StringLiterals;
using base::State;

namespace {

/// So long after the last news of it an allocation that restarted counts as restarting.
constexpr qint64 restartingSeconds = 600;

} // namespace

Trouble troubleOf(const nomad::Allocation& allocation, const QDateTime& now, Found& found)
{
    using enum nomad::ClientStatus;
    if (allocation.desiredStatus != nomad::DesiredStatus::Run || allocation.hasReplacement) return Trouble::None;
    if (allocation.clientStatus == Failed || allocation.clientStatus == Lost) return Trouble::Failing;
    if (allocation.restarts == 0 || (allocation.clientStatus != Running && allocation.clientStatus != Pending))
        return Trouble::None;
    const QDateTime end =
        QDateTime::fromMSecsSinceEpoch(allocation.modifyTime / 1'000'000, Qt::UTC).addSecs(restartingSeconds);
    if (end <= now) return Trouble::None;
    // A server whose clock is far ahead must not make it last for ever.
    found.lookAgain(std::min(end, now.addSecs(restartingSeconds)));
    return Trouble::Restarting;
}

void checkRestarts(const nomad::Allocation& example, int count, Found& found)
{
    const QString job = example.jobId.text();
    const QString group = example.taskGroup.text();
    cluster::Finding& finding = found.add(u"restart-loop"_s, example.nameSpace.text() + u'/' + job + u'/' + group,
                                          cluster::TableId::Allocations, State::Warning);
    finding.subject = groupName(job, group);
    finding.text = words("Tasks of %1 keep ending: %2 restarts and failures in the last %3\u202fmin.")
                       .arg(finding.subject, QString::number(count), QString::number(RestartLog::window.count() / 60));
    finding.remedy = words("Read the allocation's events and logs on %1.").arg(example.nodeName.text());
    finding.original = example.clientDescription.text();
}

void checkGroup(const World&, const nomad::Allocation& example, int failing, int restarting, Found& found)
{
    if (failing + restarting == 0) return;
    const QString job = example.jobId.text();
    const QString group = example.taskGroup.text();
    cluster::Finding& finding =
        found.add(u"allocation-failing"_s, example.nameSpace.text() + u'/' + job + u'/' + group,
                  cluster::TableId::Allocations, failing > 0 ? State::Critical : State::Warning);
    finding.subject = groupName(job, group);
    if (failing > 0) {
        const QString& node = example.nodeName.text();
        if (failing > 1)
            finding.text = words("%1 allocations of %2 failed or were lost and have no replacement.")
                               .arg(QString::number(failing), finding.subject);
        else if (example.clientStatus == nomad::ClientStatus::Lost)
            finding.text =
                words("An allocation of %1 was lost on %2 and has no replacement.").arg(finding.subject, node);
        else
            finding.text = words("An allocation of %1 failed on %2 and has no replacement.").arg(finding.subject, node);
        finding.remedy = words("Read the allocation's events and logs.");
    } else {
        finding.text =
            restarting == 1
                ? words("A task of %1 restarts on %2: %3 times so far.")
                      .arg(finding.subject, example.nodeName.text(), QString::number(example.restarts))
                : words("Tasks of %1 allocations of %2 restart.").arg(QString::number(restarting), finding.subject);
        finding.remedy = words("Read the allocation's events and logs.");
    }
    finding.original = example.clientDescription.text();
}

} // namespace tailboard::findings
