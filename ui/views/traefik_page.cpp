// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/traefik_page.h"

#include "ui/models/instance_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/instance_facts.h"
#include "ui/views/route_text.h"

#include <QAction>
#include <QPushButton>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using cluster::Slot;
using cluster::TraefikInstance;
using models::InstanceModel;

TraefikPage::TraefikPage(const Look& look, const ClusterView& view)
    : KeyedPage(look, view, Section::Traefik, cluster::TableId::Instances,
                std::make_unique<InstanceModel>(view.tables(), view.clock), tr("Filter: text, node:, status:!ok"),
                tr("Choose a Traefik to see what it shows."))
{
    addPathTab();
    m_differences = addRows(tr("Differences"), differenceColumns());
    m_entryPoints = addRows(tr("Entry points"), entryPointColumns());
    m_entryPoints.rows->setNothing(tr("Its API tells no entry point, and its arguments are not known."));
    m_middlewares = addRows(tr("Middlewares"), middlewareColumns());
    m_resolvers = addRows(tr("Resolvers"), resolverColumns());
    m_resolvers.rows->setNothing(tr("No resolver is known."));
    m_certificates = addRows(tr("Certificates"), heldCertificateColumns());
    m_facts = makeFacts();
    m_arguments = makeFacts();
    details().addTab(tr("Facts"), m_facts);
    details().addTab(tr("Arguments"), m_arguments);
    addRawTab();
    m_openButton = details().addButton(Icon::Open, tr("Dashboard"));
    m_openButton->setAccessibleDescription(tr("Opens Traefik's own page in the browser"));
    m_open = new QAction(tr("&Open dashboard in browser"), this);
    m_open->setObjectName(u"openDashboard"_s);
    m_open->setShortcut(QKeySequence(Qt::Key_O));
    m_open->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_open);
    connect(m_open, &QAction::triggered, this, &TraefikPage::openDashboard);
    connect(m_openButton, &QPushButton::clicked, this, &TraefikPage::openDashboard);
    setColumns({QString(), tr("Node"), tr("Version"), tr("Address"), tr("Routers"), tr("Entry points"), tr("Providers"),
                tr("Certificates"), tr("API"), tr("Answered")},
               {36, 140, 70, 170, 70, 180, 110, 90, 80, 90});
}

TraefikPage::Tab TraefikPage::addRows(const QString& title, const std::vector<RowColumn>& columns)
{
    RowList* rows = makeRows(title, columns);
    return {rows, details().addTab(title, rows)};
}

QList<QAction*> TraefikPage::pageActions() const
{
    return {m_open};
}

std::vector<NamedSource> TraefikPage::sources() const
{
    std::vector<NamedSource> all{nomadSource()};
    for (NamedSource& each : traefikSources())
        all.push_back(std::move(each));
    return all;
}

QString TraefikPage::emptySentence() const
{
    // An empty list of what could not be looked for says nothing.
    const nomad::ListAccess access = view().access(nomad::List::Jobs);
    if (access.isForbidden)
        return tr("No Traefik is known: they are found through Nomad's jobs, which the token may not read (needs %1).")
            .arg(access.capability);
    if (isStale(tables().nomadSource))
        return tr("No Traefik is known: they are found through Nomad, which cannot be read now.");
    return tr("No Traefik found. One appears when a task of Nomad runs Traefik, or when its address is given.");
}

QList<int> TraefikPage::timeColumns() const
{
    return {InstanceModel::Age};
}

void TraefikPage::apply(const std::vector<cluster::Delta>& deltas)
{
    m_recount.take(deltas, {cluster::TableId::Instances, cluster::TableId::Routes});
    KeyedPage::apply(deltas);
}

Cell TraefikPage::cell(Slot slot, int column) const
{
    const TraefikInstance& instance = tables().instances.at(slot);
    const bool isOld = isStale(instance.source);
    const auto text = [&](const QString& value, Tone tone = Tone::Normal) {
        return Cell{TextCell{.text = value, .tone = tone}, isOld, {}};
    };
    switch (column) {
    case InstanceModel::State: {
        QString why = instance.source.error ? instance.source.error->sentence() : instance.source.notice;
        if (instance.isApiClosed && why.isEmpty()) why = tr("Its API is closed.");
        return {.content = StateCell{.shape = shownState(slot), .text = {}, .sentence = why},
                .tip = why.isEmpty() ? word(shownState(slot)) : why};
    }
    case InstanceModel::Node:
        return {NameCell{instance.node.isEmpty() ? tr("not known") : instance.node, {}, !instance.node.isEmpty()},
                isOld,
                {}};
    case InstanceModel::Version:
        return text(instance.source.version);
    case InstanceModel::Address:
        return text(instance.key, Tone::Quiet);
    case InstanceModel::Routers:
        return text(instance.isApiClosed ? u"–"_s : QString::number(instance.routerCount));
    case InstanceModel::EntryPoints: {
        QStringList names, lines;
        for (const traefik::EntryPoint& point : instance.entryPoints) {
            names << point.name;
            lines << point.name + u"  "_s + point.address;
        }
        return {TextCell{.text = names.join(", "_L1), .tone = Tone::Quiet}, isOld, lines.join(u'\n')};
    }
    case InstanceModel::Providers:
        return text(instance.providers.join(", "_L1), Tone::Quiet);
    case InstanceModel::Certificates:
        return text(instance.certificates ? QString::number(instance.certificates->size()) : u"–"_s, Tone::Quiet);
    case InstanceModel::Api: {
        TextCell cell{.text = tr("open")};
        const State state = shownState(slot);
        if (instance.isApiClosed)
            cell.text = tr("closed");
        else if (state == State::Critical || state == State::Stale)
            cell.text = tr("no answer");
        else if (state == State::Pending)
            cell.text = tr("asked");
        return {cell, isOld, {}};
    }
    default:
        return text(ageText(instance.source, view().now()), Tone::Quiet);
    }
}

std::optional<cluster::Subject> TraefikPage::rawSubject(Slot slot) const
{
    return cluster::InstanceSubject{tables().instances.at(slot).key};
}

void TraefikPage::showDetails(Slot slot)
{
    const TraefikInstance& instance = tables().instances.at(slot);
    const QDateTime now = view().now();
    const traefik::Arguments arguments = traefik::traefikArguments(instance.arguments);
    details().showObject(shownState(slot), cluster::instanceName(instance),
                         instance.source.version.isEmpty() ? instance.key
                                                           : tr("Traefik %1").arg(instance.source.version));
    showStations(instance);

    if (m_recount.isDue(instance.key, view().clock.monotonic())) compare(instance);
    m_entryPoints.rows->setRows(entryPointRows(instance, arguments));
    details().setTabCount(m_entryPoints.number, int(m_entryPoints.rows->rows().size()));
    m_middlewares.rows->setRows(middlewareRows(instance));
    m_middlewares.rows->setNothing(instance.isApiClosed ? tr("Not told: its API is closed.")
                                                        : tr("It has no middleware."));
    details().setTabCount(m_middlewares.number, int(instance.middlewares.size()));
    m_certificates.rows->setRows(heldCertificateRows(instance, now));
    QString none = tr("It holds none but its own default one.");
    if (instance.isApiClosed)
        none = tr("Not told: its API is closed.");
    else if (!instance.certificates)
        none = tr("Not told: only Traefik 3.7 and later tell which certificates they hold.");
    m_certificates.rows->setNothing(none);
    details().setTabCount(m_certificates.number, instance.certificates ? int(instance.certificates->size()) : -1);
    m_facts->setFacts(instanceFacts(view(), instance, arguments));
    m_arguments->setFacts(argumentFacts(instance));
    m_dashboard = dashboardOf(instance, arguments, now);
    m_open->setEnabled(m_dashboard.has_value());
    m_openButton->setEnabled(m_dashboard.has_value());
}

void TraefikPage::compare(const TraefikInstance& instance)
{
    const traefik::Arguments arguments = traefik::traefikArguments(instance.arguments);
    const cluster::InstanceDifferences differences = cluster::differencesOf(instance, tables(), view().now());
    m_differences.rows->setRows(differenceRows(differences));
    m_differences.rows->setNothing(noDifferenceText(differences, instance));
    details().setTabCount(m_differences.number, differences.compared > 0 ? differences.count : -1);
    const std::vector<ResolverUse> resolvers = resolversOf(instance, tables(), arguments);
    m_resolvers.rows->setRows(resolverRows(resolvers, instance, arguments));
    details().setTabCount(m_resolvers.number, int(resolvers.size()));
}

void TraefikPage::showStations(const TraefikInstance& instance)
{
    std::vector<const nomad::Allocation*> allocations;
    std::vector<const nomad::Node*> nodes;
    std::vector<const tailscale::Peer*> peers;
    if (const auto* allocation = tables().allocations.get(instance.allocationId)) allocations.push_back(allocation);
    if (const auto* node = tables().nodes.get(instance.nodeId)) {
        nodes.push_back(node);
        if (const auto* peer = peerOf(view(), *node)) peers.push_back(peer);
    }
    Station routers{.icon = Icon::Routes, .kind = tr("Routers")};
    routers.name =
        instance.isApiClosed ? tr("not told") : countText(instance.routerCount, tr("1 router"), tr("%1 routers"));
    routers.shape = instance.isApiClosed ? Shape(State::Unknown) : Shape(Mark::NotApplicable);
    routers.word = instance.isApiClosed ? tr("API closed") : tr("shown by it");
    Station own{.icon = Icon::Traefik, .kind = tr("Traefik"), .name = cluster::instanceName(instance)};
    own.fact = instance.key;
    own.shape = cluster::instanceState(instance, view().now());
    own.word = instance.isApiClosed ? tr("API closed") : ageText(instance.source, view().now());
    own.isOpenable = false;
    std::vector<Stop> stops{{routers, Place{Section::Routes, {}}}, {own, {}}};
    stops.push_back(allocationsStop(view(), allocations, {}));
    stops.push_back(nodesStop(view(), nodes));
    stops.push_back(peersStop(view(), peers));
    // Its arguments and mounts are its job's.
    const QString job = allocations.empty()
                            ? QString()
                            : u'/' + allocations.front()->nameSpace.text() + u'/' + allocations.front()->jobId.text();
    showPath(std::move(stops), worstCause([&](const cluster::Finding& finding) {
                 if (finding.table == cluster::TableId::Jobs)
                     return !job.isEmpty() && finding.id == finding.check + job;
                 return finding.table == cluster::TableId::Instances && finding.id.endsWith(u'/' + instance.key);
             }));
}

void TraefikPage::openDashboard()
{
    if (currentSlot() && m_dashboard) view().openUrl(*m_dashboard);
}

} // namespace tailboard::views
