// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/errors.h"

#include <QCoreApplication>
#include <QUrl>

namespace tailboard::http {

using base::Error;
using base::ErrorKind;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("http", text);
}

QString noConnection(const Endpoint& endpoint)
{
    return tr("No connection to %1.").arg(endpoint.text());
}

} // namespace

Error localSocketError(const Endpoint& endpoint, QLocalSocket::LocalSocketError code, const QString& system)
{
    Error error{.kind = ErrorKind::Unreachable, .what = noConnection(endpoint), .original = system};
    switch (code) {
    case QLocalSocket::ServerNotFoundError:
        error.why = tr("The socket does not exist.");
        error.hint = tr("Start the daemon that makes it.");
        break;
    case QLocalSocket::ConnectionRefusedError:
        error.why = tr("The socket is there, but nothing listens on it.");
        error.hint = tr("Start the daemon again.");
        break;
    case QLocalSocket::SocketAccessError:
        error.kind = ErrorKind::Forbidden;
        error.why = tr("You may not open this socket.");
        error.hint = tr("Ask the machine's admin for the right to use it.");
        break;
    default:
        error.why = tr("The system gave an error.");
        break;
    }
    return error;
}

Error tcpError(const Endpoint& endpoint, QAbstractSocket::SocketError code, const QString& system)
{
    Error error{.kind = ErrorKind::Unreachable, .what = noConnection(endpoint), .original = system};
    switch (code) {
    case QAbstractSocket::ConnectionRefusedError:
        error.why = tr("The machine refused it: nothing listens on port %1.").arg(endpoint.address.port);
        error.hint = tr("Check that the server runs there and the port is right.");
        break;
    case QAbstractSocket::HostNotFoundError:
        error.why = tr("The name %1 is not known.").arg(endpoint.address.host);
        error.hint = tr("Check the name, and that this machine is connected to the tailnet.");
        break;
    case QAbstractSocket::NetworkError:
        error.why = tr("There is no way to that machine.");
        error.hint = tr("Check that this machine is connected to the tailnet.");
        break;
    case QAbstractSocket::SocketTimeoutError:
        error.kind = ErrorKind::TimedOut;
        error.why = tr("The machine did not answer.");
        error.hint = tr("Check that it is on and connected to the tailnet.");
        break;
    case QAbstractSocket::RemoteHostClosedError:
        error.kind = ErrorKind::Cut;
        error.why = tr("The other side closed the connection.");
        error.hint = tr("Check that the address is right and speaks the expected protocol.");
        break;
    default:
        error.why = tr("The system gave an error.");
        break;
    }
    return error;
}

Error tlsError(const Endpoint& endpoint, const QList<QSslError>& errors, const QString& system)
{
    Error error{.kind = ErrorKind::TlsFailed,
                .what = tr("The certificate of %1 was refused.").arg(endpoint.text()),
                .original = system};
    if (errors.isEmpty()) {
        error.what = tr("The TLS handshake with %1 failed.").arg(endpoint.text());
        error.hint = tr("Check that this port speaks TLS.");
        return error;
    }
    const QString name = endpoint.tls.serverName.isEmpty() ? endpoint.address.host : endpoint.tls.serverName;
    for (const QSslError& e : errors) {
        switch (e.error()) {
        case QSslError::HostNameMismatch:
            error.kind = ErrorKind::TlsWrongName;
            error.why = tr("It is not for the name %1.").arg(name);
            error.hint = tr("Use the name the certificate is for, or set the TLS server name.");
            return error;
        case QSslError::CertificateExpired:
            error.why = tr("It has expired.");
            error.hint = tr("Renew the server's certificate, and check this machine's clock.");
            return error;
        case QSslError::CertificateNotYetValid:
            error.why = tr("It is not valid yet.");
            error.hint = tr("Check this machine's clock.");
            return error;
        case QSslError::SelfSignedCertificate:
        case QSslError::SelfSignedCertificateInChain:
        case QSslError::UnableToGetLocalIssuerCertificate:
        case QSslError::UnableToVerifyFirstCertificate:
        case QSslError::CertificateUntrusted:
            error.kind = ErrorKind::TlsUntrusted;
            error.why = tr("Its issuer is not trusted here.");
            error.hint = tr("Give the issuer's certificate with --ca, or in the profile.");
            break; // a wrong name or date further on says more
        default:
            if (error.why.isEmpty()) error.why = e.errorString();
            break;
        }
    }
    return error;
}

Error timeoutError(const Endpoint& endpoint, Limit limit, std::chrono::milliseconds after)
{
    const QString seconds = QString::number(double(after.count()) / 1000, 'g', 3);
    Error error{.kind = ErrorKind::TimedOut};
    switch (limit) {
    case Limit::Connect:
        error.what = noConnection(endpoint);
        error.why = tr("It did not answer within %1 s.").arg(seconds);
        error.hint = tr("Check that the machine is on and connected to the tailnet.");
        break;
    case Limit::FirstByte:
        error.what = tr("%1 took the request and gave no answer within %2 s.").arg(endpoint.text(), seconds);
        error.hint = tr("The server may be overloaded or frozen; look at it there.");
        break;
    case Limit::Quiet:
        error.what = tr("%1 stopped in the middle of its answer for %2 s.").arg(endpoint.text(), seconds);
        error.hint = tr("Check the connection to that machine.");
        break;
    case Limit::Total:
        error.what = tr("The answer of %1 was not complete within %2 s.").arg(endpoint.text(), seconds);
        error.hint = tr("Check the connection to that machine.");
        break;
    }
    return error;
}

Error tooLargeError(const Endpoint& endpoint, qint64 bytes)
{
    return {.kind = ErrorKind::TooLarge,
            .what = tr("The answer of %1 is larger than %2 bytes and was dropped.").arg(endpoint.text()).arg(bytes),
            .hint = tr("Check that the address is right.")};
}

Error cutError(const Endpoint& endpoint, bool isUntouched)
{
    return {.kind = ErrorKind::Cut,
            .what = isUntouched ? tr("%1 closed the connection without an answer.").arg(endpoint.text())
                                : tr("The answer of %1 was cut off.").arg(endpoint.text()),
            .why = {},
            .hint = tr("The server may have been restarted; it is tried again.")};
}

Error notHttpError(const Endpoint& endpoint, const char* detail, bool hadHead)
{
    return {.kind = hadHead ? ErrorKind::Malformed : ErrorKind::WrongProduct,
            .what = hadHead ? tr("The answer of %1 is not correct HTTP.").arg(endpoint.text())
                            : tr("What answers on %1 does not speak HTTP as it should.").arg(endpoint.text()),
            .why = {},
            .hint = tr("Check that the address and port are right, and whether it should be https."),
            .original = QString::fromLatin1(detail)};
}

Error redirectError(const Endpoint& endpoint, const ResponseHead& head)
{
    const QUrl target(QString::fromUtf8(head.header("Location").left(2000)));
    const QString where = target.host().isEmpty() ? tr("another path") : target.host();
    return {.kind = ErrorKind::Redirected,
            .what = tr("%1 redirects to %2.").arg(endpoint.text(), where),
            .why = tr("Redirects are not followed, so that a token never reaches another server."),
            .hint = tr("Give the final address."),
            .original = {},
            .httpStatus = head.status};
}

Error unknownOutcome(const Error& cause)
{
    Error error = cause;
    error.kind = ErrorKind::Unknown;
    error.why = tr("The request was sent, and it is not known whether it took effect.");
    error.hint = tr("Look at the object before trying again.");
    return error;
}

Error cancelledError()
{
    return {.kind = ErrorKind::Cancelled, .what = tr("The request was cancelled.")};
}

} // namespace tailboard::http
