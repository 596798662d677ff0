// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/local_api.h"

#include "app/demo/peer_json.h"
#include "app/demo/times.h"

#include <algorithm>
#include <charconv>

namespace tailboard::demo {

namespace {

// Bits of the watch mask, ipn/backend.go of 1.102.
constexpr uint64_t initialState = 2;
constexpr uint64_t initialPrefs = 4;
constexpr uint64_t initialNetMap = 8;
constexpr uint64_t initialHealth = 128;
constexpr uint64_t rateLimit = 256;
constexpr uint64_t peerChanges = 4096;
constexpr uint64_t initialStatus = 16384;
constexpr uint64_t inProcess = 65536;

std::string chunked(const std::string& bytes)
{
    return chunkHead(bytes.size()) + bytes + "\r\n";
}

} // namespace

LocalApi::LocalApi(World& world, const Faults& faults)
    : m_world(world)
    , m_faults(faults)
{
    world.onPeer.push_back([this](const Peer& peer) { peersChanged(&peer); });
}

std::map<std::string, std::string> LocalApi::headers()
{
    return {{"Content-Security-Policy",
             "default-src 'none'; frame-ancestors 'none'; script-src 'none'; script-src-elem "
             "'none'; script-src-attr 'none'"},
            {"Tailscale-Cap", "142"},
            {"Tailscale-Version", std::string(tailscaleVersion)},
            {"X-Content-Type-Options", "nosniff"},
            {"X-Frame-Options", "DENY"}};
}

Response LocalApi::answer(const std::function<void(JsonWriter&)>& write) const
{
    std::string text;
    JsonWriter json(text, JsonWriter::Style::Tabs);
    write(json);
    return Response::json(std::move(text), headers());
}

void LocalApi::handle(const std::shared_ptr<Exchange>& exchange)
{
    const Request& request = exchange->request();
    const TailnetFault fault = tailnet();
    constexpr std::string_view base = "/localapi/v0/";
    const std::string name = request.path.starts_with(base) ? request.path.substr(base.size()) : std::string();
    if (name == "status") {
        const bool peers = request.parameter("peers") != "false";
        exchange->respond(answer([&](JsonWriter& json) { writeStatus(json, m_world, fault, peers); }));
    } else if (name == "prefs" && request.method == "GET") {
        exchange->respond(answer([&](JsonWriter& json) { writePrefs(json, m_world, fault); }));
    } else if (name == "prefs") {
        exchange->respond(Response::text(403, "prefs write access denied\n", headers()));
    } else if (name == "watch-ipn-bus") {
        watch(exchange);
    } else if (name == "cert-domains") {
        exchange->respond(Response::json("[\"" + m_world.self().hostName + "." + m_world.tailnet() + "\"]", headers()));
    } else if (name == "dns-config") {
        exchange->respond(answer([&](JsonWriter& json) { writeDnsConfig(json, m_world); }));
    } else if (name == "whois") {
        std::string address = request.parameter("addr");
        if (address.find(':') != std::string::npos && std::count(address.begin(), address.end(), ':') == 1)
            address.erase(address.find(':'));
        const auto& peers = m_world.peers();
        const auto it =
            std::find_if(peers.begin(), peers.end(), [&](const Peer& peer) { return peer.address == address; });
        if (it == peers.end())
            exchange->respond(Response::text(404, "no match for IP:port\n", headers()));
        else
            exchange->respond(answer([&](JsonWriter& json) { writeWhois(json, m_world, *it); }));
    } else if (name.starts_with("cert/")) {
        exchange->respond(Response::text(403, "cert access denied\n", headers()));
    } else {
        exchange->respond(Response::text(404, "404 page not found\n", headers()));
    }
}

std::string LocalApi::line(uint64_t mask, const std::string& session, int state, bool loginFinished, bool prefs,
                           const std::function<void(JsonWriter&, uint64_t)>& members)
{
    std::string text;
    JsonWriter json(text, JsonWriter::Style::CompactHtml);
    json.beginObject();
    json.field("Version", tailscaleVersion);
    if (!session.empty()) json.field("SessionID", session);
    json.nullField("ErrMessage");
    if (loginFinished)
        json.rawField("LoginFinished", "{}");
    else
        json.nullField("LoginFinished");
    if (state >= 0)
        json.field("State", state);
    else
        json.nullField("State");
    json.key("Prefs");
    if (prefs)
        writePrefs(json, m_world, tailnet());
    else
        json.null();
    if (members) members(json, mask);
    for (const auto* name : {"NetMap", "Engine", "BrowseToURL", "DriveShares"}) {
        if (!(std::string_view(name) == "NetMap" && (mask & initialNetMap) && !session.empty())) json.nullField(name);
    }
    json.endObject();
    return text + "\n";
}

void LocalApi::watch(const std::shared_ptr<Exchange>& exchange)
{
    const std::string text = exchange->request().parameter("mask", "0");
    uint64_t mask = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), mask);
    if (error != std::errc() || end != text.data() + text.size()) {
        exchange->respond(Response::text(400, "bad mask\n", headers()));
        return;
    }
    if (mask & inProcess) {
        exchange->respond(Response::text(
            400, "NotifyInProcessNoDisconnect is only valid for in-process IPN bus subscribers\n", headers()));
        return;
    }
    if ((mask & rateLimit) && (mask & (peerChanges | initialStatus))) {
        exchange->respond(Response::text(
            400, "NotifyRateLimit is incompatible with new-style IPN bus subscription bits (NotifyPeerChanges)\n",
            headers()));
        return;
    }
    auto watcher = std::make_shared<Watcher>(Watcher{exchange, mask});
    exchange->setGone(
        [this, raw = watcher.get()] { std::erase_if(m_watchers, [&](auto& other) { return other.get() == raw; }); });
    m_watchers.push_back(watcher);
    Response head{.headers = headers()};
    head.headers["Content-Type"] = "application/json";
    exchange->stream(headText(head, httpDate(m_world.now()), true, false, SIZE_MAX)); // chunked, without an end

    const TailnetFault fault = tailnet();
    const std::string session = m_world.random().hex(16);
    exchange->send(chunked(line(mask, session, mask & initialState ? backendStateNumber(fault) : -1, false,
                                mask & initialPrefs, [&](JsonWriter& json, uint64_t) {
                                    if (mask & initialStatus) {
                                        json.key("InitialStatus");
                                        writeStatus(json, m_world, fault, true);
                                    }
                                    if (mask & initialNetMap) {
                                        json.key("SelfChange");
                                        writeTailcfgNode(json, m_world, m_world.self(), true);
                                        json.key("NetMap");
                                        json.beginObject();
                                        json.field("Cached", false);
                                        json.key("SelfNode");
                                        writeTailcfgNode(json, m_world, m_world.self(), true);
                                        json.key("Peers");
                                        json.beginArray();
                                        for (size_t i = 1; i < m_world.peers().size(); ++i)
                                            writeTailcfgNode(json, m_world, m_world.peers()[i], false);
                                        json.endArray();
                                        json.key("DNS");
                                        writeDnsConfig(json, m_world);
                                        json.endObject();
                                    }
                                    if (mask & initialHealth) json.rawField("Health", R"({"Warnings":{}})");
                                })));
}

void LocalApi::tell(const std::function<void(JsonWriter&, uint64_t)>& members, int state, bool loginFinished,
                    bool prefs)
{
    const auto watchers = m_watchers;
    for (const auto& watcher : watchers)
        watcher->exchange->send(chunked(line(watcher->mask, {}, state, loginFinished, prefs, members)));
}

void LocalApi::peersChanged(const Peer* changed)
{
    // The recorded control server sends whole maps, so every change lists every peer, and then comes a line with
    // nothing in it. In a big tailnet only the changed one is listed, as Tailscale's own control does.
    const bool whole = !changed || m_world.peers().size() < 100;
    tell([this, changed, whole](JsonWriter& json, uint64_t mask) {
        json.key("SelfChange");
        writeTailcfgNode(json, m_world, m_world.self(), true);
        if (!(mask & peerChanges)) return;
        json.key("PeersChanged");
        json.beginArray();
        for (size_t i = 1; i < m_world.peers().size(); ++i) {
            if (whole || changed == &m_world.peers()[i]) writeTailcfgNode(json, m_world, m_world.peers()[i], false);
        }
        json.endArray();
    });
    tell({});
}

void LocalApi::tailnetChanged()
{
    const TailnetFault now = tailnet();
    const TailnetFault before = std::exchange(m_told, now);
    if (now == before) return;
    if (before == TailnetFault::SelfKeyExpired) m_world.self().keyExpiry = m_trueExpiry;
    if (now == TailnetFault::SelfKeyExpired)
        m_trueExpiry = std::exchange(m_world.self().keyExpiry, m_world.now() - hour);
    switch (now) {
    case TailnetFault::None:
        if (before == TailnetFault::SelfKeyExpired || before == TailnetFault::LoggedOut) tell({}, -1, true);
        tell({}, -1, false, before != TailnetFault::NoState);
        tell({}, 5);
        tell({}, 6);
        peersChanged(nullptr);
        break;
    case TailnetFault::Stopped:
        tell({}, 4);
        tell({}, -1, false, true);
        break;
    case TailnetFault::LoggedOut:
        tell({}, 4);
        tell({}, -1, false, true);
        tell({}, 0);
        tell({}, 2);
        break;
    case TailnetFault::NoState:
        tell({}, 0);
        break;
    case TailnetFault::SelfKeyExpired:
        peersChanged(nullptr);
        tell({}, 2);
        break;
    }
}

TailnetFault LocalApi::tailnet() const
{
    return m_starting ? TailnetFault::NoState : m_faults.state().tailnet;
}

void LocalApi::starting(Loop& loop)
{
    m_starting = true;
    tailnetChanged();
    loop.after(std::chrono::milliseconds(300), [this] {
        m_starting = false;
        tailnetChanged();
    });
}

void LocalApi::endWatchers()
{
    const auto watchers = std::move(m_watchers);
    m_watchers.clear();
    for (const auto& watcher : watchers) {
        watcher->exchange->setGone(nullptr);
        watcher->exchange->send("0\r\n\r\n");
        watcher->exchange->end();
    }
}

} // namespace tailboard::demo
