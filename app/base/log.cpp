// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/log.h"

namespace tailboard::base {

Q_LOGGING_CATEGORY(logHttp, "tailboard.http", QtWarningMsg)
Q_LOGGING_CATEGORY(logTailscale, "tailboard.tailscale", QtWarningMsg)
Q_LOGGING_CATEGORY(logNomad, "tailboard.nomad", QtWarningMsg)
Q_LOGGING_CATEGORY(logTraefik, "tailboard.traefik", QtWarningMsg)
Q_LOGGING_CATEGORY(logCluster, "tailboard.cluster", QtWarningMsg)
Q_LOGGING_CATEGORY(logDemo, "tailboard.demo", QtWarningMsg)
Q_LOGGING_CATEGORY(logUi, "tailboard.ui", QtWarningMsg)

} // namespace tailboard::base
