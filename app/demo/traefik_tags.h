// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace tailboard::demo {

/// What the tags of one service say, as far as the demo understands Traefik's keys.
struct TagSettings
{
    bool enabled = false;
    bool valid = true; ///< false: Traefik would refuse the service's whole configuration for an unknown key
    /// Router, service and middleware names with their options, keys in lower case ("tls.certresolver").
    std::map<std::string, std::map<std::string, std::string>> routers;
    std::map<std::string, std::map<std::string, std::string>> services;
    std::map<std::string, std::map<std::string, std::string>> middlewares;
};

TagSettings readTags(const std::vector<std::string>& tags);
std::vector<std::string> splitList(const std::string& text);
std::string lowerCase(std::string text);

/// Whether a request for host and path fits a rule of Host, PathPrefix and Path joined by &&.
bool ruleMatches(const std::string& rule, const std::string& host, const std::string& path);
/// The words Traefik logs for a rule that cannot be read; empty for a good one.
std::string ruleError(const std::string& rule);

} // namespace tailboard::demo
