// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/object_reader.h"
#include "app/cluster/tables.h"
#include "app/cluster/traefik_watch.h"
#include "app/nomad/source.h"
#include "app/tailscale/source.h"

#include <memory>

namespace tailboard::cluster {

/// What the live reader asks. The sources may be null (not configured, or not started yet).
struct ReaderSources
{
    const Tables& tables;
    const std::unique_ptr<tailscale::Source>& tailscale;
    const std::unique_ptr<nomad::Source>& nomad;
    const TraefikWatch& traefiks;
};

/// Reads from the Monitor's sources.
class LiveReader final : public ObjectReader
{
public:
    /// All that `sources` names outlives it.
    explicit LiveReader(const ReaderSources& sources);

    void readAllocation(const base::Uuid& id, QObject* context, Done<nomad::AllocationDetail> done) override;
    void readUsage(const base::Uuid& allocation, QObject* context, Done<nomad::AllocationUsage> done) override;
    void readJob(const nomad::JobKey& key, QObject* context, Done<nomad::JobHistory> done) override;
    void readNode(const base::Uuid& id, QObject* context, Done<nomad::NodeDetail> done) override;
    void readRaw(const Subject& subject, QObject* context, Done<QList<RawDocument>> done) override;

private:
    ReaderSources m_sources;
};

} // namespace tailboard::cluster
