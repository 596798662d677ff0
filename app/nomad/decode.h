// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"
#include "app/nomad/agent.h"
#include "app/nomad/allocation_detail.h"
#include "app/nomad/allocation_usage.h"
#include "app/nomad/job_history.h"
#include "app/nomad/job_spec.h"
#include "app/nomad/node_detail.h"

#include <QByteArrayView>
#include <QList>

// Decoders of replies that are read whole; lists of rows go through list_decoder.h. Each fails with Malformed when the
// bytes are not JSON of the right outer type; anything smaller is an issue.
namespace tailboard::nomad {

/// /v1/job/ID.
base::Result<base::Decoded<JobDetail>> decodeJobDetail(QByteArrayView body);
/// /v1/services: one line a name and namespace.
base::Result<base::Decoded<QList<ServiceName>>> decodeServiceNames(QByteArrayView body);
/// /v1/namespaces: the names, sorted.
base::Result<base::Decoded<QStringList>> decodeNameSpaces(QByteArrayView body);
/// /v1/regions: the names.
base::Result<base::Decoded<QStringList>> decodeRegions(QByteArrayView body);
/// /v1/status/leader: "address:port" of the leader's RPC, empty when there is none.
base::Result<QString> decodeLeader(QByteArrayView body);
/// /v1/agent/self.
base::Result<base::Decoded<Agent>> decodeAgent(QByteArrayView body);
/// /v1/acl/token/self.
base::Result<base::Decoded<Token>> decodeToken(QByteArrayView body);

/// /v1/allocation/ID.
base::Result<base::Decoded<AllocationDetail>> decodeAllocationDetail(QByteArrayView body);
/// /v1/client/allocation/ID/stats.
base::Result<base::Decoded<AllocationUsage>> decodeAllocationUsage(QByteArrayView body);
/// /v1/node/ID.
base::Result<base::Decoded<NodeDetail>> decodeNodeDetail(QByteArrayView body);
/// /v1/job/ID/versions: a history without deployments, evaluations and summaries.
base::Result<base::Decoded<JobHistory>> decodeJobVersions(QByteArrayView body);
/// /v1/job/ID/deployments, newest first.
base::Result<base::Decoded<QList<JobDeployment>>> decodeJobDeployments(QByteArrayView body);
/// /v1/job/ID/evaluations, newest first.
base::Result<base::Decoded<QList<JobEvaluation>>> decodeJobEvaluations(QByteArrayView body);
/// /v1/job/ID/summary: one for each group, in no order.
base::Result<base::Decoded<QList<GroupSummary>>> decodeJobSummary(QByteArrayView body);

} // namespace tailboard::nomad
