// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/dial_map.h"
#include "app/base/result.h"

#include <QByteArray>
#include <QList>
#include <QSslCertificate>
#include <QSslKey>
#include <QString>
#include <QUrl>

namespace tailboard::http {

/// What a TLS connection trusts and shows. Verification is always on; there is no switch that turns it off.
struct TlsOptions
{
    QList<QSslCertificate> extraAuthorities; ///< trusted beside the system's store
    QString serverName;                      ///< name to verify and to send as SNI; empty: the endpoint's host
    QSslCertificate clientCertificate;       ///< null: none
    QSslKey clientKey;                       ///< null: none
};

/// Where one API is reached: its origin. Credentials given to a Client go to this origin only.
struct Endpoint
{
    enum class Kind { UnixSocket, Tcp, Tls };

    Kind kind = Kind::Tcp;
    QString socketPath;       ///< UnixSocket: absolute path
    base::DialTarget address; ///< Tcp, Tls: as the cluster says it; the DialMap decides what is dialled
    QByteArray hostHeader;    ///< value of the Host header
    QByteArray pathPrefix;    ///< "" or "/nomad": put before every target, without a slash at the end
    TlsOptions tls;

    /// A daemon's unix socket. `hostHeader` is what the daemon expects ("local-tailscaled.sock").
    static Endpoint unixSocket(const QString& path, const QByteArray& hostHeader);
    /// Reads "http://host[:port][/prefix]" or "https://…". `defaultPort` holds when the URL has none. Fails with
    /// Malformed on any other scheme, on user info, query or fragment.
    static base::Result<Endpoint> fromUrl(const QUrl& url, quint16 defaultPort);

    /// For people: the URL, or the socket's path.
    QString text() const;
};

} // namespace tailboard::http
