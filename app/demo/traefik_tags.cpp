// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/traefik_tags.h"

#include <algorithm>
#include <set>

namespace tailboard::demo {

namespace {

const std::set<std::string> routerOptions{"rule",       "entrypoints", "middlewares",      "service",    "priority",
                                          "rulesyntax", "tls",         "tls.certresolver", "tls.options"};

bool knownRouterOption(const std::string& option)
{
    return routerOptions.contains(option) || option.starts_with("tls.domains[") || option.starts_with("observability.");
}

/// The next call in a rule: name, its one argument, what is left; false when there is none.
bool nextCall(std::string& rest, std::string& name, std::string& argument)
{
    const size_t open = rest.find("(`");
    const size_t close = rest.find("`)", open == std::string::npos ? 0 : open);
    if (open == std::string::npos || close == std::string::npos) return false;
    const size_t start = rest.find_last_of(" !&|(", open == 0 ? 0 : open - 1);
    name = rest.substr(start == std::string::npos ? 0 : start + 1, open - (start == std::string::npos ? 0 : start + 1));
    argument = rest.substr(open + 2, close - open - 2);
    rest = rest.substr(close + 2);
    return true;
}

} // namespace

std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return text;
}

std::vector<std::string> splitList(const std::string& text)
{
    std::vector<std::string> items;
    size_t at = 0;
    while (at <= text.size() && !text.empty()) {
        const size_t comma = std::min(text.find(',', at), text.size());
        std::string item = text.substr(at, comma - at);
        item.erase(0, item.find_first_not_of(' '));
        item.erase(item.find_last_not_of(' ') + 1);
        if (!item.empty()) items.push_back(item);
        at = comma + 1;
    }
    return items;
}

TagSettings readTags(const std::vector<std::string>& tags)
{
    TagSettings settings;
    for (const std::string& tag : tags) {
        const size_t equals = tag.find('=');
        if (equals == std::string::npos) continue;
        const std::string key = tag.substr(0, equals);
        const std::string lower = lowerCase(key);
        const std::string value = tag.substr(equals + 1);
        if (lower == "traefik.enable") {
            settings.enabled = lowerCase(value) == "true";
            continue;
        }
        for (auto& [prefix, into] : {std::pair("traefik.http.routers.", &settings.routers),
                                     std::pair("traefik.http.services.", &settings.services),
                                     std::pair("traefik.http.middlewares.", &settings.middlewares)}) {
            if (!lower.starts_with(prefix)) continue;
            const size_t start = std::string_view(prefix).size();
            const size_t dot = key.find('.', start);
            if (dot == std::string::npos) continue;
            const std::string option = lower.substr(dot + 1);
            (*into)[key.substr(start, dot - start)][option] = value;
            if (into == &settings.routers && !knownRouterOption(option)) settings.valid = false;
        }
    }
    return settings;
}

bool ruleMatches(const std::string& rule, const std::string& host, const std::string& path)
{
    std::string rest = rule;
    std::string name;
    std::string argument;
    bool any = false;
    while (nextCall(rest, name, argument)) {
        any = true;
        if (name == "Host" && lowerCase(argument) != lowerCase(host)) return false;
        if (name == "PathPrefix" && !path.starts_with(argument)) return false;
        if (name == "Path" && path != argument) return false;
    }
    return any;
}

std::string ruleError(const std::string& rule)
{
    const auto count = [&](char c) { return std::count(rule.begin(), rule.end(), c); };
    if (count('(') != count(')') || count('`') % 2 != 0) {
        return "error while parsing rule " + rule + ": parsing rule " + rule +
               ": 1:" + std::to_string(rule.size() + 1) + ": missing ',' before newline in argument list";
    }
    if (rule.find("`,`") != std::string::npos || rule.find("`, `") != std::string::npos) {
        const std::string name = rule.substr(0, rule.find('('));
        return "error while parsing rule " + rule + ": adding rule " + name + ": error while adding rule " + name +
               ": unexpected number of parameters; got 2, expected one of [1]";
    }
    return {};
}

} // namespace tailboard::demo
