// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/endpoint.h"
#include "app/http/request.h"
#include "app/http/response.h"

#include <functional>

namespace tailboard::http {

// What goes over the wire, in the category tailboard.http at debug level: request and status lines, header names with
// their values, sizes of bodies. Values of headers that carry secrets are masked, bodies are never written.

/// Whether a header's value is a secret, whoever sets it.
bool isSecretHeader(QByteArrayView name);
/// `credentialName`: the header that carries the credentials, which is masked whatever its name. `withoutSecrets`
/// blacks the credentials out of a text: a server may echo them in any header, as in the target of a redirect.
void logRequest(const Endpoint& endpoint, const Request& request, const QByteArray& credentialName);
void logHead(const Endpoint& endpoint, const Request& request, const ResponseHead& head,
             const QByteArray& credentialName, const std::function<QByteArray(const QByteArray&)>& withoutSecrets);

} // namespace tailboard::http
