// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/json_reply.h"

#include "app/http/client.h"

#include <QCoreApplication>

namespace tailboard::http {

base::Result<void> expectJson(const ResponseHead& head, const QByteArray& body, const QString& product)
{
    const QByteArray type = head.contentType();
    if (type == "text/html")
        return base::failure(
            {.kind = base::ErrorKind::WrongProduct,
             .what = QCoreApplication::translate("http", "A web page answered instead of %1.").arg(product),
             .why = QCoreApplication::translate("http", "Another server, or a proxy in front, answers on this port."),
             .hint = QCoreApplication::translate("http", "Check the address."),
             .original = {},
             .httpStatus = head.status});
    if (head.status < 200 || head.status > 299) return base::failure(statusError(head, body, product));
    if (type != "application/json")
        return base::failure({.kind = base::ErrorKind::WrongProduct,
                              .what = QCoreApplication::translate("http", "%1 did not answer with JSON.").arg(product),
                              .why = QCoreApplication::translate("http", "Another server may answer on this port."),
                              .hint = QCoreApplication::translate("http", "Check the address."),
                              .original = QString::fromUtf8(body.left(2000)),
                              .httpStatus = head.status});
    return {};
}

base::Result<QJsonDocument> jsonBody(const Response& response, const QString& product)
{
    if (const auto checked = expectJson(response.head, response.body, product); !checked)
        return base::failure(checked.error());
    QJsonParseError parse;
    QJsonDocument document = QJsonDocument::fromJson(response.body, &parse);
    if (parse.error == QJsonParseError::NoError) return document;
    // A bare string or number is JSON too ("100.64.0.1:4647" of /v1/status/leader), but not to QJsonDocument.
    document = QJsonDocument::fromJson('[' + response.body + ']', &parse);
    if (parse.error == QJsonParseError::NoError) return document;
    return base::failure({.kind = base::ErrorKind::Malformed,
                          .what = QCoreApplication::translate("http", "%1 sent JSON that cannot be read.").arg(product),
                          .why = {},
                          .hint = QCoreApplication::translate("http", "Check the address."),
                          .original = parse.errorString(),
                          .httpStatus = response.head.status});
}

} // namespace tailboard::http
