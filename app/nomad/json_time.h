// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/json_value.h"

#include <QDateTime>

// The two ways Nomad writes times. Only *.cpp files of this folder include this.
namespace tailboard::nomad {

/// RFC 3339 text, as Go writes it: up to nine digits of a second, of which three are kept. UTC. Go's zero time stands
/// for "never" and leaves `to` as it was, as null does; anything else that is no time is an issue.
void readTime(JsonValue& value, QDateTime& to);
/// Nanoseconds since 1970. UTC, milliseconds. Zero leaves `to` as it was.
void readNanoseconds(JsonValue& value, QDateTime& to);

} // namespace tailboard::nomad
