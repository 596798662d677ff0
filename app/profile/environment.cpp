// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/environment.h"

namespace tailboard::profile {

using namespace Qt::StringLiterals;

Imported fromEnvironment(const QProcessEnvironment& environment)
{
    Imported imported;
    const auto value = [&](const QString& variable) {
        const QString text = environment.value(variable);
        if (!text.isEmpty()) imported.variables << variable;
        return text;
    };
    Profile& profile = imported.profile;
    if (const QString address = value(u"NOMAD_ADDR"_s); !address.isEmpty()) profile.nomad << address;
    imported.secrets.nomadToken = Secret(value(u"NOMAD_TOKEN"_s).toUtf8());
    profile.authorityFile = value(u"NOMAD_CACERT"_s);
    profile.certificateFile = value(u"NOMAD_CLIENT_CERT"_s);
    profile.keyFile = value(u"NOMAD_CLIENT_KEY"_s);
    profile.serverName = value(u"NOMAD_TLS_SERVER_NAME"_s);
    const QString userAndPassword = value(u"NOMAD_HTTP_AUTH"_s);
    profile.nomadUser = userAndPassword.section(u':', 0, 0);
    imported.secrets.nomadPassword = Secret(userAndPassword.section(u':', 1).toUtf8());
    if (const QString nameSpace = value(u"NOMAD_NAMESPACE"_s); !nameSpace.isEmpty()) profile.nameSpace = nameSpace;
    profile.region = value(u"NOMAD_REGION"_s);
    if (const QString socket = value(u"TS_SOCKET"_s); !socket.isEmpty()) {
        profile.tailscale = TailscaleUse::Socket;
        profile.tailscaleSocket = socket;
    }
    for (const QString& variable : {u"NOMAD_CAPATH"_s, u"NOMAD_SKIP_VERIFY"_s})
        if (!environment.value(variable).isEmpty()) imported.ignored << variable;
    return imported;
}

} // namespace tailboard::profile
