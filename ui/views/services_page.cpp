// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/services_page.h"

#include "app/cluster/states.h"
#include "ui/models/service_model.h"
#include "ui/views/fact_list.h"
#include "ui/views/route_text.h"
#include "ui/views/time_text.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using models::ServiceModel;

ServicesPage::ServicesPage(const Look& look, const Known& known, QWidget* parent)
    : KeyedPage(look, known,
                {.section = Section::Services,
                 .table = cluster::TableId::Services,
                 .origin = Origin::Nomad,
                 .titles = {QString(), tr("Service"), tr("Job"), tr("Instances"), tr("Nodes"), tr("Routers"),
                            tr("Service tags")},
                 .widths = {36, 200, 160, 90, 200, 220, 110},
                 .filterHint = tr("Filter: text, job:, node:, tag:, status:"),
                 .nothing = tr("Choose a service to see its facts."),
                 .empty = tr("No service is registered in Nomad.")},
                std::make_unique<ServiceModel>(known.tables(), known.clock), parent)
    , m_facts(new FactList(look))
{
    details().addTab(tr("Facts"), m_facts);
    m_first = details().addButton(Icon::Routes, tr("Open route"));
    m_second = details().addButton(Icon::Allocations, tr("Its allocations"));
    connect(m_first, &QPushButton::clicked, this, [this] { emit placeWanted({Section::Routes, m_firstObject}); });
    connect(m_second, &QPushButton::clicked, this, [this] {
        emit placeWanted({Section::Allocations, m_secondObject});
    });
}

QString ServicesPage::nameOf(cluster::Slot slot) const
{
    return tables().services.at(slot).key.name;
}

Cell ServicesPage::cell(cluster::Slot slot, int column) const
{
    const cluster::Service& service = tables().services.at(slot);
    switch (column) {
    case ServiceModel::State:
        return stateCell(slot);
    case ServiceModel::Name:
        return {.content = NameCell{.name = service.key.name,
                                    .quietSuffix = service.isConsul ? tr("  in Consul, not read") : QString(),
                                    .isStrong = true}};
    case ServiceModel::Job:
        return {.content = TextCell{.text = service.job.id}};
    case ServiceModel::Instances:
        return {.content =
                    TextCell{.text = service.isConsul ? QString() : QString::number(service.registrations.size()),
                             .isNumber = true},
                .isStale = isOriginStale()};
    case ServiceModel::Nodes:
        return {.content = TextCell{.text = shortNodes(service.nodes)}, .tip = service.nodes.join(u", "_s)};
    case ServiceModel::Routers: {
        if (service.routers.isEmpty())
            return {.content = TextCell{.text = service.isConsul ? QString() : tr("not exposed"), .tone = Tone::Faint}};
        return {.content = TextCell{.text = service.routers.join(u", "_s)},
                .tip = service.hasDefaultRule ? tr("Only by Traefik's default rule.") : QString()};
    }
    case ServiceModel::Tags:
        return {.content = TextCell{.text = service.tags.isEmpty() ? QString() : QString::number(service.tags.size()),
                                    .tone = Tone::Quiet,
                                    .isNumber = true},
                .tip = service.tags.join(u'\n')};
    default:
        return {};
    }
}

void ServicesPage::showDetails(cluster::Slot slot)
{
    const cluster::Service& service = tables().services.at(slot);
    details().showObject(stateOf(slot), service.key.name, tr("namespace %1").arg(service.key.nameSpace));
    std::vector<Fact> facts{
        {.name = tr("Provider"),
         .value = service.isConsul ? tr("Consul; not read") : u"Nomad"_s,
         .shape = stateOf(slot)},
        {.name = tr("Job"), .value = service.job.id},
        {.name = tr("Nodes"), .value = service.nodes.join(u", "_s)},
        {.name = tr("Exposed"),
         .value = service.routers.isEmpty()
                      ? tr("no")
                      : (service.hasDefaultRule ? tr("only by Traefik's default rule") : tr("by its own routers"))},
    };
    for (const QString& address : service.addresses)
        facts.push_back({.name = tr("Address"), .value = address, .isCode = true});
    for (const QString& tag : service.tags)
        facts.push_back({.name = tr("Service tag"), .value = tag, .isCode = true});
    m_firstObject.clear();
    tables().routes.forEach([&](cluster::Slot route, const cluster::Route& row) {
        if (row.serviceName != service.key.name || row.nameSpace != service.key.nameSpace) return;
        facts.push_back({.name = tr("Route"),
                         .value = row.url(),
                         .shape = cluster::routeState(row, tables(), known().clock.now())});
        if (m_firstObject.isEmpty()) m_firstObject = routeKey(route);
    });
    m_facts->setFacts(std::move(facts));
    m_first->setEnabled(!m_firstObject.isEmpty());
    m_secondObject = u"job:"_s + service.job.id;
    m_second->setEnabled(!service.registrations.isEmpty());
}

} // namespace tailboard::views
