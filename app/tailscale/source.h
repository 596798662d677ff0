// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/base/result.h"
#include "app/base/source_state.h"
#include "app/http/client.h"
#include "app/tailscale/prefs.h"
#include "app/tailscale/source_timing.h"
#include "app/tailscale/status.h"

#include <QObject>
#include <functional>
#include <memory>

namespace tailboard::tailscale {

/// The live source of the tailnet: watch-ipn-bus as trigger, status as truth; polling every 5 s when the bus cannot be
/// had. Never calls cert/. While tailscaled restarts (NoState, no peers) no new status is announced: the old one stays
/// and the state says it is stale. When it is stopped, logged out or its key ended, the status is announced with the
/// peers that it lists (or with the last known ones, when it lists none as after a logout), and the state is Waiting
/// with error NotRunning. Lives on the GUI thread.
class Source : public QObject
{
    Q_OBJECT

public:
    /// `client` speaks to the LocalAPI; `clock` outlives the source.
    Source(std::unique_ptr<http::Client> client, const base::Clock& clock, QObject* parent = nullptr,
           const SourceTiming& timing = {});
    ~Source() override;

    /// Starts watching; with `once` one status is read and nothing more (the command line's single attempt), which is
    /// over when the state's phase is no more Connecting.
    void start(bool once = false);
    void stop();
    /// Asks again now, as after F5 or a wake-up from suspend.
    void refresh();

    const base::SourceState& state() const;
    /// The last good status.
    const Status& status() const;
    const Prefs& prefs() const;
    /// Reads the status now, whatever the source's state, and gives the object of the peer with this id (or of this
    /// machine) as tailscaled wrote it; NotFound when it lists none. `done` is called once, never before this returns;
    /// not at all when `context` (not null) dies first, which ends the request.
    void readPeer(const QString& id, QObject* context, std::function<void(const base::Result<QByteArray>&)> done);

signals:
    void stateChanged();
    /// A new status differs from the last one in more than its counters (bytes, handshakes).
    void statusChanged();
    void prefsChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::tailscale
