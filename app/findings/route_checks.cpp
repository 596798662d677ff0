// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/check.h"

#include <algorithm>

namespace tailboard::findings {

using namespace Qt::StringLiterals;
using base::State;
using cluster::RouteCause;
using cluster::TableId;

namespace {

/// The next step for Traefik's words (3.7.15), by the part that names the kind of mistake.
QString remedyOf(const QString& error)
{
    if (error.contains(u"middleware"_s)) return words("Define the middleware, or take it out of the router's tags.");
    if (error.contains(u"entryPoint"_s, Qt::CaseInsensitive))
        return words("Use an entry point that Traefik's arguments define.");
    if (error.contains(u"parsing rule"_s) || error.contains(u"adding rule"_s))
        return words("Correct the rule in the service's tags.");
    if (error.contains(u"server URL"_s)) return words("Correct the port in the service's tags.");
    if (error.contains(u"service"_s)) return words("Name a service that exists in the router's tags.");
    return words("Correct the router's tags.");
}

void checkErrors(const cluster::Route& route, Found& found)
{
    QStringList errors, nodes;
    size_t refused = 0;
    for (const cluster::RouteInstance& seen : route.instances) {
        const bool isRefused = seen.status == traefik::ObjectStatus::Disabled;
        refused += isRefused;
        if (!isRefused && seen.status == traefik::ObjectStatus::Enabled && seen.errors.isEmpty()) continue;
        nodes.append(seen.node.isEmpty() ? seen.instance : seen.node);
        for (const QString& error : seen.errors)
            if (!errors.contains(error)) errors.append(error);
    }
    if (nodes.isEmpty()) return;
    const bool isRefusedEverywhere = refused == size_t(route.instances.size());
    cluster::Finding& finding = found.add(u"router-error"_s, route.key.router, TableId::Routes,
                                          isRefusedEverywhere ? State::Critical : State::Warning);
    if (isRefusedEverywhere)
        finding.text = words("Traefik refuses the router %1.").arg(route.key.router);
    else if (refused > 0)
        finding.text = words("Traefik refuses the router %1 on %2.").arg(route.key.router, nodes.join(u", "_s));
    else
        finding.text = words("Traefik warns of the router %1.").arg(route.key.router);
    finding.original = errors.join(u'\n');
    finding.remedy = remedyOf(finding.original);
}

/// Traefik makes this router for api.insecure alone; the arguments tell it where they are known.
void checkApi(const World& world, const cluster::Route& route, Found& found)
{
    if (route.key.router != u"api@internal"_s || !route.entryPoints.contains(u"traefik"_s)) return;
    for (const cluster::RouteInstance& seen : route.instances) {
        const cluster::TraefikInstance* instance = world.tables.instances.get(seen.instance);
        if (!instance || !instance->arguments.isEmpty()) continue;
        cluster::Finding& finding = found.add(u"api-insecure"_s, seen.instance, TableId::Instances, State::Warning);
        finding.subject = seen.instance;
        finding.text = words("Traefik at %1 shows its API and dashboard to everybody who reaches it (api.insecure).")
                           .arg(seen.instance);
        finding.remedy = words("Turn api.insecure off and give api@internal a router with a password.");
    }
}

} // namespace

void checkRoute(const World& world, const cluster::Route& route, Found& found)
{
    checkErrors(route, found);
    checkApi(world, route, found);
    const QString& router = route.key.router;
    switch (route.cause) {
    case RouteCause::NoServer: {
        cluster::Finding& finding = found.add(u"router-without-server"_s, router, TableId::Routes, State::Critical);
        finding.text = words("The router %1 leads to the service %2, which has no server.").arg(router, route.service);
        finding.remedy = words("Check that an allocation of the service runs and is registered.");
        break;
    }
    case RouteCause::NotInTraefik: {
        cluster::Finding& finding = found.add(u"tag-not-in-traefik"_s, router, TableId::Routes, State::Critical);
        finding.text =
            words("The tags of the service %1 ask for the router %2, but no Traefik that answers has it.")
                .arg(route.serviceName.isEmpty() ? route.service.section(u'@', 0, 0) : route.serviceName, router);
        finding.remedy = words("Check the tags for misspelt options and for another service with the same router name; "
                               "only Traefik's log names the cause.");
        break;
    }
    case RouteCause::MissingOnInstances: {
        QStringList nodes;
        for (const cluster::RouteInstance& seen : route.instances)
            nodes.append(seen.node.isEmpty() ? seen.instance : seen.node);
        cluster::Finding& finding = found.add(u"router-missing"_s, router, TableId::Routes, State::Warning);
        finding.text = words("Not every Traefik has the router %1: it is on %2 only.").arg(router, nodes.join(u", "_s));
        finding.remedy = words("Compare the arguments of the Traefiks, and read the log of the one that lacks it.");
        break;
    }
    default:
        break;
    }
}

} // namespace tailboard::findings
