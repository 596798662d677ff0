// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/source.h"

#include "app/http/json_reply.h"
#include "app/http/read_once.h"
#include "app/traefik/source_private.h"

#include <QCoreApplication>
#include <QPointer>
#include <algorithm>

namespace tailboard::traefik {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::SourcePhase;
using std::chrono::milliseconds;

Source::Private::Private(Source* source, std::unique_ptr<http::Client> httpClient, const QString& sourceName,
                         const base::Clock& sourceClock)
    : q(source)
    , client(std::move(httpClient))
    , name(sourceName)
    , clock(sourceClock)
{
    state.address = client->endpoint().text();
    for (QTimer* timer : {&lookTimer, &pokeTimer, &onceTimer, &pieceTimer})
        timer->setSingleShot(true);
    pokeTimer.setTimerType(Qt::PreciseTimer); // a coarse one may come early and find nothing due
    QObject::connect(&lookTimer, &QTimer::timeout, q, [this] { lookIsDue(); });
    QObject::connect(&pokeTimer, &QTimer::timeout, q, [this] { pokeIsDue(); });
    QObject::connect(&pieceTimer, &QTimer::timeout, q, [this] { readOn(); });
    QObject::connect(&onceTimer, &QTimer::timeout, q, [this] { onceIsOver(); });
    steady.start();
}

Source::Source(std::unique_ptr<http::Client> client, const QString& name, const base::Clock& clock, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(client), name, clock))
{}

Source::~Source()
{
    d->cancel();
}

void Source::setTiming(const Timing& timing)
{
    d->timing = timing;
    d->pokes = PokeSchedule(timing);
}

void Source::start(bool once)
{
    stop();
    d->isRunning = true;
    d->isOnce = once;
    d->wokeFromSleep();
    base::SourceState next = d->state;
    next.phase = SourcePhase::Connecting;
    d->quietLooks = 0;
    d->setPeriodOf(next);
    next.nextTry.reset();
    d->setState(next);
    if (once) d->onceTimer.start(d->timing.onceLimit);
    d->look(true);
}

void Source::stop()
{
    d->isRunning = false;
    d->cancel();
    d->pokes.clear();
    for (QTimer* timer : {&d->lookTimer, &d->pokeTimer, &d->onceTimer})
        timer->stop();
}

void Source::refresh()
{
    if (!d->isRunning) return;
    d->cancel();
    d->backoff.reset();
    d->wakeUp();
    d->sinceClosed.invalidate();
    if (d->wokeFromSleep()) d->client->dropIdle();
    if (d->isOnce) d->onceTimer.start(d->timing.onceLimit);
    d->look(true);
}

void Source::poke()
{
    if (!d->isRunning || d->isOnce) return;
    d->wakeUp();
    d->pokes.poke(d->steady.elapsed());
    d->planPokes();
}

const base::SourceState& Source::state() const
{
    return d->state;
}

const Configuration& Source::configuration() const
{
    return d->configuration;
}

void Source::release()
{
    d->isReleased = true;
    d->configuration.routers = {};
    d->configuration.services = {};
    d->parts.release();
}

bool Source::isApiClosed() const
{
    return d->isClosed;
}

QList<base::Issue> Source::issues() const
{
    return d->parts.issues();
}

qint64 Source::decodes() const
{
    return d->parts.decodes();
}

void Source::Private::lookIsDue()
{
    if (wokeFromSleep()) {
        client->dropIdle();
        backoff.reset();
        wakeUp();
        look(true);
        return;
    }
    look(false);
}

void Source::Private::pokeIsDue()
{
    pokes.read(steady.elapsed());
    planPokes();
    if (wokeFromSleep()) client->dropIdle();
    look(true);
}

void Source::Private::onceIsOver()
{
    if (!isRunning) return;
    fail({.kind = ErrorKind::TimedOut,
          .what = QCoreApplication::translate("traefik", "%1 did not answer in time.").arg(name)});
}

void Source::Private::planPokes()
{
    const auto due = pokes.nextDue();
    if (due)
        pokeTimer.start(milliseconds(std::max<qint64>(0, *due - steady.elapsed())));
    else
        pokeTimer.stop();
}

void Source::Private::look(bool isFull)
{
    if (!isRunning) return;
    if (isBusy) {
        isAgainWanted |= isFull;
        return;
    }
    lookTimer.stop();
    isBusy = true;
    isAgainWanted = false;
    isFullWanted = isFull || !sinceFull.isValid() || isSettling || sinceFull.elapsed() >= safetyPeriod().count();
    ask("/api/overview"_ba, [this](const base::Result<http::Response>& answer) { overviewCame(answer); });
}

void Source::read(const QByteArray& target, QObject* context, std::function<void(const base::Result<QByteArray>&)> done)
{
    http::Request request;
    request.target = target;
    request.limits = d->timing.limits;
    const QPointer<Source> self = this;
    http::readOnce(*d->client, request, context, [self, done = std::move(done)](const auto& answer) {
        if (!answer) return done(base::failure(answer.error()));
        const auto checked = http::expectJson(answer->head, answer->body, self ? self->d->name : u"Traefik"_s);
        if (!checked) return done(base::failure(self ? self->d->errorOf(*answer) : checked.error()));
        done(answer->body);
    });
}

} // namespace tailboard::traefik
