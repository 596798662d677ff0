// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"
#include "app/traefik/list_reading.h"
#include "app/traefik/router.h"

#include <QByteArray>
#include <memory>

namespace tailboard::traefik {

/// Decodes /api/{http,tcp,udp}/routers. An item without a name is left out. Fails with Malformed when the body is not a
/// JSON list.
base::Result<base::Decoded<QList<Router>>> decodeRouters(const QByteArray& body, Protocol protocol);
/// The same in turns.
std::unique_ptr<ListReading<Router>> readRouters(const QByteArray& body, Protocol protocol);

/// "enabled", "warning", "disabled"; anything else is Other.
ObjectStatus objectStatus(const QString& text);

} // namespace tailboard::traefik
