// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/backoff.h"
#include "app/nomad/change_poll.h"
#include "app/nomad/detail_reader.h"
#include "app/nomad/event_intake.h"
#include "app/nomad/event_stream.h"
#include "app/nomad/list_audit.h"
#include "app/nomad/list_run.h"
#include "app/nomad/receiver_tee.h"
#include "app/nomad/registration_reader.h"
#include "app/nomad/source.h"
#include "app/nomad/traefik_finder.h"

#include <QTimer>
#include <array>
#include <memory>
#include <optional>

namespace tailboard::nomad {

/// The order in which the lists are asked for: what the first page shows comes first.
inline constexpr std::array allLists{List::Nodes,    List::Jobs,        List::Allocations,
                                     List::Services, List::Deployments, List::Evaluations};

/// The state machine behind a Source: source.cpp holds its life and the stream, source_lists.cpp the reading.
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
    void takeList(List list, const QueryMeta& meta, const std::optional<base::Error>& error);
    void listsCame();
    void emptyForbidden();
    void checkToken();
    void streamOpened();
    void streamLost(const base::Error& error);
    void goLive();
    void fail(const base::Error& error);
    void tick();
    void noteAnswer() { state.fetchedAt = clock.now(); }
    void checkComplete();
    void updateNotice();
    void publish();

    Source* q;
    SourceOptions options;
    const base::Clock& clock;
    Client client;
    DetailReader details;
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
    std::optional<base::Error> listError;
    std::optional<base::Error> refusal;
    int smallReadings = 0;
    std::chrono::milliseconds lastTick{0};

    base::SourceState state;
    base::SourceState published;
    QString leader;
    QStringList regions;
    QStringList nameSpaces;
};

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

} // namespace tailboard::nomad
