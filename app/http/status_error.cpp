// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/client.h"

#include <QCoreApplication>

namespace tailboard::http {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;

namespace {

constexpr qsizetype longestOriginal = 2000;

QString say(const char* text)
{
    return QCoreApplication::translate("http", text);
}

QString bodyText(const ResponseHead& head, const QByteArray& body)
{
    const QByteArray type = head.contentType();
    // A page of HTML says nothing to people.
    if (type == "text/html" || (!type.isEmpty() && !type.startsWith("text/") && !type.endsWith("json"))) return {};
    // Four bytes are the most that one character takes.
    return QString::fromUtf8(body.left(longestOriginal * 4)).trimmed().left(longestOriginal);
}

} // namespace

Error statusError(const ResponseHead& head, const QByteArray& body, const QString& product)
{
    Error error{.kind = ErrorKind::Malformed, .original = bodyText(head, body), .httpStatus = head.status};
    // Go's servers say this in plain HTTP when they are spoken to without TLS.
    if (head.status == 400 && body.contains("HTTP request to an HTTPS server")) {
        error.kind = ErrorKind::WrongProduct;
        error.what = say("The port of %1 speaks TLS.").arg(product);
        error.hint = say("Use https:// in its address.");
        return error;
    }
    switch (head.status) {
    case 401:
        error.kind = ErrorKind::Unauthorized;
        error.what = say("%1 asks for credentials or does not accept those given.").arg(product);
        error.hint = say("Check the token, or user and password.");
        break;
    case 403:
        error.kind = ErrorKind::Forbidden;
        error.what = say("%1 does not permit this.").arg(product);
        error.why = say("The credentials in use have no right to it.");
        error.hint = say("Use credentials that have it, or ask whoever manages the rights.");
        break;
    case 404:
        error.kind = ErrorKind::NotFound;
        error.what = say("%1 does not have what was asked for.").arg(product);
        error.hint = say("It may have been removed, or the address leads to another program or version.");
        break;
    case 409:
    case 412:
        error.kind = ErrorKind::Conflict;
        error.what = say("%1 refused, because the object has changed meanwhile.").arg(product);
        error.hint = say("Load it again and repeat the change.");
        break;
    case 429: {
        error.kind = ErrorKind::RateLimited;
        error.what = say("%1 limits the requests of this computer.").arg(product);
        const auto wait = head.number("Retry-After");
        if (wait && *wait <= 86'400) error.why = say("It asks to wait %1 s.").arg(*wait);
        error.hint = say("Close other programs that ask it often, or wait.");
        break;
    }
    default:
        if (head.status >= 500 && body.left(200).contains("No cluster leader")) {
            error.kind = ErrorKind::NoLeader;
            error.what = say("%1 has no leader.").arg(product);
            error.hint = say("Check that most of its servers run and reach each other.");
        } else if (head.status >= 500) {
            error.kind = ErrorKind::ServerError;
            error.what = say("%1 failed with status %2.").arg(product).arg(head.status);
            error.hint = say("Look at its log; it is tried again.");
        } else if (head.status >= 400) {
            error.what = say("%1 refused the request with status %2.").arg(product).arg(head.status);
            error.hint = say("Check that the address names the right program and version.");
        } else {
            error.what = say("%1 gave an unexpected answer with status %2.").arg(product).arg(head.status);
            error.hint = say("Check that the address names the right program.");
        }
    }
    return error;
}

} // namespace tailboard::http
