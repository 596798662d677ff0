// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/json_reply.h"

#include "app/http/client.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonParseError>

namespace tailboard::http {

using base::Error;
using base::ErrorKind;
using base::Result;

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("http", text);
}

} // namespace

Result<void> expectJson(const ResponseHead& head, const QByteArray& body, const QString& product)
{
    const QByteArray type = head.contentType();
    if (type == "text/html")
        return base::failure({.kind = ErrorKind::WrongProduct,
                              .what = say("A web page answered instead of %1.").arg(product),
                              .why = say("Another server, a login page or a proxy in front answers there."),
                              .hint = say("Check the address and the port."),
                              .original = {},
                              .httpStatus = head.status});
    if (head.status < 200 || head.status > 299) return base::failure(statusError(head, body, product));
    if (type == "application/json" || type.endsWith("+json")) return {};
    const QString shown = type.isEmpty() ? say("something without a type") : QString::fromLatin1(type.left(100));
    return base::failure(
        {.kind = ErrorKind::WrongProduct,
         .what = say("%1 did not answer with JSON.").arg(product),
         .why = say("What came is %1; another server may answer there.").arg(shown),
         .hint = say("Check the address and the port."),
         .original = type.startsWith("text/") ? QString::fromUtf8(body.left(8000)).left(2000) : QString(),
         .httpStatus = head.status});
}

Result<QJsonDocument> jsonBody(const Response& response, const QString& product)
{
    if (const auto checked = expectJson(response.head, response.body, product); !checked)
        return base::failure(checked.error());
    if (response.body.size() > largestDocument)
        return base::failure({.kind = ErrorKind::TooLarge,
                              .what = say("An answer of %1 is too large.").arg(product),
                              .httpStatus = response.head.status});
    QJsonParseError fault;
    QJsonDocument document = QJsonDocument::fromJson(response.body, &fault);
    if (fault.error == QJsonParseError::NoError) return document;
    // A bare text or number is JSON, too, but Qt reads it only inside an array.
    QJsonParseError bareFault;
    document = QJsonDocument::fromJson('[' + response.body + ']', &bareFault);
    if (bareFault.error == QJsonParseError::NoError && document.array().size() == 1) return document;
    return base::failure({.kind = ErrorKind::Malformed,
                          .what = say("An answer of %1 is not valid JSON.").arg(product),
                          .why = say("The fault is at byte %1 of %2.").arg(fault.offset).arg(response.body.size()),
                          .hint = say("Check that the address names the right program and version."),
                          .original = fault.errorString(),
                          .httpStatus = response.head.status});
}

} // namespace tailboard::http
