// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <atomic>
#include <mutex>
#include <utility>

namespace tailboard::demo {

/// One request as a server of the demo got it.
struct SeenRequest
{
    QString server; ///< "nomad", "tailscale", "traefik-firefly-sub01", "web-firefly-sub01", "websecure-firefly-sub01" …
    QByteArray method;
    QByteArray target;
    QList<std::pair<QByteArray, QByteArray>> headers;

    /// First value of that name without case; empty when absent.
    QByteArray header(const QByteArray& name) const
    {
        for (const auto& [key, value] : headers) {
            if (key.compare(name, Qt::CaseInsensitive) == 0) return value;
        }
        return {};
    }
};

/// Sums over one server since the start.
struct Counters
{
    std::atomic<quint64> connections{0};
    std::atomic<quint64> openConnections{0};
    std::atomic<quint64> requests{0};
    std::atomic<quint64> bytesIn{0};
    std::atomic<quint64> bytesOut{0};
};

/// Every request that reached the demo, the last 20,000. Any thread.
class RequestLog
{
public:
    void add(SeenRequest request)
    {
        const std::lock_guard lock(m_mutex);
        if (m_requests.size() >= 20'000) m_requests.removeFirst();
        m_requests.append(std::move(request));
    }
    QList<SeenRequest> all() const
    {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }
    void clear()
    {
        const std::lock_guard lock(m_mutex);
        m_requests.clear();
    }

private:
    mutable std::mutex m_mutex;
    QList<SeenRequest> m_requests;
};

} // namespace tailboard::demo
