// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace tailboard::base {

// One category a module. Secrets and tokens are never logged.
Q_DECLARE_LOGGING_CATEGORY(logHttp)      // tailboard.http
Q_DECLARE_LOGGING_CATEGORY(logTailscale) // tailboard.tailscale
Q_DECLARE_LOGGING_CATEGORY(logNomad)     // tailboard.nomad
Q_DECLARE_LOGGING_CATEGORY(logTraefik)   // tailboard.traefik
Q_DECLARE_LOGGING_CATEGORY(logCluster)   // tailboard.cluster
Q_DECLARE_LOGGING_CATEGORY(logDemo)      // tailboard.demo
Q_DECLARE_LOGGING_CATEGORY(logUi)        // tailboard.ui

} // namespace tailboard::base
