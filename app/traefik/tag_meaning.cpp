// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/tag_meaning.h"

#include <algorithm>
#include <array>

namespace tailboard::traefik {

using namespace Qt::StringLiterals;
using Fault = TagMeaning::Fault;
using Part = TagMeaning::Part;

namespace {

template<size_t count>
bool isOneOf(const QString& word, const std::array<QLatin1StringView, count>& words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// "domains[0]" -> "domains".
QString withoutIndex(const QString& word)
{
    return word.section(u'[', 0, 0);
}

// pkg/config/dynamic/http_config.go, tcp_config.go, udp_config.go; keys compare without case.
bool isRouterOption(Protocol protocol, const QStringList& keys)
{
    static constexpr std::array http{"entrypoints"_L1, "middlewares"_L1, "service"_L1,       "rule"_L1, "parentrefs"_L1,
                                     "rulesyntax"_L1,  "priority"_L1,    "observability"_L1, "tls"_L1};
    static constexpr std::array udp{"entrypoints"_L1, "service"_L1};
    static constexpr std::array tls{"options"_L1, "certresolver"_L1, "domains"_L1};
    const QString first = withoutIndex(keys.value(0));
    if (protocol == Protocol::Udp) return isOneOf(first, udp);
    if (!isOneOf(first, http) || (protocol == Protocol::Tcp && first == "observability"_L1)) return false;
    if (keys.size() == 1) return true;
    if (first == "tls"_L1) {
        const QString second = withoutIndex(keys[1]);
        return isOneOf(second, tls) || (protocol == Protocol::Tcp && second == "passthrough"_L1);
    }
    return first == "observability"_L1;
}

bool isServiceOption(Protocol protocol, const QStringList& keys)
{
    static constexpr std::array http{"sticky"_L1,          "servers"_L1,
                                     "server"_L1,          "strategy"_L1,
                                     "healthcheck"_L1,     "passivehealthcheck"_L1,
                                     "passhostheader"_L1,  "responseforwarding"_L1,
                                     "serverstransport"_L1};
    static constexpr std::array tcp{"proxyprotocol"_L1,    "servers"_L1,          "server"_L1,
                                    "serverstransport"_L1, "terminationdelay"_L1, "healthcheck"_L1};
    static constexpr std::array udp{"servers"_L1, "server"_L1};
    static constexpr std::array server{"port"_L1,         "scheme"_L1, "url"_L1,     "weight"_L1,
                                       "preservepath"_L1, "fenced"_L1, "address"_L1, "tls"_L1};
    if (keys.value(0) != "loadbalancer"_L1 || keys.size() < 2) return false;
    const QString second = withoutIndex(keys[1]);
    const bool isKnown = protocol == Protocol::Http  ? isOneOf(second, http)
                         : protocol == Protocol::Tcp ? isOneOf(second, tcp)
                                                     : isOneOf(second, udp);
    if (!isKnown) return false;
    return second != "server"_L1 || keys.size() == 2 || isOneOf(keys[2], server);
}

bool isMiddlewareOption(Protocol protocol, const QStringList& keys)
{
    static constexpr std::array http{"addprefix"_L1,      "stripprefix"_L1,      "stripprefixregex"_L1,
                                     "replacepath"_L1,    "replacepathregex"_L1, "chain"_L1,
                                     "ipwhitelist"_L1,    "ipallowlist"_L1,      "headers"_L1,
                                     "errors"_L1,         "ratelimit"_L1,        "redirectregex"_L1,
                                     "redirectscheme"_L1, "basicauth"_L1,        "digestauth"_L1,
                                     "forwardauth"_L1,    "inflightreq"_L1,      "buffering"_L1,
                                     "circuitbreaker"_L1, "compress"_L1,         "passtlsclientcert"_L1,
                                     "retry"_L1,          "contenttype"_L1,      "grpcweb"_L1,
                                     "plugin"_L1,         "encodedcharacters"_L1};
    static constexpr std::array tcp{"inflightconn"_L1, "ipwhitelist"_L1, "ipallowlist"_L1};
    if (protocol == Protocol::Udp) return false;
    return protocol == Protocol::Http ? isOneOf(keys.value(0), http) : isOneOf(keys.value(0), tcp);
}

} // namespace

TagMeaning tagMeaning(const QString& serviceTag)
{
    TagMeaning meaning;
    const qsizetype equals = serviceTag.indexOf(u'=');
    const QString key = (equals < 0 ? serviceTag : serviceTag.left(equals)).trimmed();
    meaning.value = equals < 0 ? QString() : serviceTag.mid(equals + 1).trimmed();
    if (!key.startsWith("traefik."_L1, Qt::CaseInsensitive)) return meaning;

    meaning.option = key;
    const QStringList path = key.toLower().split(u'.');
    const QStringList written = key.split(u'.'); // names keep their case
    const auto part = [&] {
        if (path == QStringList{u"traefik"_s, u"enable"_s}) return Part::Enable;
        if (path[1] == "http"_L1 || path[1] == "tcp"_L1 || path[1] == "udp"_L1) {
            meaning.protocol = path[1] == "http"_L1  ? Protocol::Http
                               : path[1] == "tcp"_L1 ? Protocol::Tcp
                                                     : Protocol::Udp;
            if (path.size() < 4 || path[3].isEmpty()) return Part::Unknown;
            if (path[2] == "routers"_L1) return Part::Router;
            if (path[2] == "services"_L1) return Part::Service;
            if (path[2] == "middlewares"_L1 && meaning.protocol != Protocol::Udp) return Part::Middleware;
            if (path[2] == "serverstransports"_L1 && meaning.protocol != Protocol::Udp) return Part::Transport;
            return Part::Unknown;
        }
        const bool isOther = path[1] == "tls"_L1 || path[1] == "nomad"_L1 || path[1] == "tags"_L1;
        return isOther ? Part::Other : Part::Unknown;
    };
    meaning.part = part();

    bool isKnown = meaning.part != Part::Unknown;
    if (meaning.part == Part::Router || meaning.part == Part::Service || meaning.part == Part::Middleware ||
        meaning.part == Part::Transport) {
        meaning.name = written[3];
        const QStringList keys = path.mid(4);
        meaning.option = keys.join(u'.');
        if (meaning.part == Part::Router) isKnown = isRouterOption(meaning.protocol, keys);
        if (meaning.part == Part::Service) isKnown = isServiceOption(meaning.protocol, keys);
        if (meaning.part == Part::Middleware) isKnown = isMiddlewareOption(meaning.protocol, keys);
    }
    // What Traefik does not look at cannot be wrong in its options.
    if (!serviceTag.startsWith("traefik."_L1))
        meaning.fault = Fault::WrongPrefix;
    else if (equals < 0)
        meaning.fault = Fault::NoValue;
    else if (meaning.part == Part::Enable && key != "traefik.enable"_L1)
        meaning.fault = Fault::UnknownOption; // this one keeps its case (3.7.15)
    else if (!isKnown)
        meaning.fault = Fault::UnknownOption;
    return meaning;
}

} // namespace tailboard::traefik
