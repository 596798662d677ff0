// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/monitor.h"

#include "app/base/memory.h"
#include "app/cluster/live_reader.h"
#include "app/cluster/traefik_watch.h"
#include "app/tailscale/source.h"

#include <QElapsedTimer>
#include <QTimer>
#include <algorithm>

namespace tailboard::cluster {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds frame{16};
/// Routers joined in one frame: about 10 ms of work, so that a first load of 10,000 stops no window.
constexpr size_t joinsPerFrame = 600;
/// The clock is looked at this often while a route waits for its time.
constexpr std::chrono::milliseconds tick{1'000};
constexpr int nomadConnections = 3;
/// What a load leaves free is given back so long after it, when the window has painted.
constexpr std::chrono::milliseconds afterLoad{500};

bool hasAnswered(const base::SourceState& state)
{
    return state.phase == base::SourcePhase::Live || state.phase == base::SourcePhase::Waiting;
}

} // namespace

/// Stands between Nomad's source and the Join, to know when something came.
class Monitor::Private final : public nomad::Receiver
{
public:
    Private(Monitor* monitor, Connections given, const base::Clock& time)
        : q(monitor)
        , connections(std::move(given))
        , clock(time)
        , join(time)
        , traefiks(connections, join, time)
        , reader({.tables = join.tables(), .tailscale = tailscale, .nomad = nomad, .traefiks = traefiks})
    {
        flushTimer.setSingleShot(true);
        flushTimer.setTimerType(Qt::PreciseTimer);
        dueTimer.setSingleShot(true);
        QObject::connect(&flushTimer, &QTimer::timeout, q, [this] { flush(); });
        QObject::connect(&dueTimer, &QTimer::timeout, q, [this] {
            join.touchDue();
            flush();
        });
        QObject::connect(&traefiks, &TraefikWatch::written, q, [this] { scheduleFlush(); });
        QObject::connect(&traefiks, &TraefikWatch::stateChanged, q, [this] { sourceChanged(); });
    }

    void beginList(nomad::List list) override { join.beginList(list); }
    void endList(nomad::List list) override
    {
        join.endList(list);
        scheduleFlush();
    }
    void nodesArrived(std::span<const nomad::Node> rows) override { pass(&Join::nodesArrived, rows); }
    void jobsArrived(std::span<const nomad::Job> rows) override { pass(&Join::jobsArrived, rows); }
    void allocationsArrived(std::span<const nomad::Allocation> rows) override { pass(&Join::allocationsArrived, rows); }
    void deploymentsArrived(std::span<const nomad::Deployment> rows) override { pass(&Join::deploymentsArrived, rows); }
    void evaluationsArrived(std::span<const nomad::Evaluation> rows) override { pass(&Join::evaluationsArrived, rows); }
    void registrationsArrived(std::span<const nomad::ServiceRegistration> rows) override
    {
        pass(&Join::registrationsArrived, rows);
    }
    void nodeRemoved(const base::Uuid& id) override { pass(&Join::nodeRemoved, id); }
    void jobRemoved(const nomad::JobKey& key) override { pass(&Join::jobRemoved, key); }
    void registrationRemoved(const QString& id) override { pass(&Join::registrationRemoved, id); }
    void jobNeedsFound(const nomad::JobNeeds& needs) override
    {
        join.jobNeedsFound(needs);
        scheduleFlush();
    }
    void unreadJobsCounted(int count) override { join.unreadJobsCounted(count); }
    void consulServicesFound(const nomad::JobKey& job, const QList<nomad::DeclaredService>& services) override
    {
        join.consulServicesFound(job, services);
        scheduleFlush();
    }
    void traefikAllocationsChanged(const QList<nomad::TraefikAllocation>& allocations) override
    {
        join.traefikAllocationsChanged(allocations);
        traefiks.setFound(allocations);
    }
    void batchEnded() override
    {
        join.batchEnded();
        scheduleFlush();
    }

    template<typename Function, typename Argument>
    void pass(Function function, const Argument& argument)
    {
        (join.*function)(argument);
        scheduleFlush();
    }
    void start(bool once);
    void makeTailscale(const http::Endpoint& endpoint);
    void makeNomad(http::Endpoint endpoint);
    void sourceChanged()
    {
        areSourcesChanged = true;
        scheduleFlush();
    }
    void scheduleFlush();
    void flush();
    bool isSettled() const;

    Monitor* q;
    const Connections connections;
    const base::Clock& clock;
    Join join;
    TraefikWatch traefiks;
    std::unique_ptr<tailscale::Source> tailscale;
    std::unique_ptr<nomad::Source> nomad;
    LiveReader reader;
    QTimer flushTimer;
    QTimer dueTimer;
    QElapsedTimer sinceFlush;
    bool isStarted = false;
    bool areSourcesChanged = false;
    bool hasSettled = false;
};

void Monitor::Private::start(bool once)
{
    isStarted = true;
    hasSettled = false;
    if (!tailscale && connections.tailscale) makeTailscale(*connections.tailscale);
    if (!nomad && connections.nomad) makeNomad(*connections.nomad);
    if (tailscale) tailscale->start(once);
    if (nomad) nomad->start(once);
    traefiks.start(once);
    scheduleFlush(); // with nothing configured it is settled at once
}

void Monitor::Private::makeTailscale(const http::Endpoint& endpoint)
{
    tailscale = std::make_unique<tailscale::Source>(
        std::make_unique<http::Client>(endpoint, connections.dialMap, http::Credentials()), clock);
    QObject::connect(tailscale.get(), &tailscale::Source::stateChanged, q, [this] {
        join.setTailscaleSource(tailscale->state());
        sourceChanged();
    });
    QObject::connect(tailscale.get(), &tailscale::Source::statusChanged, q, [this] {
        join.setTailnet(tailscale->status());
        scheduleFlush();
    });
}

void Monitor::Private::makeNomad(http::Endpoint endpoint)
{
    if (endpoint.tls.extraAuthorities.isEmpty()) endpoint.tls.extraAuthorities = connections.tls.extraAuthorities;
    auto client = std::make_unique<http::Client>(endpoint, connections.dialMap, connections.nomadCredentials);
    client->setMaxConnections(nomadConnections);
    nomad::SourceOptions options;
    options.nameSpace = connections.nomadNameSpace;
    options.region = connections.nomadRegion;
    options.hasToken = !connections.nomadCredentials.headerName.isEmpty();
    nomad = std::make_unique<nomad::Source>(std::move(client), options, *this, clock);
    QObject::connect(nomad.get(), &nomad::Source::stateChanged, q, [this] {
        join.setNomadSource(nomad->state());
        sourceChanged();
    });
    QObject::connect(nomad.get(), &nomad::Source::completed, q, [this] { sourceChanged(); });
}

void Monitor::Private::scheduleFlush()
{
    if (flushTimer.isActive()) return;
    // After a quiet time at once (in the next turn), in a storm once a frame.
    const auto rest = sinceFlush.isValid() ? frame - std::chrono::milliseconds(sinceFlush.elapsed()) : 0ms;
    flushTimer.start(std::max(rest, 0ms));
}

void Monitor::Private::flush()
{
    if (join.isDirty()) {
        const std::vector<Delta> deltas = join.flush(joinsPerFrame);
        // A service that came or went is what Traefik's provider will read next. While Nomad is read for the first
        // time everything is new, and the Traefiks are asked anyway.
        const bool isFed = std::any_of(deltas.begin(), deltas.end(),
                                       [](const Delta& delta) { return delta.table == TableId::Registrations; });
        if (isFed && nomad && nomad->isComplete()) traefiks.poke();
        const bool hasPeers =
            std::any_of(deltas.begin(), deltas.end(), [](const Delta& delta) { return delta.table == TableId::Peers; });
        if (hasPeers) traefiks.matchNamed();
        if (!deltas.empty()) emit q->changed(deltas);
        join.recycle();
    }
    sinceFlush.start();
    if (std::exchange(areSourcesChanged, false)) emit q->sourcesChanged();
    if (join.isDirty()) scheduleFlush();
    if (const auto due = join.nextDue(); due && !dueTimer.isActive())
        dueTimer.start(std::clamp(*due - clock.monotonic(), 1ms, tick));
    if (isStarted && !hasSettled && !join.isDirty() && isSettled()) {
        hasSettled = true;
        QTimer::singleShot(afterLoad, q, &base::giveBackMemory);
        emit q->settled();
    }
}

bool Monitor::Private::isSettled() const
{
    if (tailscale && !hasAnswered(tailscale->state())) return false;
    if (nomad && !nomad->isComplete() && nomad->state().phase != base::SourcePhase::Waiting) return false;
    return traefiks.isSettled();
}

Monitor::Monitor(Connections connections, const base::Clock& clock, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(connections), clock))
{}

Monitor::~Monitor() = default;

void Monitor::start(bool once)
{
    d->start(once);
}

void Monitor::stop()
{
    d->isStarted = false;
    if (d->tailscale) d->tailscale->stop();
    if (d->nomad) d->nomad->stop();
    d->traefiks.stop();
    d->dueTimer.stop();
}

void Monitor::refresh()
{
    if (d->tailscale) d->tailscale->refresh();
    if (d->nomad) d->nomad->refresh();
    d->traefiks.refresh();
}

const Tables& Monitor::tables() const
{
    return d->join.tables();
}

const Join& Monitor::join() const
{
    return d->join;
}

const base::Clock& Monitor::clock() const
{
    return d->clock;
}

bool Monitor::isSettled() const
{
    return d->hasSettled;
}

nomad::ListAccess Monitor::access(nomad::List list) const
{
    return d->nomad ? d->nomad->access(list) : nomad::ListAccess();
}

ObjectReader& Monitor::reader() const
{
    return d->reader;
}

} // namespace tailboard::cluster
