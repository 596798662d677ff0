// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

namespace tailboard::demo {

/// The servers of the demo cluster that can be made ill. Traefik1 … Traefik3 are the APIs (port 8080) on firefly-sub01
/// … 03.
enum class Server { Nomad, Tailscale, Traefik1, Traefik2, Traefik3 };
constexpr int serverCount = 5;

/// What a server does to every request while the fault lasts.
enum class FaultKind {
    None,
    Refuse,           ///< the listening socket is closed and all connections are reset
    Hang,             ///< connections and requests are accepted, nothing is ever answered
    Slow,             ///< answers come, 16 bytes every `interval`
    Cut,              ///< the connection ends in the middle of the body
    Oversized,        ///< 200 and a body without end
    NonJson,          ///< 200 application/json whose body is not JSON
    HtmlError,        ///< 502 and an HTML page, as a proxy in between answers
    Status,           ///< `status` with the text this server really gives with it
    WrongContentType, ///< the right body, called text/html
    Redirect,         ///< 301 to `location`
    WrongProduct,     ///< an nginx answers on this port
};

struct Fault
{
    FaultKind kind = FaultKind::None;
    int status = 500;                                    ///< of Status
    std::chrono::milliseconds interval{100};             ///< of Slow
    QByteArray location = "http://elsewhere.example/v1"; ///< of Redirect
    QByteArray pathPrefix;                               ///< only requests whose path starts so; empty = all
};

/// What is wrong with a TLS port.
enum class TlsFault { None, WrongName, UnknownAuthority, Expired };

/// The states of tailscaled that are not "Running".
enum class TailnetFault {
    None,
    Stopped,        ///< `tailscale down`
    LoggedOut,      ///< `tailscale logout`
    NoState,        ///< starting: no peers yet
    SelfKeyExpired, ///< NeedsLogin while Self still says Online
};

/// The switches of the demo cluster's faults. Any thread; a call returns when the fault is in force. All are off at
/// first; clear() sets all but restarts back.
class Faults
{
public:
    void set(Server server, const Fault& fault);
    void set(Server server, FaultKind kind) { set(server, Fault{.kind = kind}); }
    void setStatus(Server server, int status) { set(server, Fault{.kind = FaultKind::Status, .status = status}); }
    void clear(Server server) { set(server, Fault{}); }
    void clear();

    /// All connections are reset and the listener is gone for `away`; state and indexes are kept.
    void restart(Server server, std::chrono::milliseconds away);

    /// Tokens: with ACLs on, a request needs X-Nomad-Token with one of `accepted`; others get the answers of verified
    /// Nomad 1.11.3 (403 "Permission denied", an event stream that says 200 and ends …).
    void setNomadAcl(bool on, const std::set<QByteArray>& accepted = {});
    /// 403 for every path that starts so ("/v1/services"), whatever the token. Empty list = none.
    void setNomadDenied(const QList<QByteArray>& pathPrefixes);
    /// 500 "No cluster leader" for every call that needs a leader, and an empty /v1/status/leader.
    void setNomadLeaderless(bool on);
    /// The event stream says 200 and ends before its first line.
    void setStreamRefused(bool on);
    /// Ends every event stream and forgets the events so far; the index jumps by `jump`.
    void makeStreamGap(quint64 jump);
    /// What the Nomad API's certificate has wrong; only with Options::nomadTls.
    void setNomadTls(TlsFault fault);
    /// What :443 of node 1 … 3 shows for the node's own name.
    void setNodeTls(int node, TlsFault fault);

    void setTailnet(TailnetFault fault);
    /// Another machine's clock: Date headers and all times said are off by this much.
    void setClockSkew(std::chrono::seconds skew);

    // The cluster's side.

    struct State
    {
        Fault faults[serverCount];
        bool acl = false;
        std::set<QByteArray> tokens;
        QList<QByteArray> denied;
        bool leaderless = false;
        bool streamRefused = false;
        TlsFault nomadTls = TlsFault::None;
        TlsFault nodeTls[3] = {TlsFault::None, TlsFault::None, TlsFault::None};
        TailnetFault tailnet = TailnetFault::None;
        std::chrono::seconds skew{0};
    };
    State state() const;
    Fault of(Server server) const;

    /// Set by the cluster; each runs its work on the simulation thread before it returns.
    struct Hooks
    {
        std::function<void(Server)> changed;
        std::function<void(Server, std::chrono::milliseconds)> restart;
        std::function<void(quint64)> streamGap;
        std::function<void()> tailnet;
        std::function<void()> acl;
        std::function<void()> skew;
    };
    void setHooks(Hooks hooks) { m_hooks = std::move(hooks); }

private:
    template<typename Change>
    void change(Change apply)
    {
        const std::lock_guard lock(m_mutex);
        apply(m_state);
    }

    mutable std::mutex m_mutex;
    State m_state;
    Hooks m_hooks;
};

} // namespace tailboard::demo
