// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/json_writer.h"
#include "app/demo/nomad_api.h"
#include "app/demo/nomad_json.h"

#include <charconv>

// /v1/job/ID and what hangs on it.

namespace tailboard::demo {

std::optional<NomadApi::Query> NomadApi::jobQuery(const Request& request, const Parts& parts)
{
    const std::string id = parts[2];
    const std::string more = parts.size() > 3 ? parts[3] : std::string();
    /// The job's own index, or the table's while there is none.
    const auto index = [this, id] {
        const Job* job = m_world.job(id);
        return job ? job->modifyIndex : m_world.index(Table::Jobs);
    };
    /// An answer about a job that must exist.
    const auto about = [this, id](std::function<uint64_t()> at, std::string absent,
                                  std::function<void(JsonWriter&, const Job&)> write) {
        return Query{.index = at, .answer = [=, this] {
                         const Job* job = m_world.job(id);
                         if (!job) return notFound(absent);
                         std::string text;
                         JsonWriter writer(text);
                         write(writer, *job);
                         return json(std::move(text), at());
                     }};
    };
    if (more.empty()) {
        return about(index, "job not found",
                     [](JsonWriter& json, const Job& job) { writeJob(json, job, job.current()); });
    }
    if (more == "summary") {
        const auto at = [this, id] {
            const Job* job = m_world.job(id);
            return job ? job->summaryModifyIndex : m_world.index(Table::Summaries);
        };
        return about(at, "job not found",
                     [this](JsonWriter& json, const Job& job) { writeSummary(json, m_world, job); });
    }
    if (more == "versions") {
        return about(index, "job versions not found", [index](JsonWriter& json, const Job& job) {
            json.beginObject();
            json.key("Versions");
            json.beginArray();
            for (auto version = job.versions.rbegin(); version != job.versions.rend(); ++version)
                writeJob(json, job, *version);
            json.endArray();
            json.nullField("Diffs");
            json.field("Index", index());
            json.field("LastContact", 0);
            json.field("KnownLeader", true);
            json.field("NextToken", "");
            json.endObject();
        });
    }
    if (more == "allocations") {
        return Query{.index = [this] { return m_world.index(Table::Allocations); },
                     .answer = [this, request, id] { return allocations(request, id, {}); }};
    }
    if (more == "services") {
        return tableQuery(Table::Services, [this, id](JsonWriter& json) {
            json.beginArray();
            for (const auto& [key, registration] : m_world.registrations()) {
                if (registration.jobId == id) writeRegistration(json, registration);
            }
            json.endArray();
        });
    }
    if (more == "deployments") {
        return tableQuery(Table::Deployments, [this, id](JsonWriter& json) {
            json.beginArray();
            for (const Deployment& deployment : m_world.deployments()) {
                if (deployment.jobId == id) writeDeployment(json, deployment);
            }
            json.endArray();
        });
    }
    if (more == "deployment") {
        return tableQuery(Table::Deployments, [this, id](JsonWriter& json) {
            if (const Deployment* deployment = m_world.latestDeployment(id))
                writeDeployment(json, *deployment);
            else
                json.null();
        });
    }
    if (more == "evaluations") {
        return tableQuery(Table::Evaluations, [this, id](JsonWriter& json) {
            json.beginArray();
            for (const Evaluation& evaluation : m_world.evaluations()) {
                if (evaluation.jobId == id) writeEvaluation(json, evaluation);
            }
            json.endArray();
        });
    }
    if (more == "submission") {
        const std::string asked = request.parameter("version");
        return Query{.index = index, .answer = [this, id, asked, index] {
                         int version = -1;
                         std::from_chars(asked.data(), asked.data() + asked.size(), version);
                         if (version < 0)
                             return Response::text(400, "Unable to parse job submission version parameter",
                                                   {{"Vary", "Accept-Encoding"}});
                         const Job* job = m_world.job(id);
                         for (const JobVersion& candidate : job ? job->versions : std::vector<JobVersion>()) {
                             if (candidate.version != version) continue;
                             std::string text;
                             JsonWriter writer(text);
                             writer.beginObject();
                             writer.field("Source", candidate.source);
                             writer.field("Format", "hcl2");
                             writer.nullField("VariableFlags");
                             writer.field("Variables", "");
                             writer.field("Namespace", "default");
                             writer.field("JobID", id);
                             writer.field("Version", version);
                             writer.field("JobModifyIndex", candidate.jobModifyIndex);
                             writer.endObject();
                             return json(std::move(text), candidate.jobModifyIndex);
                         }
                         Response absent = notFound("job source not found");
                         absent.headers["X-Nomad-Index"] = "0";
                         return absent;
                     }};
    }
    return std::nullopt;
}

} // namespace tailboard::demo
