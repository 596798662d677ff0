// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/json_writer.h"
#include "app/demo/world.h"

namespace tailboard::demo {

// Nomad 1.11.3's JSON, key by key in its order. Full objects are what /v1/<thing>/ID and the event stream carry; stubs
// are what lists carry.

void writeJob(JsonWriter& json, const Job& job, const JobVersion& version);
void writeJobStub(JsonWriter& json, World& world, const Job& job, bool withMeta);
void writeJobStatus(JsonWriter& json, World& world, const Job& job);
void writeSummary(JsonWriter& json, World& world, const Job& job);

void writeAllocation(JsonWriter& json, const Allocation& allocation, const base::Uuid& signingKey, bool withJob);
void writeAllocationStub(JsonWriter& json, const Allocation& allocation, bool taskStates, bool resources);

/// What /v1/client/allocation/ID/stats says of it at a moment.
void writeUsage(JsonWriter& json, const Allocation& allocation, Nanoseconds now);

void writeNode(JsonWriter& json, const Node& node, const base::Uuid& signingKey);
void writeNodeStub(JsonWriter& json, const Node& node, bool resources, bool os);

void writeDeployment(JsonWriter& json, const Deployment& deployment);
void writeEvaluation(JsonWriter& json, const Evaluation& evaluation);
void writeRegistration(JsonWriter& json, const Registration& registration);

/// "pending", "running", "complete", "failed", "lost", "unknown".
std::string_view clientStatusText(ClientStatus status);
std::string_view clientDescription(const Allocation& allocation);

StreamEvent jobEvent(const Job& job, const std::string& type, uint64_t index);
StreamEvent allocationEvent(const Allocation& allocation, const std::string& type, uint64_t index,
                            const base::Uuid& signingKey);
StreamEvent nodeEvent(const Node& node, const std::string& type, uint64_t index, const base::Uuid& signingKey);
StreamEvent deploymentEvent(const Deployment& deployment, const std::string& type, uint64_t index);
StreamEvent evaluationEvent(const Evaluation& evaluation, const std::string& type, uint64_t index);
StreamEvent registrationEvent(const Registration& registration, const std::string& type, uint64_t index);

} // namespace tailboard::demo
