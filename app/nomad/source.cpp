// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/source.h"

#include "app/base/log.h"
#include "app/nomad/decode.h"
#include "app/nomad/reading.h"
#include "app/nomad/source_private.h"
#include "app/nomad/source_words.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using tailboard::base::Error;
using tailboard::base::ErrorKind;
using tailboard::base::SourcePhase;

namespace tailboard::nomad {

namespace {

/// Failures of the stream before its first line after which the lists are still worth a try: the token may not read
/// events, or the agent gives none (broker off; the "HTTP/0.0" of 1.11.2).
bool concernsStreamOnly(ErrorKind kind)
{
    return kind == ErrorKind::StreamRefused || kind == ErrorKind::Forbidden || kind == ErrorKind::Unauthorized ||
           kind == ErrorKind::NotFound || kind == ErrorKind::ServerError || kind == ErrorKind::Malformed;
}

} // namespace

Source::Private::Private(Source* source, std::unique_ptr<http::Client> transport, SourceOptions theOptions,
                         Receiver& theReceiver, const base::Clock& theClock)
    : q(source)
    , options(std::move(theOptions))
    , clock(theClock)
    , client(std::move(transport), options.nameSpace, options.region)
    , details(client.transport(), client.targets())
    , receiver(theReceiver)
    , intake(receiver)
    , stream(client, options.timing, nullptr)
    , registrations(client, receiver, nullptr)
    , finder(client, options.timing, receiver, nullptr)
    , audit(client, intake, options.timing, nullptr)
    , poll(client, options.timing, nullptr)
{
    receiver.setFinder(finder);
    receiver.nodeVersion = [this](const QString& version) {
        if (state.version.isEmpty()) state.version = version;
    };
    state.address = client.transport().endpoint().text();
    retryTimer.setSingleShot(true);
    QObject::connect(&retryTimer, &QTimer::timeout, q, [this] { attempt(); });
    tickTimer.setInterval(options.timing.tick);
    QObject::connect(&tickTimer, &QTimer::timeout, q, [this] { tick(); });
    connectStream();
    connectOthers();
}

void Source::Private::connectStream()
{
    QObject::connect(&stream, &EventStream::opened, q, [this] { streamOpened(); });
    QObject::connect(&stream, &EventStream::lineSeen, q, [this] { noteAnswer(); });
    QObject::connect(&stream, &EventStream::heartbeat, q, [this] {
        // Without a leader a stream lives on, with nothing to tell.
        if (stage == Stage::Following) readLeader();
    });
    QObject::connect(&stream, &EventStream::lost, q, [this](const Error& error) { streamLost(error); });
    QObject::connect(&stream, &EventStream::turnEnded, q, [this] { receiver.batchEnded(); });
    QObject::connect(&stream, &EventStream::batchArrived, q, [this](const EventBatch& batch) {
        if (batch.index < intake.lastBatch()) {
            qCInfo(base::logNomad) << "the event stream went back from" << intake.lastBatch() << "to" << batch.index;
            return attempt();
        }
        intake.take(batch);
        if (intake.isOverfull()) {
            qCInfo(base::logNomad) << "too many events before the lists were read";
            attempt();
        }
    });
    intake.jobArrived = [this](const JobDetail& detail) { finder.takeSpec(detail); };
    intake.jobRemoved = [this](const JobKey& job) { finder.removeJob(job); };
    intake.jobMayBeGone = [this](const JobKey& job) { finder.checkJob(job); };
    intake.allocationArrived = [this](const Allocation& allocation) { finder.noteAllocation(allocation); };
    intake.registrationArrived = [this](const auto& registration) { registrations.noteArrived(registration); };
    intake.registrationRemoved = [this](const auto& registration) { registrations.noteRemoved(registration); };
    intake.serviceUnclear = [this](const QString& nameSpace, const QString& name) {
        registrations.readName(nameSpace, name);
    };
}

void Source::Private::connectOthers()
{
    QObject::connect(&registrations, &RegistrationReader::advanced, q, [this] { noteAnswer(); });
    QObject::connect(&registrations, &RegistrationReader::done, q, [this](const RegistrationReader::Outcome& outcome) {
        takeList(List::Services, outcome.meta, outcome.error);
    });
    QObject::connect(&finder, &TraefikFinder::advanced, q, [this] { noteAnswer(); });
    QObject::connect(&finder, &TraefikFinder::settled, q, [this] {
        updateNotice();
        publish();
        checkComplete();
    });
    QObject::connect(&audit, &ListAudit::advanced, q, [this] { noteAnswer(); });
    QObject::connect(&audit, &ListAudit::outdated, q, [this](List list) {
        // Also one that was refused: that it is told of means that the right has come.
        if (!isPending[size_t(list)]) readList(list);
    });
    QObject::connect(&audit, &ListAudit::wentBack, q, [this] { attempt(); });
    QObject::connect(&audit, &ListAudit::ended, q, [this] {
        // The token may have got the right meanwhile; a namespace made later is not in an older stream.
        if (isPolling) stream.open();
        readSmall(client.targets().nameSpaces(), [this](const http::Response& response) {
            const auto names = decodeNameSpaces(response.body);
            if (!names || names->value == nameSpaces) return;
            nameSpaces = names->value;
            if (options.nameSpace == "*"_L1) attempt();
        });
    });
    QObject::connect(&poll, &ChangePoll::advanced, q, [this] {
        noteAnswer();
        publish();
    });
    QObject::connect(&poll, &ChangePoll::wentBack, q, [this] { attempt(); });
    QObject::connect(&poll, &ChangePoll::failed, q, [this](const Error& error) { fail(error); });
    QObject::connect(&poll, &ChangePoll::changed, q, [this](List list) {
        readList(list);
        if (list != List::Jobs && list != List::Allocations) return;
        for (const List other : {List::Deployments, List::Evaluations}) {
            if (!access[size_t(other)].isForbidden && !isPending[size_t(other)]) readList(other);
        }
    });
}

void Source::Private::attempt()
{
    closeAll();
    stage = Stage::Opening;
    isPolling = false;
    hasLeader = true;
    client.setHeldCount(0);
    state.nextTry.reset();
    state.streaming = false;
    if (state.phase != SourcePhase::Waiting) state.phase = SourcePhase::Connecting;
    intake.reset();
    for (const List list : allLists) {
        intake.hold(list);
    }
    publish();
    if (isOnce) {
        beginLists();
    } else {
        stream.open();
    }
}

void Source::Private::closeAll()
{
    retryTimer.stop();
    stream.close();
    audit.stop();
    poll.stop();
    finder.stop();
    registrations.stop();
    for (auto& run : runs) {
        if (!run) continue;
        run->cancel();
        run.release()->deleteLater();
    }
    // We may be inside a signal of one of its children.
    attemptContext.release()->deleteLater();
    attemptContext = std::make_unique<QObject>();
    smallReadings = 0;
    isPending = {};
    listError.reset();
    refusal.reset();
}

void Source::Private::streamOpened()
{
    if (stage == Stage::Opening) return beginLists();
    // While polling the stream was tried again, and is granted now.
    isPolling = false;
    poll.stop();
    client.setHeldCount(0);
    state.streaming = true;
    state.period = {};
    updateNotice();
    for (const List list : allLists) {
        readList(list);
    }
    publish();
}

void Source::Private::streamLost(const Error& error)
{
    if (stage == Stage::Opening && concernsStreamOnly(error.kind)) {
        isPolling = true;
        client.setHeldCount(4);
        return beginLists();
    }
    if (isPolling && concernsStreamOnly(error.kind)) return;
    fail(error);
}

void Source::Private::goLive()
{
    stage = Stage::Following;
    backoff.reset();
    state.phase = SourcePhase::Live;
    state.streaming = !isPolling && !isOnce;
    state.period =
        isPolling ? std::chrono::duration_cast<std::chrono::seconds>(options.timing.pollWait) : std::chrono::seconds(0);
    state.error.reset();
    state.nextTry.reset();
    updateNotice();
    publish();
    if (!isOnce) audit.start();
}

void Source::Private::fail(const Error& error)
{
    closeAll();
    stage = Stage::Waiting;
    state.phase = SourcePhase::Waiting;
    state.streaming = false;
    state.period = {};
    state.notice.clear();
    state.error = error;
    state.nextTry.reset();
    if (!isOnce) {
        const auto wait =
            std::chrono::duration_cast<std::chrono::milliseconds>(backoff.next() * options.timing.retryFactor);
        state.nextTry = clock.now().addMSecs(wait.count());
        retryTimer.start(wait);
    }
    publish();
}

void Source::Private::tick()
{
    const auto now = clock.monotonic();
    const bool isAwake = now - lastTick <= options.timing.jump;
    lastTick = now;
    if (!isAwake) {
        // The laptop slept: whatever is connected may be dead without knowing it.
        client.transport().dropIdle();
        backoff.reset();
        attempt();
    }
    publish();
}

void Source::Private::updateNotice()
{
    if (stage == Stage::Following) {
        state.notice = limitationNotice(access, isPolling, finder.isForbidden(), hasLeader);
    }
}

void Source::Private::checkComplete()
{
    if (isComplete || stage != Stage::Following || smallReadings > 0 || !finder.isSettled()) return;
    if (std::any_of(isPending.begin(), isPending.end(), [](bool pending) { return pending; })) return;
    isComplete = true;
    emit q->completed();
}

void Source::Private::publish()
{
    if (state == published) return;
    published = state;
    emit q->stateChanged();
}

Source::Source(std::unique_ptr<http::Client> client, SourceOptions options, Receiver& receiver,
               const base::Clock& clock, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(client), std::move(options), receiver, clock))
{}

Source::~Source() = default;

void Source::start(bool once)
{
    d->isOnce = once;
    d->isComplete = false;
    d->client.setFirstByteLimit(once ? d->options.timing.onceFirstByte : std::chrono::milliseconds(0));
    d->lastTick = d->clock.monotonic();
    if (!once) d->tickTimer.start();
    d->attempt();
}

void Source::stop()
{
    d->tickTimer.stop();
    d->closeAll();
    d->stage = Private::Stage::Stopped;
    if (d->state.phase != SourcePhase::Unused) d->state.phase = SourcePhase::Waiting;
    d->state.streaming = false;
    d->state.nextTry.reset();
    d->publish();
}

void Source::refresh()
{
    if (d->stage == Private::Stage::Stopped) return;
    if (d->stage != Private::Stage::Following || d->isPolling) {
        d->backoff.reset();
        return d->attempt();
    }
    // Lists may take long to begin. This one does not, so that an agent that hangs is soon known.
    d->readLeader();
    for (const List list : allLists) {
        d->readList(list);
    }
}

const base::SourceState& Source::state() const
{
    return d->state;
}

ListAccess Source::access(List list) const
{
    return d->access[size_t(list)];
}

bool Source::isComplete() const
{
    return d->isComplete;
}

QString Source::leader() const
{
    return d->leader;
}

QStringList Source::regions() const
{
    return d->regions;
}

QStringList Source::nameSpaces() const
{
    return d->nameSpaces;
}

DetailReader& Source::details()
{
    return d->details;
}

} // namespace tailboard::nomad
