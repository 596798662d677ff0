// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/detail_reader.h"

#include "app/base/log.h"
#include "app/http/read_once.h"
#include "app/nomad/client.h"
#include "app/nomad/decode.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;
using tailboard::base::Error;
using tailboard::base::ErrorKind;
using tailboard::base::Result;

namespace tailboard::nomad {

namespace {

constexpr qint64 mostBytes = 16 * 1024 * 1024;

QString tr(const char* text)
{
    return QCoreApplication::translate("nomad", text);
}

/// What is asked for, for the words of its absence.
struct Asked
{
    QString absent;
    QString hint;
    QString capability;
};

Asked askedAllocation()
{
    return {tr("Nomad does not have this allocation any more."),
            tr("It was removed some time after it ended; reload the list."), u"read-job"_s};
}

Asked askedJob()
{
    return {tr("Nomad does not have this job any more."), tr("It was purged; reload the list."), u"read-job"_s};
}

Asked askedNode()
{
    return {tr("Nomad does not have this node any more."), tr("It was purged; reload the list."), u"node:read"_s};
}

void word(Error& error, const Asked& asked)
{
    if (error.kind == ErrorKind::NotFound) {
        error.what = asked.absent;
        error.hint = asked.hint;
    } else if (error.kind == ErrorKind::Forbidden && !asked.capability.isEmpty()) {
        error.why = tr("It takes the capability %1.").arg(asked.capability);
    }
}

/// Sends, and gives a body that is Nomad's JSON.
void ask(http::Client& client, const QByteArray& target, const Asked& asked, QObject* context,
         DetailReader::Done<QByteArray> done)
{
    http::Request request;
    request.target = target;
    request.limits.bodyBytes = mostBytes;
    http::readOnce(client, request, context, [asked, done = std::move(done)](const Result<http::Response>& answer) {
        if (!answer) return done(base::failure(answer.error()));
        if (auto error = answerError(answer->head, answer->body)) {
            word(*error, asked);
            return done(base::failure(*error));
        }
        done(answer->body);
    });
}

template<typename Value>
Result<Value> valueOf(Result<base::Decoded<Value>> decoded, const QByteArray& target)
{
    if (!decoded) return base::failure(decoded.error());
    for (const base::Issue& issue : std::as_const(decoded->issues))
        qCDebug(base::logNomad) << target << issue.path << issue.reason;
    return std::move(decoded->value);
}

template<typename Value>
void read(http::Client& client, const QByteArray& target, const Asked& asked,
          Result<base::Decoded<Value>> (*decode)(QByteArrayView), QObject* context, DetailReader::Done<Value> done)
{
    ask(client, target, asked, context, [target, decode, done = std::move(done)](const Result<QByteArray>& body) {
        if (!body) return done(base::failure(body.error()));
        done(valueOf(decode(*body), target));
    });
}

/// The parts of a job's history while they come.
struct HistoryParts
{
    JobHistory history;
    QList<JobDeployment> deployments;
    QList<JobEvaluation> evaluations;
    QList<GroupSummary> summary;
    int missing = 4;
    DetailReader::Done<JobHistory> done;

    void fail(const Error& error)
    {
        if (const auto tell = std::exchange(done, {})) tell(base::failure(error));
    }

    void partCame()
    {
        if (--missing > 0 || !done) return;
        history.deployments = std::move(deployments);
        history.evaluations = std::move(evaluations);
        for (JobGroup& group : history.groups) {
            group.summary.group = group.name;
            const auto found = std::find_if(summary.begin(), summary.end(),
                                            [&group](const GroupSummary& row) { return row.group == group.name; });
            if (found != summary.end()) group.summary = *found;
        }
        std::exchange(done, {})(std::move(history));
    }
};

} // namespace

DetailReader::DetailReader(http::Client& client, const Targets& targets)
    : m_client(client)
    , m_targets(targets)
{}

void DetailReader::readAllocation(const base::Uuid& id, QObject* context, Done<AllocationDetail> done)
{
    read(m_client, m_targets.allocation(id), askedAllocation(), &decodeAllocationDetail, context, std::move(done));
}

void DetailReader::readUsage(const base::Uuid& allocation, QObject* context, Done<AllocationUsage> done)
{
    const auto told = [done = std::move(done)](const Result<AllocationUsage>& usage) {
        if (usage || usage.error().kind != ErrorKind::NotFound ||
            !usage.error().original.contains("No path to"_L1, Qt::CaseInsensitive))
            return done(usage);
        // Nomad says 404 also when the servers have no connection to the allocation's client (1.11.3).
        Error error = usage.error();
        error.kind = ErrorKind::Unreachable;
        error.what = tr("The node of this allocation cannot be asked what it uses.");
        error.why = tr("Nomad's servers have no connection to its client.");
        error.hint = tr("See whether the node is up.");
        done(base::failure(error));
    };
    read<AllocationUsage>(m_client, m_targets.allocationStats(allocation), askedAllocation(), &decodeAllocationUsage,
                          context, told);
}

void DetailReader::readJob(const JobKey& key, QObject* context, Done<JobHistory> done)
{
    const auto parts = std::make_shared<HistoryParts>();
    parts->done = std::move(done);
    const auto part = [&](JobPart which, auto decode, auto member) {
        const QByteArray target = m_targets.job(key, which);
        ask(m_client, target, askedJob(), context, [parts, decode, member, target](const Result<QByteArray>& body) {
            if (!body) return parts->fail(body.error());
            auto value = valueOf(decode(*body), target);
            if (!value) return parts->fail(value.error());
            (*parts).*member = std::move(*value);
            parts->partCame();
        });
    };
    // Versions first: of a job that is gone only they say 404.
    part(JobPart::Versions, &decodeJobVersions, &HistoryParts::history);
    part(JobPart::Deployments, &decodeJobDeployments, &HistoryParts::deployments);
    part(JobPart::Evaluations, &decodeJobEvaluations, &HistoryParts::evaluations);
    part(JobPart::Summary, &decodeJobSummary, &HistoryParts::summary);
}

void DetailReader::readNode(const base::Uuid& id, QObject* context, Done<NodeDetail> done)
{
    read(m_client, m_targets.node(id), askedNode(), &decodeNodeDetail, context, std::move(done));
}

void DetailReader::readBody(const QByteArray& target, QObject* context, Done<QByteArray> done)
{
    const Asked asked{tr("Nomad does not have this any more."), tr("It was removed meanwhile; reload the list."), {}};
    ask(m_client, target, asked, context, std::move(done));
}

} // namespace tailboard::nomad
