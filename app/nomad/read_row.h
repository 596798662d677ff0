// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/nomad/allocation_ports.h"
#include "app/nomad/deployment.h"
#include "app/nomad/job_spec.h"
#include "app/nomad/json_value.h"
#include "app/nomad/node.h"
#include "app/nomad/service_registration.h"
#include "app/nomad/wire_keys.h"

// The decoders of single objects, for lists, details and event payloads alike. Each gives false, with an issue noted,
// when the object names nothing (no id) and cannot be a row. Only *.cpp files of this folder include this.
namespace tailboard::nomad {

bool readRow(JsonValue& value, Allocation& row);
bool readRow(JsonValue& value, AllocationPorts& row);
bool readRow(JsonValue& value, Node& row);
bool readRow(JsonValue& value, Job& row);
bool readRow(JsonValue& value, JobDetail& row);
bool readRow(JsonValue& value, Deployment& row);
bool readRow(JsonValue& value, Evaluation& row);
bool readRow(JsonValue& value, ServiceRegistration& row);

/// Each decoder's part of wireKeys().
void listAllocationKeys(QList<WireKey>& to);
void listNodeKeys(QList<WireKey>& to);
void listJobKeys(QList<WireKey>& to);
void listJobDetailKeys(QList<WireKey>& to);
void listDeploymentKeys(QList<WireKey>& to);
void listEvaluationKeys(QList<WireKey>& to);
void listServiceKeys(QList<WireKey>& to);
void listAgentKeys(QList<WireKey>& to);
void listEventKeys(QList<WireKey>& to);
void listAllocationDetailKeys(QList<WireKey>& to);
void listAllocationUsageKeys(QList<WireKey>& to);
void listNodeDetailKeys(QList<WireKey>& to);
void listJobVersionsKeys(QList<WireKey>& to);
void listJobEventsKeys(QList<WireKey>& to);

/// The error of a reply that is no JSON or not the JSON it should be; `detail` is for the log.
base::Error malformedReply(const QString& detail);

} // namespace tailboard::nomad
