// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/event_ring.h"

#include <algorithm>
#include <charconv>

namespace tailboard::demo {

namespace {

constexpr size_t kept = 100;
constexpr std::chrono::seconds heartbeat{30};
constexpr size_t slowReaderLimit = 64 * 1024 * 1024;

bool matches(const StreamEvent& event, const std::string& topic, const std::string& key)
{
    if (topic != "*" && topic != event.topic) return false;
    return key == "*" || key == event.key ||
           std::find(event.filterKeys.begin(), event.filterKeys.end(), key) != event.filterKeys.end();
}

} // namespace

EventRing::EventRing(World& world, Loop& loop)
    : m_loop(loop)
{
    world.onBatch.push_back([this](const Batch& batch) {
        if (m_batches.size() == kept) m_batches.pop_front();
        m_batches.push_back(batch);
        const auto subscribers = m_subscribers; // deliver() may end one
        for (const auto& subscriber : subscribers)
            deliver(*subscriber, batch);
    });
}

void EventRing::subscribe(const std::shared_ptr<Exchange>& exchange)
{
    const Request& request = exchange->request();
    uint64_t index = 0;
    if (const std::string text = request.parameter("index"); !text.empty()) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
        if (error != std::errc() || end != text.data() + text.size()) {
            exchange->respond(
                Response::text(400, "Unable to parse index: strconv.Atoi: parsing \"" + text + "\": invalid syntax",
                               {{"Vary", "Accept-Encoding"}}));
            return;
        }
    }
    auto subscriber = std::make_shared<Subscriber>();
    subscriber->exchange = exchange;
    subscriber->space = request.parameter("namespace", "default");
    for (const auto& [name, value] : request.query) {
        if (name != "topic") continue;
        const size_t colon = value.find(':');
        subscriber->topics.emplace_back(value.substr(0, colon),
                                        colon == std::string::npos ? "*" : value.substr(colon + 1));
    }
    if (subscriber->topics.empty()) subscriber->topics.emplace_back("*", "*");
    exchange->setGone([this, raw = subscriber.get()] {
        std::erase_if(m_subscribers, [&](auto& s) {
            if (s.get() == raw) m_loop.cancel(s->heartbeat);
            return s.get() == raw;
        });
    });
    m_subscribers.push_back(subscriber);

    // In two packets, as Nomad sends it: a reader must not wait for a first event to know that the stream is up.
    exchange->stream("HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-cache\r\n"
                     "Content-Type: application/json\r\nVary: Accept-Encoding\r\n\r\n");
    exchange->send("{}\n");
    auto from = m_batches.begin();
    if (index != 0) {
        from = std::find_if(m_batches.begin(), m_batches.end(), [&](const Batch& b) { return b.index >= index; });
        if (from == m_batches.end() && !m_batches.empty()) --from;
    }
    for (; from != m_batches.end(); ++from)
        deliver(*subscriber, *from);
    beat(subscriber);
}

void EventRing::deliver(Subscriber& subscriber, const Batch& batch) const
{
    std::string line;
    for (const StreamEvent& event : batch.events) {
        const bool wanted = std::any_of(subscriber.topics.begin(), subscriber.topics.end(),
                                        [&](auto& topic) { return matches(event, topic.first, topic.second); });
        const bool visible = event.topic == "Node" || subscriber.space == "*" || subscriber.space == "default";
        if (!wanted || !visible) continue;
        line += line.empty() ? "{\"Index\":" + std::to_string(batch.index) + ",\"Events\":[" : std::string(",");
        line += event.json;
    }
    if (line.empty()) return;
    subscriber.exchange->send(line + "]}\n");
    if (subscriber.exchange->backlog() > slowReaderLimit) subscriber.exchange->end();
}

void EventRing::beat(const std::shared_ptr<Subscriber>& subscriber)
{
    subscriber->heartbeat = m_loop.after(heartbeat, [this, weak = std::weak_ptr(subscriber)] {
        if (const auto alive = weak.lock()) {
            alive->exchange->send("{}\n");
            beat(alive);
        }
    });
}

void EventRing::endAll()
{
    const auto subscribers = m_subscribers;
    for (const auto& subscriber : subscribers)
        subscriber->exchange->end();
}

} // namespace tailboard::demo
