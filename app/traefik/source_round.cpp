// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/log.h"
#include "app/traefik/source_private.h"

#include <QCoreApplication>
#include <algorithm>
#include <utility>

namespace tailboard::traefik {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::SourcePhase;
using std::chrono::milliseconds;

namespace {

// Traefik itself says "404 page not found" as text/plain for every path that no router takes; a web server's page is
// HTML, and an object that is not there is JSON under the same media type.
bool isClosedAnswer(const http::Response& response)
{
    return response.head.status == 404 && response.head.contentType() == "text/plain" &&
           !response.body.trimmed().startsWith('{');
}

bool isHtml(const http::Response& response)
{
    return response.head.contentType() == "text/html" || response.body.trimmed().startsWith('<');
}

} // namespace

void Source::Private::overviewCame(const base::Result<http::Response>& answer)
{
    if (!answer) {
        fail(answer.error());
        return;
    }
    if (isClosedAnswer(*answer)) {
        closedAnswered(*answer);
        return;
    }
    if (answer->head.status != 200 || isHtml(*answer)) {
        fail(errorOf(*answer));
        return;
    }
    sinceClosed.invalidate();
    nextOverviewHash = bodyHash(answer->body);
    if (nextOverviewHash != overviewHash || isFullWanted) {
        auto overview = decodeOverview(answer->body);
        if (!overview) {
            fail(overview.error().kind == ErrorKind::WrongProduct ? wrongProduct(*answer) : overview.error());
            return;
        }
        providers = overview->value.providers;
        if (providers != configuration.providers) parts.wantAll();
    }
    if (nextOverviewHash != overviewHash || isFullWanted)
        readParts();
    else
        succeed();
}

void Source::Private::readParts()
{
    pending = partCount;
    const quint64 round = generation;
    for (size_t i = 0; i < partCount && round == generation; ++i) {
        const Part part = Part(i);
        ask(partTarget(part), [this, part](const base::Result<http::Response>& answer) { partCame(part, answer); });
    }
}

void Source::Private::partCame(Part part, const base::Result<http::Response>& answer)
{
    if (!answer) {
        fail(answer.error());
        return;
    }
    if (isClosedAnswer(*answer) && isOptional(part)) {
        parts.takeAbsent(part);
    } else if (isClosedAnswer(*answer)) {
        // The overview came a moment ago: a restart fell between, or a router took the path over.
        closedAnswered(*answer);
        return;
    } else if (answer->head.status != 200 || isHtml(*answer)) {
        fail(errorOf(*answer));
        return;
    } else {
        const auto taken = parts.take(part, answer->body);
        if (!taken) {
            fail(taken.error());
            return;
        }
    }
    if (--pending == 0) readOn();
}

void Source::Private::readOn()
{
    const auto isRead = parts.readOn();
    if (!isRead)
        fail(isRead.error());
    else if (*isRead)
        roundEnded();
    else
        pieceTimer.start(0);
}

void Source::Private::roundEnded()
{
    if (hasRead && !parts.hasNews() && !isSettling) {
        overviewHash = nextOverviewHash;
        sinceFull.start();
        succeed();
        return;
    }
    const bool hasNews = parts.hasNews();
    Configuration next = parts.configuration(providers);
    const bool isRestarted = hasRead && (next.startedAt != configuration.startedAt || !next.startedAt);
    if (isRestarted && lacksSome(names, next)) {
        if (!isSettling) settling.setRemainingTime(timing.settlePeriod);
        isSettling = true;
        if (!settling.hasExpired() && !isOnce) {
            // Traefik answers, but its providers may not have spoken yet. The old rows stay, with their age.
            base::SourceState waiting = state;
            waiting.phase = SourcePhase::Connecting;
            waiting.error.reset();
            waiting.nextTry.reset();
            cancel();
            lookAfter(timing.settleStep);
            setState(waiting);
            return;
        }
    }
    isSettling = false;
    hasRead = true;
    overviewHash = nextOverviewHash;
    sinceFull.start();
    // Of lists that were released nothing is left to compare with: their bodies differ, so they do.
    const bool isDifferent = isReleased ? true : next != configuration;
    if (isDifferent) {
        wakeUp();
        names = namesOf(next);
        configuration = std::move(next);
        isReleased = false;
    }
    const QList<base::Issue> issues = hasNews ? parts.issues() : QList<base::Issue>();
    for (const base::Issue& issue : issues)
        qCInfo(base::logTraefik) << name << "passed over" << issue.path << issue.reason;
    succeed();
    if (isDifferent) emit q->configurationChanged();
}

void Source::Private::closedAnswered(const http::Response& response)
{
    if (!sinceClosed.isValid()) sinceClosed.start();
    const milliseconds lasted(sinceClosed.elapsed());
    const bool isBelieved = isClosed || lasted >= timing.closedAfter;
    if (!isBelieved) {
        cancel();
        lookAfter(timing.closedAfter - lasted);
        return;
    }
    isClosed = true;
    overviewHash.clear();
    backoff.reset();
    ++quietLooks;
    base::SourceState next = state;
    setPeriodOf(next);
    next.phase = SourcePhase::Live;
    next.error.reset();
    next.nextTry.reset();
    // What was read before gets old; without anything read, the answer itself is the fact.
    if (!hasRead) next.fetchedAt = clock.now();
    next.notice =
        QCoreApplication::translate(
            "traefik",
            "%1 runs with its API closed, so its routers cannot be read. Its routes are told from service tags.")
            .arg(name);
    qCDebug(base::logTraefik) << name << "API closed" << response.head.status;
    cancel();
    if (isOnce)
        finishOnce();
    else
        lookAfter(overviewPeriod());
    setState(next);
}

void Source::Private::succeed()
{
    isClosed = false;
    backoff.reset();
    ++quietLooks;
    base::SourceState next = state;
    setPeriodOf(next);
    next.phase = SourcePhase::Live;
    next.version = configuration.version;
    next.fetchedAt = clock.now();
    next.error.reset();
    next.nextTry.reset();
    const QList<base::Issue> issues = parts.issues();
    next.notice.clear();
    if (!issues.isEmpty())
        next.notice = QCoreApplication::translate("traefik", "Some of what %1 says could not be read (%2: %3).")
                          .arg(name, issues.first().path, issues.first().reason);
    const bool isAgain = isAgainWanted;
    cancel();
    if (isOnce)
        finishOnce();
    else
        lookAfter(isAgain ? milliseconds(0) : overviewPeriod());
    if (isAgain) sinceFull.invalidate();
    setState(next);
}

void Source::Private::fail(base::Error error)
{
    cancel();
    wakeUp();
    sinceClosed.invalidate();
    sinceFull.invalidate(); // the counts of an overview do not tell what happened meanwhile
    base::SourceState next = state;
    setPeriodOf(next);
    next.phase = SourcePhase::Waiting;
    // What calls itself JSON comes here as it was sent, and a server may send back what it was asked with.
    error.original = QString::fromUtf8(client->withoutSecrets(error.original.toUtf8()));
    next.error = std::move(error);
    next.notice.clear();
    next.nextTry.reset();
    if (isOnce) {
        finishOnce();
    } else {
        const milliseconds wait(qint64(double(backoff.next().count()) * timing.retryScale));
        next.nextTry = clock.now().addMSecs(wait.count());
        lookAfter(wait);
    }
    setState(next);
}

void Source::Private::finishOnce()
{
    isRunning = false;
    onceTimer.stop();
}

void Source::Private::ask(const QByteArray& target, std::function<void(const base::Result<http::Response>&)> handle)
{
    http::Request request;
    request.target = target;
    request.limits = timing.limits;
    // A watcher and not then(): in Qt 6.4.2 a continuation asserts that its context lives when its future ends late,
    // and cancel() of a future whose continuation has run touches freed memory.
    auto* watcher = new Watcher(q);
    inFlight << watcher;
    QObject::connect(watcher, &Watcher::finished, q, [this, watcher, handle = std::move(handle)] {
        inFlight.removeOne(watcher);
        watcher->deleteLater();
        if (!watcher->isCanceled()) handle(watcher->result());
    });
    watcher->setFuture(client->send(request));
}

// The attempt is over: late answers of it are no longer wanted.
void Source::Private::cancel()
{
    ++generation;
    isBusy = false;
    pieceTimer.stop();
    parts.abandon();
    const auto ended = std::exchange(inFlight, {});
    for (Watcher* watcher : ended) {
        watcher->disconnect();
        watcher->cancel();
        watcher->deleteLater();
    }
}

// The clock goes on while the machine sleeps and Qt's timers do not: the difference is how long it slept.
bool Source::Private::wokeFromSleep()
{
    const milliseconds monotonic = clock.monotonic();
    const qint64 awake = steady.elapsed();
    const bool isFirst = lastMonotonic.count() < 0;
    const qint64 slept = (monotonic - lastMonotonic).count() - (awake - lastSteady);
    lastMonotonic = monotonic;
    lastSteady = awake;
    return !isFirst && slept >= timing.suspendJump.count();
}

base::Error Source::Private::errorOf(const http::Response& response) const
{
    const int status = response.head.status;
    base::Error error = http::statusError(response.head, response.body, name);
    if (status == 401) {
        error.kind = ErrorKind::Unauthorized;
        error.what =
            QCoreApplication::translate("traefik", "%1 asks for a user and a password, or refused those it was given.")
                .arg(name);
        error.hint = QCoreApplication::translate(
            "traefik", "Name the user with --traefik-user and put the password into TAILBOARD_TRAEFIK_PASSWORD.");
    } else if ((status == 404 || status < 400) && isHtml(response)) {
        return wrongProduct(response);
    }
    return error;
}

base::Error Source::Private::wrongProduct(const http::Response& response) const
{
    const QByteArray server = response.head.header("Server").left(100);
    return {.kind = ErrorKind::WrongProduct,
            .what = QCoreApplication::translate("traefik", "At %1 something other than Traefik's API answers.")
                        .arg(state.address),
            .why = server.isEmpty()
                       ? QString()
                       : QCoreApplication::translate("traefik", "It calls itself %1.").arg(QString::fromLatin1(server)),
            .hint = QCoreApplication::translate(
                        "traefik", "Check the address of %1: its API listens on the entry point \"traefik\".")
                        .arg(name),
            // A page of HTML says nothing to people.
            .original = isHtml(response) ? QString() : QString::fromUtf8(response.body.left(2'000)),
            .httpStatus = response.head.status};
}

void Source::Private::setState(const base::SourceState& next)
{
    if (next == state) return;
    state = next;
    emit q->stateChanged();
}

void Source::Private::lookAfter(milliseconds wait)
{
    if (isRunning) lookTimer.start(std::max(wait, milliseconds(0)));
}

namespace {

milliseconds doubled(milliseconds period, int times, milliseconds most)
{
    while (times-- > 0 && period < most)
        period *= 2;
    return std::max(std::min(period, most), milliseconds(0));
}

} // namespace

milliseconds Source::Private::overviewPeriod() const
{
    const milliseconds most = std::max(timing.overviewPeriod, timing.longestOverviewPeriod);
    return doubled(timing.overviewPeriod, quietLooks / std::max(1, timing.quietLooks), most);
}

milliseconds Source::Private::safetyPeriod() const
{
    const milliseconds most = std::max(timing.safetyPeriod, timing.longestSafetyPeriod);
    return doubled(timing.safetyPeriod, quietLooks / std::max(1, timing.quietLooks), most);
}

void Source::Private::setPeriodOf(base::SourceState& next) const
{
    next.period = isOnce ? std::chrono::seconds(0) : std::chrono::ceil<std::chrono::seconds>(overviewPeriod());
}

void Source::Private::wakeUp()
{
    quietLooks = 0;
    // An appointment of a quieter time is too late now.
    if (lookTimer.isActive() && lookTimer.remainingTimeAsDuration() > timing.overviewPeriod)
        lookTimer.start(timing.overviewPeriod);
}

} // namespace tailboard::traefik
