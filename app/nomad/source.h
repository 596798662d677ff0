// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/base/source_state.h"
#include "app/http/client.h"
#include "app/nomad/allocation.h"
#include "app/nomad/deployment.h"
#include "app/nomad/job.h"
#include "app/nomad/job_needs.h"
#include "app/nomad/node.h"
#include "app/nomad/service_registration.h"
#include "app/nomad/traefik_job.h"

#include <QObject>
#include <chrono>
#include <memory>
#include <span>

namespace tailboard::nomad {

class DetailReader;

/// The lists the source keeps.
enum class List : unsigned char { Nodes, Jobs, Allocations, Deployments, Evaluations, Services };

/// Whoever keeps the rows. Calls come on the GUI thread, in the order of the server. A list arrives as begin, any
/// number of pieces (a long list is decoded in slices, between which the window lives), end; rows not named between
/// begin and end are gone. Outside of that, pieces and removals are single changes of the event stream. A list that is
/// cut off is begun again without an end. A row whose modifyIndex is lower than the one kept is older news and to be
/// dropped by the receiver.
class Receiver
{
public:
    virtual ~Receiver() = default;
    virtual void beginList(List list) = 0;
    virtual void endList(List list) = 0;
    virtual void nodesArrived(std::span<const Node> rows) = 0;
    virtual void jobsArrived(std::span<const Job> rows) = 0;
    virtual void allocationsArrived(std::span<const Allocation> rows) = 0;
    virtual void deploymentsArrived(std::span<const Deployment> rows) = 0;
    virtual void evaluationsArrived(std::span<const Evaluation> rows) = 0;
    virtual void registrationsArrived(std::span<const ServiceRegistration> rows) = 0;
    virtual void nodeRemoved(const base::Uuid& id) = 0;
    virtual void jobRemoved(const JobKey& key) = 0;
    virtual void registrationRemoved(const QString& id) = 0;
    /// Every service block of a job's specification with the provider consul; empty when it has none (any more).
    virtual void consulServicesFound(const JobKey& job, const QList<DeclaredService>& services) = 0;
    /// What a job asks of the nodes, whenever its specification was read (also in an event).
    virtual void jobNeedsFound(const JobNeeds& needs) = 0;
    /// So many jobs that are to run have a specification that could not be read, or that were too many to read.
    virtual void unreadJobsCounted(int count) = 0;
    /// All running Traefik allocations, whenever the set changed.
    virtual void traefikAllocationsChanged(const QList<TraefikAllocation>& allocations) = 0;
    /// A batch (one turn of reading) is over: derived things may be brought up to date.
    virtual void batchEnded() = 0;
};

/// How one list stands when it differs from the whole source: the token may not read it.
struct ListAccess
{
    bool isForbidden = false;
    QString capability; ///< what is missing: "read-job", "list-jobs", "node:read"

    friend bool operator==(const ListAccess&, const ListAccess&) = default;
};

/// The waits of the source, so that tests need not wait as long.
struct SourceTiming
{
    std::chrono::milliseconds firstLine{10'000};    ///< the event stream's first line comes at once when it is granted
    std::chrono::milliseconds silence{45'000};      ///< Nomad sends a line every 30 s; longer silence is a dead stream
    std::chrono::milliseconds audit{300'000};       ///< between two looks at the indexes of the lists
    std::chrono::milliseconds tick{1'000};          ///< between two looks at the clock
    std::chrono::milliseconds jump{60'000};         ///< a clock that moved so far between two ticks: we were suspended
    std::chrono::milliseconds pollWait{30'000};     ///< how long a blocking query is held (at most 5 minutes)
    std::chrono::milliseconds pollThrottle{2'000};  ///< least time between two readings of a list while polling
    std::chrono::milliseconds traefikDelay{200};    ///< changes of Traefik's allocations are collected so long
    std::chrono::milliseconds onceFirstByte{8'000}; ///< longest wait for an answer to begin in a single attempt
    double retryFactor = 1.0;                       ///< of base::Backoff's waits
};

/// What the source is to read.
struct SourceOptions
{
    QString nameSpace = QStringLiteral("*");
    QString region; ///< empty: the agent's own
    SourceTiming timing;
    bool hasToken = true; ///< whether the client's credentials are a token; decides what a refusal is called
};

/// The live source of Nomad: opens the event stream, then lists, then applies events newer than the lists; audits now
/// and then; re-lists after every gap; falls back to blocking queries where the token may not stream. Versions 1.3 to
/// 2.x. Lives on the GUI thread.
class Source : public QObject
{
    Q_OBJECT

public:
    /// `client` speaks to one Nomad agent; `receiver` and `clock` outlive the source.
    Source(std::unique_ptr<http::Client> client, SourceOptions options, Receiver& receiver, const base::Clock& clock,
           QObject* parent = nullptr);
    ~Source() override;

    /// Starts; with `once` the lists are read a single time without a stream (the command line's single attempt).
    /// With `once` a failure shows as an error in state() without a next try.
    void start(bool once = false);
    /// Ends all exchanges; rows are left with the receiver.
    void stop();
    /// Asks everything again now, also when a retry was due later.
    void refresh();

    const base::SourceState& state() const;
    ListAccess access(List list) const;
    /// All lists have come at least once since start (forbidden ones count as come), and the job specifications and
    /// Traefik allocations that follow from them.
    bool isComplete() const;
    /// Address of the leader as /v1/status/leader says, empty when there is none.
    QString leader() const;
    QStringList regions() const;
    QStringList nameSpaces() const;
    /// Reads single objects over the source's connections, whatever its state.
    DetailReader& details();

signals:
    void stateChanged();
    /// isComplete() became true.
    void completed();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::nomad
