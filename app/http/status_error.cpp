// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/client.h"

#include <QCoreApplication>

namespace tailboard::http {

using base::Error;
using base::ErrorKind;

namespace {

constexpr qsizetype longestOriginal = 2'000;

QString tr(const char* text)
{
    return QCoreApplication::translate("http", text);
}

/// The server's own words when they are a text; a page of HTML says nothing and is left out.
QString ownWords(const ResponseHead& head, const QByteArray& body)
{
    const QByteArray type = head.contentType();
    if (type == "text/html" || (!type.isEmpty() && !type.startsWith("text/") && !type.endsWith("json"))) return {};
    return QString::fromUtf8(body.left(4 * longestOriginal)).left(longestOriginal).trimmed();
}

} // namespace

Error statusError(const ResponseHead& head, const QByteArray& body, const QString& product)
{
    Error error{.kind = ErrorKind::ServerError, .original = ownWords(head, body), .httpStatus = head.status};
    switch (head.status) {
    case 400:
        error.kind = ErrorKind::Malformed;
        error.what = tr("%1 did not understand the request.").arg(product);
        break;
    case 401:
        error.kind = ErrorKind::Unauthorized;
        error.what = tr("%1 asks for a user and password.").arg(product);
        error.hint = tr("Give them in the profile, or with --traefik-user.");
        break;
    case 403:
        error.kind = ErrorKind::Forbidden;
        error.what = tr("%1 refused the request: permission denied.").arg(product);
        error.hint = tr("Check the token and what its policies allow.");
        break;
    case 404:
        error.kind = ErrorKind::NotFound;
        error.what = tr("%1 does not know this object or call.").arg(product);
        break;
    case 429:
        error.kind = ErrorKind::RateLimited;
        error.what = tr("%1 says there are too many connections from this machine.").arg(product);
        error.hint = tr("Close other programs that ask it, or raise its limit.");
        break;
    default:
        if (head.status >= 500) {
            const bool hasNoLeader = body.left(200).contains("No cluster leader");
            error.kind = hasNoLeader ? ErrorKind::NoLeader : ErrorKind::ServerError;
            error.what = hasNoLeader ? tr("%1 has no leader.").arg(product)
                                     : tr("%1 answered with error %2.").arg(product).arg(head.status);
            error.hint =
                hasNoLeader ? tr("Check that most of its servers run and reach each other.") : tr("Look at its log.");
        } else {
            error.kind = ErrorKind::Malformed;
            error.what = tr("%1 answered with status %2, which was not expected.").arg(product).arg(head.status);
        }
    }
    return error;
}

} // namespace tailboard::http
