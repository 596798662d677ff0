// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/http/client.h"

#include <QObject>
#include <functional>
#include <optional>

namespace tailboard::tailscale {

/// The object of the peer with this id (this machine's, too) in a status, as it is written there; nullopt when the
/// status lists none. Pure.
std::optional<QByteArray> peerObject(QByteArrayView status, const QString& id);

/// Sends `request`, which asks for the status, and hands out peerObject() of the answer; NotFound when there is none.
/// As of http::readOnce().
void readPeerObject(http::Client& client, const http::Request& request, const QString& id, QObject* context,
                    std::function<void(const base::Result<QByteArray>&)> done);

} // namespace tailboard::tailscale
