// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/check.h"

namespace tailboard::findings {

using namespace Qt::StringLiterals;

void checkService(const World&, const cluster::Service& service, Found& found)
{
    if (!service.isConsul) return;
    cluster::Finding& finding = found.add(u"consul-not-read"_s, service.key.nameSpace + u'/' + service.key.name,
                                          cluster::TableId::Services, base::State::Unknown);
    finding.subject = service.key.name;
    finding.text = words("The service %1 of the job %2 is registered in Consul, which is not read here.")
                       .arg(service.key.name, service.job.id);
    finding.remedy = words("Set its provider to nomad to see its routes here.");
}

} // namespace tailboard::findings
