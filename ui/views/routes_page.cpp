// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/routes_page.h"

#include "app/cluster/states.h"
#include "ui/models/route_model.h"
#include "ui/views/cause_line.h"
#include "ui/views/fact_list.h"
#include "ui/views/path_tab.h"
#include "ui/views/route_text.h"

#include <QAction>
#include <QPushButton>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using cluster::Route;
using models::RouteModel;

namespace {

QString statusWord(traefik::ObjectStatus status)
{
    switch (status) {
    case traefik::ObjectStatus::Enabled:
        return RoutesPage::tr("enabled");
    case traefik::ObjectStatus::Warning:
        return RoutesPage::tr("warning");
    case traefik::ObjectStatus::Disabled:
        return RoutesPage::tr("disabled");
    case traefik::ObjectStatus::Other:
        break;
    }
    return RoutesPage::tr("not known");
}

State stateOfStatus(traefik::ObjectStatus status)
{
    switch (status) {
    case traefik::ObjectStatus::Enabled:
        return State::Ok;
    case traefik::ObjectStatus::Warning:
        return State::Warning;
    case traefik::ObjectStatus::Disabled:
        return State::Critical;
    case traefik::ObjectStatus::Other:
        break;
    }
    return State::Unknown;
}

} // namespace

RoutesPage::RoutesPage(const Look& look, const Known& known, std::function<void(const QUrl&)> openUrl, QWidget* parent)
    : KeyedPage(look, known,
                {.section = Section::Routes,
                 .table = cluster::TableId::Routes,
                 .origin = Origin::Traefik,
                 .titles = {QString(), tr("URL"), tr("Router"), tr("Service"), tr("Allocs"), tr("Node"),
                            tr("Tailnet peer"), tr("Certificate")},
                 .widths = {36, 352, 164, 98, 76, 108, 106, 156},
                 .filterHint = tr("Filter: text, host:, job:, node:, status:!ok"),
                 .nothing = tr("Choose a route to see its path."),
                 .empty = tr("No routes yet. A route appears when a Nomad service has a tag "
                             "traefik.http.routers.….")},
                std::make_unique<RouteModel>(known.tables(), known.clock), parent)
    , m_openUrl(std::move(openUrl))
    , m_path(new PathTab(look))
    , m_tags(new FactList(look))
    , m_instances(new FactList(look))
{
    details().addTab(tr("Path"), m_path);
    m_tagsTab = details().addTab(tr("Tags"), m_tags);
    m_instancesTab = details().addTab(tr("Traefik"), m_instances);
    m_open = details().addButton(Icon::Open, tr("Open"));
    connect(m_open, &QPushButton::clicked, this, &RoutesPage::openCurrent);
    connect(&m_path->chain(), &PathChain::stationOpened, this, [this](int index) {
        if (const auto& place = m_stations[size_t(index)].place) emit placeWanted(*place);
    });
    auto* open = new QAction(tr("Open URL"), this);
    open->setShortcut(Qt::Key_O);
    open->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(open, &QAction::triggered, this, &RoutesPage::openCurrent);
    list().addAction(open); // only in the table: elsewhere o is a letter
    m_actions << open;
}

void RoutesPage::openCurrent()
{
    if (!m_url.isEmpty()) m_openUrl(m_url);
}

QString RoutesPage::nameOf(cluster::Slot slot) const
{
    return tables().routes.at(slot).url();
}

Cell RoutesPage::peerCell(const Route& route) const
{
    const tailscale::Peer* peer = tables().peers.get(route.peers.value(0));
    if (!peer) return {.content = TextCell{}};
    const QDateTime now = known().clock.now();
    const bool isStale = base::sourceHealth(tables().tailscaleSource, now) != State::Ok;
    const bool isOffline = cluster::peerPath(*peer, tables().tailnet) == cluster::PeerPath::Offline;
    return {.content = TextCell{.text = pathText(*peer, tables(), now),
                                .tone = Tone::Quiet,
                                .state = isOffline ? std::optional(State::Critical) : std::nullopt},
            .isStale = isStale,
            .tip = peer->dnsName};
}

bool RoutesPage::redirectsToHttps(const Route& route) const
{
    // By the middleware's kind as Traefik tells it; its name says nothing.
    bool redirects = false;
    tables().instances.forEach([&](cluster::Slot, const cluster::TraefikInstance& instance) {
        for (const traefik::Middleware& middleware : instance.middlewares) {
            const bool isUsed =
                route.middlewares.contains(middleware.name) || middleware.usedBy.contains(route.key.router);
            redirects = redirects || (isUsed && middleware.type == u"redirectscheme");
        }
    });
    return redirects;
}

Cell RoutesPage::certificateCell(const Route& route) const
{
    // Certificates are not looked at yet: only what tags and routers say is shown, never a lifetime.
    TextCell text{.tone = Tone::Quiet, .isSmall = true};
    if (route.isFromTagsOnly && route.cause == cluster::RouteCause::NotInTraefik) {
        text.text = tr("not in Traefik");
        text.state = State::Critical;
    } else if (!route.hasTls) {
        const bool redirects = redirectsToHttps(route);
        text.text = redirects ? tr("redirects to https") : tr("plain HTTP");
        if (!redirects && route.port != 0) text.text = tr("plain HTTP, port %1").arg(route.port);
    } else {
        text.text = route.certResolver.isEmpty() ? tr("no resolver") : tr("by %1").arg(route.certResolver);
    }
    return {.content = text, .tip = route.hasTls ? tr("The certificate itself is not checked.") : QString()};
}

Cell RoutesPage::cell(cluster::Slot slot, int column) const
{
    const Route& route = tables().routes.at(slot);
    const bool isNomadStale = base::sourceHealth(tables().nomadSource, known().clock.now()) != State::Ok;
    switch (column) {
    case RouteModel::State: {
        Cell shown = stateCell(slot);
        const QString cause = causeText(route);
        if (!cause.isEmpty()) std::get<StateCell>(shown.content).sentence = cause;
        return shown;
    }
    case RouteModel::Url: {
        auto [host, suffix] = hostParts(route.key.host, tables().tailnet.magicDnsSuffix);
        if (route.port != 0) suffix += u':' + QString::number(route.port);
        UrlCell url{.isTls = route.hasTls, .host = host, .suffix = suffix, .path = route.key.path};
        if (route.key.protocol == traefik::Protocol::Tcp) url.scheme = u"tcp"_s;
        if (route.key.protocol == traefik::Protocol::Udp) url.scheme = u"udp"_s;
        return {.content = url};
    }
    case RouteModel::Router: {
        const qsizetype at = route.key.router.lastIndexOf(u'@');
        return {.content = NameCell{.name = at < 0 ? route.key.router : route.key.router.left(at),
                                    .quietSuffix = at < 0 ? QString() : route.key.router.mid(at)}};
    }
    case RouteModel::Service:
        return {.content = TextCell{.text = route.provider == u"internal" ? route.service
                                                                          : route.service.section(u'@', 0, 0)}};
    case RouteModel::Allocations:
        if (route.allocations.isEmpty()) return {.content = TextCell{}};
        return {.content = PipsCell{route.running, route.pending, route.failed}, .isStale = isNomadStale};
    case RouteModel::Node:
        return {.content = TextCell{.text = shortNodes(route.nodes)},
                .isStale = isNomadStale && !route.nodes.isEmpty(),
                .tip = route.nodes.join(u", "_s)};
    case RouteModel::Peer:
        return peerCell(route);
    case RouteModel::Certificate:
        return certificateCell(route);
    default:
        return {};
    }
}

void RoutesPage::showCause(const Route& route, State state)
{
    const cluster::Finding* worst = nullptr;
    known().findings.forEach([&](cluster::Slot, const cluster::Finding& finding) {
        const bool isOfRoute =
            finding.subject == route.key.router || finding.subject == route.url() || finding.text.contains(route.url());
        if (isOfRoute && (!worst || finding.severity < worst->severity)) worst = &finding;
    });
    if (worst)
        m_path->cause().setCause(worst->severity, worst->text, worst->remedy);
    else if (const QString cause = causeText(route); !cause.isEmpty())
        m_path->cause().setCause(state, cause);
    else
        m_path->cause().clear();
}

void RoutesPage::showDetails(cluster::Slot slot)
{
    const Route& route = tables().routes.at(slot);
    const State state = stateOf(slot);
    QString quiet;
    if (!route.job.id.isEmpty())
        quiet = route.taskGroup.isEmpty() ? tr("job %1").arg(route.job.id)
                                          : tr("job %1, group %2").arg(route.job.id, route.taskGroup);
    details().showObject(state, route.key.router, quiet);

    m_stations = routeStations(route, known());
    std::vector<Station> stations;
    for (const RouteStation& station : m_stations)
        stations.push_back(station.station);
    m_path->chain().setStations(std::move(stations));
    showCause(route, state);

    std::vector<Fact> tags{{.name = tr("Rule"), .value = route.rule, .isCode = true},
                           {.name = tr("Entry points"), .value = route.entryPoints.join(u", "_s), .isCode = true}};
    if (!route.middlewares.isEmpty())
        tags.push_back({.name = tr("Middlewares"), .value = route.middlewares.join(u", "_s), .isCode = true});
    const cluster::Service* service = tables().services.get({route.nameSpace, route.serviceName});
    const QStringList serviceTags = service ? service->tags : QStringList();
    for (const QString& tag : serviceTags)
        tags.push_back({.name = tr("Service tag"), .value = tag, .isCode = true});
    m_tags->setFacts(std::move(tags));
    details().setTabCount(m_tagsTab, int(serviceTags.size()));

    std::vector<Fact> instances;
    for (const cluster::RouteInstance& instance : route.instances) {
        const QString name = instance.node.isEmpty() ? instance.instance : instance.node;
        instances.push_back(
            {.name = name, .value = statusWord(instance.status), .shape = stateOfStatus(instance.status)});
        for (const QString& error : instance.errors)
            instances.push_back({.name = {}, .value = error, .isCode = true});
    }
    if (instances.empty())
        instances.push_back(
            {.name = tr("Traefik"), .value = tr("No Traefik shows this router."), .shape = State::Unknown});
    m_instances->setFacts(std::move(instances));
    details().setTabCount(m_instancesTab, int(route.instances.size()));

    const bool hasUrl = !route.isRegexp && route.key.host != u"*" && route.key.protocol == traefik::Protocol::Http;
    m_url = hasUrl ? QUrl(route.url(), QUrl::StrictMode) : QUrl();
    m_open->setEnabled(!m_url.isEmpty());
    m_actions.first()->setEnabled(!m_url.isEmpty());
}

} // namespace tailboard::views
