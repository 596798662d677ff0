// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/traefik_json.h"

#include "app/demo/times.h"

#include <algorithm>

namespace tailboard::demo {

namespace {

void list(JsonWriter& json, std::string_view name, const std::vector<std::string>& items)
{
    if (items.empty()) return; // omitempty
    json.key(name);
    json.texts(items);
}

struct Totals
{
    size_t total = 0;
    size_t warnings = 0;
    size_t errors = 0;
};

template<typename Map>
Totals totals(const Map& map)
{
    Totals sums{.total = map.size()};
    for (const auto& [name, item] : map) {
        sums.warnings += item.status == "warning";
        sums.errors += item.status == "disabled";
    }
    return sums;
}

void writeTotals(JsonWriter& json, std::string_view name, const Totals& sums)
{
    json.key(name);
    json.beginObject();
    json.field("total", sums.total);
    json.field("warnings", sums.warnings);
    json.field("errors", sums.errors);
    json.endObject();
}

} // namespace

void writeRouter(JsonWriter& json, const TraefikRouter& router, bool raw)
{
    json.beginObject();
    list(json, "entryPoints", router.entryPoints);
    list(json, "middlewares", router.middlewares);
    json.field("service", router.service);
    json.field("rule", router.rule);
    if (!router.ruleSyntax.empty()) json.field("ruleSyntax", router.ruleSyntax);
    json.field("priority", router.priority);
    if (router.tls) {
        json.key("tls");
        json.beginObject();
        if (!raw) json.field("options", "default");
        if (!router.certResolver.empty()) json.field("certResolver", router.certResolver);
        json.endObject();
    }
    json.rawField("observability", R"({"accessLogs":true,"metrics":true,"tracing":true,"traceVerbosity":"minimal"})");
    list(json, "error", router.errors);
    json.field("status", router.status);
    list(json, "using", router.usedEntryPoints);
    if (!raw) {
        json.field("name", router.name);
        json.field("provider", router.provider);
        json.field("priorityStr", std::to_string(router.priority));
    }
    json.endObject();
}

void writeService(JsonWriter& json, const TraefikService& service, bool raw)
{
    json.beginObject();
    if (service.balanced) {
        json.key("loadBalancer");
        json.beginObject();
        if (!service.servers.empty()) {
            json.key("servers");
            json.beginArray();
            for (const std::string& url : service.servers) {
                json.beginObject();
                json.field("url", url);
                json.endObject();
            }
            json.endArray();
        }
        json.field("strategy", "wrr");
        json.field("passHostHeader", true);
        json.rawField("responseForwarding", R"({"flushInterval":"100ms"})");
        json.endObject();
    }
    list(json, "error", service.errors);
    json.field("status", service.status);
    list(json, "usedBy", service.usedBy);
    if (!raw) {
        json.field("name", service.name);
        json.field("provider", service.provider);
        if (service.balanced) json.field("type", "loadbalancer");
    }
    if (!service.servers.empty() && !service.usedBy.empty()) {
        auto sorted = service.servers;
        std::sort(sorted.begin(), sorted.end());
        json.key("serverStatus");
        json.beginObject();
        for (const std::string& url : sorted)
            json.field(url, "UP");
        json.endObject();
    }
    json.endObject();
}

void writeMiddleware(JsonWriter& json, const TraefikMiddleware& middleware, bool raw)
{
    json.beginObject();
    const size_t colon = middleware.json.find(':');
    json.rawField(std::string_view(middleware.json).substr(1, colon - 2),
                  std::string_view(middleware.json).substr(colon + 1));
    json.field("status", "enabled");
    list(json, "usedBy", middleware.usedBy);
    if (!raw) {
        json.field("name", middleware.name);
        json.field("provider", middleware.provider);
        json.field("type", middleware.type);
    }
    json.endObject();
}

void writeRawData(JsonWriter& json, const TraefikConfig& config)
{
    json.beginObject();
    json.key("routers");
    json.beginObject();
    for (const auto& [name, router] : config.routers) {
        json.key(name);
        writeRouter(json, router, true);
    }
    json.endObject();
    json.key("middlewares");
    json.beginObject();
    for (const auto& [name, middleware] : config.middlewares) {
        json.key(name);
        writeMiddleware(json, middleware, true);
    }
    json.endObject();
    json.key("services");
    json.beginObject();
    for (const auto& [name, service] : config.services) {
        json.key(name);
        writeService(json, service, true);
    }
    json.endObject();
    json.endObject();
}

void writeOverview(JsonWriter& json, const TraefikConfig& config, size_t certificates)
{
    json.beginObject();
    json.key("http");
    json.beginObject();
    writeTotals(json, "routers", totals(config.routers));
    writeTotals(json, "services", totals(config.services));
    writeTotals(json, "middlewares", {.total = config.middlewares.size()});
    json.endObject();
    json.key("tcp");
    json.beginObject();
    for (const auto* name : {"routers", "services", "middlewares"})
        writeTotals(json, name, {});
    json.endObject();
    json.key("udp");
    json.beginObject();
    for (const auto* name : {"routers", "services"})
        writeTotals(json, name, {});
    json.endObject();
    writeTotals(json, "certificates", {.total = certificates});
    json.rawField("features", R"({"tracing":"","metrics":"","accessLog":false})");
    json.rawField("providers", R"(["Nomad"])");
    json.endObject();
}

void writeCertificate(JsonWriter& json, const Certificate& certificate, Nanoseconds now)
{
    const std::string fingerprint = certificate.fingerprint();
    json.beginObject();
    json.field("name", fingerprint);
    json.key("sans");
    json.texts({certificate.commonName()});
    json.field("notAfter", goTimeSeconds(certificate.notAfter()));
    json.field("notBefore", goTimeSeconds(certificate.notBefore()));
    json.field("serialNumber", certificate.serial());
    json.field("commonName", certificate.commonName());
    json.field("issuerCN", certificate.issuerName());
    json.field("version", "v3");
    json.field("keyType", "ECDSA");
    json.field("keySize", 256);
    json.field("signatureAlgorithm", "ECDSA-SHA256");
    json.field("certFingerprint", fingerprint);
    json.field("publicKeyFingerprint", certificate.publicKeyFingerprint());
    const Nanoseconds left = certificate.notAfter() - now;
    json.field("status", left <= 0 ? "expired" : left < 30 * day ? "warning" : "enabled");
    json.endObject();
}

void writeEntryPoint(JsonWriter& json, const std::string& name, int port)
{
    json.beginObject();
    json.field("address", ":" + std::to_string(port));
    json.rawField("transport", R"({"lifeCycle":{"graceTimeOut":"10s"},"respondingTimeouts":{"readTimeout":"1m0s",)"
                               R"("idleTimeout":"3m0s"}})");
    json.rawField("forwardedHeaders", "{}");
    json.rawField("http", R"({"sanitizePath":true,"maxHeaderBytes":1048576})");
    json.rawField("http2", R"({"maxConcurrentStreams":250,"maxDecoderHeaderTableSize":4096,)"
                           R"("maxEncoderHeaderTableSize":4096})");
    json.rawField("udp", R"({"timeout":"3s"})");
    json.field("name", name);
    json.endObject();
}

} // namespace tailboard::demo
