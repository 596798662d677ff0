// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/backoff.h"
#include "app/base/clock.h"
#include "app/http/client.h"
#include "app/http/line_stream.h"
#include "app/tailscale/notify.h"
#include "app/tailscale/source_timing.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <memory>
#include <optional>

namespace tailboard::tailscale {

/// One watch-ipn-bus, asked for again calmly when it ends or is refused. It knows nothing of the daemon's health: the
/// owner drops it while the daemon is gone. Client and clock outlive it.
class BusWatch : public QObject
{
    Q_OBJECT

public:
    BusWatch(http::Client& client, const base::Clock& clock, const SourceTiming& timing);
    ~BusWatch() override;

    /// Asks for the bus, unless it is asked for, up, or its next try is set. `capability` as in busMask().
    void ensure(quint64 capability);
    /// Closes it and forgets the next try; emits nothing.
    void drop();
    /// The next ensure() asks at once.
    void forgetFailures();
    bool isUp() const { return m_isUp; }

signals:
    void cameUp();
    void lineArrived(const tailboard::tailscale::Notify& notify);
    /// It ended (wasUp) or could not be had. `error` is none after an orderly end. The next try is already set.
    void lost(bool wasUp, const std::optional<tailboard::base::Error>& error);

private:
    void open();
    void take(QByteArrayView line);
    void lose(const std::optional<base::Error>& error);
    void close();

    http::Client& m_client;
    const base::Clock& m_clock;
    SourceTiming m_timing;
    std::unique_ptr<http::LineStream> m_stream;
    QPointer<http::LineStream> m_closed; ///< waits for the event loop to delete it; must not outlive the client
    bool m_isUp = false;
    quint64 m_capability = 0;
    std::chrono::milliseconds m_upSince{0};
    QTimer m_next;
    base::Backoff m_backoff;
};

} // namespace tailboard::tailscale
