// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/http/response.h"

#include <QJsonDocument>
#include <QString>

namespace tailboard::http {

/// Largest JSON that is built as a document (16 MiB); larger answers belong to a streaming decoder.
constexpr qint64 largestDocument = 16 * 1024 * 1024;

/// Checks that an answer is a success (2xx) that carries JSON. A page of HTML gives WrongProduct whatever its status,
/// any other failure statusError(), another content type WrongProduct. `product` names the server in the sentences. For
/// answers that are decoded piece by piece, too.
base::Result<void> expectJson(const ResponseHead& head, const QByteArray& body, const QString& product);

/// The same, and parses; a bare value ("100.64.0.1:4647" of /v1/status/leader) comes as an array of one. TooLarge over
/// largestDocument; Malformed for what JSON does not have, such as NaN.
base::Result<QJsonDocument> jsonBody(const Response& response, const QString& product);

} // namespace tailboard::http
