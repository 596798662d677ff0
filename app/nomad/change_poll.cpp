// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/change_poll.h"

#include "app/nomad/reading.h"

namespace tailboard::nomad {

ChangePoll::ChangePoll(Client& client, const SourceTiming& timing, QObject* parent)
    : QObject(parent)
    , m_client(client)
    , m_timing(timing)
{
    for (const List list : {List::Nodes, List::Jobs, List::Allocations, List::Services}) {
        auto& throttle = m_watches[size_t(list)].throttle;
        throttle = std::make_unique<QTimer>();
        throttle->setSingleShot(true);
        throttle->setInterval(timing.pollThrottle);
        connect(throttle.get(), &QTimer::timeout, this, [this, list] { ask(list); });
    }
}

void ChangePoll::watch(List list, quint64 index)
{
    Watch& watch = m_watches[size_t(list)];
    if (!watch.throttle) return;
    if (watch.reading) watch.reading->cancel();
    watch.reading.clear();
    // Index 0 would be answered at once, again and again.
    watch.index = std::max<quint64>(1, index);
    watch.throttle->start();
}

void ChangePoll::stop()
{
    for (Watch& watch : m_watches) {
        if (watch.throttle) watch.throttle->stop();
        if (watch.reading) watch.reading->cancel();
        watch.reading.clear();
    }
}

void ChangePoll::ask(List list)
{
    Watch& watch = m_watches[size_t(list)];
    const ListQuery query{.index = watch.index, .wait = m_timing.pollWait, .onlyFirst = true};
    watch.reading =
        m_client.readHeld(m_client.targets().list(list, query), m_timing.pollWait, this,
                          [this, list](const base::Result<http::Response>& response) { take(list, response); });
}

void ChangePoll::take(List list, const base::Result<http::Response>& response)
{
    Watch& watch = m_watches[size_t(list)];
    watch.reading.clear();
    if (!response) return emit failed(response.error());
    emit advanced();
    const quint64 index = std::max<quint64>(1, queryMeta(response->head).index);
    if (index < watch.index) return emit wentBack();
    if (index > watch.index) return emit changed(list);
    watch.throttle->start();
}

} // namespace tailboard::nomad
