// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/world.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tailboard::demo {

struct TraefikRouter
{
    std::string name;     ///< with provider: "web@nomad"
    std::string provider; ///< "nomad", "internal"
    std::vector<std::string> entryPoints;
    std::vector<std::string> middlewares; ///< with provider
    std::string service;                  ///< as configured, without provider when it is the router's own
    std::string rule;
    std::string ruleSyntax;
    uint64_t priority = 0;
    bool tls = false;
    std::string certResolver;
    std::vector<std::string> errors;
    std::string status = "enabled"; ///< enabled, warning, disabled
    std::vector<std::string> usedEntryPoints;

    friend bool operator==(const TraefikRouter&, const TraefikRouter&) = default;
};

struct TraefikService
{
    std::string name;
    std::string provider;
    std::vector<std::string> servers; ///< URLs; empty with `balanced`: a service without any server
    bool balanced = false;            ///< false: one of Traefik's own
    std::vector<std::string> usedBy;
    std::vector<std::string> errors;
    std::string status = "enabled";
};

struct TraefikMiddleware
{
    std::string name;
    std::string provider;
    std::string type;           ///< "redirectscheme"
    std::string json;           ///< the member that holds its options: "\"redirectScheme\":{…}"
    std::string redirectScheme; ///< "https" when it is that kind
    std::vector<std::string> usedBy;
};

/// What one Traefik has made of the services it knows; never changed once built.
struct TraefikConfig
{
    std::map<std::string, TraefikRouter> routers;
    std::map<std::string, TraefikService> services;
    std::map<std::string, TraefikMiddleware> middlewares;
};

/// Reads the tags of all registered services, and of those scaled to nothing, by the demo's own rules: as Traefik
/// 3.7.15 was seen to do it with `exposedByDefault=false` and `allowEmptyServices=true`.
std::shared_ptr<const TraefikConfig> buildTraefikConfig(World& world);

} // namespace tailboard::demo
