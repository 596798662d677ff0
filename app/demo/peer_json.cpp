// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/peer_json.h"

#include "app/demo/times.h"

#include <array>
#include <cstdio>

namespace tailboard::demo {

namespace {

constexpr const char* noTime = "0001-01-01T00:00:00Z";
constexpr const char* loginName = "admin@example.com";
const std::vector<std::string> serverCapabilities{"https", "funnel", "https://tailscale.com/cap/file-sharing",
                                                  "https://tailscale.com/cap/funnel-ports?ports=8080,443"};
const std::vector<std::string> selfCapabilities{
    "HTTPS://TAILSCALE.COM/s/DEPRECATED-NODE-CAPS#see-https://github.com/tailscale/tailscale/issues/11508",
    "debug-disable-upnp",
    "funnel",
    "https",
    "https://tailscale.com/cap/file-sharing",
    "https://tailscale.com/cap/funnel-ports?ports=8080,443"};

std::string stableId(const Peer& peer)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "TESTCTRL%08d", peer.number);
    return text.data();
}

std::string dnsName(const World& world, const Peer& peer)
{
    return peer.hostName + "." + world.tailnet() + ".";
}

int peerApiPort(const Peer& peer)
{
    return 30'000 + peer.number % 30'000;
}

void strings(JsonWriter& json, std::string_view name, const std::vector<std::string>& list, bool nullIfEmpty = false)
{
    json.key(name);
    json.texts(list, nullIfEmpty);
}

void addresses(JsonWriter& json, std::string_view name, const Peer& peer, bool prefixes)
{
    strings(json, name, {peer.address + (prefixes ? "/32" : ""), peer.address6 + (prefixes ? "/128" : "")});
}

void writePeerStatus(JsonWriter& json, const World& world, const Peer& peer, bool self, TailnetFault fault)
{
    const bool running = fault == TailnetFault::None;
    const bool active = running && !self && peer.online;
    json.beginObject();
    json.field("ID", stableId(peer));
    json.field("NodeID", peer.number);
    json.field("PublicKey", "nodekey:" + peer.key);
    json.field("HostName", peer.hostName);
    json.field("DNSName", dnsName(world, peer));
    json.field("OS", peer.operatingSystem);
    json.field("UserID", 123);
    addresses(json, "TailscaleIPs", peer, false);
    addresses(json, "AllowedIPs", peer, true);
    if (!peer.tags.empty()) strings(json, "Tags", peer.tags);
    strings(json, "Addrs", self ? std::vector<std::string>{peer.endpoint} : std::vector<std::string>{}, true);
    json.field("CurAddr", active && peer.direct ? peer.endpoint : "");
    json.field("Relay", peer.relay);
    json.field("PeerRelay", "");
    json.field("RxBytes", self ? 0 : peer.received);
    json.field("TxBytes", self ? 0 : peer.sent);
    json.field("Created", noTime);
    json.field("LastWrite", self || !running ? noTime : goTime(peer.lastHandshake + 30 * second));
    json.field("LastSeen", self ? noTime : goTime(peer.lastSeen));
    json.field("LastHandshake", self || !running ? noTime : goTime(peer.lastHandshake));
    // Stopped or logged out, the daemon goes on calling its peers online; only Self turns (and not with a key that
    // ended).
    json.field("Online", self ? running || fault == TailnetFault::SelfKeyExpired : peer.online);
    json.field("ExitNode", false);
    json.field("ExitNodeOption", false);
    json.field("Active", active);
    const std::string port = std::to_string(peerApiPort(peer));
    const std::vector<std::string> urls{"http://" + peer.address + ":" + port,
                                        "http://[" + peer.address6 + "]:" + port};
    strings(json, "PeerAPIURL", self && !running ? std::vector<std::string>{} : urls, true);
    json.field("TaildropTarget", self ? 0 : peer.online ? 1 : 5);
    json.field("NoFileSharingReason", "");
    strings(json, "Capabilities", self ? selfCapabilities : serverCapabilities);
    json.key("CapMap");
    json.beginObject();
    for (const std::string& capability : self ? selfCapabilities : std::vector<std::string>{"https"}) {
        if (!capability.starts_with("HTTPS:")) json.nullField(capability);
    }
    json.endObject();
    json.field("InNetworkMap", true);
    json.field("InMagicSock", !self);
    json.field("InEngine", active);
    json.field("KeyExpiry", goTimeSeconds(peer.keyExpiry));
    json.endObject();
}

void writeLoggedOutSelf(JsonWriter& json, const Peer& self)
{
    json.beginObject();
    json.field("ID", "");
    json.field("NodeID", 0);
    json.field("PublicKey", "nodekey:" + std::string(64, '0'));
    json.field("HostName", self.hostName);
    json.field("DNSName", "");
    json.field("OS", self.operatingSystem);
    json.field("UserID", 0);
    json.nullField("TailscaleIPs");
    strings(json, "Addrs", {self.endpoint});
    json.field("CurAddr", "");
    json.field("Relay", self.relay);
    json.field("PeerRelay", "");
    json.field("RxBytes", 0);
    json.field("TxBytes", 0);
    for (const auto* name : {"Created", "LastWrite", "LastSeen", "LastHandshake"})
        json.field(name, noTime);
    for (const auto* name : {"Online", "ExitNode", "ExitNodeOption", "Active"})
        json.field(name, false);
    json.nullField("PeerAPIURL");
    json.field("TaildropTarget", 0);
    json.field("NoFileSharingReason", "");
    for (const auto* name : {"InNetworkMap", "InMagicSock", "InEngine"})
        json.field(name, false);
    json.endObject();
}

std::string_view backendState(TailnetFault fault)
{
    switch (fault) {
    case TailnetFault::None:
        return "Running";
    case TailnetFault::Stopped:
        return "Stopped";
    case TailnetFault::NoState:
        return "NoState";
    case TailnetFault::LoggedOut:
    case TailnetFault::SelfKeyExpired:
        break;
    }
    return "NeedsLogin";
}

} // namespace

int backendStateNumber(TailnetFault fault)
{
    switch (fault) {
    case TailnetFault::None:
        return 6;
    case TailnetFault::Stopped:
        return 4;
    case TailnetFault::NoState:
        return 0;
    case TailnetFault::LoggedOut:
    case TailnetFault::SelfKeyExpired:
        break;
    }
    return 2;
}

void writeUserProfile(JsonWriter& json)
{
    json.beginObject();
    json.field("ID", 123);
    json.field("LoginName", loginName);
    json.field("DisplayName", "Cluster Admin");
    json.field("ProfilePicURL", "https://example.com/team-carney.jpg");
    json.endObject();
}

void writeStatus(JsonWriter& json, World& world, TailnetFault fault, bool withPeers)
{
    const Peer& self = world.self();
    const bool blank = fault == TailnetFault::LoggedOut || fault == TailnetFault::NoState;
    json.beginObject();
    json.field("Version", tailscaleVersion);
    json.field("TUN", true);
    json.field("BackendState", backendState(fault));
    if (!blank) json.field("HaveNodeKey", true);
    json.field("AuthURL", "");
    if (blank)
        json.nullField("TailscaleIPs");
    else
        addresses(json, "TailscaleIPs", self, false);
    json.key("Self");
    if (blank)
        writeLoggedOutSelf(json, self);
    else
        writePeerStatus(json, world, self, true, fault);
    std::vector<std::string> health;
    if (fault == TailnetFault::NoState)
        health = {"Tailscale is starting. Please wait."};
    else if (fault == TailnetFault::Stopped || fault == TailnetFault::LoggedOut)
        health = {"Tailscale is stopped."};
    strings(json, "Health", health);
    json.field("MagicDNSSuffix", blank ? "" : world.tailnet());
    json.key("CurrentTailnet");
    if (blank) {
        json.null();
    } else {
        json.beginObject();
        json.field("Name", "example.com");
        json.field("MagicDNSSuffix", world.tailnet());
        json.field("MagicDNSEnabled", true);
        json.endObject();
    }
    strings(json, "CertDomains",
            blank ? std::vector<std::string>{} : std::vector<std::string>{self.hostName + "." + world.tailnet()}, true);
    json.nullField("ExtraRecords");
    json.key("Peer");
    if (withPeers && !blank) {
        json.beginObject();
        for (size_t i = 1; i < world.peers().size(); ++i) {
            json.key("nodekey:" + world.peers()[i].key);
            writePeerStatus(json, world, world.peers()[i], false, fault);
        }
        json.endObject();
    } else {
        json.null();
    }
    json.key("User");
    if (blank) {
        json.null();
    } else {
        json.beginObject();
        json.key("123");
        writeUserProfile(json);
        json.endObject();
    }
    json.nullField("ClientVersion");
    json.endObject();
}

} // namespace tailboard::demo
