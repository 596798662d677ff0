// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/nomad_api.h"

#include "app/demo/json_writer.h"
#include "app/demo/nomad_agent_json.h"
#include "app/demo/times.h"

#include <algorithm>
#include <charconv>

namespace tailboard::demo {

namespace {

const std::map<std::string, std::string> varyOnly{{"Vary", "Accept-Encoding"}};

std::vector<std::string> split(const std::string& path)
{
    std::vector<std::string> parts;
    size_t at = 0;
    while (at < path.size()) {
        const size_t slash = std::min(path.find('/', at), path.size());
        if (slash > at) parts.push_back(path.substr(at, slash - at));
        at = slash + 1;
    }
    return parts;
}

/// Go durations as far as `wait` uses them: "90s", "5m", "1500ms". Negative when it is none.
std::chrono::milliseconds duration(const std::string& text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string unit(end, text.data() + text.size());
    if (error != std::errc()) return std::chrono::milliseconds(-1);
    const double factor = unit == "ms" ? 1 : unit == "s" ? 1000 : unit == "m" ? 60'000 : unit == "h" ? 3'600'000 : -1;
    return std::chrono::milliseconds(factor < 0 ? -1 : int64_t(number * factor));
}

} // namespace

NomadApi::NomadApi(World& world, Loop& loop, const Faults& faults)
    : m_world(world)
    , m_loop(loop)
    , m_faults(faults)
    , m_events(world, loop)
{
    world.onBatch.push_back([this](const Batch&) { wake(); });
}

Response NomadApi::json(std::string text, uint64_t index, std::map<std::string, std::string> more) const
{
    more.emplace("Vary", "Accept-Encoding");
    more.emplace("X-Nomad-Index", std::to_string(std::max<uint64_t>(index, 1)));
    more.emplace("X-Nomad-Knownleader", m_faults.state().leaderless ? "false" : "true");
    more.emplace("X-Nomad-Lastcontact", "0");
    Response response = Response::json(std::move(text), std::move(more));
    response.compressible = true;
    return response;
}

Response NomadApi::notFound(const std::string& text) const
{
    return Response::text(404, text,
                          {{"Vary", "Accept-Encoding"},
                           {"X-Nomad-Index", std::to_string(m_world.index(Table::Jobs))},
                           {"X-Nomad-Knownleader", "true"},
                           {"X-Nomad-Lastcontact", "0"}});
}

Response NomadApi::tokenSelf(const Request& request, const Faults::State& state) const
{
    if (!state.acl) { // since 1.10.1; older ones say 404
        return Response::json(R"({"AccessorID":"acls-disabled","SecretID":"","Name":"ACLs disabled token",)"
                              R"("Type":"client","Policies":null,"Roles":null,"Global":false,"Hash":"",)"
                              R"("CreateTime":"0001-01-01T00:00:00Z","CreateIndex":0,"ModifyIndex":0})",
                              varyOnly);
    }
    const bool anonymous = !request.hasHeader("X-Nomad-Token");
    std::string text;
    JsonWriter json(text);
    json.beginObject();
    json.field("AccessorID", anonymous ? "anonymous" : uuidText(Random(m_world.seed(), "accessor").uuid()));
    json.field("SecretID", anonymous ? "" : request.header("X-Nomad-Token"));
    json.field("Name", anonymous ? "Anonymous Token" : "tailboard");
    json.field("Type", "client");
    json.key("Policies");
    json.texts({anonymous ? "anonymous" : "readonly"});
    json.nullField("Roles");
    json.field("Global", false);
    json.field("Hash", "VGhlIGRlbW8gY2x1c3RlcidzIG9ubHkgdG9rZW4uLi4=");
    json.field("CreateTime", goTime(m_world.now() - day));
    json.field("CreateIndex", 8);
    json.field("ModifyIndex", 8);
    json.endObject();
    return Response::json(std::move(text), varyOnly);
}

/// Answers what may not be read, as seen with ACLs on; false when it may.
bool NomadApi::refuse(Exchange& exchange, const Faults::State& state) const
{
    const Request& request = exchange.request();
    const std::string& path = request.path;
    const bool stream = path == "/v1/event/stream";
    const auto refuseStream = [&] { // 200, and the end before the first line
        exchange.stream("HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-cache\r\n"
                        "Content-Type: application/json\r\nVary: Accept-Encoding\r\n\r\n");
        exchange.end();
    };
    for (const QByteArray& prefix : state.denied) {
        if (!path.starts_with(prefix.toStdString())) continue;
        if (stream)
            refuseStream();
        else
            exchange.respond(Response::text(403, "Permission denied", varyOnly));
        return true;
    }
    if (stream && state.streamRefused) {
        refuseStream();
        return true;
    }
    if (state.leaderless && !request.hasParameter("stale") && path != "/v1/agent/self" && path != "/v1/regions" &&
        !stream) {
        if (path == "/v1/status/leader")
            exchange.respond(Response::json("\"\"", varyOnly));
        else
            exchange.respond(Response::text(500, "No cluster leader", varyOnly));
        return true;
    }
    if (!state.acl || path == "/v1/status/leader" || path == "/v1/regions") return false;
    const std::string_view token = request.header("X-Nomad-Token");
    if (state.tokens.contains(QByteArray(token.data(), qsizetype(token.size())))) return false;
    if (stream) {
        refuseStream();
        return true;
    }
    const bool self = path == "/v1/acl/token/self";
    if (token.empty() && self) return false;
    if (token.empty() && path == "/v1/namespaces") {
        exchange.respond(json("[]", 1));
        return true;
    }
    if (!token.empty() && !base::Uuid::parse(token) && (self || path == "/v1/agent/self")) {
        exchange.respond(Response::text(
            500,
            "ACL token not found or invalid workload identity: failed to parse signed token: go-jose/go-jose: "
            "compact JWS format must have three parts",
            varyOnly));
        return true;
    }
    exchange.respond(Response::text(403, "Permission denied", varyOnly));
    return true;
}

void NomadApi::handle(const std::shared_ptr<Exchange>& exchange)
{
    const Faults::State state = m_faults.state();
    const Request& request = exchange->request();
    if (refuse(*exchange, state)) return;
    if (request.method != "GET") {
        exchange->respond(Response::text(405, "Invalid method", varyOnly));
        return;
    }
    if (request.path == "/v1/event/stream") {
        m_events.subscribe(exchange);
        return;
    }
    if (request.path == "/v1/status/leader") {
        exchange->respond(Response::json("\"100.64.0.1:4647\"", varyOnly));
        return;
    }
    if (request.path == "/v1/regions") {
        exchange->respond(Response::json("[\"global\"]", varyOnly));
        return;
    }
    if (request.path == "/v1/acl/token/self") {
        exchange->respond(tokenSelf(request, state));
        return;
    }
    if (request.path == "/v1/agent/self") {
        exchange->respond(Response::json(agentSelfJson(m_world, state.acl), varyOnly));
        return;
    }
    const Parts parts = split(request.path);
    if (parts.empty()) { // the web interface is not part of the demo
        Response response = Response::text(307, "", varyOnly);
        response.headers["Location"] = "/ui/";
        exchange->respond(std::move(response));
        return;
    }
    if (auto found = query(request, parts))
        run(exchange, std::move(*found));
    else
        exchange->respond(Response::text(404, "404 page not found\n", {{"X-Content-Type-Options", "nosniff"}}));
}

void NomadApi::run(const std::shared_ptr<Exchange>& exchange, Query query)
{
    const Request& request = exchange->request();
    uint64_t minimum = 0;
    std::chrono::milliseconds wait = std::chrono::minutes(5);
    if (const std::string text = request.parameter("index"); !text.empty()) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), minimum);
        if (error != std::errc() || end != text.data() + text.size()) {
            exchange->respond(Response::text(400, "Invalid index", varyOnly));
            return;
        }
    }
    if (const std::string text = request.parameter("wait"); !text.empty()) {
        wait = duration(text);
        if (wait.count() < 0) {
            exchange->respond(Response::text(400, "Invalid wait time", varyOnly));
            return;
        }
    }
    if (minimum == 0 || query.index() > minimum) {
        answer(*exchange, query);
        return;
    }
    wait = std::min<std::chrono::milliseconds>(wait, std::chrono::minutes(10));
    wait += wait / 32; // Nomad adds up to a sixteenth at random
    m_waiting.push_front({exchange, std::move(query), minimum});
    const auto entry = m_waiting.begin();
    entry->timer = m_loop.after(wait, [this, entry] {
        const Waiting waiting = std::move(*entry);
        m_waiting.erase(entry);
        waiting.exchange->setGone(nullptr);
        answer(*waiting.exchange, waiting.query);
    });
    exchange->setGone([this, entry] {
        m_loop.cancel(entry->timer);
        m_waiting.erase(entry);
    });
}

void NomadApi::wake()
{
    for (auto it = m_waiting.begin(); it != m_waiting.end();) {
        if (it->query.index() <= it->minimum) {
            ++it;
            continue;
        }
        const Waiting waiting = std::move(*it);
        it = m_waiting.erase(it);
        m_loop.cancel(waiting.timer);
        waiting.exchange->setGone(nullptr);
        answer(*waiting.exchange, waiting.query);
    }
}

void NomadApi::answer(Exchange& exchange, const Query& query)
{
    if (!query.cacheable) {
        exchange.respond(query.answer());
        return;
    }
    std::string key = exchange.request().path;
    for (const auto& [name, value] : exchange.request().query) {
        if (name != "index" && name != "wait") key += '&' + name + '=' + value;
    }
    const uint64_t index = query.index();
    auto cached = m_cache.find(key);
    if (cached == m_cache.end() || cached->second.first != index) {
        Response response = query.answer();
        if (!response.body || response.body->text().size() < 256 * 1024) {
            exchange.respond(std::move(response));
            return;
        }
        if (m_cache.size() >= 8) m_cache.clear();
        cached = m_cache.insert_or_assign(key, std::pair(index, std::move(response))).first;
    }
    exchange.respond(cached->second.second);
}

} // namespace tailboard::demo
