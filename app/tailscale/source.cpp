// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/source.h"

#include "app/base/backoff.h"
#include "app/base/log.h"
#include "app/tailscale/bus_watch.h"
#include "app/tailscale/decode.h"
#include "app/tailscale/fault.h"
#include "app/tailscale/peer_reading.h"
#include "app/tailscale/status_change.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QTimer>

namespace tailboard::tailscale {

using base::Error;
using base::Result;
using base::SourcePhase;
using std::chrono::milliseconds;
using Reply = Result<http::Response>;

namespace {

/// About 3 ms of work.
constexpr qsizetype peersPerTurn = 700;

} // namespace

class Source::Private
{
public:
    Private(Source* source, std::unique_ptr<http::Client> theClient, const base::Clock& theClock,
            const SourceTiming& theTiming)
        : q(source)
        , client(std::move(theClient))
        , clock(theClock)
        , timing(theTiming)
        , bus(*client, clock, timing)
    {
        state.address = client->endpoint().text();
        published = state;
        nextStatus.setSingleShot(true);
        QObject::connect(&nextStatus, &QTimer::timeout, q, [this] { sendStatus(); });
        nextPiece.setSingleShot(true);
        QObject::connect(&nextPiece, &QTimer::timeout, q, [this] { readOn(); });
        QObject::connect(&bus, &BusWatch::cameUp, q, [this] {
            state.notice.clear();
            askStatus(); // what changed between the last status and now came over no bus
            publish();
        });
        QObject::connect(&bus, &BusWatch::lineArrived, q, [this](const Notify& notify) {
            if (notify.hasPrefs) askPrefs();
            if (notify.isStatusTrigger()) askStatus();
        });
        QObject::connect(&bus, &BusWatch::lost, q,
                         [this](bool wasUp, const std::optional<Error>& error) { takeLostBus(wasUp, error); });
        QObject::connect(&tick, &QTimer::timeout, q, [this] { lookForSuspend(); });
    }

    void start(bool once);
    void stop();
    void refresh();
    void readPeer(const QString& id, QObject* context, std::function<void(const Result<QByteArray>&)> done)
    {
        readPeerObject(*client, request("status"), id, context, std::move(done));
    }

    base::SourceState state;
    Status status;
    Prefs prefs;

private:
    using Watcher = QFutureWatcher<Reply>;

    void halt();
    // status
    void askStatus();
    void scheduleStatus(milliseconds wait);
    void sendStatus();
    void takeReply(const Reply& reply);
    std::optional<Error> errorOf(const Reply& reply) const;
    void readOn();
    void readingEnded();
    void take(Status fresh);
    void takeFailure(const Error& error);
    // prefs
    void askPrefs();
    void takePrefs(const Reply& reply);
    // the rest
    void takeLostBus(bool wasUp, const std::optional<Error>& error);
    void lookForSuspend();
    void reconnect();
    http::Request request(const QByteArray& path) const;
    void setUpWatcher(std::unique_ptr<Watcher>& watcher, const QByteArray& path, void (Private::*handle)(const Reply&));
    static void abandon(std::unique_ptr<Watcher>& watcher);
    void abandonStatus();
    QDateTime in(milliseconds wait) const { return clock.now().addMSecs(wait.count()); }
    std::chrono::seconds pollSeconds() const { return std::chrono::duration_cast<std::chrono::seconds>(timing.poll); }
    void publish();

    Source* q;
    std::unique_ptr<http::Client> client;
    const base::Clock& clock;
    SourceTiming timing;
    bool isRunning = false;
    bool isOnce = false;

    BusWatch bus;
    std::unique_ptr<Watcher> statusReply;
    std::unique_ptr<StatusReader> reading; ///< the last reply, while it is read
    QTimer nextPiece;                      ///< of that reading: each event loop turn does a little
    QElapsedTimer sinceStatus;             ///< since the last status request was sent
    bool isStatusWanted = false;           ///< something changed while a status was on its way
    QTimer nextStatus;
    base::Backoff statusBackoff;
    quint64 capability = 0; ///< "Tailscale-Cap"

    std::unique_ptr<Watcher> prefsReply;
    bool arePrefsFresh = false;
    bool arePrefsWanted = false;

    QTimer tick;
    milliseconds lastTick{0};

    base::SourceState published;
    bool isStatusNew = false;
    bool arePrefsNew = false;
};

void Source::Private::start(bool once)
{
    halt();
    isRunning = true;
    isOnce = once;
    state.phase = SourcePhase::Connecting;
    if (!isOnce) {
        lastTick = clock.monotonic();
        tick.start(timing.tick);
    }
    sendStatus();
    publish();
}

void Source::Private::halt()
{
    isRunning = false;
    for (QTimer* timer : {&nextStatus, &tick})
        timer->stop();
    bus.drop();
    abandonStatus();
    abandon(prefsReply);
    statusBackoff.reset();
    bus.forgetFailures();
    isStatusWanted = arePrefsFresh = arePrefsWanted = false;
    state.phase = SourcePhase::Unused;
    state.error.reset();
    state.nextTry.reset();
}

void Source::Private::stop()
{
    halt();
    publish();
}

void Source::Private::refresh()
{
    if (!isRunning || isOnce) return;
    statusBackoff.reset();
    bus.forgetFailures(); // the next good status opens it again
    arePrefsFresh = false;
    askStatus();
}

/// Asks for the status now, or as soon as the last request is old enough.
void Source::Private::askStatus()
{
    if (statusReply || reading) {
        isStatusWanted = true;
        return;
    }
    const milliseconds age(sinceStatus.isValid() ? sinceStatus.elapsed() : timing.coalesce.count());
    scheduleStatus(std::max(milliseconds(0), timing.coalesce - age));
}

/// An earlier appointment stays.
void Source::Private::scheduleStatus(milliseconds wait)
{
    if (!nextStatus.isActive() || nextStatus.remainingTimeAsDuration() > wait) nextStatus.start(wait);
}

void Source::Private::sendStatus()
{
    nextStatus.stop();
    isStatusWanted = false;
    sinceStatus.start();
    setUpWatcher(statusReply, "status", &Private::takeReply);
}

void Source::Private::takeReply(const Reply& reply)
{
    if (const auto error = errorOf(reply)) {
        takeFailure(*error);
        return readingEnded();
    }
    capability = reply->head.number("Tailscale-Cap").value_or(0);
    reading = std::make_unique<StatusReader>(reply->body);
    readOn();
}

std::optional<Error> Source::Private::errorOf(const Reply& reply) const
{
    if (!reply) return connectionFault(client->endpoint(), reply.error());
    if (reply->head.status != 200 || reply->head.contentType() == "text/html")
        return answerFault(reply->head, reply->body);
    return std::nullopt;
}

void Source::Private::readOn()
{
    const Result<bool> isRead = reading->readOn(peersPerTurn);
    if (isRead && !*isRead) return nextPiece.start(0);
    const auto ended = std::move(reading);
    if (isRead) {
        auto decoded = ended->take();
        for (const base::Issue& issue : std::as_const(decoded.issues))
            qCDebug(base::logTailscale) << "status:" << issue.path << issue.reason;
        take(std::move(decoded.value));
    } else {
        takeFailure(isRead.error());
    }
    readingEnded();
}

void Source::Private::readingEnded()
{
    if (isStatusWanted) askStatus();
    publish();
}

void Source::Private::take(Status fresh)
{
    statusBackoff.reset();
    state.version = fresh.version;
    state.error = backendFault(fresh, clock.now());
    state.phase = state.error ? SourcePhase::Waiting : SourcePhase::Live;
    const BackendState backend = fresh.backend;
    if (!isStarting(backend)) {
        Status next = keepingWhatIsNotListed(std::move(fresh), status);
        if (state.fetchedAt && isSameButCounters(next, status)) {
            takeCounters(status, next);
        } else {
            isStatusNew = true;
            status = std::move(next);
        }
        state.fetchedAt = clock.now();
    }
    if (isOnce) return;
    bus.ensure(capability);
    if (!arePrefsFresh) askPrefs();
    const bool isCalm = bus.isUp() && !isStarting(backend);
    const milliseconds wait = isCalm ? timing.audit : timing.poll;
    scheduleStatus(wait);
    state.nextTry = state.error ? std::optional(in(wait)) : std::nullopt;
}

void Source::Private::takeFailure(const Error& error)
{
    bus.drop();
    arePrefsFresh = false;
    isStatusWanted = false;
    state.phase = SourcePhase::Waiting;
    state.error = error;
    state.nextTry.reset();
    if (isOnce) return;
    const milliseconds wait = timing.retry(statusBackoff);
    nextStatus.start(wait);
    state.nextTry = in(wait);
}

void Source::Private::askPrefs()
{
    arePrefsWanted = prefsReply != nullptr;
    if (prefsReply) return;
    arePrefsFresh = true;
    setUpWatcher(prefsReply, "prefs", &Private::takePrefs);
}

void Source::Private::takePrefs(const Reply& reply)
{
    // Whatever is wrong here shows in the status too, whose errors are the ones people see.
    if (reply && reply->head.status == 200) {
        if (auto decoded = decodePrefs(reply->body)) {
            arePrefsNew = arePrefsNew || decoded->value != prefs;
            prefs = std::move(decoded->value);
        }
    }
    if (arePrefsWanted) askPrefs();
    publish();
}

/// The bus ended or was refused. A status tells whether tailscaled itself is gone; while it answers we poll.
void Source::Private::takeLostBus(bool wasUp, const std::optional<Error>& error)
{
    if (error && error->httpStatus >= 400) {
        state.notice =
            QCoreApplication::translate(
                "tailscale", "tailscaled does not report changes to this user (HTTP %1); it is asked every %2 s.")
                .arg(error->httpStatus)
                .arg(pollSeconds().count());
    }
    if (wasUp)
        askStatus();
    else
        scheduleStatus(timing.poll);
    publish();
}

/// Timers stand still while the machine sleeps; the clock does not.
void Source::Private::lookForSuspend()
{
    const milliseconds now = clock.monotonic();
    const bool wasSuspended = now - lastTick > timing.suspend;
    lastTick = now;
    if (wasSuspended) reconnect();
}

void Source::Private::reconnect()
{
    client->dropIdle();
    bus.drop();
    abandonStatus();
    abandon(prefsReply);
    arePrefsFresh = false;
    statusBackoff.reset();
    bus.forgetFailures();
    if (state.phase == SourcePhase::Live) state.phase = SourcePhase::Connecting;
    sendStatus();
    publish();
}

http::Request Source::Private::request(const QByteArray& path) const
{
    http::Request result;
    result.target = "/localapi/v0/" + path;
    result.acceptGzip = false;
    result.limits.firstByte = timing.firstByte;
    result.limits.total = isOnce ? timing.firstByte : timing.total;
    result.limits.bodyBytes = longestReply;
    return result;
}

void Source::Private::setUpWatcher(std::unique_ptr<Watcher>& watcher, const QByteArray& path,
                                   void (Private::*handle)(const Reply&))
{
    watcher = std::make_unique<Watcher>();
    QObject::connect(watcher.get(), &Watcher::finished, q, [this, &watcher, handle] {
        const QFuture<Reply> future = watcher->future();
        watcher.release()->deleteLater();
        const bool hasReply = future.resultCount() > 0;
        (this->*handle)(hasReply ? future.result() : base::failure({.kind = base::ErrorKind::Cancelled}));
    });
    watcher->setFuture(client->send(request(path)));
}

void Source::Private::abandon(std::unique_ptr<Watcher>& watcher)
{
    if (!watcher) return;
    watcher->disconnect();
    watcher->cancel();
    watcher.reset();
}

void Source::Private::abandonStatus()
{
    abandon(statusReply);
    nextPiece.stop();
    reading.reset();
}

/// Announces what changed; always the last thing a handler does, so that a listener may call stop().
void Source::Private::publish()
{
    const bool announceStatus = std::exchange(isStatusNew, false);
    const bool announcePrefs = std::exchange(arePrefsNew, false);
    state.streaming = bus.isUp();
    state.period = state.streaming || isOnce ? std::chrono::seconds(0) : pollSeconds();
    const bool announceState = !(published == state);
    published = state;
    if (announceStatus) emit q->statusChanged();
    if (announcePrefs) emit q->prefsChanged();
    if (announceState) emit q->stateChanged();
}

Source::Source(std::unique_ptr<http::Client> client, const base::Clock& clock, QObject* parent,
               const SourceTiming& timing)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(client), clock, timing))
{}

Source::~Source() = default;

void Source::start(bool once)
{
    d->start(once);
}

void Source::stop()
{
    d->stop();
}

void Source::refresh()
{
    d->refresh();
}

const base::SourceState& Source::state() const
{
    return d->state;
}

const Status& Source::status() const
{
    return d->status;
}

const Prefs& Source::prefs() const
{
    return d->prefs;
}

void Source::readPeer(const QString& id, QObject* context, std::function<void(const Result<QByteArray>&)> done)
{
    d->readPeer(id, context, std::move(done));
}

} // namespace tailboard::tailscale
