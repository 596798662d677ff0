// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/live_window.h"

#include "app/cluster/states.h"
#include "ui/views/allocations_page.h"
#include "ui/views/nodes_page.h"
#include "ui/views/peers_page.h"
#include "ui/views/routes_page.h"
#include "ui/views/services_page.h"
#include "ui/views/source_text.h"

#include <QEvent>
#include <QLocale>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using cluster::Slot;

LiveWindow::LiveWindow(const widgets::Look& look, widgets::ThemeSwitch& theme, const cluster::Monitor& monitor,
                       const findings::Findings& findings, const Names& names, std::function<void(const QUrl&)> openUrl,
                       QObject* parent)
    : QObject(parent)
    , m_monitor(monitor)
    , m_names(names)
    , m_window(look, theme)
{
    const Known known{monitor.join(), findings.table(), monitor.clock()};
    add(new RoutesPage(look, known, std::move(openUrl)), tr("Route"));
    add(new ServicesPage(look, known), tr("Service"));
    add(new AllocationsPage(look, known), tr("Allocation"));
    add(new NodesPage(look, known), tr("Node"));
    add(new PeersPage(look, known), tr("Peer"));

    connect(&monitor, &cluster::Monitor::changed, this, &LiveWindow::apply);
    connect(&monitor, &cluster::Monitor::sourcesChanged, this, &LiveWindow::sourcesChanged);
    connect(&m_window, &MainWindow::refreshWanted, this, &LiveWindow::refreshWanted);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &LiveWindow::tick);
    m_window.installEventFilter(this);
    updateFrame();
    m_window.go({Section::Routes, {}});
}

LiveWindow::~LiveWindow() = default;

void LiveWindow::add(KeyedPage* page, const QString& kind)
{
    m_pages.push_back(page);
    m_window.addPage(page);
    m_searches.push_back(std::make_unique<ObjectSearch>(*page, kind));
    m_window.addSearchSource(*m_searches.back());
}

bool LiveWindow::eventFilter(QObject* watched, QEvent* event)
{
    // Nobody sees an age in a hidden window: it wakes for nothing.
    if (watched == &m_window && event->type() == QEvent::Show) {
        tick();
        m_tick.start();
    } else if (watched == &m_window && event->type() == QEvent::Hide) {
        m_tick.stop();
    }
    return QObject::eventFilter(watched, event);
}

void LiveWindow::apply(const std::vector<cluster::Delta>& deltas)
{
    for (KeyedPage* page : m_pages)
        page->apply(deltas);
    updateFrame();
}

void LiveWindow::sourcesChanged()
{
    for (KeyedPage* page : m_pages)
        page->sourcesChanged();
    updateFrame();
}

void LiveWindow::tick()
{
    m_window.tick(m_monitor.clock().now());
    updateFrame();
    emit ticked();
}

void LiveWindow::updateFrame()
{
    const cluster::Tables& tables = m_monitor.tables();
    const QDateTime now = m_monitor.clock().now();
    std::vector<NamedSource> traefiks;
    tables.instances.forEach([&](Slot, const cluster::TraefikInstance& instance) {
        traefiks.push_back({instance.node.isEmpty() ? instance.source.address : instance.node, instance.source});
    });
    std::sort(traefiks.begin(), traefiks.end(),
              [](const NamedSource& a, const NamedSource& b) { return a.title < b.title; });
    m_window.setSources({singleSource(u"Nomad"_s, tables.nomadSource, now), manySources(u"Traefik"_s, traefiks, now),
                         singleSource(u"Tailscale"_s, tables.tailscaleSource, now)});
    m_window.setCluster(m_names.profile, tables.tailnet.magicDnsSuffix, m_names.badge);

    const base::SourceState* sources[] = {&tables.nomadSource, &tables.tailscaleSource};
    std::optional<QDateTime> latest;
    for (const base::SourceState* source : sources)
        if (source->fetchedAt && (!latest || *source->fetchedAt > *latest)) latest = source->fetchedAt;
    const QString updated =
        latest ? tr("Updated %1").arg(QLocale().toString(latest->toLocalTime().time(), u"HH:mm:ss")) : QString();
    const auto counted = [](size_t count, const QString& one, const QString& many) {
        return count == 1 ? one : many.arg(count);
    };
    m_window.setStatus({.counts = {counted(tables.routes.size(), tr("1 route"), tr("%1 routes")),
                                   counted(tables.allocations.size(), tr("1 allocation"), tr("%1 allocations")),
                                   counted(tables.peers.size(), tr("1 peer"), tr("%1 peers"))},
                        .expiryState = {},
                        .expiry = {},
                        .updated = updated});
}

} // namespace tailboard::views
