// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/bus_watch.h"

#include "app/base/log.h"
#include "app/tailscale/decode.h"

namespace tailboard::tailscale {

using std::chrono::milliseconds;

BusWatch::BusWatch(http::Client& client, const base::Clock& clock, const SourceTiming& timing)
    : m_client(client)
    , m_clock(clock)
    , m_timing(timing)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &BusWatch::open);
}

BusWatch::~BusWatch()
{
    delete m_closed;
}

void BusWatch::ensure(quint64 capability)
{
    m_capability = capability;
    if (!m_stream && !m_next.isActive()) open();
}

void BusWatch::drop()
{
    m_next.stop();
    close();
}

void BusWatch::forgetFailures()
{
    m_backoff.reset();
    m_next.stop();
}

void BusWatch::open()
{
    http::Request watch;
    watch.target = "/localapi/v0/watch-ipn-bus?mask=" + QByteArray::number(busMask(m_capability));
    watch.acceptGzip = false;
    watch.limits.firstByte = m_timing.firstByte;
    watch.limits.quiet = watch.limits.total = milliseconds(0); // a calm tailnet says nothing for hours
    watch.limits.bodyBytes = -1;                               // a line has its own limit
    m_stream = std::make_unique<http::LineStream>(m_client.open(watch), milliseconds(0), longestReply, nullptr,
                                                  QStringLiteral("tailscaled"));
    connect(m_stream.get(), &http::LineStream::opened, this, [this] {
        m_isUp = true;
        m_upSince = m_clock.monotonic();
        emit
        cameUp();
    });
    connect(m_stream.get(), &http::LineStream::lineArrived, this, &BusWatch::take);
    connect(m_stream.get(), &http::LineStream::ended, this, [this] { lose(std::nullopt); });
    connect(m_stream.get(), &http::LineStream::failed, this, [this](const base::Error& error) { lose(error); });
}

void BusWatch::take(QByteArrayView line)
{
    const auto notify = decodeNotify(line);
    if (!notify) {
        lose(notify.error());
        return;
    }
    if (!notify->value.errorMessage.isEmpty())
        qCDebug(base::logTailscale) << "bus:" << notify->value.errorMessage.left(200);
    emit
    lineArrived(notify->value);
}

void BusWatch::lose(const std::optional<base::Error>& error)
{
    const bool wasUp = m_isUp;
    if (wasUp && m_clock.monotonic() - m_upSince >= m_timing.steadyBus) m_backoff.reset();
    close();
    const bool isRefused = error && error->httpStatus >= 400;
    m_next.start(isRefused ? m_timing.refusedBus : m_timing.retry(m_backoff));
    emit
    lost(wasUp, error);
}

void BusWatch::close()
{
    m_isUp = false;
    if (!m_stream) return;
    m_stream->disconnect(this);
    delete m_closed;
    m_closed = m_stream.release();
    m_closed->deleteLater(); // we may stand inside one of its signals
}

} // namespace tailboard::tailscale
