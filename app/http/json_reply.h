// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/http/response.h"

#include <QJsonDocument>

namespace tailboard::http {

/// Checks that an answer is a success that carries JSON: an HTTP error gives statusError(), another media type (a page
/// of HTML above all) WrongProduct with a sentence that names `product`. For answers that are decoded piece by piece,
/// too.
base::Result<void> expectJson(const ResponseHead& head, const QByteArray& body, const QString& product);
/// The same, and parses; a bare value ("100.64.0.1:4647" of /v1/status/leader) comes as an array of one. For small
/// replies only: lists go to the streaming decoders.
base::Result<QJsonDocument> jsonBody(const Response& response, const QString& product);

} // namespace tailboard::http
