// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace tailboard::nomad {

/// The agent that answers (/v1/agent/self).
struct Agent
{
    QString version; ///< "1.11.3", with a pre-release's suffix
    QString region;

    friend bool operator==(const Agent&, const Agent&) = default;
};

/// The token in use (/v1/acl/token/self). Without a token Nomad (seen in 1.11.3) answers 200 with the accessor
/// "anonymous".
struct Token
{
    QString accessorId;
    QString name;
    QString type; ///< "management", "client"
    QStringList policies;

    bool isAnonymous() const { return accessorId == QLatin1StringView("anonymous"); }

    friend bool operator==(const Token&, const Token&) = default;
};

/// A name of /v1/services with the tags of all its instances joined.
struct ServiceName
{
    QString nameSpace;
    QString name;
    QStringList tags;

    friend bool operator==(const ServiceName&, const ServiceName&) = default;
};

} // namespace tailboard::nomad
