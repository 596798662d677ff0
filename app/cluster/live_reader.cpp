// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/live_reader.h"

#include "app/cluster/raw_reading.h"
#include "app/nomad/detail_reader.h"

#include <QCoreApplication>
#include <QTimer>

namespace tailboard::cluster {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cluster", text);
}

/// Tells in the next turn, as an answer from outside would.
template<typename Value>
void refuse(QObject* context, const base::Error& error, ObjectReader::Done<Value> done)
{
    QTimer::singleShot(0, context, [error, done = std::move(done)] { done(base::failure(error)); });
}

base::Error noNomad()
{
    return {.kind = base::ErrorKind::Unreachable,
            .what = tr("No Nomad is connected."),
            .hint = tr("Name its address to read details.")};
}

} // namespace

LiveReader::LiveReader(const ReaderSources& sources)
    : m_sources(sources)
{}

void LiveReader::readAllocation(const base::Uuid& id, QObject* context, Done<nomad::AllocationDetail> done)
{
    if (!m_sources.nomad) return refuse(context, noNomad(), std::move(done));
    m_sources.nomad->details().readAllocation(id, context, std::move(done));
}

void LiveReader::readUsage(const base::Uuid& allocation, QObject* context, Done<nomad::AllocationUsage> done)
{
    if (!m_sources.nomad) return refuse(context, noNomad(), std::move(done));
    m_sources.nomad->details().readUsage(allocation, context, std::move(done));
}

void LiveReader::readJob(const nomad::JobKey& key, QObject* context, Done<nomad::JobHistory> done)
{
    if (!m_sources.nomad) return refuse(context, noNomad(), std::move(done));
    m_sources.nomad->details().readJob(key, context, std::move(done));
}

void LiveReader::readNode(const base::Uuid& id, QObject* context, Done<nomad::NodeDetail> done)
{
    if (!m_sources.nomad) return refuse(context, noNomad(), std::move(done));
    m_sources.nomad->details().readNode(id, context, std::move(done));
}

void LiveReader::readRaw(const Subject& subject, QObject* context, Done<QList<RawDocument>> done)
{
    const std::vector<RawRequest> requests = rawRequests(subject, m_sources);
    if (!requests.empty()) return readDocuments(requests, context, std::move(done));
    refuse(context,
           base::Error{.kind = base::ErrorKind::NotFound,
                       .what = tr("None of the connected servers has words for this."),
                       .hint = tr("Its source may not be connected, or not be one that Tailboard reads.")},
           std::move(done));
}

} // namespace tailboard::cluster
