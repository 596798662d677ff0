// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/live_window.h"

#include "app/cluster/states.h"
#include "ui/views/activity_page.h"
#include "ui/views/allocations_page.h"
#include "ui/views/cluster_text.h"
#include "ui/views/jobs_page.h"
#include "ui/views/nodes_page.h"
#include "ui/views/peers_page.h"
#include "ui/views/routes_page.h"
#include "ui/views/services_page.h"
#include "ui/views/traefik_page.h"

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
    , m_view{.join = monitor.join(),
             .findings = findings.table(),
             .clock = monitor.clock(),
             .access = [&monitor](nomad::List list) { return monitor.access(list); },
             .isSettled = [&monitor] { return monitor.isSettled(); },
             .openUrl = std::move(openUrl),
             .reader = &monitor.reader()}
    , m_activity(monitor.join(), monitor.clock(), m_view.access)
    , m_search(m_view)
    , m_window(look, theme)
{
    add(new RoutesPage(look, m_view));
    add(new ServicesPage(look, m_view));
    add(new AllocationsPage(look, m_view));
    add(new JobsPage(look, m_view));
    add(new NodesPage(look, m_view));
    add(new PeersPage(look, m_view));
    add(new TraefikPage(look, m_view));
    add(new ActivityPage(look, m_view, m_activity));
    m_window.addSearchSource(m_search);

    connect(&monitor, &cluster::Monitor::changed, &m_activity, &cluster::Activity::update);
    connect(&monitor, &cluster::Monitor::sourcesChanged, &m_activity, &cluster::Activity::updateSources);
    connect(&monitor, &cluster::Monitor::changed, this, &LiveWindow::apply);
    connect(&monitor, &cluster::Monitor::sourcesChanged, this, &LiveWindow::sourcesChanged);
    connect(&monitor, &cluster::Monitor::settled, this, &LiveWindow::sourcesChanged);
    connect(&findings, &findings::Findings::changed, this, [this] {
        for (KeyedPage* page : m_pages)
            page->findingsChanged();
    });
    connect(&m_window, &MainWindow::refreshWanted, this, &LiveWindow::refreshWanted);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &LiveWindow::tick);
    m_restate.setSingleShot(true);
    m_restate.setInterval(0);
    connect(&m_restate, &QTimer::timeout, this, &LiveWindow::restateNext);
    m_window.installEventFilter(this);
    m_window.go({Section::Routes, {}});
    sourcesChanged();
}

LiveWindow::~LiveWindow() = default;

void LiveWindow::add(KeyedPage* page)
{
    m_pages.push_back(page);
    m_window.addPage(page);
    connect(page, &KeyedPage::refreshWanted, this, &LiveWindow::refreshWanted);
    connect(&m_window, &MainWindow::refreshWanted, page, &KeyedPage::readDetailsAgain);
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
    for (const cluster::Delta& delta : deltas)
        if (delta.table == cluster::TableId::Peers) m_isNextKeyKnown = false;
    for (KeyedPage* page : m_pages)
        page->apply(deltas);
    if (m_window.isVisible()) updateFrame();
}

void LiveWindow::sourcesChanged()
{
    std::vector<base::State> now = healths();
    const bool areSame = now == m_healths;
    m_healths = std::move(now);
    for (KeyedPage* page : m_pages)
        page->sourceTold();
    // States hang on nothing else of a source than its health, and looking at 100,000 rows again has its price: the
    // open page at once, each other one in a turn of its own.
    if (!areSame) {
        m_toRestate.assign(m_pages.begin(), m_pages.end());
        const auto open = std::find(m_toRestate.begin(), m_toRestate.end(), m_window.currentPage());
        if (open != m_toRestate.end()) std::rotate(m_toRestate.begin(), open, open + 1);
        restateNext();
    }
    updateFrame();
}

void LiveWindow::restateNext()
{
    if (m_toRestate.empty()) return;
    KeyedPage* const page = m_toRestate.front();
    m_toRestate.pop_front();
    page->restate();
    if (!m_toRestate.empty()) m_restate.start();
}

/// What the states of rows hang on beside the rows.
std::vector<base::State> LiveWindow::healths() const
{
    const cluster::Tables& tables = m_view.tables();
    const QDateTime now = m_view.now();
    std::vector<base::State> all{base::sourceHealth(tables.nomadSource, now),
                                 base::sourceHealth(tables.tailscaleSource, now),
                                 base::State(tables.tailnet.backend)}; // only compared
    tables.instances.forEach([&](Slot, const cluster::TraefikInstance& instance) {
        all.push_back(base::sourceHealth(instance.source, now));
    });
    return all;
}

void LiveWindow::tick()
{
    // A source gets old by time alone, and a peer's key ends by it.
    constexpr int peersEvery = 60;
    if (healths() != m_healths)
        sourcesChanged();
    else if (++m_ticks % peersEvery == 0)
        static_cast<KeyedPage*>(m_window.page(Section::Peers))->restate();
    m_window.tick(m_view.now());
    updateFrame();
    emit ticked();
}

void LiveWindow::updateFrame()
{
    const cluster::Tables& tables = m_view.tables();
    const QDateTime now = m_view.now();
    std::vector<NamedSource> traefiks;
    tables.instances.forEach([&](Slot, const cluster::TraefikInstance& instance) {
        traefiks.push_back({instance.node.isEmpty() ? instance.key : instance.node, instance.source});
    });
    std::sort(traefiks.begin(), traefiks.end(),
              [](const NamedSource& a, const NamedSource& b) { return a.title < b.title; });
    m_window.setSources({singleSource(tr("Nomad"), tables.nomadSource, now), manySources(tr("Traefik"), traefiks, now),
                         singleSource(tr("Tailscale"), tables.tailscaleSource, now)});
    m_window.setCluster(m_names.profile, tables.tailnet.magicDnsSuffix, m_names.badge);
    m_window.setStatus(statusFacts());
}

/// Looked for only when peers changed or that key has ended: there may be 10,000, and this is asked for every second.
const tailscale::Peer* LiveWindow::nextKeyToEnd(const QDateTime& now)
{
    const auto& peers = m_view.tables().peers;
    if (m_isNextKeyKnown && (!m_nextKey || *peers.at(*m_nextKey).keyExpiry >= now))
        return m_nextKey ? &peers.at(*m_nextKey) : nullptr;
    m_isNextKeyKnown = true;
    m_nextKey.reset();
    peers.forEach([&](Slot slot, const tailscale::Peer& peer) {
        if (!peer.keyExpiry || *peer.keyExpiry < now) return;
        if (!m_nextKey || peer.keyExpiry < peers.at(*m_nextKey).keyExpiry) m_nextKey = slot;
    });
    return m_nextKey ? &peers.at(*m_nextKey) : nullptr;
}

StatusFacts LiveWindow::statusFacts()
{
    const cluster::Tables& tables = m_view.tables();
    StatusFacts facts;
    facts.counts = {countText(qsizetype(tables.routes.size()), tr("1 route"), tr("%1 routes")),
                    countText(qsizetype(tables.allocations.size()), tr("1 allocation"), tr("%1 allocations")),
                    countText(qsizetype(tables.peers.size()), tr("1 peer"), tr("%1 peers"))};

    const QDateTime now = m_view.now();
    const tailscale::Peer* next = nextKeyToEnd(now);
    if (next) {
        const auto left = *cluster::keyTimeLeft(*next, now);
        facts.expiry = tr("Next key to end: %1 · %2").arg(next->shortName(), spanText(left));
        const base::State state = cluster::peerState(*next, tables, now);
        if (left <= std::chrono::hours(14 * 24)) facts.expiryState = state;
    }
    std::optional<QDateTime> newest;
    const auto take = [&](const base::SourceState& source) {
        if (source.fetchedAt && (!newest || *source.fetchedAt > *newest)) newest = source.fetchedAt;
    };
    take(tables.nomadSource);
    take(tables.tailscaleSource);
    tables.instances.forEach([&](Slot, const cluster::TraefikInstance& instance) { take(instance.source); });
    if (newest) facts.updated = tr("Updated %1").arg(QLocale().toString(newest->toLocalTime().time(), u"HH:mm:ss"_s));
    return facts;
}

} // namespace tailboard::views
