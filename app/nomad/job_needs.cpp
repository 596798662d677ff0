// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/job_needs.h"

namespace tailboard::nomad {

JobNeeds jobNeeds(const JobDetail& detail)
{
    JobNeeds needs;
    needs.job = detail.job.key;
    for (const GroupSpec& group : detail.spec.groups) {
        if (!group.hostVolumes.isEmpty() || !group.ports.isEmpty())
            needs.groups.append(
                {group.name, group.hostVolumes, group.ports, group.isConstrained || detail.spec.isConstrained});
        for (const TaskSpec& task : group.tasks) {
            if (isTraefik(task))
                needs.traefiks.append(
                    {group.name, task.name, task.arguments, task.mounts, traefikApiPort(task).isLocalOnly});
        }
    }
    return needs;
}

} // namespace tailboard::nomad
