// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/routes_page.h"

#include "ui/models/route_model.h"
#include "ui/views/cluster_text.h"
#include "ui/views/facts.h"
#include "ui/views/object_rows.h"
#include "ui/views/route_text.h"
#include "ui/widgets/empty_state.h"

#include <QAction>
#include <QPushButton>
#include <QUrl>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using cluster::Route;
using cluster::Slot;
using models::RouteModel;

RoutesPage::RoutesPage(const Look& look, const ClusterView& view)
    : KeyedPage(look, view, Section::Routes, cluster::TableId::Routes,
                std::make_unique<RouteModel>(view.tables(), view.clock),
                tr("Filter: text, host:, router:, service:, job:, node:, peer:, status:!ok"),
                tr("Choose a route to see its path."))
{
    addPathTab();
    m_tags = makeRows(tr("Service tags"), tagColumns());
    m_tags->setNothing(tr("No service with tags is known behind it."));
    m_facts = makeFacts();
    m_tagsTab = details().addTab(tr("Tags"), m_tags);
    details().addTab(tr("Facts"), m_facts);
    addRawTab();
    m_openButton = details().addButton(Icon::Open, tr("Open"));
    m_openButton->setAccessibleDescription(tr("Opens the address in the browser"));
    m_open = new QAction(tr("&Open address in browser"), this);
    m_open->setObjectName(u"openUrl"_s);
    m_open->setShortcut(QKeySequence(Qt::Key_O));
    m_open->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_open);
    connect(m_open, &QAction::triggered, this, &RoutesPage::openUrl);
    connect(m_openButton, &QPushButton::clicked, this, &RoutesPage::openUrl);
    connect(list().empty().addButton(tr("Open Services")), &QPushButton::clicked, this, [this] {
        emit placeWanted({Section::Services, {}});
    });
    setColumns({QString(), tr("URL"), tr("Router"), tr("Service"), tr("Allocs"), tr("Node"), tr("Tailnet peer"),
                tr("Certificate"), tr("Entry points"), tr("Middlewares"), tr("Priority"), tr("Job"), tr("Resolver")},
               {36, 352, 164, 98, 76, 108, 106, 156, 120, 160, 80, 120, 110},
               {RouteModel::EntryPoints, RouteModel::Middlewares, RouteModel::Priority, RouteModel::Job,
                RouteModel::Resolver});
}

QList<QAction*> RoutesPage::pageActions() const
{
    return {m_open};
}

std::vector<NamedSource> RoutesPage::sources() const
{
    std::vector<NamedSource> all{nomadSource()};
    for (NamedSource& each : traefikSources())
        all.push_back(std::move(each));
    all.push_back(tailscaleSource());
    return all;
}

QString RoutesPage::emptySentence() const
{
    return tr("No routes yet. A route appears when a Nomad service has a tag traefik.http.routers.….");
}

QList<int> RoutesPage::timeColumns() const
{
    return {RouteModel::Peer};
}

bool RoutesPage::areInstancesStale(const Route& route) const
{
    if (route.instances.isEmpty()) return isStale(tables().nomadSource);
    return std::all_of(route.instances.begin(), route.instances.end(), [this](const cluster::RouteInstance& seen) {
        const cluster::TraefikInstance* instance = tables().instances.get(seen.instance);
        return instance && isStale(instance->source);
    });
}

Cell RoutesPage::stateCell(Slot slot, const Route& route) const
{
    const State state = shownState(slot);
    const CauseText cause = causeOf(route, state, tables(), view().findings, view().now());
    return {.content = StateCell{.shape = state, .text = {}, .sentence = cause.cause},
            .tip = cause.cause.isEmpty() ? word(state) : cause.cause};
}

Cell RoutesPage::urlCell(const Route& route) const
{
    UrlCell url{.isTls = route.hasTls, .host = route.key.host, .suffix = {}, .path = route.key.path, .scheme = {}};
    const QString net = u'.' + tables().tailnet.magicDnsSuffix;
    if (net.size() > 1 && url.host.endsWith(net, Qt::CaseInsensitive)) {
        url.suffix = url.host.right(net.size());
        url.host.chop(net.size());
    }
    if (route.port != 0) url.suffix += u':' + QString::number(route.port);
    if (route.key.protocol == traefik::Protocol::Tcp) url.scheme = u"tcp"_s;
    if (route.key.protocol == traefik::Protocol::Udp) url.scheme = u"udp"_s;
    return {url, areInstancesStale(route), {}};
}

Cell RoutesPage::peerCell(const Route& route) const
{
    QStringList texts, lines;
    State worst = State::Ok;
    for (const QString& id : serverOf(view(), route).peers) {
        const tailscale::Peer* peer = tables().peers.get(id);
        if (!peer) continue;
        const QString text = pathText(*peer, tables(), view().now());
        lines << peer->shortName() + ": "_L1 + text;
        if (!texts.contains(text)) texts << text;
        if (!peer->isOnline && !peer->isSelf) worst = State::Critical;
    }
    TextCell cell{.text = texts.join(", "_L1), .tone = Tone::Quiet};
    if (worst != State::Ok) cell.state = worst;
    return {cell, isStale(tables().tailscaleSource), lines.size() > 1 ? lines.join(u'\n') : QString()};
}

std::variant<TextCell, PipsCell> RoutesPage::pips(const Route& route) const
{
    PipsCell cell{route.running, route.pending, route.failed};
    if (cell.wanted() == 0)
        for (const base::Uuid& id : serverOf(view(), route).allocations) {
            const nomad::Allocation* allocation = tables().allocations.get(id);
            if (!allocation) continue; // found before the list of allocations has come
            const auto status = allocation->clientStatus;
            ++(status == nomad::ClientStatus::Running
                   ? cell.running
                   : (status == nomad::ClientStatus::Pending ? cell.pending : cell.failed));
        }
    if (cell.wanted() == 0) return TextCell{u"–"_s, Tone::Faint};
    return cell;
}

Cell RoutesPage::cell(Slot slot, int column) const
{
    const Route& route = tables().routes.at(slot);
    const bool isNomadStale = isStale(tables().nomadSource);
    switch (column) {
    case RouteModel::State:
        return stateCell(slot, route);
    case RouteModel::Url:
        return urlCell(route);
    case RouteModel::Router: {
        const qsizetype at = route.key.router.lastIndexOf(u'@');
        return {NameCell{at < 0 ? route.key.router : route.key.router.left(at),
                         at < 0 ? QString() : route.key.router.mid(at)},
                areInstancesStale(route),
                {}};
    }
    case RouteModel::Service: {
        QString name = route.serviceName.isEmpty() ? route.service : route.serviceName;
        if (const QString own = u'@' + route.provider; name.endsWith(own) && own != "@internal"_L1)
            name.chop(own.size());
        return {TextCell{name}, isNomadStale, {}};
    }
    case RouteModel::Allocations: {
        Cell cell{TextCell{}, isNomadStale, {}};
        std::visit([&](const auto& content) { cell.content = content; }, pips(route));
        return cell;
    }
    case RouteModel::Node: {
        const QStringList nodes = serverOf(view(), route).nodes;
        return {TextCell{nodesText(nodes, qsizetype(tables().nodes.size()))}, isNomadStale,
                nodes.size() > 1 ? nodes.join(u'\n') : QString()};
    }
    case RouteModel::Peer:
        return peerCell(route);
    case RouteModel::EntryPoints:
        return {TextCell{.text = route.entryPoints.join(", "_L1), .tone = Tone::Quiet}, areInstancesStale(route), {}};
    case RouteModel::Middlewares:
        return {TextCell{.text = route.middlewares.join(", "_L1), .tone = Tone::Quiet}, areInstancesStale(route), {}};
    case RouteModel::Priority:
        return {TextCell{.text = route.priority, .tone = Tone::Quiet}, areInstancesStale(route), {}};
    case RouteModel::Job:
        return {TextCell{route.job.id}, isNomadStale, {}};
    case RouteModel::Resolver:
        return {TextCell{.text = route.certResolver, .tone = Tone::Quiet}, areInstancesStale(route), {}};
    default: {
        const CertificateText text = certificateText(route, tables());
        return {LifetimeCell{.text = text.text, .state = text.state}, areInstancesStale(route), {}};
    }
    }
}

std::optional<cluster::Subject> RoutesPage::rawSubject(Slot slot) const
{
    return tables().routes.at(slot).key;
}

void RoutesPage::showDetails(Slot slot)
{
    const Route& route = tables().routes.at(slot);
    const State state = shownState(slot);
    QString quiet;
    if (!route.job.id.isEmpty())
        quiet = route.taskGroup.isEmpty() ? tr("job %1").arg(route.job.id)
                                          : tr("job %1, group %2").arg(route.job.id, route.taskGroup);
    details().showObject(state, route.key.router, quiet);
    showPath(routeStops(view(), route), causeOf(route, state, tables(), view().findings, view().now()));
    const cluster::Service* service = tables().services.get({route.nameSpace, route.serviceName});
    m_tags->setRows(tagRows(service ? service->tags : QStringList()));
    details().setTabCount(m_tagsTab, service ? int(service->tags.size()) : 0);
    m_facts->setFacts(routeFacts(view(), route));
    const bool canOpen = isOpenable(route);
    m_openButton->setEnabled(canOpen);
    m_open->setEnabled(canOpen);
}

void RoutesPage::openUrl()
{
    const auto slot = currentSlot();
    if (!slot) return;
    const Route& route = tables().routes.at(*slot);
    if (isOpenable(route)) view().openUrl(QUrl(route.url(), QUrl::StrictMode));
}

} // namespace tailboard::views
