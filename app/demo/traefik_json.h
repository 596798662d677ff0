// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/certificate_authority.h"
#include "app/demo/json_writer.h"
#include "app/demo/traefik_config.h"

namespace tailboard::demo {

// Traefik 3.7.15's JSON. `raw` is the form of /api/rawdata: keyed by name, so without name, provider and type.

void writeRouter(JsonWriter& json, const TraefikRouter& router, bool raw);
void writeService(JsonWriter& json, const TraefikService& service, bool raw);
void writeMiddleware(JsonWriter& json, const TraefikMiddleware& middleware, bool raw);
void writeRawData(JsonWriter& json, const TraefikConfig& config);
void writeOverview(JsonWriter& json, const TraefikConfig& config, size_t certificates);
void writeCertificate(JsonWriter& json, const Certificate& certificate, Nanoseconds now);
void writeEntryPoint(JsonWriter& json, const std::string& name, int port);

} // namespace tailboard::demo
