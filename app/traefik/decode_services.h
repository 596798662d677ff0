// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"
#include "app/traefik/list_reading.h"
#include "app/traefik/service.h"

#include <QByteArray>
#include <memory>

namespace tailboard::traefik {

/// Decodes /api/{http,tcp,udp}/services. An item without a name is left out. Fails with Malformed when the body is not
/// a JSON list.
base::Result<base::Decoded<QList<Service>>> decodeServices(const QByteArray& body, Protocol protocol);
/// The same in turns.
std::unique_ptr<ListReading<Service>> readServices(const QByteArray& body, Protocol protocol);
/// Decodes /api/{http,tcp}/middlewares the same way. What a middleware is set to is not read: basicAuth carries
/// password hashes.
base::Result<base::Decoded<QList<Middleware>>> decodeMiddlewares(const QByteArray& body, Protocol protocol);
/// The same in turns.
std::unique_ptr<ListReading<Middleware>> readMiddlewares(const QByteArray& body, Protocol protocol);

} // namespace tailboard::traefik
