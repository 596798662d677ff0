// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/peer_json.h"
#include "app/demo/times.h"

#include <array>
#include <cstdio>

// What the bus, prefs, dns-config and whois carry.

namespace tailboard::demo {

namespace {

const std::vector<std::string> capabilities{"funnel", "https://tailscale.com/cap/file-sharing",
                                            "https://tailscale.com/cap/funnel-ports?ports=8080,443", "https",
                                            "debug-disable-upnp"};

std::string nodeHex(const World& world, const Peer& peer, std::string_view purpose)
{
    return Random(world.seed() * 1'000'003 + uint64_t(peer.number), purpose).hex(64);
}

std::string stableId(const Peer& peer)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "TESTCTRL%08d", peer.number);
    return text.data();
}

void writeHostinfo(JsonWriter& json, const World& world, const Peer& peer)
{
    json.beginObject();
    json.field("IPNVersion", tailscaleVersion);
    json.field("BackendLogID", nodeHex(world, peer, "log"));
    json.field("OS", peer.operatingSystem);
    json.field("OSVersion", peer.operatingSystem == "android" ? "15" : "6.1.0-39-amd64");
    json.field("Container", false);
    json.field("Distro", "debian");
    json.field("DistroVersion", "12.11");
    json.field("DistroCodeName", "bookworm");
    json.field("Desktop", false);
    json.field("Hostname", peer.hostName);
    json.field("NoLogsNoSupport", true);
    json.field("Machine", "x86_64");
    json.field("GoArch", "amd64");
    json.field("GoArchVar", "v1");
    json.field("GoVersion", "go1.26.8");
    if (!peer.tags.empty()) {
        json.key("RequestTags");
        json.texts(peer.tags);
    }
    const std::string port = std::to_string(30'000 + peer.number % 30'000);
    json.key("Services");
    json.beginArray();
    for (const auto& [protocol, number] :
         {std::pair("peerapi4", port), std::pair("peerapi6", port), std::pair("peerapi-dns-proxy", std::string("1"))}) {
        json.beginObject();
        json.field("Proto", protocol);
        json.rawField("Port", number);
        json.endObject();
    }
    json.endArray();
    json.key("NetInfo");
    json.beginObject();
    json.field("WorkingIPv6", false);
    json.field("OSHasIPv6", true);
    json.field("WorkingUDP", true);
    json.field("WorkingICMPv4", false);
    for (const auto* name : {"UPnP", "PMP", "PCP"})
        json.field(name, false);
    json.field("PreferredDERP", 1);
    json.key("DERPLatency");
    json.beginObject();
    json.field("1-v4", 0.012312856);
    json.endObject();
    json.field("FirewallMode", "nft");
    json.endObject();
    for (const auto* name : {"Userspace", "UserspaceRouter", "AppConnector", "StateEncrypted"})
        json.field(name, false);
    json.endObject();
}

} // namespace

void writeTailcfgNode(JsonWriter& json, World& world, const Peer& peer, bool self)
{
    json.beginObject();
    json.field("ID", peer.number);
    json.field("StableID", stableId(peer));
    json.field("Name", peer.hostName + "." + world.tailnet() + ".");
    json.field("User", 123);
    json.field("Key", "nodekey:" + peer.key);
    json.field("KeyExpiry", goTime(peer.keyExpiry));
    json.field("Machine", "mkey:" + nodeHex(world, peer, "machine"));
    json.field("DiscoKey", "discokey:" + nodeHex(world, peer, "disco"));
    for (const auto* name : {"Addresses", "AllowedIPs"}) {
        json.key(name);
        json.texts({peer.address + "/32", peer.address6 + "/128"});
    }
    json.key("Endpoints");
    json.texts({peer.endpoint});
    json.field("HomeDERP", 1);
    json.key("Hostinfo");
    writeHostinfo(json, world, peer);
    json.field("Cap", 142);
    if (!peer.tags.empty()) {
        json.key("Tags");
        json.texts(peer.tags);
    }
    json.field("LastSeen", goTime(peer.lastSeen));
    json.field("Online", peer.online);
    json.field("MachineAuthorized", true);
    json.key("Capabilities");
    json.texts(capabilities);
    json.key("CapMap");
    json.beginObject();
    for (const std::string& capability : self ? capabilities : std::vector<std::string>{"https"}) {
        json.key(capability);
        json.texts({});
    }
    json.endObject();
    json.field("ComputedName", peer.hostName);
    json.field("ComputedNameWithHost", peer.hostName);
    json.endObject();
}

void writePrefs(JsonWriter& json, World& world, TailnetFault fault)
{
    json.beginObject();
    json.field("ControlURL", "https://controlplane.tailscale.com");
    json.field("RouteAll", false);
    for (const auto* name : {"ExitNodeID", "ExitNodeIP", "InternalExitNodePrior"})
        json.field(name, "");
    json.field("ExitNodeAllowLANAccess", false);
    json.field("CorpDNS", true);
    json.field("RunSSH", false);
    json.field("RunWebClient", false);
    json.field("WantRunning", fault != TailnetFault::Stopped && fault != TailnetFault::LoggedOut);
    json.field("LoggedOut", fault == TailnetFault::LoggedOut);
    json.field("ShieldsUp", false);
    json.nullField("AdvertiseTags");
    json.field("Hostname", world.self().hostName);
    json.field("NotepadURLs", false);
    for (const auto* name : {"AdvertiseRoutes", "AdvertiseServices", "Sync"})
        json.nullField(name);
    json.field("NoSNAT", false);
    json.field("NoStatefulFiltering", true);
    json.field("NetfilterMode", 2);
    json.key("AutoUpdate");
    json.beginObject();
    json.field("Check", true);
    json.nullField("Apply");
    json.endObject();
    json.key("AppConnector");
    json.beginObject();
    json.field("Advertise", false);
    json.endObject();
    json.field("PostureChecking", false);
    json.field("NetfilterKind", "");
    json.field("RemoteConfig", false);
    json.nullField("DriveShares");
    json.key("Config");
    json.beginObject();
    json.field("PrivateNodeKey", "privkey:" + std::string(64, '0'));
    json.field("OldPrivateNodeKey", "privkey:" + std::string(64, '0'));
    json.key("UserProfile");
    writeUserProfile(json);
    json.field("NetworkLockKey", "nlpriv:" + std::string(128, '0'));
    json.field("NodeID", stableId(world.self()));
    json.endObject();
    json.endObject();
}

void writeDnsConfig(JsonWriter& json, World& world)
{
    json.beginObject();
    json.key("Domains");
    json.texts({world.tailnet()});
    json.field("Proxied", true);
    json.key("CertDomains");
    json.texts({world.self().hostName + "." + world.tailnet()});
    json.endObject();
}

void writeWhois(JsonWriter& json, World& world, const Peer& peer)
{
    json.beginObject();
    json.key("Node");
    writeTailcfgNode(json, world, peer, peer.number == world.self().number);
    json.key("UserProfile");
    writeUserProfile(json);
    json.key("CapMap");
    json.beginObject();
    json.nullField("https://tailscale.com/cap/ingress");
    json.endObject();
    json.endObject();
}

} // namespace tailboard::demo
