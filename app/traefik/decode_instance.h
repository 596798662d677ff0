// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"
#include "app/traefik/configuration.h"

#include <QByteArray>
#include <QDateTime>
#include <optional>

namespace tailboard::traefik {

/// /api/version.
struct Version
{
    QString version;                    ///< "3.7.15"; "dev" or a commit for a self-built one
    std::optional<QDateTime> startedAt; ///< UTC

    friend bool operator==(const Version&, const Version&) = default;
};

/// The part of /api/overview that is read; the counts leave out routers that Traefik removed, so nothing is taken from
/// them.
struct Overview
{
    QStringList providers; ///< "Nomad", "File"; also one whose start failed (3.7.15)

    friend bool operator==(const Overview&, const Overview&) = default;
};

/// Fails with Malformed when the body is not a JSON object.
base::Result<base::Decoded<Version>> decodeVersion(const QByteArray& body);
/// Fails with Malformed when the body is not a JSON object, with WrongProduct when it is one that no Traefik gives.
base::Result<base::Decoded<Overview>> decodeOverview(const QByteArray& body);
/// /api/entrypoints, sorted by name as Traefik does.
base::Result<base::Decoded<QList<EntryPoint>>> decodeEntryPoints(const QByteArray& body);
/// /api/certificates.
base::Result<base::Decoded<QList<HeldCertificate>>> decodeCertificates(const QByteArray& body);

} // namespace tailboard::traefik
