// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"
#include "app/tailscale/prefs.h"
#include "app/tailscale/status.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QStringList>
#include <memory>

namespace tailboard::tailscale {

/// Longest reply that is read. A tailnet of 10,000 machines gives 13 MB.
constexpr qsizetype longestReply = 64 * 1024 * 1024;

/// Reads LocalAPI's /status. Fails with TooLarge over longestReply, with Malformed when it is no JSON object, and with
/// WrongProduct when it is HTML or the object has neither BackendState nor Self, which tailscaled always sends. Unknown
/// keys are skipped, missing ones keep their default. Pure; takes about 5 µs a peer.
base::Result<base::Decoded<Status>> decodeStatus(QByteArrayView json);

/// decodeStatus() in turns, so that a tailnet of 10,000 machines holds no window up. Finding the structure of 13 MB
/// takes the first turn about 5 ms.
class StatusReader
{
public:
    /// `json` is the whole reply.
    explicit StatusReader(QByteArray json);
    ~StatusReader();

    /// Reads on, at most so many peers; true when all is read. Fails as decodeStatus() does, then nothing more is to be
    /// read.
    base::Result<bool> readOn(qsizetype peers);
    /// What was read, once and after readOn() gave true.
    base::Decoded<Status> take();

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// Reads LocalAPI's /prefs; fails as decodeStatus() does (WrongProduct without ControlURL and WantRunning). Pure.
base::Result<base::Decoded<Prefs>> decodePrefs(QByteArrayView json);

/// tailscaled's own word for a state.
BackendState backendState(const QString& text);

/// Every JSON key that is read, as "Status.BackendState" or "Peer.DNSName": what a test compares with recordings, so
/// that no key is invented.
QStringList wireKeys();

} // namespace tailboard::tailscale
