// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/job_records.h"
#include "app/nomad/job_history.h"
#include "ui/views/cluster_view.h"
#include "ui/views/fact_list.h"
#include "ui/views/row_list.h"
#include "ui/views/stops.h"

namespace tailboard::views {

// What the page of the jobs says of one.

Place jobPlace(const nomad::JobKey& job);
/// The status in a word or two, the trouble first: "stopped", "waits for room", "rollout failed", "running".
QString jobStatusText(const nomad::Job& job, const cluster::JobStanding& standing);
/// What is wrong with the job, in one sentence; empty when nothing is known to be.
QString jobSentence(const nomad::Job& job, const cluster::JobStanding& standing);
/// The job itself in its path; leads nowhere.
Stop jobStop(const nomad::Job& job, const cluster::JobStanding& standing, base::State state);

std::vector<Fact> jobFacts(const ClusterView& view, const nomad::Job& job, const cluster::JobStanding& standing);

std::vector<RowColumn> groupColumns();
std::vector<Row> groupRows(const nomad::JobHistory& history);
std::vector<RowColumn> versionColumns();
std::vector<Row> versionRows(const nomad::JobHistory& history, const QDateTime& now);
std::vector<RowColumn> deploymentColumns();
std::vector<Row> deploymentRows(const nomad::JobHistory& history, const QDateTime& now);
std::vector<RowColumn> evaluationColumns();
std::vector<Row> evaluationRows(const nomad::JobHistory& history, const QDateTime& now);
/// Why groups of the job are not placed now, a paragraph for each group; empty when everything is placed.
QString whyNotPlaced(const nomad::JobHistory& history);

} // namespace tailboard::views
