// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/cluster/monitor.h"
#include "app/profile/profile.h"
#include "app/profile/secret.h"
#include "ui/cli/call.h"

#include <QProcessEnvironment>

namespace tailboard::cli {

/// Direct addresses of a call, filled up from the environment (NOMAD_ADDR, NOMAD_TOKEN, NOMAD_CACERT,
/// NOMAD_CLIENT_CERT, NOMAD_CLIENT_KEY, NOMAD_TLS_SERVER_NAME, NOMAD_HTTP_AUTH, NOMAD_NAMESPACE, NOMAD_REGION,
/// TS_SOCKET, TAILBOARD_TRAEFIK_PASSWORD) and then from what is usual on this machine (Nomad on 127.0.0.1:4646,
/// tailscaled's socket). Reads the certificate and dial files; connects to nothing.
base::Result<cluster::Connections> connectionsFor(const DirectAddresses& addresses,
                                                  const QProcessEnvironment& environment);

/// Where a profile's sources are. `nomad` is which of its addresses is meant. Reads the certificate and dial files;
/// connects to nothing.
base::Result<cluster::Connections> connectionsFor(const profile::Profile& profile, const profile::Secrets& secrets,
                                                  qsizetype nomad = 0);

/// The token that the environment has for a profile which keeps none: NOMAD_TOKEN, unless NOMAD_ADDR says that it is
/// for another cluster.
profile::Secret tokenFromEnvironment(const profile::Profile& profile, const QProcessEnvironment& environment);

} // namespace tailboard::cli
