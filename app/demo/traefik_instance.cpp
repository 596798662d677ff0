// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/traefik_instance.h"

#include "app/demo/times.h"
#include "app/demo/traefik_json.h"
#include "app/demo/traefik_tags.h"

#include <QByteArray>
#include <charconv>

namespace tailboard::demo {

namespace {

const std::map<std::string, std::string> nosniff{{"X-Content-Type-Options", "nosniff"}};

Response jsonError(int status, const std::string& message)
{
    return Response::text(status, "{\"message\":\"" + message + "\"}\n", nosniff);
}

Response notApi()
{
    return Response::text(404, "404 page not found\n", nosniff);
}

std::string statusOf(const TraefikMiddleware&)
{
    return "enabled";
}
template<typename Item>
std::string statusOf(const Item& item)
{
    return item.status;
}

/// What `search` looks at.
std::string searched(const TraefikRouter& router)
{
    return router.name + "\n" + router.rule + "\n" + router.service;
}
template<typename Item>
std::string searched(const Item& item)
{
    return item.name;
}

int number(const std::string& text, int fallback)
{
    int value = fallback;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace

TraefikInstance::TraefikInstance(World& world, Loop& loop, Settings settings)
    : m_world(world)
    , m_loop(loop)
    , m_settings(std::move(settings))
    , m_started(world.now() - 6 * day)
    , m_config(std::make_shared<TraefikConfig>())
{}

void TraefikInstance::setCertificates(std::shared_ptr<const Certificate> own,
                                      std::shared_ptr<const Certificate> fallback)
{
    m_own = std::move(own);
    m_fallback = std::move(fallback);
}

void TraefikInstance::setSource(Source source)
{
    m_source = std::move(source);
    m_config = m_source();
}

void TraefikInstance::sourceChanged()
{
    if (m_poll != 0) return; // the poll that comes sees it
    const Nanoseconds interval = m_settings.refreshInterval.count() * 1'000'000;
    const Nanoseconds phase = m_settings.phase.count() * 1'000'000;
    const Nanoseconds left = interval - (systemNow() + phase) % interval;
    m_poll = m_loop.after(std::chrono::milliseconds(left / 1'000'000 + 1), [this] {
        m_poll = 0;
        m_config = m_source();
    });
}

bool TraefikInstance::authorized(const Request& request) const
{
    if (m_settings.user.empty()) return true;
    const std::string pair = m_settings.user + ":" + m_settings.password;
    return request.header("Authorization") == "Basic " + QByteArray::fromStdString(pair).toBase64().toStdString();
}

template<typename Map, typename Write>
Response TraefikInstance::list(const Request& request, const Map& map, Write write) const
{
    const std::string search = lowerCase(request.parameter("search"));
    const std::string status = lowerCase(request.parameter("status"));
    std::vector<const typename Map::mapped_type*> items;
    for (const auto& [name, item] : map) {
        if ((search.empty() || lowerCase(searched(item)).find(search) != std::string::npos) &&
            (status.empty() || statusOf(item) == status))
            items.push_back(&item);
    }
    const int page = number(request.parameter("page", "1"), 1);
    const int perPage = number(request.parameter("per_page", "100"), 100);
    const size_t start = size_t(page - 1) * size_t(perPage);
    if (page < 1 || perPage < 1 || (start != 0 && start >= items.size()))
        return jsonError(400,
                         "invalid request: page: " + std::to_string(page) + ", per_page: " + std::to_string(perPage));
    const size_t end = std::min(items.size(), start + size_t(perPage));
    std::string text;
    JsonWriter json(text, JsonWriter::Style::CompactHtml);
    json.beginArray();
    for (size_t i = start; i < end; ++i)
        write(json, *items[i]);
    json.endArray();
    return Response::json(text + "\n", {{"X-Next-Page", end < items.size() ? std::to_string(page + 1) : "1"}});
}

void TraefikInstance::handleApi(const std::shared_ptr<Exchange>& exchange)
{
    const Request& request = exchange->request();
    if (!m_ready) {
        exchange->respond(notApi());
    } else if (!authorized(request)) {
        exchange->respond(Response::text(401, "401 Unauthorized\n", {{"Www-Authenticate", "Basic realm=\"traefik\""}}));
    } else if (request.method != "GET") {
        exchange->respond({.status = 405});
    } else {
        exchange->respond(answer(request));
    }
}

Response TraefikInstance::answer(const Request& request)
{
    const auto& config = *m_config;
    const std::string& path = request.path;
    const auto one = [](auto write) {
        std::string text;
        JsonWriter json(text, JsonWriter::Style::CompactHtml);
        write(json);
        return Response::json(text + "\n");
    };
    const auto routers = [](JsonWriter& json, const TraefikRouter& router) { writeRouter(json, router, false); };
    const auto services = [](JsonWriter& json, const TraefikService& service) { writeService(json, service, false); };
    const auto middlewares = [](JsonWriter& json, const TraefikMiddleware& item) {
        writeMiddleware(json, item, false);
    };
    const auto named = [&](const std::string& prefix, const char* kind, const auto& map, auto write) {
        const std::string name = path.substr(prefix.size());
        const auto it = map.find(name);
        if (it == map.end()) return jsonError(404, std::string(kind) + " not found: " + name);
        return one([&](JsonWriter& json) { write(json, it->second); });
    };
    if (path == "/") {
        Response response{.status = 302};
        response.headers["Location"] = "/dashboard/";
        return response;
    }
    if (path == "/api/version") {
        Response response =
            Response::json(R"({"Version":"3.7.15","Codename":"langres","startDate":")" + goTime(m_started) + "\"}");
        response.headers["Content-Type"] = "application/json; charset=UTF-8";
        return response;
    }
    if (path == "/api/overview") return one([&](JsonWriter& json) { writeOverview(json, config, m_own ? 1 : 0); });
    if (path == "/api/rawdata") return one([&](JsonWriter& json) { writeRawData(json, config); });
    if (path == "/api/entrypoints") {
        Response response = one([](JsonWriter& json) {
            json.beginArray();
            writeEntryPoint(json, "traefik", 8080);
            writeEntryPoint(json, "web", 80);
            writeEntryPoint(json, "websecure", 443);
            json.endArray();
        });
        response.headers["X-Next-Page"] = "1";
        return response;
    }
    if (path == "/api/certificates") {
        Response response = one([&](JsonWriter& json) {
            json.beginArray();
            if (m_own) writeCertificate(json, *m_own, m_world.now());
            json.endArray();
        });
        response.headers["X-Next-Page"] = "1";
        return response;
    }
    if (path == "/api/http/routers") return list(request, config.routers, routers);
    if (path == "/api/http/services") return list(request, config.services, services);
    if (path == "/api/http/middlewares") return list(request, config.middlewares, middlewares);
    if (path.starts_with("/api/http/routers/")) return named("/api/http/routers/", "router", config.routers, routers);
    if (path.starts_with("/api/http/services/"))
        return named("/api/http/services/", "service", config.services, services);
    if (path.starts_with("/api/http/middlewares/"))
        return named("/api/http/middlewares/", "middleware", config.middlewares, middlewares);
    for (const auto* kind :
         {"/api/tcp/routers", "/api/tcp/services", "/api/tcp/middlewares", "/api/udp/routers", "/api/udp/services"}) {
        if (path == kind) return Response::json("[]\n", {{"X-Next-Page", "1"}});
    }
    return notApi();
}

void TraefikInstance::handleTraffic(const std::shared_ptr<Exchange>& exchange, const std::string& entryPoint)
{
    const Request& request = exchange->request();
    std::string host(request.header("Host"));
    host.erase(std::min(host.find(':'), host.size()));
    const TraefikRouter* best = nullptr;
    for (const auto& [name, router] : m_config->routers) {
        const bool here = std::find(router.usedEntryPoints.begin(), router.usedEntryPoints.end(), entryPoint) !=
                          router.usedEntryPoints.end();
        if (!here || router.status == "disabled" || (router.tls && entryPoint != "websecure")) continue;
        if (ruleMatches(router.rule, host, request.path) && (!best || router.priority > best->priority)) best = &router;
    }
    if (!best) {
        exchange->respond(notApi());
        return;
    }
    for (const std::string& name : best->middlewares) {
        const auto it = m_config->middlewares.find(name);
        if (it == m_config->middlewares.end() || it->second.redirectScheme.empty()) continue;
        Response response{.status = 302};
        response.headers["Location"] = it->second.redirectScheme + "://" + host + request.target;
        exchange->respond(std::move(response));
        return;
    }
    const auto service = m_config->services.find(best->service + "@nomad");
    if (service == m_config->services.end() || service->second.servers.empty()) {
        exchange->respond(Response::text(503, "no available server\n"));
        return;
    }
    exchange->respond(Response::text(200, "Hello from " + best->service + " behind router " + best->name + " on " +
                                              m_settings.node + ".\n"));
}

} // namespace tailboard::demo
