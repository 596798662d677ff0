// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profile/profile.h"
#include "app/profile/secret.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace tailboard::profile {

/// A profile made of environment variables; it has no id and no name.
struct Imported
{
    Profile profile;
    Secrets secrets;
    QStringList variables; ///< those that were taken over, in a fixed order; never their values
    QStringList ignored;   ///< those of Nomad's own command line that were set, but are not taken over
};

/// Takes NOMAD_ADDR NOMAD_TOKEN NOMAD_CACERT NOMAD_CLIENT_CERT NOMAD_CLIENT_KEY NOMAD_TLS_SERVER_NAME NOMAD_HTTP_AUTH
/// ("user" or "user:password") NOMAD_NAMESPACE NOMAD_REGION TS_SOCKET. Pure.
Imported fromEnvironment(const QProcessEnvironment& environment);

} // namespace tailboard::profile
