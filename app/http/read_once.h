// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/http/client.h"

#include <QObject>
#include <functional>

namespace tailboard::http {

using ReadOnceDone = std::function<void(const base::Result<Response>&)>;

/// Sends a request and calls `done` once with the whole answer, any status; never before this returns. When `context`
/// (not null) dies first, the exchange ends and nothing is called; when the client dies first, the error is Cancelled.
/// What `done` is given has the client's credentials blacked out, also in a body that calls itself JSON: it is meant to
/// be shown.
void readOnce(Client& client, const Request& request, QObject* context, ReadOnceDone done);

} // namespace tailboard::http
