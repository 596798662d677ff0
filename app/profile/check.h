// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profile/profile.h"
#include "app/profile/secret.h"

#include <QList>

namespace tailboard::profile {

/// What a person fills in.
enum class Field {
    Name,
    Nomad,
    NameSpace,
    AuthorityFile,
    CertificateFile,
    KeyFile,
    DialFile,
    TailscaleSocket,
    Traefik,
    NomadUser,
    TraefikUser,
    Token,
};

/// What is wrong with one field: what, why and what to do, as one line.
struct Problem
{
    Field field = Field::Name;
    QString text;

    friend bool operator==(const Problem&, const Problem&) = default;
};

/// What is wrong with a profile before anybody is asked, in the order of the fields; empty when nothing is.
/// `otherNames`: of the other profiles. Looks whether named files can be read; connects to nothing.
QList<Problem> check(const Profile& profile, const Secrets& secrets, const QStringList& otherNames);

/// "100.64.0.1", "host:4646" or a URL as a whole URL; what is none comes back as it is. `port` when none is given.
QString wholeAddress(const QString& typed, int port);

} // namespace tailboard::profile
