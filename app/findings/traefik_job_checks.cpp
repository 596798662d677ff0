// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/check.h"
#include "app/traefik/arguments.h"

namespace tailboard::findings {

using namespace Qt::StringLiterals;
using base::State;
using cluster::TableId;

namespace {

void checkApi(const nomad::JobKey& job, const nomad::TraefikTask& task, Found& found)
{
    const traefik::Arguments arguments = traefik::traefikArguments(task.arguments);
    if (!arguments.isApiInsecure || task.isApiLocal) return;
    cluster::Finding& finding =
        found.add(u"api-insecure"_s, job.nameSpace + u'/' + job.id, TableId::Jobs, State::Warning);
    finding.subject = job.id;
    finding.text =
        words("Traefik of the job %1 shows its API and dashboard to everybody who reaches it (api.insecure).")
            .arg(job.id);
    finding.remedy = words("Turn api.insecure off and give api@internal a router with a password.");
}

void checkMounts(const nomad::JobKey& job, const nomad::TraefikTask& task, Found& found)
{
    for (const nomad::TaskMount& mount : task.mounts) {
        // A mounted directory shows the new socket after a restart, a mounted file stays the old one (1.102.3).
        const bool isSocket = mount.target.endsWith(u"/tailscaled.sock"_s) ||
                              (!mount.isVolume && mount.source.endsWith(u"/tailscaled.sock"_s));
        if (!isSocket) continue;
        cluster::Finding& finding =
            found.add(u"socket-file-mount"_s, job.nameSpace + u'/' + job.id, TableId::Jobs, State::Warning);
        finding.subject = job.id;
        finding.text = words("Traefik of the job %1 mounts tailscaled's socket as a file, so it gets no certificate "
                             "any more once tailscaled was restarted.")
                           .arg(job.id);
        finding.remedy = words("Mount the directory /run/tailscale, and keep it over restarts with "
                               "RuntimeDirectoryPreserve=yes for tailscaled.");
        finding.original = mount.source + u" -> "_s + mount.target;
        return;
    }
}

} // namespace

void checkTraefikJob(const nomad::JobNeeds& needs, Found& found)
{
    for (const nomad::TraefikTask& task : needs.traefiks) {
        checkApi(needs.job, task, found);
        checkMounts(needs.job, task, found);
    }
}

} // namespace tailboard::findings
