// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/faults.h"
#include "app/demo/http_server.h"
#include "app/demo/world.h"

#include <memory>
#include <vector>

namespace tailboard::demo {

class JsonWriter;

/// tailscaled 1.102.3's LocalAPI for somebody who may read: status, prefs, the bus, cert-domains, dns-config, whois.
class LocalApi
{
public:
    LocalApi(World& world, const Faults& faults);

    void handle(const std::shared_ptr<Exchange>& exchange);
    /// The daemon went from one state into another: what the bus tells then, in the recorded order.
    void tailnetChanged();
    /// A daemon just started: NoState and no peers for 0.3 s, then what it is.
    void starting(Loop& loop);
    /// Ends all watchers with a proper last chunk, as a daemon that is asked to stop does.
    void endWatchers();
    /// Headers of every answer.
    static std::map<std::string, std::string> headers();

private:
    struct Watcher
    {
        std::shared_ptr<Exchange> exchange;
        uint64_t mask = 0;
    };
    void watch(const std::shared_ptr<Exchange>& exchange);
    /// Null: all of them.
    void peersChanged(const Peer* changed);
    /// One line to all; `members` writes what is not null in it.
    void tell(const std::function<void(JsonWriter&, uint64_t mask)>& members, int state = -1,
              bool loginFinished = false, bool prefs = false);
    std::string line(uint64_t mask, const std::string& session, int state, bool loginFinished, bool prefs,
                     const std::function<void(JsonWriter&, uint64_t)>& members);
    Response answer(const std::function<void(JsonWriter&)>& write) const;

    World& m_world;
    const Faults& m_faults;
    TailnetFault tailnet() const;

    bool m_starting = false;
    TailnetFault m_told = TailnetFault::None;
    Nanoseconds m_trueExpiry = 0; ///< of the own key, while a fault says otherwise
    std::vector<std::shared_ptr<Watcher>> m_watchers;
};

} // namespace tailboard::demo
