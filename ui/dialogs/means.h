// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/cluster/monitor.h"
#include "app/profile/environment.h"
#include "app/profile/secret_store.h"
#include "app/tailscale/status.h"

#include <QFuture>
#include <functional>

namespace tailboard::dialogs {

/// What the dialogs may ask of the program; whoever makes them gives it, and all of it outlives them.
struct Means
{
    const base::Clock& clock;
    profile::SecretStore& keyring;
    QProcessEnvironment environment;
    /// Where a profile's sources are; reads the files it names.
    std::function<base::Result<cluster::Connections>(const profile::Profile&, const profile::Secrets&)> connections;
    /// Asks the tailscaled of this machine for its status, over its local socket.
    std::function<QFuture<base::Result<tailscale::Status>>(const profile::Profile&)> readTailnet;
};

/// What is known of this machine without asking anybody over a network.
struct Found
{
    profile::Imported imported; ///< from the environment
    bool hasLocalNomad = false; ///< something listens on port 4646 of this machine
    QString tailscaleSocket;    ///< where tailscaled is looked for
    bool hasTailscaleSocket = false;
};

/// A profile with its secrets, as a person edits it.
struct Draft
{
    profile::Profile profile;
    profile::Secrets secrets;

    friend bool operator==(const Draft&, const Draft&) = default;
};

} // namespace tailboard::dialogs
