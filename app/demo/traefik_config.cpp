// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/traefik_config.h"

#include "app/demo/traefik_tags.h"

#include <algorithm>
#include <set>

namespace tailboard::demo {

namespace {

using Options = std::map<std::string, std::string>;

std::string optionOr(const Options& options, const std::string& name, const std::string& fallback)
{
    const auto it = options.find(name);
    return it == options.end() ? fallback : it->second;
}

std::string qualified(const std::string& name)
{
    return name.find('@') == std::string::npos ? name + "@nomad" : name;
}

/// One service as the provider sees it: all its instances, or none.
struct Item
{
    std::string name;
    std::vector<std::string> tags;
    std::vector<std::string> addresses; ///< "100.64.0.2:28583"
};

std::vector<Item> collect(World& world)
{
    std::map<std::string, Item> items;
    for (const auto& [id, registration] : world.registrations()) {
        Item& item = items[registration.serviceName];
        item.name = registration.serviceName;
        item.tags = registration.tags;
        item.addresses.push_back(registration.address + ":" + std::to_string(registration.port));
    }
    // allowEmptyServices: groups with a scaling block that are scaled to nothing, and no others.
    for (const auto& [id, job] : world.jobs()) {
        for (const GroupSpec& group : job.spec().groups) {
            if (!group.scalable || group.count != 0) continue;
            for (const ServiceSpec& service : group.task.services) {
                if (!items.contains(service.name)) items[service.name] = {service.name, service.tags, {}};
            }
        }
    }
    std::vector<Item> list;
    for (auto& [name, item] : items)
        list.push_back(std::move(item));
    return list;
}

class Builder
{
public:
    void add(const Item& item);
    void finish();
    TraefikConfig config;

private:
    void addInternal();
    void check(TraefikRouter& router);
    std::set<std::string> m_quarrelled; ///< router names defined twice with different contents
};

void Builder::add(const Item& item)
{
    const TagSettings settings = readTags(item.tags);
    if (!settings.enabled || !settings.valid) return;
    for (const auto& [name, options] : settings.middlewares) {
        TraefikMiddleware middleware{.name = name + "@nomad", .provider = "nomad"};
        const auto& [option, value] = *options.begin();
        middleware.type = option.substr(0, option.find('.'));
        if (middleware.type == "redirectscheme") {
            middleware.redirectScheme = optionOr(options, "redirectscheme.scheme", "https");
            middleware.json = R"("redirectScheme":{"scheme":")" + middleware.redirectScheme + "\"" +
                              (options.contains("redirectscheme.permanent") ? ",\"permanent\":true}" : "}");
        } else {
            middleware.json = "\"" + middleware.type + "\":{}";
        }
        config.middlewares[middleware.name] = std::move(middleware);
    }
    std::vector<std::string> serviceNames;
    for (const auto& [name, options] : settings.services)
        serviceNames.push_back(name);
    if (serviceNames.empty()) serviceNames.push_back(item.name);
    for (const std::string& name : serviceNames) {
        TraefikService& service = config.services[name + "@nomad"];
        service.name = name + "@nomad";
        service.provider = "nomad";
        service.balanced = true;
        const auto own = settings.services.find(name);
        const Options options = own == settings.services.end() ? Options() : own->second;
        const std::string scheme = optionOr(options, "loadbalancer.server.scheme", "http");
        const std::string port = optionOr(options, "loadbalancer.server.port", {});
        for (std::string address : item.addresses) {
            if (!port.empty()) address = address.substr(0, address.find(':') + 1) + port;
            service.servers.push_back(scheme + "://" + address);
        }
    }
    auto routers = settings.routers;
    if (routers.empty()) routers[item.name]; // the default router
    for (const auto& [name, options] : routers) {
        TraefikRouter router{.name = name + "@nomad", .provider = "nomad"};
        router.rule = optionOr(options, "rule", "Host(`" + item.name + "`)");
        router.entryPoints = splitList(optionOr(options, "entrypoints", "web,websecure"));
        for (const std::string& middleware : splitList(optionOr(options, "middlewares", {})))
            router.middlewares.push_back(qualified(middleware));
        router.service = optionOr(options, "service", serviceNames.size() == 1 ? serviceNames.front() : std::string());
        if (router.service.empty()) continue; // cannot be linked with several services: only the log tells
        router.priority = router.rule.size();
        if (const std::string text = optionOr(options, "priority", {}); !text.empty())
            router.priority = std::stoull("0" + text);
        for (const auto& [option, value] : options)
            router.tls = router.tls || (option.starts_with("tls") && value != "false");
        router.certResolver = optionOr(options, "tls.certresolver", {});
        const auto [it, fresh] = config.routers.emplace(router.name, router);
        if (!fresh && !(it->second == router)) m_quarrelled.insert(router.name);
    }
}

void Builder::check(TraefikRouter& router)
{
    static const std::set<std::string> known{"web", "websecure", "traefik"};
    for (const std::string& entryPoint : router.entryPoints) {
        if (known.contains(entryPoint))
            router.usedEntryPoints.push_back(entryPoint);
        else
            router.errors.push_back("entryPoint \"" + entryPoint + "\" doesn't exist");
    }
    if (router.usedEntryPoints.empty()) {
        router.errors.push_back("no valid entryPoint for this router");
        router.priority = 0;
        router.status = "disabled";
        return;
    }
    if (!router.errors.empty()) router.status = "warning";
    for (const std::string& name : router.middlewares) {
        if (!config.middlewares.contains(name)) {
            router.errors.push_back("middleware \"" + name + "\" does not exist");
            router.status = "disabled";
        }
    }
    const std::string service = router.provider == "nomad" ? qualified(router.service) : router.service;
    if (!config.services.contains(service)) {
        router.errors.push_back("the service \"" + service + "\" does not exist");
        router.status = "disabled";
    }
    if (const std::string error = ruleError(router.rule); !error.empty()) {
        router.errors.push_back(error);
        router.status = "disabled";
    }
}

void Builder::addInternal()
{
    config.routers["api@internal"] = {.name = "api@internal",
                                      .provider = "internal",
                                      .entryPoints = {"traefik"},
                                      .service = "api@internal",
                                      .rule = "PathPrefix(`/api`)",
                                      .ruleSyntax = "default",
                                      .priority = 9223372036854775806ULL};
    config.routers["dashboard@internal"] = {
        .name = "dashboard@internal",
        .provider = "internal",
        .entryPoints = {"traefik"},
        .middlewares = {"dashboard_redirect@internal", "dashboard_stripprefix@internal"},
        .service = "dashboard@internal",
        .rule = "PathPrefix(`/`)",
        .ruleSyntax = "default",
        .priority = 9223372036854775805ULL};
    for (const auto* name : {"api@internal", "dashboard@internal", "noop@internal"})
        config.services[name] = {.name = name, .provider = "internal"};
    config.middlewares["dashboard_redirect@internal"] = {
        .name = "dashboard_redirect@internal",
        .provider = "internal",
        .type = "redirectregex",
        .json = R"("redirectRegex":{"regex":"^(http:\\/\\/(\\[[\\w:.]+\\]|[\\w\\._-]+)(:\\d+)?)\\/$",)"
                R"("replacement":"${1}/dashboard/","permanent":true})"};
    config.middlewares["dashboard_stripprefix@internal"] = {
        .name = "dashboard_stripprefix@internal",
        .provider = "internal",
        .type = "stripprefix",
        .json = R"("stripPrefix":{"prefixes":["/dashboard/","/dashboard"]})"};
}

void Builder::finish()
{
    for (const std::string& name : m_quarrelled)
        config.routers.erase(name);
    addInternal();
    for (auto& [name, router] : config.routers) {
        check(router);
        const std::string service = router.provider == "nomad" ? qualified(router.service) : router.service;
        if (const auto it = config.services.find(service); it != config.services.end())
            it->second.usedBy.push_back(name);
        for (const std::string& middleware : router.middlewares) {
            if (const auto it = config.middlewares.find(middleware); it != config.middlewares.end())
                it->second.usedBy.push_back(name);
        }
    }
}

} // namespace

std::shared_ptr<const TraefikConfig> buildTraefikConfig(World& world)
{
    Builder builder;
    for (const Item& item : collect(world))
        builder.add(item);
    builder.finish();
    return std::make_shared<TraefikConfig>(std::move(builder.config));
}

} // namespace tailboard::demo
