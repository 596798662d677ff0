// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/source.h"

#include "app/base/backoff.h"
#include "app/base/log.h"
#include "app/nomad/change_poll.h"
#include "app/nomad/decode.h"
#include "app/nomad/event_intake.h"
#include "app/nomad/event_stream.h"
#include "app/nomad/list_audit.h"
#include "app/nomad/list_run.h"
#include "app/nomad/reading.h"
#include "app/nomad/receiver_tee.h"
#include "app/nomad/registration_reader.h"
#include "app/nomad/source_words.h"
#include "app/nomad/traefik_finder.h"

#include <QTimer>
#include <algorithm>

using namespace Qt::StringLiterals;
using tailboard::base::Error;
using tailboard::base::ErrorKind;
using tailboard::base::SourcePhase;

namespace tailboard::nomad {

namespace {

/// The order in which the lists are asked for: what the first page shows comes first.
constexpr std::array allLists{List::Nodes,    List::Jobs,        List::Allocations,
                              List::Services, List::Deployments, List::Evaluations};

/// Failures of one list that say nothing of the others, which go on.
bool concernsOneList(ErrorKind kind)
{
    return kind == ErrorKind::Cut || kind == ErrorKind::TimedOut || kind == ErrorKind::Malformed ||
           kind == ErrorKind::TooLarge || kind == ErrorKind::ServerError;
}

/// Failures of any request that mean all others will fail, too.
bool concernsAgent(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Unreachable:
    case ErrorKind::TimedOut:
    case ErrorKind::TlsUntrusted:
    case ErrorKind::TlsWrongName:
    case ErrorKind::TlsFailed:
    case ErrorKind::Redirected:
    case ErrorKind::WrongProduct:
    case ErrorKind::RateLimited:
    case ErrorKind::NoLeader:
        return true;
    default:
        return false;
    }
}

/// Failures of the stream before its first line after which the lists are still worth a try: the token may not read
/// events, or the agent gives none (broker off; the "HTTP/0.0" of 1.11.2).
bool concernsStreamOnly(ErrorKind kind)
{
    return kind == ErrorKind::StreamRefused || kind == ErrorKind::Forbidden || kind == ErrorKind::Unauthorized ||
           kind == ErrorKind::NotFound || kind == ErrorKind::ServerError || kind == ErrorKind::Malformed;
}

} // namespace

class Source::Private
{
public:
    Private(Source* source, std::unique_ptr<http::Client> transport, SourceOptions theOptions, Receiver& receiver,
            const base::Clock& theClock);

    enum class Stage : unsigned char {
        Stopped,
        Opening,   ///< the event stream's first line is awaited
        Listing,   ///< the lists are read for the first time since then
        Following, ///< live
        Waiting,   ///< failed, the next try is set
    };

    void connectStream();
    void connectOthers();
    void attempt();
    void closeAll();
    void beginLists();
    void readAgent();
    void readLeader();
    template<typename Take>
    void readSmall(const QByteArray& target, Take take);
    void readList(List list);
    void takeList(List list, const QueryMeta& meta, const std::optional<Error>& error);
    void listsCame();
    void checkToken();
    void streamOpened();
    void streamLost(const Error& error);
    void goLive();
    void fail(const Error& error);
    void tick();
    void noteAnswer() { state.fetchedAt = clock.now(); }
    void checkComplete();
    void updateNotice();
    void publish();

    Source* q;
    SourceOptions options;
    const base::Clock& clock;
    Client client;
    ReceiverTee receiver;
    EventIntake intake;
    EventStream stream;
    RegistrationReader registrations;
    TraefikFinder finder;
    ListAudit audit;
    ChangePoll poll;
    base::Backoff backoff;
    QTimer retryTimer;
    QTimer tickTimer;
    /// Parent of the small exchanges of one attempt.
    std::unique_ptr<QObject> attemptContext = std::make_unique<QObject>();
    std::array<std::unique_ptr<ListRun>, listCount> runs;

    Stage stage = Stage::Stopped;
    bool isOnce = false;
    bool isPolling = false;
    bool isComplete = false;
    bool hasLeader = true;
    std::array<bool, listCount> isPending{};
    std::array<bool, listCount> isDelivered{};
    std::array<ListAccess, listCount> access;
    std::optional<Error> listError;
    std::optional<Error> refusal;
    int smallReadings = 0;
    std::chrono::milliseconds lastTick{0};

    base::SourceState state;
    base::SourceState published;
    QString leader;
    QStringList regions;
    QStringList nameSpaces;
};

Source::Private::Private(Source* source, std::unique_ptr<http::Client> transport, SourceOptions theOptions,
                         Receiver& theReceiver, const base::Clock& theClock)
    : q(source)
    , options(std::move(theOptions))
    , clock(theClock)
    , client(std::move(transport), options.nameSpace, options.region)
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
        if (!access[size_t(list)].isForbidden && !isPending[size_t(list)]) readList(list);
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

void Source::Private::beginLists()
{
    stage = Stage::Listing;
    readAgent();
    for (const List list : allLists) {
        readList(list);
    }
}

void Source::Private::readLeader()
{
    QObject* const context = attemptContext.get();
    ++smallReadings;
    client.read(client.targets().leader(), context, [this, context](const base::Result<http::Response>& response) {
        if (context != attemptContext.get()) return;
        --smallReadings;
        if (response) {
            noteAnswer();
            const auto address = decodeLeader(response->body);
            leader = address.value_or(QString());
            if (address && leader.isEmpty()) return fail(noLeader());
        } else if (concernsAgent(response.error().kind)) {
            return fail(response.error());
        }
        publish();
        checkComplete();
    });
}

template<typename Take>
void Source::Private::readSmall(const QByteArray& target, Take take)
{
    QObject* const context = attemptContext.get();
    ++smallReadings;
    client.read(target, context, [this, context, take](const base::Result<http::Response>& response) {
        if (context != attemptContext.get()) return;
        --smallReadings;
        // A refusal or failure here is told by the lists, too, or does not matter.
        if (response) {
            noteAnswer();
            take(*response);
        }
        publish();
        checkComplete();
    });
}

void Source::Private::readAgent()
{
    readLeader();
    readSmall(client.targets().agent(), [this](const http::Response& response) {
        const auto agent = decodeAgent(response.body);
        if (agent && !agent->value.version.isEmpty()) state.version = agent->value.version;
    });
    readSmall(client.targets().regions(), [this](const http::Response& response) {
        if (const auto names = decodeRegions(response.body)) regions = names->value;
    });
    readSmall(client.targets().nameSpaces(), [this](const http::Response& response) {
        if (const auto names = decodeNameSpaces(response.body)) nameSpaces = names->value;
    });
}

void Source::Private::readList(List list)
{
    intake.hold(list);
    isPending[size_t(list)] = true;
    if (list == List::Services) return registrations.readAll();
    auto& run = runs[size_t(list)];
    if (run) {
        run->cancel();
        run.release()->deleteLater();
    }
    run = ListRun::make(list, client.openList(list), receiver);
    QObject::connect(run.get(), &ListRun::advanced, q, [this] { noteAnswer(); });
    QObject::connect(run.get(), &ListRun::done, q, [this, list](const ListRun::Outcome& outcome) {
        runs[size_t(list)].release()->deleteLater();
        takeList(list, outcome.meta, outcome.error);
    });
}

void Source::Private::takeList(List list, const QueryMeta& meta, const std::optional<Error>& error)
{
    const auto position = size_t(list);
    isPending[position] = false;
    if (!error) {
        noteAnswer();
        isDelivered[position] = true;
        access[position] = {};
        hasLeader = hasLeader && meta.knownLeader;
        intake.listed(list, meta.index);
        receiver.batchEnded();
        if (isPolling) poll.watch(list, meta.index);
    } else if (error->kind == ErrorKind::Forbidden) {
        noteAnswer();
        access[position] = {true, neededCapability(list)};
        refusal = error;
        intake.unlisted(list);
        // What it said before the right was taken away is true no longer.
        if (std::exchange(isDelivered[position], false)) {
            receiver.beginList(list);
            receiver.endList(list);
            receiver.batchEnded();
        }
    } else if (error->kind == ErrorKind::NotFound) {
        return fail(notNomad(*error));
    } else if (concernsOneList(error->kind)) {
        listError = error;
    } else {
        return fail(*error);
    }
    if (std::none_of(isPending.begin(), isPending.end(), [](bool pending) { return pending; })) listsCame();
}

void Source::Private::listsCame()
{
    if (listError) return fail(*std::exchange(listError, std::nullopt));
    const bool isAllForbidden =
        std::all_of(access.begin(), access.end(), [](const ListAccess& list) { return list.isForbidden; });
    if (isAllForbidden) return checkToken();
    if (stage == Stage::Listing) {
        goLive();
    } else {
        updateNotice();
        publish();
    }
    finder.find();
}

void Source::Private::checkToken()
{
    // "Permission denied" is all that lists say, of an unknown token too; its own description tells more.
    QObject* const context = attemptContext.get();
    client.read(client.targets().token(), context, [this, context](const base::Result<http::Response>& response) {
        if (context != attemptContext.get()) return;
        const Error lists = refusal.value_or(Error{});
        if (!response) {
            const ErrorKind kind = response.error().kind;
            if (kind == ErrorKind::Unauthorized) return fail(response.error());
            return fail(kind == ErrorKind::Forbidden ? unknownToken(lists) : nothingReadable(false, lists));
        }
        const auto token = decodeToken(response->body);
        fail(nothingReadable(token && token->value.isAnonymous(), lists));
    });
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

} // namespace tailboard::nomad
