// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/nomad_json.h"
#include "app/demo/times.h"

namespace tailboard::demo {

namespace {

/// `write` writes the payload's members.
template<typename Write>
StreamEvent event(std::string topic, const std::string& type, std::string key, std::vector<std::string> filterKeys,
                  uint64_t index, Write write)
{
    StreamEvent event{std::move(topic), std::move(key), std::move(filterKeys), {}};
    JsonWriter json(event.json);
    json.beginObject();
    json.field("Topic", event.topic);
    json.field("Type", type);
    json.field("Key", event.key);
    json.field("Namespace", event.topic == "Node" ? "" : "default");
    json.key("FilterKeys");
    json.texts(event.filterKeys, true);
    json.field("Index", index);
    json.key("Payload");
    json.beginObject();
    write(json);
    json.endObject();
    json.endObject();
    return event;
}

} // namespace

StreamEvent jobEvent(const Job& job, const std::string& type, uint64_t index)
{
    return event("Job", type, job.id, {}, index, [&](JsonWriter& json) {
        json.key("Job");
        writeJob(json, job, job.current());
        json.field("Deleted", false);
    });
}

StreamEvent allocationEvent(const Allocation& allocation, const std::string& type, uint64_t index,
                            const base::Uuid& signingKey)
{
    std::vector<std::string> keys{allocation.job->id};
    if (!allocation.deployment.isNull()) keys.push_back(uuidText(allocation.deployment));
    return event("Allocation", type, uuidText(allocation.id), std::move(keys), index, [&](JsonWriter& json) {
        json.key("Allocation");
        writeAllocation(json, allocation, signingKey, false);
    });
}

StreamEvent nodeEvent(const Node& node, const std::string& type, uint64_t index, const base::Uuid& signingKey)
{
    return event("Node", type, uuidText(node.id), {}, index, [&](JsonWriter& json) {
        json.key("Node");
        writeNode(json, node, signingKey);
    });
}

StreamEvent deploymentEvent(const Deployment& deployment, const std::string& type, uint64_t index)
{
    return event("Deployment", type, uuidText(deployment.id), {deployment.jobId}, index, [&](JsonWriter& json) {
        json.key("Deployment");
        writeDeployment(json, deployment);
    });
}

StreamEvent evaluationEvent(const Evaluation& evaluation, const std::string& type, uint64_t index)
{
    return event("Evaluation", type, uuidText(evaluation.id), {evaluation.jobId, uuidOrEmpty(evaluation.deployment)},
                 index, [&](JsonWriter& json) {
                     json.key("Evaluation");
                     writeEvaluation(json, evaluation);
                 });
}

StreamEvent registrationEvent(const Registration& registration, const std::string& type, uint64_t index)
{
    return event("Service", type, registration.id, {registration.jobId, registration.serviceName}, index,
                 [&](JsonWriter& json) {
                     json.key("Service");
                     writeRegistration(json, registration);
                 });
}

} // namespace tailboard::demo
