// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/backoff.h"
#include "app/traefik/poke_schedule.h"
#include "app/traefik/round.h"
#include "app/traefik/source.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QTimer>
#include <functional>

namespace tailboard::traefik {

/// The parts of a Source: source.cpp decides when to look, source_round.cpp does one look.
class Source::Private
{
public:
    using Watcher = QFutureWatcher<base::Result<http::Response>>;

    Private(Source* source, std::unique_ptr<http::Client> httpClient, const QString& sourceName,
            const base::Clock& sourceClock);

    // Looking: the overview first, then the rest where it is wanted.
    void lookIsDue();
    void pokeIsDue();
    void onceIsOver();
    void planPokes();
    void look(bool isFull);
    void overviewCame(const base::Result<http::Response>& answer);
    void readParts();
    void partCame(Part part, const base::Result<http::Response>& answer);
    void readOn();
    void roundEnded();

    // Outcomes.
    void closedAnswered(const http::Response& response);
    void succeed();
    void fail(base::Error error);
    void finishOnce();

    void ask(const QByteArray& target, std::function<void(const base::Result<http::Response>&)> handle);
    void cancel();
    bool wokeFromSleep();
    base::Error errorOf(const http::Response& response) const;
    base::Error wrongProduct(const http::Response& response) const;
    void setState(const base::SourceState& next);
    void lookAfter(std::chrono::milliseconds wait);
    std::chrono::milliseconds overviewPeriod() const;
    std::chrono::milliseconds safetyPeriod() const;
    void setPeriodOf(base::SourceState& next) const;
    /// Something happens: look often again.
    void wakeUp();

    Source* const q;
    std::unique_ptr<http::Client> client;
    const QString name;
    const base::Clock& clock;
    Timing timing;
    base::Backoff backoff;
    base::SourceState state;
    Configuration configuration;
    ObjectNames names; // of that configuration
    PartStore parts;

    QTimer lookTimer;
    QTimer pokeTimer;
    QTimer onceTimer;
    QTimer pieceTimer; // of long lists: each turn of the event loop decodes a little
    QElapsedTimer steady;
    PokeSchedule pokes{Timing{}}; // on `steady`
    QElapsedTimer sinceFull;      // invalid: never read
    QElapsedTimer sinceClosed;    // since the first 404 text in a row; invalid: the last answer was none
    QDeadlineTimer settling;      // while it runs, a configuration that lacks something waits
    std::chrono::milliseconds lastMonotonic{-1};
    qint64 lastSteady = 0;

    QList<Watcher*> inFlight; // children of q
    quint64 generation = 0;
    size_t pending = 0;
    int quietLooks = 0;      // in a row, since something last happened
    QByteArray overviewHash; // of the overview that belongs to the last whole round
    QByteArray nextOverviewHash;
    QStringList providers;
    bool hasRead = false;    // a configuration was read at least once
    bool isReleased = false; // the configuration's routers and services were let go
    bool isRunning = false;
    bool isOnce = false;
    bool isBusy = false;
    bool isFullWanted = false;
    bool isAgainWanted = false;
    bool isSettling = false;
    bool isClosed = false;
};

} // namespace tailboard::traefik
