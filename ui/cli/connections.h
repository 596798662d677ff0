// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/cluster/monitor.h"
#include "ui/cli/call.h"

#include <QProcessEnvironment>

namespace tailboard::cli {

/// Direct addresses of a call, filled up from the environment (NOMAD_ADDR, NOMAD_TOKEN, NOMAD_CACERT,
/// NOMAD_CLIENT_CERT, NOMAD_CLIENT_KEY, NOMAD_TLS_SERVER_NAME, NOMAD_HTTP_AUTH, NOMAD_NAMESPACE, NOMAD_REGION,
/// TS_SOCKET, TAILBOARD_TRAEFIK_PASSWORD) and then from what is usual on this machine (Nomad on 127.0.0.1:4646,
/// tailscaled's socket). Reads the certificate and dial files; connects to nothing.
base::Result<cluster::Connections> connectionsFor(const DirectAddresses& addresses,
                                                  const QProcessEnvironment& environment);

} // namespace tailboard::cli
