// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/services_page.h"

#include "app/traefik/service_tags.h"
#include "ui/models/service_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/facts.h"
#include "ui/views/object_rows.h"
#include "ui/views/route_text.h"

#include "ui/widgets/plain_text.h"

#include <QAction>
#include <QPushButton>
#include <unordered_set>

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
    m_tags = makeRows(tr("Service tags"), tagColumns());
    m_tags->setNothing(tr("It has no tags."));
    m_registrations = makeRows(tr("Registrations"), registrationColumns());
    m_routes = makeRows(tr("Routes"), routeColumns(false));
    m_facts = makeFacts();
    m_tagsTab = details().addTab(tr("Tags"), m_tags);
    m_registrationsTab = details().addTab(tr("Registrations"), m_registrations);
    m_routesTab = details().addTab(tr("Routes"), m_routes);
    details().addTab(tr("Facts"), m_facts);
    addRawTab();
    m_openButton = details().addButton(Icon::Open, tr("Open"));
    m_openButton->setAccessibleDescription(tr("Opens the only address that leads here in the browser"));
    m_open = new QAction(tr("&Open address in browser"), this);
    m_open->setObjectName(u"openServiceUrl"_s);
    m_open->setShortcut(QKeySequence(Qt::Key_O));
    m_open->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_open);
    connect(m_open, &QAction::triggered, this, &ServicesPage::openUrl);
    connect(m_openButton, &QPushButton::clicked, this, &ServicesPage::openUrl);
    setColumns({QString(), tr("Name"), tr("Job"), tr("Instances"), tr("Nodes"), tr("Routers"), tr("Tags")},
               {36, 200, 170, 90, 170, 320, 70});
}

QList<QAction*> ServicesPage::pageActions() const
{
    return {m_open};
}

void ServicesPage::apply(const std::vector<cluster::Delta>& deltas)
{
    using cluster::TableId;
    m_recount.take(deltas, {TableId::Services, TableId::Registrations, TableId::Allocations, TableId::Nodes,
                            TableId::Peers, TableId::Routes, TableId::Instances});
    KeyedPage::apply(deltas);
}

void ServicesPage::findingsChanged()
{
    m_recount.touch();
    KeyedPage::findingsChanged();
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

    // Few instances and routes are looked at each second, so that ages move; many once in a while.
    constexpr qsizetype few = 100;
    const bool isDue = m_recount.isDue(currentObject(), view().clock.monotonic());
    if (isDue || service.registrations.size() + m_routeCount <= few) gather(service);
    m_tags->setRows(tagRows(service.tags));
    details().setTabCount(m_tagsTab, int(service.tags.size()));
    std::vector<Fact> facts = serviceFacts(view(), service);
    facts.push_back({.name = tr("Exposed by"), .isHeading = true});
    for (Fact& fact : exposureFacts(view(), service))
        facts.push_back(std::move(fact));
    m_facts->setFacts(std::move(facts));
}

/// What hangs on every registration of the service.
void ServicesPage::gather(const cluster::Service& service)
{
    const std::vector<Slot> routes = routesOfService(view(), service);
    const QString traefikService = routes.empty() ? QString() : tables().routes.at(routes.front()).service;
    std::unordered_set<const void*> known;
    std::vector<const nomad::Allocation*> allocations;
    std::vector<const nomad::Node*> nodes;
    std::vector<const tailscale::Peer*> peers;
    for (const QString& id : service.registrations) {
        const auto* registration = tables().registrations.get(id);
        if (!registration) continue;
        const auto* allocation = tables().allocations.get(registration->allocationId);
        if (allocation && known.insert(allocation).second) allocations.push_back(allocation);
        const auto* node = tables().nodes.get(registration->nodeId);
        if (!node || !known.insert(node).second) continue;
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
    m_registrations->setRows(registrationRows(view(), service));
    m_registrations->setNothing(service.isConsul ? tr("Services of Consul are not read.") : tr("None is registered."));
    details().setTabCount(m_registrationsTab, int(service.registrations.size()));
    m_routeCount = qsizetype(routes.size());
    m_routes->setRows(routeRows(view(), routes));
    const bool isAsking = !service.isConsul && !traefik::taggedRouters(service.tags).isEmpty();
    m_routes->setNothing(isAsking ? tr("Its tags ask for routes, but none leads here.") : tr("No route leads here."));
    details().setTabCount(m_routesTab, int(routes.size()));

    m_url.reset();
    QStringList urls;
    for (const Slot slot : routes) {
        const cluster::Route& route = tables().routes.at(slot);
        if (isOpenable(route) && !isRedirectedToHttps(route, tables())) urls << route.url();
        if (urls.size() > 1) break;
    }
    if (urls.size() == 1) m_url = QUrl(urls.first(), QUrl::StrictMode);
    m_open->setEnabled(m_url.has_value());
    m_openButton->setEnabled(m_url.has_value());
    m_openButton->setToolTip(m_url            ? plainToolTip(urls.first())
                             : routes.empty() ? tr("No address leads here")
                                              : tr("Several addresses lead here: see Routes"));
}

void ServicesPage::openUrl()
{
    if (currentSlot() && m_url) view().openUrl(*m_url);
}

} // namespace tailboard::views
