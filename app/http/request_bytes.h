// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/http/endpoint.h"
#include "app/http/request.h"

namespace tailboard::http {

struct Credentials;

/// The request as it goes over the wire: request line, headers, body. Fails (as requestError()) when a part holds
/// characters that cannot stand there, or a header that is not the caller's to set. Pure.
base::Result<QByteArray> requestBytes(const Endpoint& endpoint, const Request& request, const Credentials& credentials);

} // namespace tailboard::http
