// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/check.h"
#include "app/traefik/service_tags.h"

namespace tailboard::findings {

using namespace Qt::StringLiterals;
using base::State;

namespace {

void checkConsul(const cluster::Service& service, const QString& id, Found& found)
{
    cluster::Finding& finding = found.add(u"consul-not-read"_s, id, cluster::TableId::Services, State::Unknown);
    finding.subject = service.key.name;
    finding.text = words("The service %1 of the job %2 is registered in Consul, which is not read here.")
                       .arg(service.key.name, service.job.id);
    finding.remedy = words("Set its provider to nomad to see its routes here.");
}

/// Tags that ask for a router, of a service that no Traefik looks at.
void checkEnabled(const World& world, const cluster::Service& service, const QString& id, Found& found)
{
    if (service.tags.isEmpty() || world.tables.instances.size() == 0) return;
    QString prefix, router;
    for (const cluster::TagReading& reading : world.tables.tagReadings) {
        const auto routers = traefik::taggedRouters(service.tags, reading.prefix);
        if (routers.isEmpty()) continue;
        // Switched off on purpose, or seen by this Traefik at least.
        if (traefik::saysEnable(service.tags, reading.prefix) || reading.isExposedByDefault) return;
        prefix = reading.prefix;
        router = routers.first().name;
    }
    if (prefix.isEmpty()) return;
    cluster::Finding& finding = found.add(u"service-not-enabled"_s, id, cluster::TableId::Services, State::Warning);
    finding.subject = service.key.name;
    finding.text = words("The tags of the service %1 ask for the router %2, but Traefik takes only services with the "
                         "tag %3.enable=true.")
                       .arg(service.key.name, router, prefix);
    finding.remedy = words("Add the tag %1.enable=true.").arg(prefix);
}

void checkDefaultRule(const cluster::Service& service, const QString& id, Found& found)
{
    if (!service.hasDefaultRule) return;
    cluster::Finding& finding = found.add(u"default-rule-only"_s, id, cluster::TableId::Services, State::Warning);
    finding.subject = service.key.name;
    finding.text = service.hasTraefikTags
                       ? words("No tag of the service %1 defines a router, so Traefik exposes it by its default rule.")
                             .arg(service.key.name)
                       : words("The service %1 has no tags for Traefik, which exposes it by its default rule.")
                             .arg(service.key.name);
    finding.remedy = service.hasTraefikTags ? words("Check its tags for misspelt options, or add traefik.enable=false.")
                                            : words("Add the tag traefik.enable=false, or a router of its own.");
}

} // namespace

void checkService(const World& world, const cluster::Service& service, Found& found)
{
    const QString id = service.key.nameSpace + u'/' + service.key.name;
    if (service.isConsul) return checkConsul(service, id, found);
    checkEnabled(world, service, id, found);
    checkDefaultRule(service, id, found);
}

} // namespace tailboard::findings
