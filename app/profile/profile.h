// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace tailboard::profile {

/// How this machine's tailscaled is used.
enum class TailscaleUse {
    Local,  ///< found where the system has it
    Socket, ///< at Profile::tailscaleSocket
    Off,    ///< not at all: no peers are known
};

/// Where the secrets of a profile are kept.
enum class SecretPlace {
    Session, ///< in memory, until the program ends
    Keyring, ///< in the system's keyring
};

constexpr int colorCount = 6;

/// One cluster as its user set it up. Holds no secret: those are in a SecretStore, under the profile's id.
struct Profile
{
    QString id; ///< a UUID without braces, made by the ProfileStore; never changes
    QString name;
    int color = 0; ///< 0 … colorCount - 1, one of the presets

    QStringList nomad; ///< URLs of agents of one cluster; the first is used, the others when it does not answer
    QString region;    ///< empty: the agent's own
    QString nameSpace = QStringLiteral("*");
    QString nomadUser; ///< of basic auth in front of Nomad; empty: none

    QString authorityFile;   ///< PEM, trusted beside the system's authorities
    QString certificateFile; ///< PEM, shown to Nomad
    QString keyFile;         ///< PEM
    QString serverName;      ///< name to verify Nomad's certificate against; empty: its host
    QString dialFile;        ///< where to connect instead (--dial); empty: none

    TailscaleUse tailscale = TailscaleUse::Local;
    QString tailscaleSocket; ///< for TailscaleUse::Socket

    QStringList traefik; ///< URLs of APIs; empty: every Traefik is found through Nomad
    QString traefikUser; ///< of basic auth; empty: none

    bool hasToken = false; ///< a token belongs to it, wherever that is kept
    SecretPlace secretPlace = SecretPlace::Session;
    bool readOnly = true;

    friend bool operator==(const Profile&, const Profile&) = default;
};

} // namespace tailboard::profile
