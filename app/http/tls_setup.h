// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/http/endpoint.h"

#include <QList>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>

namespace tailboard::http {

/// TLS 1.2 or later, HTTP/1.1 only, the peer always verified against the system's store and the extra authorities,
/// client certificate where given. The system's store is left to OpenSSL, which looks up the one authority it needs;
/// asking Qt for the list would read some 140 files (137 ms).
QSslConfiguration tlsConfiguration(const TlsOptions& options);

/// The name that the certificate must carry and that goes out as SNI.
QString tlsName(const Endpoint& endpoint);

/// What failed in a handshake, in plain sentences. `faults` as verification reported them (may be empty),
/// `certificate` the server's own (may be null), `systemText` the socket's error text.
base::Error tlsError(const Endpoint& endpoint, const QList<QSslError>& faults, const QSslCertificate& certificate,
                     const QString& systemText);

} // namespace tailboard::http
