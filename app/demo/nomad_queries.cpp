// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/json_writer.h"
#include "app/demo/nomad_api.h"
#include "app/demo/nomad_filter.h"
#include "app/demo/nomad_json.h"
#include "app/demo/times.h"

#include <algorithm>
#include <charconv>

// What each path of the Nomad API answers.

namespace tailboard::demo {

namespace {

constexpr std::string_view namespaces =
    R"([{"Name":"default","Description":"Default shared namespace","Quota":"","Capabilities":null,)"
    R"("NodePoolConfiguration":null,"VaultConfiguration":null,"ConsulConfiguration":null,"Meta":null,)"
    R"("Hash":"C7UbjDwBK0dK8wQq7Izg7SJIzaV+lIo2X7wRtzY3pSw=","CreateIndex":1,"ModifyIndex":1}])";

bool flag(const Request& request, std::string_view name, bool fallback)
{
    if (!request.hasParameter(name)) return fallback;
    const std::string text = request.parameter(name);
    return text.empty() || text == "true" || text == "1";
}

/// Everything lives in the namespace "default"; a list of another one is empty.
bool visible(const Request& request)
{
    const std::string space = request.parameter("namespace", "default");
    return space == "*" || space == "default";
}

size_t pageSize(const Request& request)
{
    size_t size = 0;
    const std::string text = request.parameter("per_page");
    std::from_chars(text.data(), text.data() + text.size(), size);
    return size;
}

NomadFilter::Field fieldsOf(const Allocation& allocation)
{
    return [&allocation](const std::string& name) -> std::optional<std::string> {
        if (name == "JobID") return allocation.job->id;
        if (name == "ClientStatus") return std::string(clientStatusText(allocation.status));
        if (name == "DesiredStatus") return allocation.stopped ? "stop" : "run";
        if (name == "NodeName") return allocation.node->name;
        if (name == "NodeID") return uuidText(allocation.node->id);
        if (name == "TaskGroup") return allocation.groupSpec().name;
        if (name == "Namespace") return "default";
        if (name == "ID") return uuidText(allocation.id);
        if (name == "Name") return allocation.name();
        return std::nullopt;
    };
}

} // namespace

NomadApi::Query NomadApi::tableQuery(Table table, std::function<void(JsonWriter&)> write) const
{
    const auto index = [this, table] { return m_world.index(table); };
    return {.index = index,
            .answer =
                [this, index, write = std::move(write)] {
                    std::string text;
                    JsonWriter writer(text);
                    write(writer);
                    return json(std::move(text), index());
                },
            .cacheable = true};
}

Response NomadApi::allocations(const Request& request, const std::string& jobId, const base::Uuid& node) const
{
    const auto filter = NomadFilter::parse(request.parameter("filter"));
    if (!filter) {
        return Response::text(
            400, "failed to create result paginator: failed to read filter expression: 1:1 (0): no match found",
            {{"Vary", "Accept-Encoding"}});
    }
    auto& all = m_world.allocations();
    const bool states = flag(request, "task_states", true);
    const bool resources = flag(request, "resources", false);
    const std::string prefix = request.parameter("prefix");
    const size_t perPage = pageSize(request);
    auto it = all.begin();
    if (const std::string token = request.parameter("next_token"); !token.empty()) {
        uint64_t index = 0;
        const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
        const auto id = base::Uuid::parse(std::string_view(token).substr(size_t(end - token.data()) + (*end ? 1 : 0)));
        it = error == std::errc() && id ? all.lower_bound({index, *id}) : all.end(); // nonsense: an empty list
    }
    std::string text;
    JsonWriter writer(text);
    std::map<std::string, std::string> headers;
    size_t count = 0;
    writer.beginArray();
    for (; it != all.end() && visible(request); ++it) {
        const Allocation& allocation = it->second;
        if (!jobId.empty() && allocation.job->id != jobId) continue;
        if (!node.isNull() && allocation.node->id != node) continue;
        if (!prefix.empty() && !uuidText(allocation.id).starts_with(prefix)) continue;
        if (!filter->isEmpty()) {
            const auto fields = fieldsOf(allocation);
            if (const std::string unknown = filter->unknownField(fields); !unknown.empty()) {
                return Response::text(400,
                                      "failed to read result page: error finding value in datum: /" + unknown +
                                          " at part 0: couldn't find key: struct field with name \"" + unknown + '"',
                                      {{"Vary", "Accept-Encoding"}});
            }
            if (!filter->accepts(fields)) continue;
        }
        if (perPage != 0 && count == perPage) {
            headers["X-Nomad-Nexttoken"] = std::to_string(allocation.createIndex) + '.' + uuidText(allocation.id);
            break;
        }
        ++count;
        writeAllocationStub(writer, allocation, states, resources);
    }
    writer.endArray();
    return json(std::move(text), m_world.index(Table::Allocations), std::move(headers));
}

Response NomadApi::usage(const std::string& allocation) const
{
    // Two lines of one name, which a map cannot hold.
    const std::map<std::string, std::string> headers{{"Vary", "Accept-Encoding\r\nVary: Origin"}};
    const auto id = base::Uuid::parse(allocation);
    const Allocation* found = id ? m_world.allocation(*id) : nullptr;
    if (!found) return Response::text(404, "Unknown allocation \"" + allocation + '"', headers);
    if (found->node->status != "ready") return Response::text(404, "No path to node", headers);
    std::string text;
    JsonWriter writer(text);
    writeUsage(writer, *found, m_world.now());
    return Response::json(std::move(text), headers);
}

std::optional<NomadApi::Query> NomadApi::listQuery(const Request& request, const std::string& name)
{
    const bool shown = visible(request);
    if (name == "jobs") {
        return tableQuery(Table::Jobs, [this, request, shown](JsonWriter& json) {
            const std::string prefix = request.parameter("prefix");
            json.beginArray();
            for (const auto& [id, job] : m_world.jobs()) {
                if (shown && id.starts_with(prefix)) writeJobStub(json, m_world, job, flag(request, "meta", false));
            }
            json.endArray();
        });
    }
    if (name == "allocations") {
        return Query{.index = [this] { return m_world.index(Table::Allocations); },
                     .answer = [this, request] { return allocations(request, {}, {}); },
                     .cacheable = true};
    }
    if (name == "nodes") {
        return tableQuery(Table::Nodes, [this, request](JsonWriter& json) {
            json.beginArray();
            for (const auto& [id, node] : m_world.nodes())
                writeNodeStub(json, node, flag(request, "resources", false), flag(request, "os", false));
            json.endArray();
        });
    }
    if (name == "deployments") {
        return tableQuery(Table::Deployments, [this, shown](JsonWriter& json) {
            json.beginArray();
            for (const Deployment& deployment : m_world.deployments()) {
                if (shown) writeDeployment(json, deployment);
            }
            json.endArray();
        });
    }
    if (name == "evaluations") {
        return tableQuery(Table::Evaluations, [this, shown](JsonWriter& json) {
            json.beginArray();
            for (const Evaluation& evaluation : m_world.evaluations()) {
                if (shown) writeEvaluation(json, evaluation);
            }
            json.endArray();
        });
    }
    if (name == "services") {
        return tableQuery(Table::Services, [this, shown](JsonWriter& json) {
            std::map<std::string, std::vector<std::string>> names;
            for (const auto& [id, registration] : m_world.registrations())
                names[registration.serviceName] = registration.tags;
            json.beginArray();
            if (shown && !names.empty()) {
                json.beginObject();
                json.field("Namespace", "default");
                json.key("Services");
                json.beginArray();
                for (const auto& [service, tags] : names) {
                    json.beginObject();
                    json.field("ServiceName", service);
                    json.key("Tags");
                    json.texts(tags);
                    json.endObject();
                }
                json.endArray();
                json.endObject();
            }
            json.endArray();
        });
    }
    if (name == "namespaces")
        return Query{.index = [] { return uint64_t(1); },
                     .answer = [this] { return json(std::string(namespaces), 1); }};
    return std::nullopt;
}

std::optional<NomadApi::Query> NomadApi::query(const Request& request, const Parts& parts)
{
    if (parts.front() != "v1" || parts.size() < 2) return std::nullopt;
    if (parts.size() == 2) return listQuery(request, parts[1]);
    if (parts[1] == "jobs" && parts[2] == "statuses") {
        return tableQuery(Table::Jobs, [this](JsonWriter& json) {
            std::vector<const Job*> jobs;
            for (const auto& [id, job] : m_world.jobs())
                jobs.push_back(&job);
            std::sort(jobs.begin(), jobs.end(), [](auto* a, auto* b) { return a->modifyIndex > b->modifyIndex; });
            json.beginArray();
            for (const Job* job : jobs)
                writeJobStatus(json, m_world, *job);
            json.endArray();
        });
    }
    if (parts[1] == "job") return jobQuery(request, parts);
    return detailQuery(request, parts);
}

std::optional<NomadApi::Query> NomadApi::detailQuery(const Request& request, const Parts& parts)
{
    const std::string& kind = parts[1];
    const std::string& name = parts[2];
    const std::string more = parts.size() > 3 ? parts[3] : std::string();
    const auto writeRegistrations = [this](JsonWriter& json, auto accepts) {
        json.beginArray();
        for (const auto& [id, registration] : m_world.registrations()) {
            if (accepts(registration)) writeRegistration(json, registration);
        }
        json.endArray();
    };
    if (kind == "service") {
        return tableQuery(Table::Services, [this, name](JsonWriter& json) {
            json.beginArray();
            for (const Registration* registration : m_world.registrationsOf(name))
                writeRegistration(json, *registration);
            json.endArray();
        });
    }
    // Of the calls that a node answers, there is one: /v1/client/allocation/ID/stats.
    if (kind == "client" && name == "allocation" && parts.size() == 5 && parts[4] == "stats")
        return Query{.index = [] { return uint64_t(1); }, .answer = [this, more] { return usage(more); }};
    const auto id = base::Uuid::parse(name);
    if (kind == "allocation" && more == "services" && id) {
        return tableQuery(Table::Services, [=](JsonWriter& json) {
            writeRegistrations(json, [&](const Registration& r) { return r.allocation == *id; });
        });
    }
    if (kind == "allocation" && more.empty()) {
        const auto find = [this, id] { return id ? m_world.allocation(*id) : nullptr; };
        const auto index = [this, find] {
            const Allocation* allocation = find();
            return allocation ? allocation->modifyIndex : m_world.index(Table::Allocations);
        };
        return Query{.index = index, .answer = [this, find, index] {
                         const Allocation* allocation = find();
                         if (!allocation) return notFound("alloc not found");
                         std::string text;
                         JsonWriter writer(text);
                         writeAllocation(writer, *allocation, m_world.signingKey(), true);
                         return json(std::move(text), index());
                     }};
    }
    if (kind == "node" && id && more == "allocations") {
        return Query{.index = [this] { return m_world.index(Table::Allocations); },
                     .answer = [this, request, id] { return allocations(request, {}, *id); }};
    }
    if (kind == "node" && more.empty()) {
        const auto find = [this, id]() -> const Node* {
            const auto it = id ? m_world.nodes().find(*id) : m_world.nodes().end();
            return it == m_world.nodes().end() ? nullptr : &it->second;
        };
        const auto index = [this, find] {
            const Node* node = find();
            return node ? node->modifyIndex : m_world.index(Table::Nodes);
        };
        return Query{.index = index, .answer = [this, find, index] {
                         const Node* node = find();
                         if (!node) return notFound("node not found");
                         std::string text;
                         JsonWriter writer(text);
                         writeNode(writer, *node, m_world.signingKey());
                         return json(std::move(text), index());
                     }};
    }
    return std::nullopt;
}

} // namespace tailboard::demo
