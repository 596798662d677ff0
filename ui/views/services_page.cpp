// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/services_page.h"

#include "ui/models/service_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/facts.h"
#include "ui/views/route_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using cluster::Slot;
using models::ServiceModel;

ServicesPage::ServicesPage(const Look& look, const ClusterView& view)
    : KeyedPage(look, view, Section::Services, cluster::TableId::Services,
                std::make_unique<ServiceModel>(view.tables(), view.clock),
                tr("Filter: text, service:, job:, node:, tag:, status:!ok"), tr("Choose a service to see who uses it."))
{
    addPathTab();
    m_tags = makeFacts();
    m_facts = makeFacts();
    m_tagsTab = details().addTab(tr("Tags"), m_tags);
    details().addTab(tr("Facts"), m_facts);
    addRawTab();
    setColumns({QString(), tr("Name"), tr("Job"), tr("Instances"), tr("Nodes"), tr("Routers"), tr("Tags")},
               {36, 200, 170, 90, 170, 320, 70});
}

std::vector<NamedSource> ServicesPage::sources() const
{
    return {nomadSource()};
}

QString ServicesPage::emptySentence() const
{
    return tr("No services. A service appears when a job of Nomad registers one with the provider nomad.");
}

Cell ServicesPage::cell(Slot slot, int column) const
{
    const cluster::Service& service = tables().services.at(slot);
    const bool isOld = isStale(tables().nomadSource);
    const auto text = [&](const QString& value, Tone tone = Tone::Normal) {
        return Cell{TextCell{.text = value, .tone = tone}, isOld, {}};
    };
    const auto number = [&](qsizetype value) {
        return Cell{TextCell{.text = QString::number(value), .tone = Tone::Quiet}, isOld, {}};
    };
    switch (column) {
    case ServiceModel::State: {
        const QString why = service.isConsul ? tr("Services of Consul are not read.") : QString();
        return {.content = StateCell{.shape = shownState(slot), .text = {}, .sentence = why},
                .tip = why.isEmpty() ? word(shownState(slot)) : why};
    }
    case ServiceModel::Name:
        return {NameCell{service.key.name, service.isConsul ? tr(" of Consul") : QString(), true}, isOld, {}};
    case ServiceModel::Job:
        return text(service.job.id);
    case ServiceModel::Instances:
        return number(service.registrations.size());
    case ServiceModel::Nodes:
        return {TextCell{nodesText(service.nodes, qsizetype(tables().nodes.size()))}, isOld,
                service.nodes.size() > 1 ? service.nodes.join(u'\n') : QString()};
    case ServiceModel::Routers:
        return text(service.routers.isEmpty() && service.hasDefaultRule ? tr("by Traefik's default rule")
                                                                        : service.routers.join(", "_L1),
                    Tone::Quiet);
    default:
        return number(service.tags.size());
    }
}

std::optional<cluster::Subject> ServicesPage::rawSubject(Slot slot) const
{
    const cluster::Service& service = tables().services.at(slot);
    if (service.isConsul) return std::nullopt;
    return service.key;
}

void ServicesPage::showDetails(Slot slot)
{
    const cluster::Service& service = tables().services.at(slot);
    details().showObject(shownState(slot), service.key.name,
                         service.job.id.isEmpty() ? QString() : tr("job %1").arg(service.job.id));

    std::vector<Slot> routes;
    QString traefikService;
    tables().routes.forEach([&](Slot at, const cluster::Route& route) {
        if (route.serviceName != service.key.name || route.nameSpace != service.key.nameSpace) return;
        routes.push_back(at);
        traefikService = route.service;
    });
    std::vector<const nomad::Allocation*> allocations;
    std::vector<const nomad::Node*> nodes;
    std::vector<const tailscale::Peer*> peers;
    for (const QString& id : service.registrations) {
        const auto* registration = tables().registrations.get(id);
        if (!registration) continue;
        const auto* allocation = tables().allocations.get(registration->allocationId);
        if (allocation && std::find(allocations.begin(), allocations.end(), allocation) == allocations.end())
            allocations.push_back(allocation);
        const auto* node = tables().nodes.get(registration->nodeId);
        if (!node || std::find(nodes.begin(), nodes.end(), node) != nodes.end()) continue;
        nodes.push_back(node);
        if (const auto* peer = peerOf(view(), *node)) peers.push_back(peer);
    }
    std::vector<Stop> stops{routesStop(view(), routes, {wholeTerm(u"service"_s, traefikService)}),
                            serviceStop(view(), service)};
    stops.back().place.reset();
    stops.back().station.isOpenable = false;
    stops.push_back(allocationsStop(view(), allocations, {wholeTerm(u"job"_s, service.job.id)}));
    stops.push_back(nodesStop(view(), nodes));
    stops.push_back(peersStop(view(), peers));
    showPath(std::move(stops), worstCause([&](const cluster::Finding& finding) {
                 if (finding.table == cluster::TableId::Services) return finding.subject == service.key.name;
                 return finding.table == cluster::TableId::Routes && service.routers.contains(finding.subject);
             }));
    m_tags->setFacts(tagFacts(service.tags));
    details().setTabCount(m_tagsTab, int(service.tags.size()));
    m_facts->setFacts(serviceFacts(view(), service));
}

} // namespace tailboard::views
